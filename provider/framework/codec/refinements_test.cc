// What a plan promises of an unknown value, in MessagePack.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "provider/framework/codec/limits.h"
#include "provider/framework/codec/msgpack.h"
#include "provider/framework/testing/print_value.h"
#include "tests/support/status_matchers.h"

namespace tf::codec {
namespace {

using ::testing::HasSubstr;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

const Type kString = Type::String();
const Type kNumber = Type::Number();
const Type kList = Type::List(Type::String());

std::string Bytes(absl::string_view hex) { return absl::HexStringToBytes(hex); }
Refinements::Bound Bound(int64_t number, bool inclusive) {
  return {Number::FromInt64(number), inclusive};
}

TEST(RefinementsTest, AreReadAndWrittenAsTerraformDoes) {
  const struct {
    const char* name;
    const char* hex;
    Type type;
    Refinements refinements;
  } kRows[] = {
      {"not null and a prefix",
       "c7090c8201c202a47072652d",
       kString,
       {.is_null = false, .string_prefix = "pre-"}},
      {"not null", "c7030c8101c2", kString, {.is_null = false}},
      {"null", "c7030c8101c3", kString, {.is_null = true}},
      {"bool not null", "c7030c8101c2", Type::Bool(), {.is_null = false}},
      {"object not null", "c7030c8101c2", Type::Object({{"a", kString}}), {.is_null = false}},
      {"prefix", "c7070c8102a4666f6f2d", kString, {.string_prefix = "foo-"}},
      {"from zero", "c7050c81039200c3", kNumber, {.number_min = Bound(0, true)}},
      {"above zero", "c7050c81039200c2", kNumber, {.number_min = Bound(0, false)}},
      {"to zero", "c7050c81049200c3", kNumber, {.number_max = Bound(0, true)}},
      {"below zero", "c7050c81049200c2", kNumber, {.number_max = Bound(0, false)}},
      {"from zero to one",
       "c7090c82039200c3049201c3",
       kNumber,
       {.number_min = Bound(0, true), .number_max = Bound(1, true)}},
      {"exactly one",
       "c7090c82039201c3049201c3",
       kNumber,
       {.number_min = Bound(1, true), .number_max = Bound(1, true)}},
      {"fraction",
       "d70c810392a3302e31c3",
       kNumber,
       {.number_min = Refinements::Bound{Number::Parse("0.1").value(), true}}},
      {"at least one", "c7030c810501", kList, {.length_min = 1}},
      {"at most one", "c7030c810601", kList, {.length_max = 1}},
      {"one or two", "c7050c8205010602", Type::Set(kString), {.length_min = 1, .length_max = 2}},
      {"two exactly", "c7050c8205020602", Type::Map(kString), {.length_min = 2, .length_max = 2}},
      {"at most 300, not null",
       "c7070c8201c206cd012c",
       kList,
       {.is_null = false, .length_max = 300}},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    const Value value = Value::Unknown(row.type, row.refinements);
    EXPECT_EQ(absl::BytesToHexString(EncodeMsgpack(value, row.type)), row.hex);
    EXPECT_THAT(DecodeMsgpack(Bytes(row.hex), row.type), IsOkAndHolds(value));
  }
}

TEST(RefinementsTest, OtherFormsAreReadToo) {
  const struct {
    const char* name;
    const char* hex;
    Type type;
    Refinements refinements;
  } kRows[] = {
      {"empty map", "d50c80ff", kString, {}},
      {"one byte", "d40c00", kString, {}},
      {"nothing", "c7000c", kString, {}},
      {"bytes after the map", "d60c8101c2ff", kString, {.is_null = false}},
      {"new key", "c7080c820792a1610101c2", kString, {.is_null = false}},
      // {9: [{1: 2}, [3]], 1: false}
      {"new key with a map in an array", "c70a0c820992810102910301c2", kString, {.is_null = false}},
      {"not for any type", "c7070c8102a4666f6f2d", Type::Dynamic(), {}},
      {"number as text", "c7060c810392a130c3", kNumber, {.number_min = Bound(0, true)}},
      {"long key", "c7040c81cc01c2", kString, {.is_null = false}},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_THAT(DecodeMsgpack(Bytes(row.hex), row.type),
                IsOkAndHolds(Value::Unknown(row.type, row.refinements)));
  }
}

TEST(RefinementsTest, WhatIsWrongIsRefused) {
  const struct {
    const char* hex;
    Type type;
    const char* reason;
  } kRows[] = {
      {"d50c01c2", kString, "a map is required"},
      {"d50c81c0", kString, "the encoding ends too early"},
      {"c7040c81a101c2", kString, "the keys are small integers"},
      {"c7030c81ffc2", kString, "the keys are small integers"},
      {"c7030c810101", kString, "a bool is required"},
      {"c7030c8101d4", kString, "the encoding ends too early"},
      {"c7030c810201", kString, "a prefix of valid UTF-8 is required"},
      {"d60c8102a1ff", kString, "a prefix of valid UTF-8 is required"},
      {"c7030c8102c0", kString, "a prefix of valid UTF-8 is required"},
      {"d60c8102a161", kNumber, "a number cannot have a prefix"},
      {"c7050c81039200c3", kString, "a string cannot have a number bound"},
      {"c7050c81049200c3", kList, "a list of string cannot have a number bound"},
      {"c7030c810501", kString, "a string cannot have a length"},
      {"c7030c810601", Type::Tuple({kString}), "a tuple cannot have a length"},
      {"c7030c810300", kNumber, "a bound is an array of a number and a bool"},
      {"d60c81039100", kNumber, "a bound is an array of a number and a bool"},
      {"c7050c810392c3c3", kNumber, "a number is required, not a bool"},
      {"c7050c8103920000", kNumber, "a bool is required"},
      {"c70d0c810392cb7ff0000000000000c3", kNumber, "not finite"},
      {"c7030c8105ff", kList, "a length is an integer from zero"},
      {"c70b0c8105cf8000000000000000", kList, "a length is an integer from zero"},
      {"c7090c82039201c3049200c3", kNumber, "no number is within the bounds"},
      {"c7090c82039201c3049201c2", kNumber, "no number is within the bounds"},
      {"c7090c82039201c2049201c3", kNumber, "no number is within the bounds"},
      {"c7050c8205020601", kList, "the shortest length is above the longest"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(DecodeMsgpack(Bytes(row.hex), row.type),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(row.reason)))
        << row.hex;
  }
  EXPECT_THAT(DecodeMsgpack(Bytes("81a161c7030c810101"), Type::Map(kString)),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "[\"…\"]: refinement of an unknown value: a bool is required"));
}

TEST(RefinementsTest, TheirSizeIsBounded) {
  const std::string prefix(1017, 'x');
  const auto encoding = [&](absl::string_view text) {
    const std::string map = absl::StrCat(Bytes("8201c202da"), std::string(1, '\x03'),
                                         std::string(1, static_cast<char>(text.size())), text);
    return absl::StrCat(Bytes("c8"), std::string(1, static_cast<char>(map.size() >> 8)),
                        std::string(1, static_cast<char>(map.size())), Bytes("0c"), map);
  };
  EXPECT_THAT(DecodeMsgpack(encoding(prefix), kString),
              IsOkAndHolds(Value::Unknown(kString, {.is_null = false, .string_prefix = prefix})));
  EXPECT_THAT(DecodeMsgpack(encoding(prefix + "x"), kString),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("1025 bytes are more than")));
}

