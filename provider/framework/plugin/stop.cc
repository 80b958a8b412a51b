#include "provider/framework/plugin/stop.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"

namespace tf::plugin {
namespace {

constexpr int kTurnMs = 1000;

void WriteReason(int fd, StopReason reason) {
  // A full pipe refuses it: then there are reasons enough.
  const ssize_t written = write(fd, &reason, sizeof(reason));
  static_cast<void>(written);
}

// A signal handler gets no argument, so this is the one global there must be.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
constinit std::atomic<int> signal_fd{-1};

void OnStopSignal(int) {
  const int saved_errno = errno;
  WriteReason(signal_fd.load(), StopReason::kSignalled);
  errno = saved_errno;
}

}  // namespace

absl::string_view Describe(StopReason reason) {
  switch (reason) {
    case StopReason::kAsked:
      return "the client asked";
    case StopReason::kSignalled:
      return "a signal came";
    case StopReason::kDisconnected:
      return "the client's connection is gone";
    case StopReason::kOrphaned:
      return "the parent process is gone";
  }
  return "unknown";
}

absl::StatusOr<std::unique_ptr<StopEvent>> StopEvent::Create() {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC | O_NONBLOCK) != 0) {
    return absl::ResourceExhaustedError(absl::StrCat("cannot make a pipe: ", std::strerror(errno)));
  }
  return absl::WrapUnique(new StopEvent(fds[0], fds[1]));
}

StopEvent::~StopEvent() {
  int expected = write_fd_;
  signal_fd.compare_exchange_strong(expected, -1);
  close(read_fd_);
  close(write_fd_);
}

void StopEvent::Stop(StopReason reason) { WriteReason(write_fd_, reason); }

void StopEvent::StopOnSignals(std::initializer_list<int> signals) {
  signal_fd = write_fd_;
  struct sigaction action {};
  action.sa_handler = OnStopSignal;
  action.sa_flags = SA_RESTART;
  for (const int number : signals) sigaction(number, &action, nullptr);
}

StopReason StopEvent::Wait(pid_t parent, const std::function<void()>& each_second) {
  const bool has_turns = parent != 0 || each_second != nullptr;
  while (true) {
    StopReason reason;
    if (read(read_fd_, &reason, sizeof(reason)) == sizeof(reason)) return reason;
    if (parent != 0 && getppid() != parent) return StopReason::kOrphaned;
    pollfd event{.fd = read_fd_, .events = POLLIN, .revents = 0};
    if (poll(&event, 1, has_turns ? kTurnMs : -1) == 0 && each_second) each_second();
  }
}

}  // namespace tf::plugin
