// Random bytes, as an interface so that tests can repeat them.
#ifndef SIXGATE_ENGINE_BASE_ENTROPY_H_
#define SIXGATE_ENGINE_BASE_ENTROPY_H_

#include <cstdint>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/types/span.h"
#include "engine/base/mutex.h"

namespace engine::base {

// Safe for several threads.
class Entropy {
 public:
  virtual ~Entropy() = default;
  // Overwrites every byte of `bytes`.
  virtual void Fill(absl::Span<uint8_t> bytes) = 0;
};

// The kernel's random bytes, fit for identifiers that must never repeat.
std::unique_ptr<Entropy> RealEntropy();

// The same bytes for the same seed, whatever the sizes of the calls that fetch them.
class FakeEntropy final : public Entropy {
 public:
  explicit FakeEntropy(uint64_t seed) : state_(seed) {}

  void Fill(absl::Span<uint8_t> bytes) override;

 private:
  Mutex mutex_;
  uint64_t state_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace engine::base

#endif  // SIXGATE_ENGINE_BASE_ENTROPY_H_
