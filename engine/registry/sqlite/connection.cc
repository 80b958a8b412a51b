#include "engine/registry/sqlite/connection.h"

#include <errno.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <thread>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "engine/registry/contract.h"
#include "engine/registry/sqlite/schema.h"

namespace engine::registry::sqlite {
namespace {

// A commit takes a fraction of a millisecond on a good disk and ten on a bad one.
constexpr std::chrono::microseconds kBusyPauseStep(200);
constexpr std::chrono::microseconds kBusyPauseMax(10'000);

// 4 MiB, as SQLite's own default.
constexpr int kLogPagesMax = 1000;

// Leaves a statement ready for its next use; one that is not reset keeps its read lock.
class ResetAtEnd {
 public:
  explicit ResetAtEnd(sqlite3_stmt* statement) : statement_(statement) {}
  ~ResetAtEnd() { sqlite3_reset(statement_); }
  ResetAtEnd(const ResetAtEnd&) = delete;
  ResetAtEnd& operator=(const ResetAtEnd&) = delete;

 private:
  sqlite3_stmt* const statement_;
};

// The text must live until the statement has run.
void BindText(sqlite3_stmt* statement, int index, const std::string& text) {
  const int code =
      sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  SIXGATE_CHECK(code == SQLITE_OK, "sizes are limited and indices are ours");
}

void BindNumber(sqlite3_stmt* statement, int index, int64_t number) {
  const int code = sqlite3_bind_int64(statement, index, number);
  SIXGATE_CHECK(code == SQLITE_OK, "indices are ours");
}

std::string ColumnText(sqlite3_stmt* statement, int column) {
  // In this order: the first call may convert, which changes the size.
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  const int size = sqlite3_column_bytes(statement, column);
  return text == nullptr ? std::string() : std::string(text, static_cast<size_t>(size));
}

}  // namespace

absl::StatusOr<FileId> FileId::Of(const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) == 0) {
    if (S_ISDIR(info.st_mode)) return SystemError(path, "open it", EISDIR);
    return FileId{info.st_dev, info.st_ino};
  }
  if (errno == ENOENT) return FileId{};
  return SystemError(path, "find it", errno);
}

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& path, FileId id,
                                                             Deadline deadline) {
  std::unique_ptr<Connection> connection(new Connection(path, id, deadline));
  RETURN_IF_ERROR(connection->OpenDatabase());
  RETURN_IF_ERROR(connection->CheckFormat());
  RETURN_IF_ERROR(connection->UseWriteAheadLog());
  RETURN_IF_ERROR(connection->PrepareAll());
  return connection;
}

void Connection::CloseDatabase::operator()(sqlite3* db) const { sqlite3_close_v2(db); }

void Connection::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

int Connection::OnBusy(void* connection, int times) {
  const auto remaining = std::chrono::duration_cast<std::chrono::microseconds>(
      static_cast<Connection*>(connection)->deadline_.Remaining());
  if (remaining <= remaining.zero()) return 0;
  // tidy: SQLite has nothing to wait for
  std::this_thread::sleep_for(std::min({kBusyPauseStep * (times + 1), kBusyPauseMax, remaining}));
  return 1;
}

int Connection::OnCommitted(void* connection, sqlite3*, const char*, int log_pages) {
  static_cast<Connection*>(connection)->log_pages_ = log_pages;
  return SQLITE_OK;
}

