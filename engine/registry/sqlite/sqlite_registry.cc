#include "engine/registry/sqlite/sqlite_registry.h"

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/mutex.h"
#include "engine/base/status_macros.h"
#include "engine/registry/contract.h"
#include "engine/registry/sqlite/connection.h"
#include "engine/registry/sqlite/deadline.h"
#include "engine/registry/sqlite/error.h"
#include "engine/registry/sqlite/schema.h"

namespace engine::registry::sqlite {
namespace {

// Connections kept open while nobody uses them; Terraform walks ten resources at a time.
constexpr size_t kIdleConnectionsMax = 10;

// The file at `path`; FileId() if there is none. A log without its file is an error: SQLite would
// replay it into a new file.
absl::StatusOr<FileId> FindFile(const std::string& path) {
  ASSIGN_OR_RETURN(const FileId file, FileId::Of(path));
  if (file != FileId()) return file;
  const std::string log_path = absl::StrCat(path, "-wal");
  ASSIGN_OR_RETURN(const FileId log, FileId::Of(log_path));
  if (log == FileId()) return FileId();
  // Both may have come into being since the first look, the file before its log.
  ASSIGN_OR_RETURN(const FileId file_now, FileId::Of(path));
  if (file_now != FileId()) return file_now;
  return absl::FailedPreconditionError(
      absl::StrCat("registry ", Quoted(path), " is missing, but its log ", Quoted(log_path),
                   " is there: put the file back beside it, or remove the log"));
}

class SqliteRegistry : public Registry {
 public:
  explicit SqliteRegistry(SqliteOptions options) : options_(std::move(options)) {}

  absl::StatusOr<std::unique_ptr<Snapshot>> Read() override;
  absl::StatusOr<Revision> Commit(const Transaction& transaction) override;

  // Takes the connection of a snapshot back; null if it is of no more use.
  void EndSnapshot(std::unique_ptr<Connection> connection) ABSL_LOCKS_EXCLUDED(mutex_);

  Deadline NewDeadline() const { return Deadline(options_.operation_timeout); }

 private:
  // Gives the turn back at the end of its scope.
  class Turn {
   public:
    explicit Turn(SqliteRegistry& registry) : registry_(registry) {}
    ~Turn() { registry_.EndTurn(); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

   private:
    SqliteRegistry& registry_;
  };

  // A connection to the file that is at the path now; null if there is none.
  absl::StatusOr<std::unique_ptr<Connection>> Connect(Deadline deadline);
  std::unique_ptr<Connection> TakeIdle(FileId id) ABSL_LOCKS_EXCLUDED(mutex_);
  absl::StatusOr<std::unique_ptr<Connection>> ConnectToNew(const Transaction& transaction,
                                                           Deadline deadline);
  // Takes back a connection that is in no transaction, and uses it to write the log back where that
  // is due.
  void PutBack(std::unique_ptr<Connection> connection) ABSL_LOCKS_EXCLUDED(mutex_);
  bool TakeWriteBackDuty() ABSL_LOCKS_EXCLUDED(mutex_);
  absl::Status AwaitTurn(Deadline deadline) ABSL_LOCKS_EXCLUDED(mutex_);
  void EndTurn() ABSL_LOCKS_EXCLUDED(mutex_);

  const SqliteOptions options_;
  base::Mutex mutex_;
  base::CondVar turn_ended_;
  // A commit is under way. The next waits here, where it is woken, and not at SQLite's lock, where
  // it would have to poll.
  bool committing_ ABSL_GUARDED_BY(mutex_) = false;
  // The log is long; it is written back as soon as no snapshot keeps it from beginning anew.
  bool write_back_due_ ABSL_GUARDED_BY(mutex_) = false;
  int snapshots_ ABSL_GUARDED_BY(mutex_) = 0;
  // The one used last is at the back: its page cache is the warmest.
  std::vector<std::unique_ptr<Connection>> idle_ ABSL_GUARDED_BY(mutex_);
};

class SqliteSnapshot : public Snapshot {
 public:
  SqliteSnapshot(SqliteRegistry& registry, std::unique_ptr<Connection> connection,
                 Revision revision)
      : registry_(registry), connection_(std::move(connection)), revision_(revision) {}
  ~SqliteSnapshot() override {
    if (!connection_->EndRead().ok()) connection_.reset();
    registry_.EndSnapshot(std::move(connection_));
  }

  absl::StatusOr<std::vector<std::vector<KeyValue>>> Run(absl::Span<const Query> queries) override {
    RETURN_IF_ERROR(ValidateQueries(queries));
    connection_->set_deadline(registry_.NewDeadline());
    std::vector<std::vector<KeyValue>> answers;
    for (const Query& query : queries) {
      ASSIGN_OR_RETURN(std::vector<KeyValue> answer, connection_->Scan(query));
      answers.push_back(std::move(answer));
    }
    return answers;
  }

  Revision revision() const override { return revision_; }

 private:
  SqliteRegistry& registry_;
  std::unique_ptr<Connection> connection_;
  const Revision revision_;
};

// The view of a file that does not exist.
class EmptySnapshot : public Snapshot {
 public:
  absl::StatusOr<std::vector<std::vector<KeyValue>>> Run(absl::Span<const Query> queries) override {
    RETURN_IF_ERROR(ValidateQueries(queries));
    return std::vector<std::vector<KeyValue>>(queries.size());
  }

