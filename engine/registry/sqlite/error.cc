#include "engine/registry/sqlite/error.h"

#include <errno.h>
#include <sqlite3.h>
#include <unistd.h>

#include <string>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "engine/registry/contract.h"

namespace engine::registry::sqlite {
namespace {

std::string Name(absl::string_view path) { return absl::StrCat("registry ", Quoted(path)); }

std::string Reason(int error_number) { return std::generic_category().message(error_number); }

absl::Status PermissionError(absl::string_view path, absl::string_view reason) {
  return absl::PermissionDeniedError(
      absl::StrCat(Name(path), ": ", reason,
                   "; SQLite needs to read and write the file and the directory it is in"));
}

constexpr absl::string_view kReadOnly = "the file or its directory is read-only";

// The file is there, and its directory takes no others.
bool IsReadOnlyPlace(absl::string_view path) {
  const std::string file(path);
  const std::string directory = file.substr(0, file.rfind('/') + 1);
  return access(file.c_str(), F_OK) == 0 && access(directory.c_str(), W_OK) != 0;
}

absl::Status DiskFullError(absl::string_view path) {
  return absl::ResourceExhaustedError(
      absl::StrCat(Name(path), ": the disk is full; nothing was written: make room and try again"));
}

absl::Status DamagedError(absl::string_view path, absl::string_view reason) {
  return absl::DataLossError(
      absl::StrCat(Name(path), " is damaged (", reason, "): restore it from a backup"));
}

absl::Status InputOutputError(absl::string_view path, sqlite3* db, Step step) {
  const int error_number = sqlite3_system_errno(db);  // 0 if SQLite did not keep it
  std::string reason = absl::StrCat(Name(path), ": ", sqlite3_errmsg(db));
  if (error_number != 0) absl::StrAppend(&reason, " (", Reason(error_number), ")");
  if (step == Step::kCommit) {
    return absl::UnavailableError(absl::StrCat(reason, "; the change may have been written"));
  }
  if (error_number == ENOSPC || error_number == EDQUOT) return DiskFullError(path);
  return absl::UnavailableError(absl::StrCat(reason, "; nothing was written"));
}

}  // namespace

absl::Status SqliteError(absl::string_view path, sqlite3* db, int code, Step step,
                         absl::Duration waited) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return LockedError(path, waited);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return PermissionError(path, kReadOnly);
    case SQLITE_CANTOPEN:
      // SQLite reports what it missed last, the files beside this one that it could not make.
      if (IsReadOnlyPlace(path)) return PermissionError(path, kReadOnly);
      return SystemError(path, "open it", sqlite3_system_errno(db));
    case SQLITE_FULL:
      return DiskFullError(path);
    case SQLITE_NOTADB:
      return absl::FailedPreconditionError(absl::StrCat(
          Name(path), " is not a sixgate registry: the file is not a database; name another path"));
    case SQLITE_CORRUPT:
    case SQLITE_ERROR:  // a table or column that every registry has is missing
      return DamagedError(path, sqlite3_errmsg(db));
    case SQLITE_IOERR:
      return InputOutputError(path, db, step);
    case SQLITE_NOMEM:
      return absl::UnavailableError(absl::StrCat(Name(path), ": out of memory"));
    default:
      return absl::InternalError(
          absl::StrCat(Name(path), ": ", sqlite3_errmsg(db), " (SQLite code ", code, ")"));
  }
}

absl::Status SystemError(absl::string_view path, absl::string_view what, int error_number) {
  switch (error_number) {
    case EACCES:
    case EPERM:
    case EROFS:
      return PermissionError(path, absl::StrCat("cannot ", what, ": ", Reason(error_number)));
    case ENOSPC:
    case EDQUOT:
      return DiskFullError(path);
    case EISDIR:
    case ENOTDIR:
    case ELOOP:
    case ENAMETOOLONG:
      return absl::FailedPreconditionError(absl::StrCat(
          Name(path), ": cannot ", what, ": ", Reason(error_number), "; name the path of a file"));
    default:
      return absl::UnavailableError(
          absl::StrCat(Name(path), ": cannot ", what, ": ", Reason(error_number)));
  }
}

absl::Status LockedError(absl::string_view path, absl::Duration waited) {
  // Of a second and more, what goes beyond the user's own figure is of no use.
  const absl::Duration unit = absl::Milliseconds(waited < absl::Seconds(1) ? 1 : 100);
  return absl::DeadlineExceededError(
      absl::StrCat(Name(path), " has been locked by another writer for ",
                   absl::FormatDuration(absl::Trunc(waited, unit)),
                   "; wait until it has finished, or raise operation_timeout"));
}

}  // namespace engine::registry::sqlite