absl::Status Connection::OpenDatabase() {
  sqlite3* db = nullptr;
  const int code =
      sqlite3_open_v2(path_.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  db_.reset(db);
  if (code != SQLITE_OK) return Error(code);
  sqlite3_busy_handler(db, &Connection::OnBusy, this);
  // Instead of SQLite's automatic checkpoint, which would come at the end of a commit, while the
  // snapshot that led to it is often still alive: it could not complete, the log would never begin
  // anew, and every later commit would try again.
  sqlite3_wal_hook(db, &Connection::OnCommitted, this);
  return absl::OkStatus();
}

absl::Status Connection::CheckFormat() {
  const std::string name = absl::StrCat("registry ", Quoted(path_));
  ASSIGN_OR_RETURN(const int64_t application, QueryNumberText("PRAGMA application_id"));
  ASSIGN_OR_RETURN(const int64_t format, QueryNumberText("PRAGMA user_version"));
  struct stat info;
  if (stat(path_.c_str(), &info) == 0 && info.st_size == 0) {
    return absl::FailedPreconditionError(
        absl::StrCat(name, " is an empty file: restore it from a backup, or remove it"));
  }
  if (application != kApplicationId || format < 1) {
    return absl::FailedPreconditionError(absl::StrCat(
        name, " is not a sixgate registry: it is another program's database; name another path"));
  }
  if (format > kFormat) {
    return absl::FailedPreconditionError(
        absl::StrCat(name, " was written by a newer sixgate: it has format ", format,
                     ", this one knows ", kFormat, "; upgrade sixgate"));
  }
  return absl::OkStatus();
}

absl::Status Connection::UseWriteAheadLog() {
  // With less, a power failure takes back what was acknowledged, and a block is given out twice.
  RETURN_IF_ERROR(ExecuteText("PRAGMA synchronous = FULL"));
  // A file that was restored from a backup may have lost the mode.
  if (sqlite3_db_readonly(db_.get(), "main") == 1) return absl::OkStatus();
  return ExecuteText("PRAGMA journal_mode = WAL");
}

absl::Status Connection::PrepareAll() {
  ASSIGN_OR_RETURN(begin_read_, Prepare("BEGIN"));
  ASSIGN_OR_RETURN(begin_write_, Prepare("BEGIN IMMEDIATE"));
  ASSIGN_OR_RETURN(commit_, Prepare("COMMIT"));
  ASSIGN_OR_RETURN(rollback_, Prepare("ROLLBACK"));
  ASSIGN_OR_RETURN(revision_, Prepare("SELECT revision FROM store"));
  ASSIGN_OR_RETURN(next_revision_,
                   Prepare("UPDATE store SET revision = revision + 1 RETURNING revision"));
  ASSIGN_OR_RETURN(scan_, Prepare("SELECT key, iif(?4, '', value), revision FROM kv"
                                  " WHERE key >= ?1 AND key < ?2 ORDER BY key LIMIT ?3"));
  ASSIGN_OR_RETURN(put_, Prepare("INSERT OR REPLACE INTO kv VALUES (?1, ?2, ?3)"));
  ASSIGN_OR_RETURN(delete_, Prepare("DELETE FROM kv WHERE key = ?1"));
  return absl::OkStatus();
}

absl::StatusOr<Revision> Connection::BeginRead() {
  RETURN_IF_ERROR(Execute(begin_read_));
  ASSIGN_OR_RETURN(const int64_t number, QueryNumber(revision_));
  return Revision(number);
}

absl::StatusOr<std::vector<KeyValue>> Connection::Scan(const Query& query) {
  sqlite3_stmt* scan = scan_.get();
  const ResetAtEnd reset(scan);
  BindText(scan, 1, query.range.begin);
  if (query.range.end.empty()) {
    sqlite3_bind_zeroblob(scan, 2, 0);  // every text is less than every blob
  } else {
    BindText(scan, 2, query.range.end);
  }
  constexpr size_t kLimitMax = std::numeric_limits<int64_t>::max();
  BindNumber(scan, 3,
             query.limit == 0 ? -1 : static_cast<int64_t>(std::min(query.limit, kLimitMax)));
  BindNumber(scan, 4, query.keys_only ? 1 : 0);
  std::vector<KeyValue> rows;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(scan)) == SQLITE_ROW) {
    rows.push_back(
        {ColumnText(scan, 0), ColumnText(scan, 1), Revision(sqlite3_column_int64(scan, 2))});
  }
  if (code != SQLITE_DONE) return Error(code);
  return rows;
}

absl::Status Connection::EndRead() { return Execute(commit_); }

absl::StatusOr<Revision> Connection::Commit(const Transaction& transaction) {
  // IMMEDIATE: a transaction that reads first and then writes fails without waiting whenever
  // somebody else wrote in between.
  RETURN_IF_ERROR(Execute(begin_write_));
  absl::StatusOr<Revision> revision = CheckAndWrite(transaction);
  // Some errors have rolled back already.
  if (!revision.ok() && sqlite3_get_autocommit(db_.get()) == 0) {
    RETURN_IF_ERROR(Execute(rollback_));
  }
  return revision;
}

bool Connection::log_is_long() const { return log_pages_ >= kLogPagesMax; }

void Connection::WriteBackLog() {
  sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

absl::StatusOr<Revision> Connection::CheckAndWrite(const Transaction& transaction) {
  for (const Guard& guard : transaction.guards) {
    ASSIGN_OR_RETURN(const std::vector<KeyValue> first,
                     Scan({.range = guard.range, .limit = 1, .keys_only = true}));
    RETURN_IF_ERROR(CheckGuard(guard, first.empty() ? nullptr : &first[0]));
  }
  ASSIGN_OR_RETURN(const int64_t revision, QueryNumber(next_revision_));
  for (const Write& write : transaction.writes) {
    const Statement& statement = write.value.has_value() ? put_ : delete_;
    BindText(statement.get(), 1, write.key);
    if (write.value.has_value()) {
      BindText(statement.get(), 2, *write.value);
      BindNumber(statement.get(), 3, revision);
    }
    RETURN_IF_ERROR(Execute(statement));
  }
  RETURN_IF_ERROR(Execute(commit_, Step::kCommit));
  return Revision(revision);
}

absl::StatusOr<Connection::Statement> Connection::Prepare(const char* sql) {
  sqlite3_stmt* statement = nullptr;
  const int code =
      sqlite3_prepare_v3(db_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return Error(code);
  return Statement(statement);
}

absl::Status Connection::Execute(const Statement& statement, Step step) {
  const ResetAtEnd reset(statement.get());
  const int code = sqlite3_step(statement.get());
  return code == SQLITE_DONE ? absl::OkStatus() : Error(code, step);
}

absl::Status Connection::ExecuteText(const char* sql) {
  const int code = sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Error(code);
}

absl::StatusOr<int64_t> Connection::QueryNumber(const Statement& statement) {
  const ResetAtEnd reset(statement.get());
  const int code = sqlite3_step(statement.get());
  if (code == SQLITE_ROW) return sqlite3_column_int64(statement.get(), 0);
  return Error(code == SQLITE_DONE ? SQLITE_CORRUPT : code);
}

absl::StatusOr<int64_t> Connection::QueryNumberText(const char* sql) {
  ASSIGN_OR_RETURN(const Statement statement, Prepare(sql));
  return QueryNumber(statement);
}

absl::Status Connection::Error(int code, Step step) const {
  return SqliteError(path_, db_.get(), code, step, deadline_.Waited());
}

}  // namespace engine::registry::sqlite