TEST(RefinementsTest, ALongPrefixIsShortenedBetweenCharacters) {
  const struct {
    const char* name;
    std::string prefix;
    std::string shortened;
  } kRows[] = {
      {"256 bytes stay", std::string(255, 'c') + "-", std::string(255, 'c') + "-"},
      {"1024 bytes", std::string(1024, 'a'), std::string(255, 'a')},
      {"character at the cut", std::string(255, 'd') + "🤷🤷", std::string(255, 'd')},
      {"character across the cut", std::string(253, 'e') + "🤷🤷", std::string(253, 'e')},
      {"character before the cut", std::string(251, 'f') + "🤷🤷",
       std::string(251, 'f') + "🤷"},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    const Value value = Value::Unknown(kString, {.is_null = false, .string_prefix = row.prefix});
    EXPECT_THAT(
        DecodeMsgpack(EncodeMsgpack(value, kString), kString),
        IsOkAndHolds(Value::Unknown(kString, {.is_null = false, .string_prefix = row.shortened})));
  }
}

TEST(RefinementsTest, ThoseTooLongForTerraformAreLeftOut) {
  const Value value = Value::Unknown(
      kNumber,
      {.is_null = false, .number_min = Refinements::Bound{Number::Parse("1e1050").value(), true}});
  EXPECT_EQ(absl::BytesToHexString(EncodeMsgpack(value, kNumber)), "d40000");
}

}  // namespace
}  // namespace tf::codec
