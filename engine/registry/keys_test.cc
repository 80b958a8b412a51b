#include "engine/registry/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace engine::registry {
namespace {

using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

TEST(SegmentTest, EscapesWhatBreaksAKeyAndNothingElse) {
  struct Row {
    const char* name;
    std::string text;
    std::string segment;
  };
  const std::vector<Row> rows = {
      {"nothing", "", ""},
      {"plain", "web-1.example.org", "web-1.example.org"},
      {"slash", "a/b", "a%2Fb"},
      {"percent", "100%", "100%25"},
      {"what looks escaped", "%2F", "%252F"},
      {"space and quotes", "my \"web\"", "my \"web\""},
      {"control characters", std::string("a\0\n\x1f\x7f", 5), "a%00%0A%1F%7F"},
      {"UTF-8 of two, three, four bytes", "öffnung 門 🚪", "öffnung 門 🚪"},
      {"C1 control", "\u0085", "%C2%85"},
      {"first after the C1 controls", "\u00a0", "\u00a0"},
      {"bidirectional override", "a\u202eb", "a%E2%80%AEb"},
      {"zero-width space", "a\u200bb", "a%E2%80%8Bb"},
      {"Arabic letter mark", "\u061c", "%D8%9C"},
      {"bidirectional isolate", "\u2066", "%E2%81%A6"},
      {"byte order mark", "\ufeff", "%EF%BB%BF"},
      {"last code point", "\U0010ffff", "\U0010ffff"},
      {"beyond the last code point", "\xf4\x90\x80\x80", "%F4%90%80%80"},
      {"lone continuation byte", "\x80", "%80"},
      {"cut sequence", "a\xe9\x96", "a%E9%96"},
      {"cut sequence before text",
       "\xc3"
       "a",
       "%C3a"},
      {"overlong slash", "\xc0\xaf", "%C0%AF"},
      {"overlong of three bytes", "\xe0\x80\xaf", "%E0%80%AF"},
      {"overlong of four bytes", "\xf0\x80\x80\xaf", "%F0%80%80%AF"},
      {"surrogate", "\xed\xa0\x80", "%ED%A0%80"},
      {"never a lead byte", "\xff", "%FF"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(Segment(row.text), row.segment);
    EXPECT_THAT(ParseSegment(row.segment), IsOkAndHolds(row.text));
  }
}

TEST(SegmentTest, EveryPairOfBytesComesBack) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string name = {static_cast<char>(first), static_cast<char>(second)};
      const auto parsed = ParseSegment(Segment(name));
      ASSERT_TRUE(parsed.ok() && *parsed == name) << first << " " << second;
    }
  }
}

TEST(SegmentTest, WhatSegmentDoesNotWriteIsNoSegment) {
  for (const char* text : {"a/b", "%", "%2", "%2f", "%zz", "%41", "a\n", "%C3%A9", "\xff"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(ParseSegment(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         ::testing::HasSubstr("is not escaped as sixgate does it")));
  }
}

TEST(NumberSegmentTest, PadsToTheWidth) {
  EXPECT_EQ(NumberSegment(0, 3), "000");
  EXPECT_EQ(NumberSegment(64, 3), "064");
  EXPECT_EQ(NumberSegment(128, 3), "128");
  EXPECT_EQ(NumberSegment(UINT64_MAX, 20), "18446744073709551615");
}

TEST(NumberSegmentDeathTest, ANumberThatDoesNotFitIsABrokenInvariant) {
  EXPECT_DEATH(NumberSegment(1000, 3), "a longer number would not sort");
}

TEST(AddressSegmentTest, IsThirtyTwoDigitsAndComesBack) {
  const absl::uint128 address = absl::MakeUint128(0x20010db81234321d, 0x0020000000000001);
  EXPECT_EQ(AddressSegment(address), "20010db81234321d0020000000000001");
  EXPECT_THAT(ParseAddressSegment("20010db81234321d0020000000000001"), IsOkAndHolds(address));
  EXPECT_EQ(AddressSegment(0), std::string(32, '0'));
  EXPECT_EQ(AddressSegment(absl::Uint128Max()), std::string(32, 'f'));
  EXPECT_THAT(ParseAddressSegment(std::string(32, 'f')), IsOkAndHolds(absl::Uint128Max()));
}

TEST(AddressSegmentTest, SortsAsAddressesDo) {
  EXPECT_LT(AddressSegment(absl::MakeUint128(1, UINT64_MAX)),
            AddressSegment(absl::MakeUint128(2, 0)));
  EXPECT_LT(AddressSegment(9), AddressSegment(10));
}

TEST(AddressSegmentTest, AnythingElseIsRefused) {
  for (const std::string& text :
       {std::string(), std::string(31, '0'), std::string(33, '0'), std::string(32, 'A'),
        absl::StrCat(std::string(31, '0'), "g"), absl::StrCat("-", std::string(31, '0')),
        std::string("2001:db8:1234:321d:0:0:0:00000001")}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(ParseAddressSegment(text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         ::testing::HasSubstr("is not an address of 32 hex digits")));
  }
}

TEST(RangeOfTest, EndsWithTheFirstKeyThatLacksThePrefix) {
  EXPECT_EQ(RangeOf("a/b/"), (KeyRange{"a/b/", "a/b0"}));
  EXPECT_EQ(RangeOf("a"), (KeyRange{"a", "b"}));
  EXPECT_EQ(RangeOf("a\xff\xff"), (KeyRange{"a\xff\xff", "b"}));
  EXPECT_EQ(RangeOf("\x7f"), (KeyRange{"\x7f", "\x80"}));
  EXPECT_EQ(RangeOf("\xff"), (KeyRange{"\xff", ""}));
  EXPECT_EQ(RangeOf(""), (KeyRange{"", ""}));
}

}  // namespace
}  // namespace engine::registry
