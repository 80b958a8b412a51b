// The time of day, as an interface so that tests can set it.
#ifndef SIXGATE_ENGINE_BASE_CLOCK_H_
#define SIXGATE_ENGINE_BASE_CLOCK_H_

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "engine/base/mutex.h"

namespace engine::base {

// Safe for several threads.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

// The system's clock.
std::unique_ptr<Clock> RealClock();

// Stands still until it is told otherwise. Starts at 2001-09-09T01:46:40Z unless given a time.
class FakeClock final : public Clock {
 public:
  FakeClock() = default;
  explicit FakeClock(absl::Time now) : now_(now) {}

  absl::Time Now() const override;
  // Moves the time; backwards too, as a corrected system clock does.
  void Advance(absl::Duration duration);

 private:
  mutable Mutex mutex_;
  absl::Time now_ ABSL_GUARDED_BY(mutex_) = absl::FromUnixSeconds(1'000'000'000);
};

}  // namespace engine::base

#endif  // SIXGATE_ENGINE_BASE_CLOCK_H_
