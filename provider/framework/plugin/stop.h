// When a plugin has to end, whoever says so: its client, a signal, or nobody being there any more.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_STOP_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_STOP_H_

#include <sys/types.h>

#include <functional>
#include <initializer_list>
#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tf::plugin {

enum class StopReason : char { kAsked, kSignalled, kDisconnected, kOrphaned };

// For the log: "the client asked", …
absl::string_view Describe(StopReason reason);

// Thread-safe. The first reason counts.
class StopEvent {
 public:
  // kResourceExhausted: no file descriptor is left.
  static absl::StatusOr<std::unique_ptr<StopEvent>> Create();
  ~StopEvent();
  StopEvent(const StopEvent&) = delete;
  StopEvent& operator=(const StopEvent&) = delete;

  void Stop(StopReason reason);

  // From here on these signals stop with kSignalled. One event at a time may do this in a process.
  void StopOnSignals(std::initializer_list<int> signals);

  // Blocks until there is a reason. With `parent` it also looks once a second whether the process
  // still has this parent. (The kernel's own death signal is tied to the thread that started us,
  // and Go's threads come and go.) `each_second` is called in between.
  StopReason Wait(pid_t parent = 0, const std::function<void()>& each_second = nullptr);

 private:
  StopEvent(int read_fd, int write_fd) : read_fd_(read_fd), write_fd_(write_fd) {}

  const int read_fd_;
  const int write_fd_;
};

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_STOP_H_
