// A child process as a plugin's client starts it: both outputs are pipes, and it has ended only
// when it was waited for and nobody holds the pipes any more.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_PLUGIN_PROCESS_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_PLUGIN_PROCESS_H_

#include <sys/types.h>

#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/base/mutex.h"

namespace tf::testing {

// Long enough for a loaded machine, short enough to end before the test is ended.
inline constexpr absl::Duration kPatience = absl::Seconds(30);

struct ExitStatus {
  int code = 0;    // Of exit; 0 when a signal ended it.
  int signal = 0;  // 0 when it exited.
  bool operator==(const ExitStatus&) const = default;
};

struct Command {
  std::vector<std::string> arguments = {};  // The first is the program's path.
  // Added to this process's environment, from which TF_…, PLUGIN_… and TMPDIR are taken first.
  std::map<std::string, std::string> environment = {};
};

// Thread-safe. Waiting methods return kDeadlineExceeded after kPatience, with what stderr has.
class PluginProcess {
 public:
  // kFailedPrecondition: it cannot be started.
  static absl::StatusOr<std::unique_ptr<PluginProcess>> Start(const Command& command);

  // Kills it if it still runs. Children of its own are left alone.
  ~PluginProcess();
  PluginProcess(const PluginProcess&) = delete;
  PluginProcess& operator=(const PluginProcess&) = delete;

  pid_t pid() const { return pid_; }
  void Signal(int number) const;

  // Waits for the first line of stdout and returns it without its newline. kUnavailable: stdout
  // was closed before there was one.
  absl::StatusOr<std::string> FirstLine();

  // Waits until stderr contains `text`. kUnavailable: it was closed before.
  absl::Status WaitForStderr(absl::string_view text);

  // Waits until the process has ended and both pipes are closed at its side.
  absl::StatusOr<ExitStatus> WaitForExit();

  // What was written so far.
  std::string Stdout() const;
  std::string Stderr() const;

 private:
  struct Stream {
    int fd = -1;  // -1 once it is closed.
    std::string text;
  };

  PluginProcess(pid_t pid, int stdout_fd, int stderr_fd);
  void Collect();
  template <class Condition>
  bool WaitUntil(const Condition& condition) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  absl::Status NotYet(absl::string_view what) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const pid_t pid_;
  mutable engine::base::Mutex mutex_;
  engine::base::CondVar changed_;
  Stream stdout_ ABSL_GUARDED_BY(mutex_);
  Stream stderr_ ABSL_GUARDED_BY(mutex_);
  bool ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool abandoned_ ABSL_GUARDED_BY(mutex_) = false;
  ExitStatus status_ ABSL_GUARDED_BY(mutex_);
  const int exit_fd_;      // Readable when the process has ended.
  const int wake_fd_;      // Readable when abandoned_ was set.
  std::thread collector_;  // The last member: it uses all others.
};

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_PLUGIN_PROCESS_H_
