#include "engine/deliver/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <set>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/mutex.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"

namespace engine::deliver {
namespace {

// flock cannot wait with a deadline, so another process is asked again after this long, doubled up
// to the second figure.
constexpr std::chrono::milliseconds kFirstPause(2);
constexpr std::chrono::milliseconds kLongestPause(100);

absl::Status TimedOut(absl::string_view directory, absl::Duration timeout) {
  return absl::DeadlineExceededError(absl::StrCat(
      "directory ", base::Quote(directory), " was being written by others for longer than ",
      absl::FormatDuration(timeout), ": try again, or raise operation_timeout"));
}

absl::Status SystemError(absl::string_view directory, int error) {
  const bool wrong_kind = error == ELOOP || error == ENOTDIR;
  const absl::Status reason = absl::ErrnoToStatus(error, "");
  return absl::Status(
      wrong_kind ? absl::StatusCode::kFailedPrecondition : absl::ErrnoToStatusCode(error),
      absl::StrCat("directory ", base::Quote(directory), " cannot be locked", reason.message()));
}

// Thread-safe. The directories that threads of this process hold, by the text they are known by.
class Threads {
 public:
  // How much of `timeout` is left; zero when it was not enough, and then nothing is held.
  absl::Duration Enter(const std::string& directory, absl::Duration timeout)
      ABSL_LOCKS_EXCLUDED(mutex_) {
    base::MutexLock lock(mutex_);
    // Every change wakes every waiter, so the time is counted in steps and not in wake-ups.
    while (held_.contains(directory)) {
      if (timeout <= absl::ZeroDuration()) return absl::ZeroDuration();
      const absl::Duration step = std::min(timeout, absl::FromChrono(kLongestPause));
      if (!left_.WaitFor(mutex_, absl::ToChronoMicroseconds(step))) timeout -= step;
    }
    held_.insert(directory);
    return std::max(timeout, absl::Microseconds(1));
  }
  void Leave(const std::string& directory) ABSL_LOCKS_EXCLUDED(mutex_) {
    base::MutexLock lock(mutex_);
    held_.erase(directory);
    left_.NotifyAll();
  }
  void Pause(std::chrono::milliseconds duration) ABSL_LOCKS_EXCLUDED(mutex_) {
    base::MutexLock lock(mutex_);
    left_.WaitFor(mutex_, duration);
  }

 private:
  base::Mutex mutex_;
  base::CondVar left_;
  std::set<std::string> held_ ABSL_GUARDED_BY(mutex_);
};

class ThreadLock : public DirectoryLock {
 public:
  ThreadLock(Threads& threads, std::string directory)
      : threads_(threads), directory_(std::move(directory)) {}
  ~ThreadLock() override { threads_.Leave(directory_); }

 private:
  Threads& threads_;
  const std::string directory_;
};

class InProcess : public DirectoryLocks {
 public:
  absl::StatusOr<std::unique_ptr<DirectoryLock>> Lock(absl::string_view directory,
                                                      absl::Duration timeout) override {
    if (threads_.Enter(std::string(directory), timeout) == absl::ZeroDuration()) {
      return TimedOut(directory, timeout);
    }
    return std::make_unique<ThreadLock>(threads_, std::string(directory));
  }

 private:
  Threads threads_;
};

class OpenDirectory {
 public:
  explicit OpenDirectory(const std::string& path)
      : fd_(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) {}
  ~OpenDirectory() {
    if (fd_ >= 0) ::close(fd_);
  }
  OpenDirectory(OpenDirectory&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  OpenDirectory& operator=(OpenDirectory&&) = delete;

  int fd() const { return fd_; }

  // Whether `path` still leads to this directory: somebody may have removed it and made another.
  bool IsAt(const std::string& path) const {
    struct stat own = {};
    struct stat there = {};
    return ::fstat(fd_, &own) == 0 && ::lstat(path.c_str(), &there) == 0 &&
           own.st_dev == there.st_dev && own.st_ino == there.st_ino;
  }

 private:
  int fd_;
};

class FileLock : public DirectoryLock {
 public:
  FileLock(std::unique_ptr<DirectoryLock> thread_lock, OpenDirectory directory)
      : thread_lock_(std::move(thread_lock)), directory_(std::move(directory)) {}

 private:
  // Closing the directory unlocks it, and comes first: members die in reverse order.
  const std::unique_ptr<DirectoryLock> thread_lock_;
  const OpenDirectory directory_;
};

class Real : public DirectoryLocks {
 public:
  absl::StatusOr<std::unique_ptr<DirectoryLock>> Lock(absl::string_view directory,
                                                      absl::Duration timeout) override {
    const std::string path(directory);
    absl::Duration left = threads_.Enter(path, timeout);
    if (left == absl::ZeroDuration()) return TimedOut(directory, timeout);
    auto thread_lock = std::make_unique<ThreadLock>(threads_, path);
    std::chrono::milliseconds pause = kFirstPause;
    while (true) {
      OpenDirectory open(path);
      if (open.fd() < 0) return SystemError(path, errno);
      if (::flock(open.fd(), LOCK_EX | LOCK_NB) == 0) {
        if (open.IsAt(path)) {
          return std::make_unique<FileLock>(std::move(thread_lock), std::move(open));
        }
      } else if (errno != EWOULDBLOCK && errno != EINTR) {
        return SystemError(path, errno);
      }
      if (left <= absl::ZeroDuration()) return TimedOut(directory, timeout);
      threads_.Pause(pause);
      left -= absl::FromChrono(pause);
      pause = std::min(2 * pause, kLongestPause);
    }
  }

 private:
  Threads threads_;
};

}  // namespace

std::unique_ptr<DirectoryLocks> RealDirectoryLocks() { return std::make_unique<Real>(); }

std::unique_ptr<DirectoryLocks> InProcessDirectoryLocks() { return std::make_unique<InProcess>(); }

}  // namespace engine::deliver
