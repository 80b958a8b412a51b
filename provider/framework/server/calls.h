// The calls in flight, and who wants them to end: the user, or a client that waits no longer.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_CALLS_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_CALLS_H_

#include <functional>
#include <stop_token>
#include <unordered_set>

#include "engine/base/mutex.h"

namespace tf::server {

// Thread-safe. Outlives its calls.
class Calls {
 public:
  // One call, from when its handler begins until it has answered.
  class Call {
   public:
    // `is_abandoned` says whether nobody waits for the answer any more. Other threads ask it, one
    // at a time and not after the destructor has begun.
    Call(Calls& calls, std::function<bool()> is_abandoned);
    ~Call();
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    std::stop_token stop() const { return stop_.get_token(); }
    void Stop() { stop_.request_stop(); }

   private:
    friend class Calls;
    Calls& calls_;
    const std::function<bool()> is_abandoned_;
    std::stop_source stop_;
  };

  // Asks every call in flight to stop. Those that begin later are not concerned: after an interrupt
  // clients still close what they opened (terraform-plugin-go, tf6server/server.go, StopProvider).
  void StopAll();
  // Asks those to stop that are abandoned.
  void StopAbandoned();

 private:
  void StopWhere(const std::function<bool(const Call&)>& wanted);

  engine::base::Mutex mutex_;
  std::unordered_set<const Call*> running_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_CALLS_H_
