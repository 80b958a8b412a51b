#include "provider/framework/testing/plugin_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <initializer_list>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tf::testing {
namespace {

constexpr size_t kReadSize = 64 * 1024;

std::map<std::string, std::string> CleanEnvironment() {
  std::map<std::string, std::string> clean;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::pair<std::string, std::string> variable =
        absl::StrSplit(*entry, absl::MaxSplits('=', 1));
    if (absl::StartsWith(variable.first, "TF_") || absl::StartsWith(variable.first, "PLUGIN_") ||
        variable.first == "TMPDIR") {
      continue;
    }
    clean.insert(variable);
  }
  return clean;
}

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// 0, or an errno.
int Spawn(const Command& command, int stdout_fd, int stderr_fd, pid_t& pid) {
  std::map<std::string, std::string> environment = CleanEnvironment();
  for (const auto& [name, value] : command.environment) environment[name] = value;
  std::vector<std::string> entries;
  for (const auto& [name, value] : environment) entries.push_back(absl::StrCat(name, "=", value));
  std::vector<std::string> arguments = command.arguments;

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, stdout_fd, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, stderr_fd, STDERR_FILENO);
  // What this process inherited by chance is no business of the plugin's.
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  const int error = posix_spawnp(&pid, arguments.front().c_str(), &actions, nullptr,
                                 Pointers(arguments).data(), Pointers(entries).data());
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PluginProcess>> PluginProcess::Start(const Command& command) {
  int out[2];
  int err[2];
  if (pipe2(out, O_CLOEXEC) != 0) return absl::FailedPreconditionError(std::strerror(errno));
  if (pipe2(err, O_CLOEXEC) != 0) return absl::FailedPreconditionError(std::strerror(errno));
  pid_t pid = -1;
  const int error = Spawn(command, out[1], err[1], pid);
  close(out[1]);
  close(err[1]);
  if (error != 0) {
    close(out[0]);
    close(err[0]);
    return absl::FailedPreconditionError(
        absl::StrCat("cannot start \"", command.arguments.front(), "\": ", std::strerror(error)));
  }
  return absl::WrapUnique(new PluginProcess(pid, out[0], err[0]));
}

PluginProcess::PluginProcess(pid_t pid, int stdout_fd, int stderr_fd)
    : pid_(pid),
      stdout_{.fd = stdout_fd, .text = ""},
      stderr_{.fd = stderr_fd, .text = ""},
      exit_fd_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))),
      wake_fd_(eventfd(0, EFD_CLOEXEC)),
      collector_([this] { Collect(); }) {}

PluginProcess::~PluginProcess() {
  Signal(SIGKILL);
  {
    const engine::base::MutexLock lock(mutex_);
    abandoned_ = true;
  }
  eventfd_write(wake_fd_, 1);
  collector_.join();
  for (const int fd : {stdout_.fd, stderr_.fd, exit_fd_, wake_fd_}) {
    if (fd >= 0) close(fd);
  }
}

void PluginProcess::Signal(int number) const {
  // Through the descriptor: the number may be another process's once this one was waited for.
  syscall(SYS_pidfd_send_signal, exit_fd_, number, nullptr, 0);
}

// Runs on collector_ until everything has ended.
void PluginProcess::Collect() {
  while (true) {
    std::array<pollfd, 4> events;
    {
      const engine::base::MutexLock lock(mutex_);
      if (ended_ && (abandoned_ || (stdout_.fd < 0 && stderr_.fd < 0))) return;
      events = {pollfd{.fd = stdout_.fd, .events = POLLIN, .revents = 0},
                pollfd{.fd = stderr_.fd, .events = POLLIN, .revents = 0},
                pollfd{.fd = ended_ ? -1 : exit_fd_, .events = POLLIN, .revents = 0},
                pollfd{.fd = abandoned_ ? -1 : wake_fd_, .events = POLLIN, .revents = 0}};
    }
    poll(events.data(), events.size(), -1);
    const engine::base::MutexLock lock(mutex_);
    const auto take = [](const pollfd& event, Stream& stream) {
      if (event.revents == 0) return;
      char buffer[kReadSize];
      const ssize_t size = read(stream.fd, buffer, sizeof(buffer));
      if (size > 0) {
        stream.text.append(buffer, static_cast<size_t>(size));
      } else if (size == 0 || errno != EINTR) {
        close(std::exchange(stream.fd, -1));
      }
    };
    take(events[0], stdout_);
    take(events[1], stderr_);
    int status = 0;
    if (events[2].revents != 0 && waitpid(pid_, &status, 0) == pid_) {
      ended_ = true;
      status_ = WIFEXITED(status) ? ExitStatus{.code = WEXITSTATUS(status), .signal = 0}
                                  : ExitStatus{.code = 0, .signal = WTERMSIG(status)};
    }
    changed_.NotifyAll();
  }
}

template <class Condition>
bool PluginProcess::WaitUntil(const Condition& condition) {
  const absl::Time deadline = absl::Now() + kPatience;
  while (!condition()) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) return false;
    changed_.WaitFor(mutex_, absl::ToChronoNanoseconds(left));
  }
  return true;
}

absl::Status PluginProcess::NotYet(absl::string_view what) const {
  return absl::DeadlineExceededError(absl::StrCat(what, "; stderr: ", stderr_.text));
}

absl::StatusOr<std::string> PluginProcess::FirstLine() {
  const engine::base::MutexLock lock(mutex_);
  const auto has_line = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return stdout_.text.find('\n') != std::string::npos;
  };
  if (!WaitUntil([&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return has_line() || (stdout_.fd < 0 && stderr_.fd < 0);
      })) {
    return NotYet("no line on stdout");
  }
  if (has_line()) return stdout_.text.substr(0, stdout_.text.find('\n'));
  return absl::UnavailableError(
      absl::StrCat("stdout was closed without a line; stderr: ", stderr_.text));
}

absl::Status PluginProcess::WaitForStderr(absl::string_view text) {
  const engine::base::MutexLock lock(mutex_);
  const auto has_text = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    return absl::StrContains(stderr_.text, text);
  };
  if (!WaitUntil(
          [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return has_text() || stderr_.fd < 0; })) {
    return NotYet(absl::StrCat("no \"", text, "\" on stderr"));
  }
  if (has_text()) return absl::OkStatus();
  return absl::UnavailableError(
      absl::StrCat("stderr was closed without \"", text, "\": ", stderr_.text));
}

absl::StatusOr<ExitStatus> PluginProcess::WaitForExit() {
  const engine::base::MutexLock lock(mutex_);
  if (!WaitUntil([this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
        return ended_ && stdout_.fd < 0 && stderr_.fd < 0;
      })) {
    return NotYet(ended_ ? "the process ended, but somebody holds its pipes" : "it still runs");
  }
  return status_;
}

std::string PluginProcess::Stdout() const {
  const engine::base::MutexLock lock(mutex_);
  return stdout_.text;
}

std::string PluginProcess::Stderr() const {
  const engine::base::MutexLock lock(mutex_);
  return stderr_.text;
}

}  // namespace tf::testing
