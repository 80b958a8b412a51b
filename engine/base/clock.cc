#include "engine/base/clock.h"

#include "absl/time/clock.h"

namespace engine::base {
namespace {

class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace

std::unique_ptr<Clock> RealClock() { return std::make_unique<SystemClock>(); }

absl::Time FakeClock::Now() const {
  MutexLock lock(mutex_);
  return now_;
}

void FakeClock::Advance(absl::Duration duration) {
  MutexLock lock(mutex_);
  now_ += duration;
}

}  // namespace engine::base
