#include "engine/base/uuid.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace engine::base {
namespace {

// Fills with one byte, to see the bits that RFC 9562 fixes.
class ConstantEntropy final : public Entropy {
 public:
  explicit ConstantEntropy(uint8_t byte) : byte_(byte) {}
  void Fill(absl::Span<uint8_t> bytes) override { std::fill(bytes.begin(), bytes.end(), byte_); }

 private:
  uint8_t byte_;
};

TEST(UuidTest, SetsVersionAndVariantAndKeepsAllOtherBits) {
  ConstantEntropy zeros(0x00);
  ConstantEntropy ones(0xFF);
  EXPECT_EQ(NewUuid(zeros), "00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(NewUuid(ones), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST(UuidTest, EachOneIsNewAndAUuid) {
  FakeEntropy entropy(1);
  const std::string first = NewUuid(entropy);
  const std::string second = NewUuid(entropy);
  EXPECT_NE(first, second);
  EXPECT_TRUE(IsUuid(first)) << first;
  EXPECT_TRUE(IsUuid(second)) << second;
}

TEST(UuidTest, IsUuidKnowsTheForm) {
  struct {
    const char* name;
    const char* text;
    bool expected;
  } const cases[] = {
      {"another version", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", true},
      {"upper case", "017F22E2-79b0-7cc3-98c4-dc0c0c07398f", false},
      {"empty", "", false},
      {"a name", "web", false},
      {"too short", "017f22e2-79b0-7cc3-98c4-dc0c0c07398", false},
      {"too long", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", false},
      {"no hyphens", "017f22e2179b017cc3198c41dc0c0c07398f", false},
      {"hyphen among the digits", "017f22e2-79b0-7cc3-98c4-dc0c0c07-98f", false},
      {"no hexadecimal digit", "g17f22e2-79b0-7cc3-98c4-dc0c0c07398f", false},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    EXPECT_EQ(IsUuid(test.text), test.expected);
  }
}

}  // namespace
}  // namespace engine::base
