#include "engine/registry/sqlite/schema.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/base/status_macros.h"
#include "engine/registry/sqlite/error.h"

namespace engine::registry::sqlite {
namespace {

// Text, not blobs, so that people and SQLite's JSON functions can read it; SQLite compares it
// bytewise. WITHOUT ROWID makes the table its own index.
constexpr char kSchema[] =
    "BEGIN;"
    "CREATE TABLE kv(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL, revision INTEGER NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE store(revision INTEGER NOT NULL) STRICT;"
    "INSERT INTO store VALUES (0);";

std::string ParentOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == 0 ? "/" : path.substr(0, slash);
}

// The entries of a directory are durable only after this.
absl::Status SyncDirectory(const std::string& path, const std::string& directory) {
  const int fd = open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return SystemError(path, "open its directory", errno);
  const int result = fsync(fd);
  const int error_number = errno;
  close(fd);
  if (result != 0) return SystemError(path, "sync its directory", error_number);
  return absl::OkStatus();
}

// Makes the missing directories above `path`, the topmost first.
absl::Status MakeParents(const std::string& path) {
  for (size_t slash = path.find('/', 1); slash != std::string::npos;
       slash = path.find('/', slash + 1)) {
    const std::string directory = path.substr(0, slash);
    if (mkdir(directory.c_str(), 0700) == 0) {
      RETURN_IF_ERROR(SyncDirectory(path, ParentOf(directory)));
    } else if (errno != EEXIST && access(directory.c_str(), F_OK) != 0) {
      return SystemError(path, absl::StrCat("make directory \"", directory, "\""), errno);
    }
  }
  return absl::OkStatus();
}

// `file` is empty and known to nobody else; errors speak of `path`.
absl::Status WriteEmptyRegistry(const std::string& path, const std::string& file) {
  const std::string sql =
      absl::StrCat(kSchema, "PRAGMA application_id = ", kApplicationId,
                   "; PRAGMA user_version = ", kFormat, "; COMMIT; PRAGMA journal_mode = WAL;");
  sqlite3* db = nullptr;
  int code =
      sqlite3_open_v2(file.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  if (code == SQLITE_OK)
    code = sqlite3_exec(db, "PRAGMA synchronous = FULL;", nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
  // Nothing of it has the name of the registry yet, so this is no commit of the caller's.
  const absl::Status status =
      code == SQLITE_OK ? absl::OkStatus()
                        : SqliteError(path, db, code, Step::kBeforeCommit, absl::ZeroDuration());
  sqlite3_close_v2(db);
  return status;
}

// Removes a file and what SQLite may have put beside it.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string path) : path_(std::move(path)) {}
  ~TemporaryFile() {
    for (const absl::string_view suffix : {"", "-journal", "-wal", "-shm"}) {
      unlink(absl::StrCat(path_, suffix).c_str());
    }
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

 private:
  const std::string path_;
};

}  // namespace

absl::Status CreateFile(const std::string& path) {
  RETURN_IF_ERROR(MakeParents(path));
  std::string file = absl::StrCat(path, ".new-XXXXXX");
  const int fd = mkostemp(file.data(), O_CLOEXEC);  // with mode 0600, which -wal and -shm inherit
  if (fd < 0) return SystemError(path, "make it", errno);
  // Closing a file drops this process's locks on it: it must happen before the file has its name.
  close(fd);
  const TemporaryFile temporary(file);
  RETURN_IF_ERROR(WriteEmptyRegistry(path, file));
  if (link(file.c_str(), path.c_str()) != 0 && errno != EEXIST) {
    return SystemError(path, "make it", errno);
  }
  return SyncDirectory(path, ParentOf(path));
}

}  // namespace engine::registry::sqlite
