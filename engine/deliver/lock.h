// One writer at a time in a directory: among the threads of this process and among processes.
//
//   ASSIGN_OR_RETURN(const auto lock, locks.Lock("out/web1", absl::Seconds(60)));
//   // read what is true now, write it, and let `lock` go out of scope
#ifndef SIXGATE_ENGINE_DELIVER_LOCK_H_
#define SIXGATE_ENGINE_DELIVER_LOCK_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace engine::deliver {

// Held until destroyed; must not outlive its DirectoryLocks.
class DirectoryLock {
 public:
  virtual ~DirectoryLock() = default;
};

// Safe for several threads.
class DirectoryLocks {
 public:
  virtual ~DirectoryLocks() = default;

  // Waits until nobody else holds the directory. A thread must not ask for a directory that it
  // holds already.
  // kDeadlineExceeded: others held it for longer than `timeout`.
  // kNotFound, kFailedPrecondition, kPermissionDenied, …: it is no directory that can be opened.
  virtual absl::StatusOr<std::unique_ptr<DirectoryLock>> Lock(absl::string_view directory,
                                                              absl::Duration timeout) = 0;
};

// Locks the directory itself (flock), so that no lock file stays behind and a crash leaves nothing
// locked.
std::unique_ptr<DirectoryLocks> RealDirectoryLocks();

// Among the threads that share the object only: for disks that are in memory. Any text is a
// directory.
std::unique_ptr<DirectoryLocks> InProcessDirectoryLocks();

}  // namespace engine::deliver

#endif  // SIXGATE_ENGINE_DELIVER_LOCK_H_
