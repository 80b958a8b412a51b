// Properties that hold for every type and value.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "provider/framework/codec/json.h"
#include "provider/framework/codec/msgpack.h"
#include "provider/framework/codec/type_json.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/random_value.h"
#include "tests/support/status_matchers.h"

namespace tf::codec {
namespace {

using ::tests::IsOkAndHolds;
using ::tests::StatusIs;
using Random = ::tf::testing::RandomValues;

constexpr uint64_t kSeeds = 3000;
constexpr int kDepth = 4;

TEST(RoundTripTest, TypesSurviveJson) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const Type type = Random(seed).NextType(kDepth);
    ASSERT_THAT(DecodeType(EncodeType(type)), IsOkAndHolds(type));
  }
}

TEST(RoundTripTest, ValuesSurviveMsgpack) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed);
    const Type type = random.NextType(kDepth);
    const Value value = random.NextValue(type);
    const std::string bytes = EncodeMsgpack(value, type);
    ASSERT_OK_AND_ASSIGN(const Value decoded, DecodeMsgpack(bytes, type));
    ASSERT_EQ(decoded, value);
    ASSERT_EQ(EncodeMsgpack(decoded, type), bytes);
    ASSERT_THAT(DecodeMsgpack(EncodeMsgpack(value, Type::Dynamic()), Type::Dynamic()),
                IsOkAndHolds(value));
  }
}

TEST(RoundTripTest, ValuesSurviveJson) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed, Random::Unknowns::kNo);
    const Type type = random.NextType(kDepth);
    const Value value = random.NextValue(type);
    ASSERT_OK_AND_ASSIGN(const std::string json, EncodeJson(value, type));
    ASSERT_THAT(DecodeJson(json, type, JsonForm::kValue), IsOkAndHolds(value)) << json;
    ASSERT_THAT(DecodeJson(json, type, JsonForm::kStoredState), IsOkAndHolds(value)) << json;
  }
}

// What one codec wrote the other one can write: they agree on what there is to a value.
TEST(RoundTripTest, BothCodecsCarryTheSameValue) {
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed, Random::Unknowns::kNo);
    const Type type = random.NextType(kDepth);
    const Value value = random.NextValue(type);
    ASSERT_OK_AND_ASSIGN(const std::string json, EncodeJson(value, type));
    ASSERT_OK_AND_ASSIGN(const Value from_json, DecodeJson(json, type, JsonForm::kValue));
    ASSERT_OK_AND_ASSIGN(const Value from_both,
                         DecodeMsgpack(EncodeMsgpack(from_json, type), type));
    ASSERT_THAT(EncodeJson(from_both, type), IsOkAndHolds(json));
  }
}

// Numbers of all lengths and magnitudes that there may be, to the last digit.
TEST(RoundTripTest, HugeAndTinyNumbersSurviveBoth) {
  const Type type = Type::Number();
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    Random random(seed);
    std::string text = random.Below(2) == 0 ? "-" : "";
    text += static_cast<char>('1' + random.Below(9));
    for (size_t left = random.Below(1000); left > 0; --left) {
      text += static_cast<char>('0' + random.Below(10));
    }
    static constexpr int kMagnitudes[] = {100, 1000, 100'000, Number::kExponentMax - 1001};
    const int magnitude = kMagnitudes[random.Below(std::size(kMagnitudes))];
    const int exponent = static_cast<int>(random.Below(static_cast<size_t>(magnitude)));
    absl::StrAppend(&text, "e", random.Below(2) == 0 ? "-" : "", exponent);
    SCOPED_TRACE(::testing::Message() << "seed " << seed << ": " << text);
    ASSERT_OK_AND_ASSIGN(const Number number, Number::Parse(text));
    const Value value = Value::Number(number);
    ASSERT_THAT(DecodeMsgpack(EncodeMsgpack(value, type), type), IsOkAndHolds(value));
    ASSERT_OK_AND_ASSIGN(const std::string json, EncodeJson(value, type));
    ASSERT_THAT(DecodeJson(json, type, JsonForm::kValue), IsOkAndHolds(value));
    ASSERT_THAT(DecodeJson(absl::StrCat("\"", json, "\""), type, JsonForm::kStoredState),
                IsOkAndHolds(value));
  }
}

TEST(RoundTripTest, EveryPrefixOfMsgpackIsRefused) {
  for (uint64_t seed = 0; seed < kSeeds / 10; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed);
    const Type type = random.NextType(kDepth);
    const std::string bytes = EncodeMsgpack(random.NextValue(type), type);
    for (size_t length = 0; length < bytes.size(); ++length) {
      ASSERT_THAT(DecodeMsgpack(bytes.substr(0, length), type),
                  StatusIs(absl::StatusCode::kInvalidArgument))
          << absl::BytesToHexString(bytes.substr(0, length));
    }
  }
}

TEST(RoundTripTest, EveryPrefixOfAJsonArrayIsRefused) {
  for (uint64_t seed = 0; seed < kSeeds / 10; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed, Random::Unknowns::kNo);
    const Type type = Type::Tuple({random.NextType(kDepth)});
    const Value value = Value::Tuple(type, {random.NextValue(type.elements()[0])});
    ASSERT_OK_AND_ASSIGN(const std::string json, EncodeJson(value, type));
    for (size_t length = 0; length < json.size(); ++length) {
      ASSERT_THAT(DecodeJson(json.substr(0, length), type, JsonForm::kValue),
                  StatusIs(absl::StatusCode::kInvalidArgument))
          << json.substr(0, length);
    }
  }
}

// Whatever a flipped bit makes of the bytes, it is an error or a value that can be written.
TEST(RoundTripTest, FlippedBitsGiveAnErrorOrAnotherValue) {
  for (uint64_t seed = 0; seed < kSeeds / 10; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed);
    const Type type = random.NextType(kDepth);
    std::string bytes = EncodeMsgpack(random.NextValue(type), type);
    for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      const char mask = static_cast<char>(1 << bit % 8);
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ mask);
      const absl::StatusOr<Value> value = DecodeMsgpack(bytes, type);
      if (value.ok()) {
        ASSERT_THAT(DecodeMsgpack(EncodeMsgpack(*value, type), type), IsOkAndHolds(*value));
      } else {
        ASSERT_THAT(value, StatusIs(absl::StatusCode::kInvalidArgument));
      }
      bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ mask);
    }
  }
}

TEST(RoundTripTest, FlippedBitsOfJsonGiveAnErrorOrAnotherValue) {
  for (uint64_t seed = 0; seed < kSeeds / 10; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed, Random::Unknowns::kNo);
    const Type type = random.NextType(kDepth);
    ASSERT_OK_AND_ASSIGN(std::string json, EncodeJson(random.NextValue(type), type));
    for (size_t bit = 0; bit < 8 * json.size(); ++bit) {
      const char mask = static_cast<char>(1 << bit % 8);
      json[bit / 8] = static_cast<char>(json[bit / 8] ^ mask);
      const absl::StatusOr<Value> value = DecodeJson(json, type, JsonForm::kStoredState);
      if (value.ok()) {
        ASSERT_OK_AND_ASSIGN(const std::string again, EncodeJson(*value, type));
        ASSERT_THAT(DecodeJson(again, type, JsonForm::kValue), IsOkAndHolds(*value));
      } else {
        ASSERT_THAT(value, StatusIs(absl::StatusCode::kInvalidArgument));
      }
      json[bit / 8] = static_cast<char>(json[bit / 8] ^ mask);
    }
  }
}

}  // namespace
}  // namespace tf::codec
