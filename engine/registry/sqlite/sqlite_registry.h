// A registry in one SQLite file: for one person, or for several processes on one machine. The file
// must be on a local file system, since SQLite's write-ahead log needs shared memory.
//
//   ASSIGN_OR_RETURN(auto registry, sqlite::Open({.path = ".sixgate/registry.db"}));
//
// One file, `<path>`, with `<path>-wal` and `<path>-shm` beside it while somebody has it open: a
// copy of the first alone is no backup (`sqlite3 <path> ".backup <copy>"` is). The table kv can be
// read by people.
//
// Each snapshot has a connection of its own out of a pool, so that reads go on while another thread
// commits; the commits of one handle queue in the process, those of several at SQLite's lock.
#ifndef SIXGATE_ENGINE_REGISTRY_SQLITE_SQLITE_REGISTRY_H_
#define SIXGATE_ENGINE_REGISTRY_SQLITE_SQLITE_REGISTRY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/registry/registry.h"

namespace engine::registry::sqlite {

inline constexpr absl::Duration kOperationTimeoutMax = absl::Hours(24);

struct SqliteOptions {
  // Relative to the working directory at the time of Open. The file (mode 0600) and the directories
  // above it (0700) are made by the first commit, never by opening or reading.
  std::string path = {};
  // How long one call may wait for the locks of others; more than 0, at most kOperationTimeoutMax.
  absl::Duration operation_timeout = absl::Seconds(60);
};

// Touches no file. kInvalidArgument: an option is out of its range, or the path cannot be a file's.
absl::StatusOr<std::unique_ptr<Registry>> Open(SqliteOptions options);

}  // namespace engine::registry::sqlite

#endif  // SIXGATE_ENGINE_REGISTRY_SQLITE_SQLITE_REGISTRY_H_
