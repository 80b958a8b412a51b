// What SQLite and the operating system report, as statuses that name the file, the reason and the
// way out.
#ifndef SIXGATE_ENGINE_REGISTRY_SQLITE_ERROR_H_
#define SIXGATE_ENGINE_REGISTRY_SQLITE_ERROR_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

struct sqlite3;

namespace engine::registry::sqlite {

// Of the final COMMIT one cannot always say whether it took place.
enum class Step { kBeforeCommit, kCommit };

// The failure `code` that `db` has just returned.
absl::Status SqliteError(absl::string_view path, sqlite3* db, int code, Step step,
                         absl::Duration waited);

// The failure `error_number` (as in errno) of the attempt to do `what`: "make its directory".
absl::Status SystemError(absl::string_view path, absl::string_view what, int error_number);

absl::Status LockedError(absl::string_view path, absl::Duration waited);

}  // namespace engine::registry::sqlite

#endif  // SIXGATE_ENGINE_REGISTRY_SQLITE_ERROR_H_
