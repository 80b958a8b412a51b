#include "provider/framework/codec/json_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "absl/strings/str_cat.h"
#include "provider/framework/codec/json_writer.h"
#include "tests/support/status_matchers.h"

namespace tf::codec {
namespace {

using ::testing::HasSubstr;
using ::tests::IsOk;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

absl::Status Pass(absl::string_view text) {
  JsonReader reader(text);
  const absl::Status status = reader.Skip();
  return status.ok() ? reader.End() : status;
}

TEST(JsonReaderTest, StringsLoseTheirEscapes) {
  const struct {
    const char* json;
    const char* text;
  } kRows[] = {
      {R"("")", ""},
      {R"("a\"\\\/\b\f\n\r\tz")", "a\"\\/\b\f\n\r\tz"},
      {R"("\u0041\u00e9\u20ac\u65E5")", "Aé€日"},
      {R"("\ud83e\udd37 \uD83E\uDD37")", "🤷 🤷"},
      {R"("🤷")", "🤷"},
      {R"("\u007f\u0080\u07ff\u0800\uffff")", "\x7f\u0080\u07ff\u0800\uffff"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(JsonReader(row.json).ReadString(), IsOkAndHolds(row.text)) << row.json;
  }
}

TEST(JsonReaderTest, NumbersKeepTheirText) {
  for (const char* text : {"0", "-0", "12", "0.5", "1e5", "1E+05", "-1.25e-10",
                           "123456789012345678901234567890.123456789"}) {
    EXPECT_THAT(JsonReader(text).ReadNumber(), IsOkAndHolds(text));
  }
}

TEST(JsonReaderTest, WhatIsNoJsonIsRefused) {
  const struct {
    const char* json;
    const char* error;
  } kRows[] = {
      {"", "byte 0: the text ends where a value is required"},
      {"  ", "byte 2: the text ends where a value is required"},
      {"nul", "byte 0: null is required"},
      {"tru", "byte 0: true is required"},
      {"fals", "byte 0: false is required"},
      {"x", "byte 0: a value is required"},
      {"+1", "byte 0: a value is required"},
      {"-", "byte 1: a number is required"},
      {"-a", "byte 1: a number is required"},
      {"01", "byte 1: nothing more is expected"},
      {"1.", "byte 2: a digit must follow the point"},
      {"1e", "byte 2: the exponent has no digits"},
      {"1e+", "byte 3: the exponent has no digits"},
      {"\"a", "byte 2: the text ends inside a string"},
      {"\"a\\", "byte 3: the text ends inside a string"},
      {"\"\n\"", "a control character must be written as an escape"},
      {R"("\x41")", "there is no such escape"},
      {R"("\u12")", "four hexadecimal digits must follow"},
      {R"("\u12g4")", "four hexadecimal digits must follow"},
      {R"("\ud83e")", "a surrogate stands alone"},
      {R"("\ud83ex")", "a surrogate stands alone"},
      {R"("\ud83e\u0041")", "a surrogate stands alone"},
      {R"("\udd37")", "a surrogate stands alone"},
      {"\"\xff\"", "not valid UTF-8"},
      {"\"\xed\xa0\x80\"", "not valid UTF-8"},
      {"[1 2]", "byte 3: \",\" or \"]\" is required"},
      {"[1,]", "byte 3: a value is required"},
      {"[,1]", "byte 1: a value is required"},
      {"[1", "byte 2: \",\" or \"]\" is required"},
      {"[}", "byte 1: a value is required"},
      {"{\"a\" 1}", "byte 5: \":\" is required"},
      {"{\"a\":1,}", "byte 7: a string is required"},
      {"{1:1}", "byte 1: a string is required"},
      {"{\"a\":1]", "byte 6: \",\" or \"}\" is required"},
      {"[]]", "byte 2: nothing more is expected"},
      {"\xEF\xBB\xBF[]", "byte 0: a value is required"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(Pass(row.json), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(row.error)))
        << row.json;
  }
}

TEST(JsonReaderTest, AnotherKindThanAskedForIsRefused) {
  const auto refused = StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is required"));
  EXPECT_THAT(JsonReader("1").ReadNull(), refused);
  EXPECT_THAT(JsonReader("null").ReadBool(), refused);
  EXPECT_THAT(JsonReader("\"1\"").ReadNumber(), refused);
  EXPECT_THAT(JsonReader("1").ReadString(), refused);
  EXPECT_THAT(JsonReader("{}").BeginArray(), refused);
  EXPECT_THAT(JsonReader("[]").BeginObject(), refused);
}

TEST(JsonReaderTest, NestingIsBounded) {
  const auto nested = [](int depth) {
    const size_t size = static_cast<size_t>(depth);
    return std::string(size, '[') + std::string(size, ']');
  };
  EXPECT_THAT(Pass(nested(JsonReader::kNestingMax)), IsOk());
  EXPECT_THAT(
      Pass(nested(JsonReader::kNestingMax + 1)),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("more than 256 brackets are open")));
  // Closed brackets do not count.
  std::string wide = "[[]";
  for (int i = 0; i < 2 * JsonReader::kNestingMax; ++i) wide += ",[]";
  EXPECT_THAT(Pass(wide + "]"), IsOk());
}

TEST(JsonReaderTest, ACopyReadsOnFromTheSamePlace) {
  JsonReader reader("[[1,2],3]");
  ASSERT_OK(reader.BeginArray());
  ASSERT_THAT(reader.NextElement(), IsOkAndHolds(true));
  JsonReader copy = reader;
  ASSERT_OK(reader.Skip());
  ASSERT_THAT(reader.NextElement(), IsOkAndHolds(true));
  EXPECT_THAT(reader.ReadNumber(), IsOkAndHolds("3"));
  ASSERT_OK(copy.BeginArray());
  ASSERT_THAT(copy.NextElement(), IsOkAndHolds(true));
  EXPECT_THAT(copy.ReadNumber(), IsOkAndHolds("1"));
}

// What is JSON and what is not, nlohmann's parser decides in the same way.
TEST(JsonReaderTest, AgreesWithAnotherParserOnRandomText) {
  static constexpr const char* kPieces[] = {
      "[", "]",  "{",  "}",    ",",     ":",    "\"", "\"a\":", "\"", "0", "1",     "-",       ".",
      "e", "E2", "+1", "true", "false", "null", " ",  "\n",     "\\", "n", "\\u00", "\\ud83e", "é"};
  constexpr uint64_t kSeed = 20260822;
  SCOPED_TRACE(::testing::Message() << "seed " << kSeed);
  std::mt19937_64 random(kSeed);
  int accepted = 0;
  for (int round = 0; round < 200000; ++round) {
    std::string text;
    for (uint64_t left = random() % 9; left > 0; --left) {
      text += kPieces[random() % std::size(kPieces)];
    }
    const bool ok = Pass(text).ok();
    accepted += ok;
    ASSERT_EQ(ok, nlohmann::json::accept(text)) << text;
  }
  EXPECT_GT(accepted, 1000);
}

TEST(JsonWriterTest, TheEscapesAreThoseOfGo) {
  std::string out;
  AppendJsonString("a\"\\\b\f\n\r\t\x01\x1f\x7f<>&\u2028\u2029é🤷/", out);
  EXPECT_EQ(
      out,
      "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\\u003c\\u003e\\u0026\\u2028\\u2029é🤷/\"");
  EXPECT_THAT(JsonReader(out).ReadString(),
              IsOkAndHolds("a\"\\\b\f\n\r\t\x01\x1f\x7f<>&\u2028\u2029é🤷/"));
}

}  // namespace
}  // namespace tf::codec
