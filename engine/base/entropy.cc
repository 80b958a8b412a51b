#include "engine/base/entropy.h"

#include <sys/random.h>

#include <cerrno>
#include <cstddef>

#include "engine/base/check.h"

namespace engine::base {
namespace {

class KernelEntropy final : public Entropy {
 public:
  void Fill(absl::Span<uint8_t> bytes) override {
    while (!bytes.empty()) {
      const ssize_t count = getrandom(bytes.data(), bytes.size(), 0);
      if (count < 0) {
        SIXGATE_CHECK(errno == EINTR, "every supported kernel has getrandom");
        continue;
      }
      bytes.remove_prefix(static_cast<size_t>(count));
    }
  }
};

// SplitMix64: a counter through a mixing function, so any seed will do, 0 too.
uint8_t NextByte(uint64_t& state) {
  uint64_t mixed = (state += 0x9E3779B97F4A7C15u);
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return static_cast<uint8_t>(mixed >> 56);
}

}  // namespace

std::unique_ptr<Entropy> RealEntropy() { return std::make_unique<KernelEntropy>(); }

void FakeEntropy::Fill(absl::Span<uint8_t> bytes) {
  MutexLock lock(mutex_);
  for (uint8_t& byte : bytes) byte = NextByte(state_);
}

}  // namespace engine::base