  Revision revision() const override { return Revision(); }
};

absl::StatusOr<std::unique_ptr<Snapshot>> SqliteRegistry::Read() {
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Connect(NewDeadline()));
  if (connection == nullptr) return std::make_unique<EmptySnapshot>();
  ASSIGN_OR_RETURN(const Revision revision, connection->BeginRead());
  {
    base::MutexLock lock(mutex_);
    ++snapshots_;
  }
  return std::make_unique<SqliteSnapshot>(*this, std::move(connection), revision);
}

absl::StatusOr<Revision> SqliteRegistry::Commit(const Transaction& transaction) {
  RETURN_IF_ERROR(ValidateTransaction(transaction));
  const Deadline deadline = NewDeadline();
  RETURN_IF_ERROR(AwaitTurn(deadline));
  const Turn turn(*this);
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Connect(deadline));
  if (connection == nullptr) {
    ASSIGN_OR_RETURN(connection, ConnectToNew(transaction, deadline));
  }
  absl::StatusOr<Revision> revision = connection->Commit(transaction);
  if (!revision.ok() && !absl::IsAborted(revision.status())) return revision;
  if (revision.ok() && connection->log_is_long()) {
    base::MutexLock lock(mutex_);
    write_back_due_ = true;
  }
  PutBack(std::move(connection));
  return revision;
}

absl::StatusOr<std::unique_ptr<Connection>> SqliteRegistry::Connect(Deadline deadline) {
  ASSIGN_OR_RETURN(const FileId id, FindFile(options_.path));
  if (id == FileId()) return nullptr;
  std::unique_ptr<Connection> connection = TakeIdle(id);
  if (connection == nullptr) return Connection::Open(options_.path, id, deadline);
  connection->set_deadline(deadline);
  return connection;
}

absl::StatusOr<std::unique_ptr<Connection>> SqliteRegistry::ConnectToNew(
    const Transaction& transaction, Deadline deadline) {
  // What must fail in an empty store does not make one.
  for (const Guard& guard : transaction.guards) RETURN_IF_ERROR(CheckGuard(guard, nullptr));
  RETURN_IF_ERROR(CreateFile(options_.path));
  ASSIGN_OR_RETURN(std::unique_ptr<Connection> connection, Connect(deadline));
  if (connection != nullptr) return connection;
  return absl::UnavailableError(
      absl::StrCat("registry ", Quoted(options_.path), " was removed right after it was made"));
}

std::unique_ptr<Connection> SqliteRegistry::TakeIdle(FileId id) {
  // Connections to a file that was removed or replaced are closed outside of the lock.
  std::vector<std::unique_ptr<Connection>> stale;
  base::MutexLock lock(mutex_);
  while (!idle_.empty()) {
    std::unique_ptr<Connection> connection = std::move(idle_.back());
    idle_.pop_back();
    if (connection->id() == id) return connection;
    stale.push_back(std::move(connection));
  }
  return nullptr;
}

void SqliteRegistry::EndSnapshot(std::unique_ptr<Connection> connection) {
  {
    base::MutexLock lock(mutex_);
    --snapshots_;
  }
  if (connection != nullptr) PutBack(std::move(connection));
}

bool SqliteRegistry::TakeWriteBackDuty() {
  base::MutexLock lock(mutex_);
  return snapshots_ == 0 && std::exchange(write_back_due_, false);
}

void SqliteRegistry::PutBack(std::unique_ptr<Connection> connection) {
  if (TakeWriteBackDuty()) connection->WriteBackLog();
  base::MutexLock lock(mutex_);
  if (idle_.size() < kIdleConnectionsMax) idle_.push_back(std::move(connection));
}

absl::Status SqliteRegistry::AwaitTurn(Deadline deadline) {
  base::MutexLock lock(mutex_);
  while (committing_) {
    const auto remaining = deadline.Remaining();
    if (remaining <= remaining.zero()) return LockedError(options_.path, deadline.Waited());
    turn_ended_.WaitFor(mutex_, remaining);
  }
  committing_ = true;
  return absl::OkStatus();
}

void SqliteRegistry::EndTurn() {
  base::MutexLock lock(mutex_);
  committing_ = false;
  turn_ended_.NotifyAll();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Registry>> Open(SqliteOptions options) {
  if (options.path.empty() || absl::EndsWith(options.path, "/") ||
      options.path.find('\0') != std::string::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("registry path ", Quoted(options.path),
                     " is not the path of a file, as in \"registry.db\""));
  }
  if (options.operation_timeout <= absl::ZeroDuration() ||
      options.operation_timeout > kOperationTimeoutMax) {
    return absl::InvalidArgumentError(
        absl::StrCat("operation_timeout ", absl::FormatDuration(options.operation_timeout),
                     " is out of range: it must be more than 0 and at most ",
                     absl::FormatDuration(kOperationTimeoutMax)));
  }
  // Absolute, so that messages say where it really is, and because SQLite gives some relative names
  // (":memory:") a meaning.
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(options.path, error);
  if (error) return SystemError(options.path, "find the working directory", error.value());
  options.path = absolute.string();
  return std::make_unique<SqliteRegistry>(std::move(options));
}

}  // namespace engine::registry::sqlite
