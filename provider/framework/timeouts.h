// How long operations of a resource may take, as the user wishes; and the end of that time.
//
//   struct ServerModel { …; Attr<Timeouts> timeouts; };
//   Field("timeouts", &ServerModel::timeouts, TimeoutsFields({.create = "20m"})).Optional()
//
//   const Deadline deadline(
//       operation, TimeoutOf(plan.timeouts, &Timeouts::create, absl::Minutes(20)));
//   WaitForServer(server, deadline.stop());
//   if (deadline.HasPassed()) AddTimeout({…}, result.diagnostics);
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TIMEOUTS_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TIMEOUTS_H_

#include <atomic>
#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "engine/base/mutex.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/operation.h"
#include "provider/framework/schema/model.h"

namespace tf {

// As in Go and in other providers: "90s", "1h30m".
struct Timeouts {
  Attr<std::string> create = {};
  Attr<std::string> read = {};
  Attr<std::string> update = {};
  Attr<std::string> destroy = {};  // `delete` in configurations
  bool operator==(const Timeouts&) const = default;
};

// The time that each operation has when the user says nothing, for the documentation. Operations
// without one cannot be given a timeout.
struct TimeoutDefaults {
  std::string create = {};
  std::string read = {};
  std::string update = {};
  std::string destroy = {};
};

// For a nested attribute, or a block in resources that had one.
schema::Fields<Timeouts> TimeoutsFields(const TimeoutDefaults& defaults);

// A positive time, as ParseTimeout takes it.
schema::Validator IsTimeout();

// kInvalidArgument when it is no positive, finite time.
absl::StatusOr<absl::Duration> ParseTimeout(absl::string_view text);

// One of the timeouts; `fallback` where it is not set, or not known yet.
absl::Duration TimeoutOf(const Attr<Timeouts>& timeouts, Attr<std::string> Timeouts::*operation,
                         absl::Duration fallback);

// Asks for a stop when the operation's is asked for, or when the time is over. Thread-safe.
class Deadline {
 public:
  Deadline(const Operation& operation, absl::Duration timeout);
  // What was given out may still be looked at, and will not fire any more.
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  std::stop_token stop() const { return source_.get_token(); }
  absl::Duration timeout() const { return timeout_; }
  // Whether it was the time, and not the user, that asked for the stop first.
  bool HasPassed() const { return passed_; }

 private:
  void StopAt(std::chrono::steady_clock::time_point end);

  const absl::Duration timeout_;
  std::stop_source source_;
  std::atomic<bool> passed_ = false;
  engine::base::Mutex mutex_;
  engine::base::CondVar changed_;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  std::stop_callback<std::function<void()>> on_operation_stop_;
  std::thread timer_;  // the last member: it uses all others
};

// What did not end in time.
struct TimedOut {
  // As users know it: "server \"web\"".
  std::string object;
  // "create", "read", "update" or "delete".
  std::string operation;
  absl::Duration timeout;
};

// An error that names it, and says how to allow more time.
void AddTimeout(const TimedOut& what, Diagnostics& diagnostics);

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TIMEOUTS_H_
