// One SQLite connection to a registry file, with its prepared statements.
#ifndef SIXGATE_ENGINE_REGISTRY_SQLITE_CONNECTION_H_
#define SIXGATE_ENGINE_REGISTRY_SQLITE_CONNECTION_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "engine/registry/registry.h"
#include "engine/registry/sqlite/deadline.h"
#include "engine/registry/sqlite/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace engine::registry::sqlite {

// Which file a path leads to, however often it is replaced.
struct FileId {
  uint64_t device = 0;
  uint64_t inode = 0;

  // The default value if there is no such file; SystemError's codes if one cannot tell.
  static absl::StatusOr<FileId> Of(const std::string& path);

  bool operator==(const FileId&) const = default;
};

// Not thread-safe. After an error other than kAborted it may only be destroyed. The statuses are
// those of Registry's contract.
class Connection {
 public:
  // Opens the file `id` at `path`, which must exist, and checks that it is a registry of a known
  // format.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& path, FileId id,
                                                          Deadline deadline);

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  FileId id() const { return id_; }

  // Until when the calls that follow may wait for locks.
  void set_deadline(Deadline deadline) { deadline_ = deadline; }

  // Begins one consistent view and returns its revision. Scan sees that view until EndRead.
  absl::StatusOr<Revision> BeginRead();
  absl::StatusOr<std::vector<KeyValue>> Scan(const Query& query);
  absl::Status EndRead();

  // `transaction` is valid.
  absl::StatusOr<Revision> Commit(const Transaction& transaction);

  // After the last Commit the write-ahead log was long enough to be written back to the file.
  bool log_is_long() const;
  // Writes back what no reader needs in the log, which then begins anew if that was all. In no
  // transaction. A failure changes nothing: every commit is durable already.
  void WriteBackLog();

 private:
  struct CloseDatabase {
    void operator()(sqlite3* db) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  Connection(std::string path, FileId id, Deadline deadline)
      : path_(std::move(path)), id_(id), deadline_(deadline) {}

  static int OnBusy(void* connection, int times);
  static int OnCommitted(void* connection, sqlite3* db, const char* name, int log_pages);

  absl::Status OpenDatabase();
  absl::Status CheckFormat();
  absl::Status UseWriteAheadLog();
  absl::Status PrepareAll();
  absl::StatusOr<Statement> Prepare(const char* sql);
  // Runs a statement that yields no row.
  absl::Status Execute(const Statement& statement, Step step = Step::kBeforeCommit);
  absl::Status ExecuteText(const char* sql);
  // Runs a statement that yields one row with one integer.
  absl::StatusOr<int64_t> QueryNumber(const Statement& statement);
  absl::StatusOr<int64_t> QueryNumberText(const char* sql);
  absl::StatusOr<Revision> CheckAndWrite(const Transaction& transaction);
  absl::Status Error(int code, Step step = Step::kBeforeCommit) const;

  const std::string path_;
  const FileId id_;
  Deadline deadline_;
  int log_pages_ = 0;
  // Before the statements, so that it is closed after them.
  std::unique_ptr<sqlite3, CloseDatabase> db_;
  Statement begin_read_;
  Statement begin_write_;
  Statement commit_;
  Statement rollback_;
  Statement revision_;
  Statement next_revision_;
  Statement scan_;
  Statement put_;
  Statement delete_;
};

}  // namespace engine::registry::sqlite

#endif  // SIXGATE_ENGINE_REGISTRY_SQLITE_CONNECTION_H_
