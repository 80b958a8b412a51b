#include "engine/base/entropy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace engine::base {
namespace {

std::vector<uint8_t> Fetch(Entropy& entropy, size_t size) {
  std::vector<uint8_t> bytes(size);
  entropy.Fill(absl::MakeSpan(bytes));
  return bytes;
}

TEST(EntropyTest, RealEntropyFillsEveryByteAndNeverRepeats) {
  const auto entropy = RealEntropy();
  // More than one getrandom call promises; the chance of 32 zeros in a row anywhere is nil.
  const std::vector<uint8_t> bytes = Fetch(*entropy, 4096);
  EXPECT_EQ(std::search_n(bytes.begin(), bytes.end(), 32, 0), bytes.end());
  EXPECT_NE(Fetch(*entropy, 16), Fetch(*entropy, 16));
}

TEST(EntropyTest, FakeEntropyRepeatsItselfWhateverTheCallSizes) {
  FakeEntropy one(7);
  FakeEntropy two(7);
  std::vector<uint8_t> parts = Fetch(one, 5);
  for (const uint8_t byte : Fetch(one, 11)) parts.push_back(byte);
  EXPECT_EQ(parts, Fetch(two, 16));
}

TEST(EntropyTest, FakeEntropyDependsOnItsSeed) {
  FakeEntropy zero(0);
  FakeEntropy one(1);
  EXPECT_NE(Fetch(zero, 16), Fetch(one, 16));
}

// Tests elsewhere pin identifiers made from it.
TEST(EntropyTest, FakeEntropyNeverChanges) {
  FakeEntropy entropy(0);
  EXPECT_EQ(Fetch(entropy, 4), (std::vector<uint8_t>{0xE2, 0x6E, 0x06, 0xF8}));
}

}  // namespace
}  // namespace engine::base
