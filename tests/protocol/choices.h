// Bytes that decide what is made: a fuzzer's input, or random ones. Used up, every choice is 0.
#ifndef SIXGATE_TESTS_PROTOCOL_CHOICES_H_
#define SIXGATE_TESTS_PROTOCOL_CHOICES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace tests::protocol {

class Choices {
 public:
  // `bytes` outlive the choices.
  explicit Choices(absl::string_view bytes) : rest_(bytes) {}

  uint8_t Next() {
    if (rest_.empty()) return 0;
    const char first = rest_.front();
    rest_.remove_prefix(1);
    return static_cast<uint8_t>(first);
  }
  // From 0 to bound - 1; a bound is at most 256.
  size_t Below(size_t bound) { return Next() % bound; }
  bool OneIn(size_t bound) { return Below(bound) == 1; }
  // The next bytes themselves, at most `size`.
  absl::string_view Take(size_t size) {
    const absl::string_view taken = rest_.substr(0, std::min(size, rest_.size()));
    rest_.remove_prefix(taken.size());
    return taken;
  }

 private:
  absl::string_view rest_;
};

}  // namespace tests::protocol

#endif  // SIXGATE_TESTS_PROTOCOL_CHOICES_H_
