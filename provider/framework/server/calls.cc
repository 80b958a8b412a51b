#include "provider/framework/server/calls.h"

#include <utility>
#include <vector>

namespace tf::server {

using engine::base::MutexLock;

Calls::Call::Call(Calls& calls, std::function<bool()> is_abandoned)
    : calls_(calls), is_abandoned_(std::move(is_abandoned)) {
  const MutexLock lock(calls_.mutex_);
  calls_.running_.insert(this);
}

Calls::Call::~Call() {
  const MutexLock lock(calls_.mutex_);
  calls_.running_.erase(this);
}

void Calls::StopAll() {
  StopWhere([](const Call&) { return true; });
}

void Calls::StopAbandoned() {
  StopWhere([](const Call& call) { return call.is_abandoned_(); });
}

void Calls::StopWhere(const std::function<bool(const Call&)>& wanted) {
  std::vector<std::stop_source> stops;
  {
    const MutexLock lock(mutex_);
    for (const Call* call : running_) {
      if (wanted(*call)) stops.push_back(call->stop_);
    }
  }
  // Outside the lock: stop callbacks run here.
  for (std::stop_source& stop : stops) stop.request_stop();
}

}  // namespace tf::server
