// A disk that fails when a test says so, put between SQLite and the real one. For tests only.
#ifndef SIXGATE_ENGINE_REGISTRY_SQLITE_FAULT_VFS_H_
#define SIXGATE_ENGINE_REGISTRY_SQLITE_FAULT_VFS_H_

#include <sqlite3.h>

namespace engine::registry::sqlite {

// Every database that is opened while it lives goes through it; all must be closed before it ends.
// Not thread-safe, and there may be one at a time.
class FaultVfs {
 public:
  enum class Call { kNone, kRead, kWrite, kSync };

  FaultVfs();
  ~FaultVfs();
  FaultVfs(const FaultVfs&) = delete;
  FaultVfs& operator=(const FaultVfs&) = delete;

  // After `successes` more calls of the kind, all further ones fail with the SQLite code `code`, as
  // if the system had said `error_number`, until Heal.
  void FailAfter(Call call, int successes, int code, int error_number);
  void Heal() { call_ = Call::kNone; }

  // A call has failed since FailAfter.
  bool failed() const { return failed_; }

  // For the functions that SQLite calls: the code that `call` is to fail with, or SQLITE_OK.
  int Fault(Call call);
  sqlite3_vfs* real() const { return real_; }
  const sqlite3_io_methods* methods() const { return &methods_; }
  int error_number() const { return failed_ ? error_number_ : 0; }

 private:
  sqlite3_vfs* const real_;
  sqlite3_vfs vfs_;
  sqlite3_io_methods methods_;
  Call call_ = Call::kNone;
  int successes_ = 0;
  int code_ = SQLITE_OK;
  int error_number_ = 0;
  bool failed_ = false;
};

}  // namespace engine::registry::sqlite

#endif  // SIXGATE_ENGINE_REGISTRY_SQLITE_FAULT_VFS_H_
