// Until when one call may wait.
#ifndef SIXGATE_ENGINE_REGISTRY_SQLITE_DEADLINE_H_
#define SIXGATE_ENGINE_REGISTRY_SQLITE_DEADLINE_H_

#include <chrono>

#include "absl/time/time.h"

namespace engine::registry::sqlite {

// A small value; begins to run when it is made.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Deadline(absl::Duration timeout)
      : start_(Clock::now()), end_(start_ + absl::ToChronoNanoseconds(timeout)) {}

  // Zero or less when it has passed.
  Clock::duration Remaining() const { return end_ - Clock::now(); }
  absl::Duration Waited() const { return absl::FromChrono(Clock::now() - start_); }

 private:
  Clock::time_point start_;
  Clock::time_point end_;
};

}  // namespace engine::registry::sqlite

#endif  // SIXGATE_ENGINE_REGISTRY_SQLITE_DEADLINE_H_
