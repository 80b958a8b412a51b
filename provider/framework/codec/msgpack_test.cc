#include "provider/framework/codec/msgpack.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "provider/framework/codec/limits.h"
#include "provider/framework/testing/print_value.h"
#include "tests/support/status_matchers.h"

namespace tf::codec {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

Value S(absl::string_view text) { return Value::String(std::string(text)); }
Value N(absl::string_view text) { return Value::Number(Number::Parse(text).value()); }
const Type kString = Type::String();
const Type kNumber = Type::Number();
const Type kBool = Type::Bool();
const Type kDynamic = Type::Dynamic();

std::string Hex(absl::string_view bytes) { return absl::BytesToHexString(bytes); }
// In the tables, text in brackets stands for its bytes: "a5[hello]".
std::string Bytes(absl::string_view hex) {
  std::string bytes;
  while (!hex.empty()) {
    const size_t open = std::min(hex.find('['), hex.size());
    absl::StrAppend(&bytes, absl::HexStringToBytes(hex.substr(0, open)));
    hex.remove_prefix(open);
    const size_t close = hex.find(']');
    if (hex.empty()) break;
    absl::StrAppend(&bytes, hex.substr(1, close - 1));
    hex.remove_prefix(close + 1);
  }
  return bytes;
}

struct Row {
  const char* name;
  const char* hex;
  Value value;
  Type type;
};

void ExpectBothWays(const Row& row) {
  SCOPED_TRACE(row.name);
  EXPECT_EQ(Hex(EncodeMsgpack(row.value, row.type)), Hex(Bytes(row.hex)));
  EXPECT_THAT(DecodeMsgpack(Bytes(row.hex), row.type), IsOkAndHolds(row.value));
}

TEST(MsgpackTest, Primitives) {
  const Row kRows[] = {
      {"string", "a5[hello]", S("hello"), kString},
      {"empty string", "a0", S(""), kString},
      {"string of 31", "bf[abcdefghijklmnopqrstuvwxyz01234]", S("abcdefghijklmnopqrstuvwxyz01234"),
       kString},
      {"string of 32", "d920[abcdefghijklmnopqrstuvwxyz012345]",
       S("abcdefghijklmnopqrstuvwxyz012345"), kString},
      {"NFC", "a5[caf\u00e9]", S("caf\u00e9"), kString},
      {"null string", "c0", Value::Null(kString), kString},
      {"unknown string", "d40000", Value::Unknown(kString), kString},
      {"true", "c3", Value::Bool(true), kBool},
      {"false", "c2", Value::Bool(false), kBool},
      {"null bool", "c0", Value::Null(kBool), kBool},
      {"unknown bool", "d40000", Value::Unknown(kBool), kBool},
      {"null number", "c0", Value::Null(kNumber), kNumber},
      {"unknown number", "d40000", Value::Unknown(kNumber), kNumber},
  };
  for (const Row& row : kRows) ExpectBothWays(row);
}

TEST(MsgpackTest, NumbersTakeTheFormThatTerraformChooses) {
  const struct {
    const char* text;
    const char* hex;
  } kRows[] = {
      {"0", "00"},
      {"1", "01"},
      {"127", "7f"},
      {"128", "cc80"},
      {"255", "ccff"},
      {"256", "cd0100"},
      {"300", "cd012c"},
      {"65535", "cdffff"},
      {"65536", "ce00010000"},
      {"70000", "ce00011170"},
      {"4294967295", "ceffffffff"},
      {"4294967296", "cf0000000100000000"},
      {"9223372036854775807", "cf7fffffffffffffff"},
      {"9223372036854775808", "b3[9223372036854775808]"},
      {"9223372036854775809", "b3[9223372036854775809]"},
      {"18446744073709551615", "b4[18446744073709551615]"},
      {"18446744073709551616", "b4[18446744073709551616]"},
      {"-1", "ff"},
      {"-32", "e0"},
      {"-33", "d0df"},
      {"-128", "d080"},
      {"-129", "d1ff7f"},
      {"-32768", "d18000"},
      {"-32769", "d2ffff7fff"},
      {"-2147483648", "d280000000"},
      {"-2147483649", "d3ffffffff7fffffff"},
      {"-9223372036854775807", "d38000000000000001"},
      {"-9223372036854775808", "d38000000000000000"},
      {"-9223372036854775809", "b4[-9223372036854775809]"},
      {"0.5", "cb3fe0000000000000"},
      {"1.5", "cb3ff8000000000000"},
      {"-2.25", "cbc002000000000000"},
      {"0.1", "a3[0.1]"},
      {"0.8", "a3[0.8]"},
      {"1e20", "b5[100000000000000000000]"},
      {"0.0100000000000000000000000000000000000000000000000000000000000000003",
       "d945[0.0100000000000000000000000000000000000000000000000000000000000000003]"},
      {"9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
       "999999999999",
       "d964[99999999999999999999999999999999999999999999999999999999999999999999999999999999999999"
       "99999999999999]"},
  };
  for (const auto& row : kRows) ExpectBothWays({row.text, row.hex, N(row.text), kNumber});
}

TEST(MsgpackTest, TheSmallestDoubleIsAFloat) {
  const Value smallest =
      Value::Number(Number::FromDouble(std::numeric_limits<double>::denorm_min()).value());
  ExpectBothWays({"5e-324", "cb0000000000000001", smallest, kNumber});
}

TEST(MsgpackTest, Containers) {
  const Type strings = Type::List(kString);
  const Type object = Type::Object({{"a", kString}, {"b", kString}});
  const Row kRows[] = {
      {"list", "91a5[hello]", Value::List(kString, {S("hello")}), strings},
      {"list of unknown", "91d40000", Value::List(kString, {Value::Unknown(kString)}), strings},
      {"list of null", "91c0", Value::List(kString, {Value::Null(kString)}), strings},
      {"null list", "c0", Value::Null(strings), strings},
      {"unknown list", "d40000", Value::Unknown(strings), strings},
      {"empty list", "90", Value::List(kString, {}), strings},
      {"set", "91a5[hello]", Value::Set(kString, {S("hello")}), Type::Set(kString)},
      {"set of unknown", "91d40000", Value::Set(kString, {Value::Unknown(kString)}),
       Type::Set(kString)},
      {"empty set", "90", Value::Set(kString, {}), Type::Set(kString)},
      {"set of strings, in Terraform's order", "94a1[a]a1[b]d40000c0",
       Value::Set(kString, {Value::Null(kString), Value::Unknown(kString), S("b"), S("a")}),
       Type::Set(kString)},
      {"set of numbers, in Terraform's order", "93ff020a",
       Value::Set(kNumber, {N("10"), N("2"), N("-1")}), Type::Set(kNumber)},
      {"map", "81a8[greeting]a5[hello]", Value::Map(kString, {{"greeting", S("hello")}}),
       Type::Map(kString)},
      {"map of unknown", "81a8[greeting]d40000",
       Value::Map(kString, {{"greeting", Value::Unknown(kString)}}), Type::Map(kString)},
      {"map of null", "81a8[greeting]c0", Value::Map(kString, {{"greeting", Value::Null(kString)}}),
       Type::Map(kString)},
      {"sorted map", "82a1[a]01a1[b]02", Value::Map(kNumber, {{"b", N("2")}, {"a", N("1")}}),
       Type::Map(kNumber)},
      {"empty map", "80", Value::Map(kString, {}), Type::Map(kString)},
      {"tuple", "92a5[hello]c3", Value::Tuple({S("hello"), Value::Bool(true)}),
       Type::Tuple({kString, kBool})},
      {"empty tuple", "90", Value::Tuple({}), Type::Tuple({})},
      {"object", "82a1[a]a1[x]a1[b]d40000",
       Value::Object(object, {S("x"), Value::Unknown(kString)}), object},
      {"object of nulls", "82a1[a]c0a1[b]c0",
       Value::Object(object, {Value::Null(kString), Value::Null(kString)}), object},
      {"null object", "c0", Value::Null(object), object},
      {"empty object", "80", Value::Object({}), Type::Object({})},
  };
  for (const Row& row : kRows) ExpectBothWays(row);
}

TEST(MsgpackTest, LongContainersAndStrings) {
  const auto list_of = [](size_t count) {
    return Value::List(kBool, std::vector<Value>(count, Value::Bool(true)));
  };
  const auto map_of = [](int count) {
    std::vector<MapEntry> entries;
    for (int i = 0; i < count; ++i) entries.push_back({absl::StrCat("k", i), Value::Bool(true)});
    return Value::Map(kBool, std::move(entries));
  };
  const struct {
    const char* name;
    Value value;
    const char* head;
    size_t size;
  } kRows[] = {
      {"15 elements", list_of(15), "9f", 16},
      {"16 elements", list_of(16), "dc0010", 19},
      {"65535 elements", list_of(65535), "dcffff", 65538},
      {"65536 elements", list_of(65536), "dd00010000", 65541},
      {"15 entries", map_of(15), "8f", 1 + 10 * 4 + 5 * 5},
      {"16 entries", map_of(16), "de0010", 3 + 10 * 4 + 6 * 5},
      {"65536 entries", map_of(65536), "df00010000", 500000},
      {"255 bytes", S(std::string(255, 'x')), "d9ff", 257},
      {"256 bytes", S(std::string(256, 'x')), "da0100", 259},
      {"65536 bytes", S(std::string(65536, 'x')), "db00010000", 65541},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    const std::string bytes = EncodeMsgpack(row.value, row.value.type());
    EXPECT_EQ(Hex(bytes).substr(0, std::string(row.head).size()), row.head);
    if (row.size < 400000) {
      EXPECT_EQ(bytes.size(), row.size);
    }
    EXPECT_TRUE(DecodeMsgpack(bytes, row.value.type()).value() == row.value);
  }
}

TEST(MsgpackTest, ValuesOfAnyTypeBringTheirType) {
  const Type object = Type::Object({{"greeting", kDynamic}});
  const Row kRows[] = {
      {"bool", "92c406[\"bool\"]c3", Value::Bool(true), kDynamic},
      {"number", "92c408[\"number\"]01", N("1"), kDynamic},
      {"string", "92c408[\"string\"]a5[hello]", S("hello"), kDynamic},
      {"null of a type", "92c408[\"string\"]c0", Value::Null(kString), kDynamic},
      {"unknown of a type", "92c408[\"string\"]d40000", Value::Unknown(kString), kDynamic},
      {"null", "c0", Value(), kDynamic},
      {"unknown", "d40000", Value::Unknown(kDynamic), kDynamic},
      {"elements", "9392c408[\"string\"]a5[hello]d40000c0",
       Value::List(kDynamic, {S("hello"), Value::Unknown(kDynamic), Value()}),
       Type::List(kDynamic)},
      {"entry", "81a8[greeting]92c408[\"string\"]a5[hello]",
       Value::Map(kDynamic, {{"greeting", S("hello")}}), Type::Map(kDynamic)},
      {"attribute", "81a8[greeting]92c408[\"string\"]a5[hello]",
       Value::Object(object, {S("hello")}), object},
      {"tuple", "9292c408[\"string\"]a5[hello]92c406[\"bool\"]c2",
       Value::Tuple(Type::Tuple({kDynamic, kDynamic}), {S("hello"), Value::Bool(false)}),
       Type::Tuple({kDynamic, kDynamic})},
  };
  for (const Row& row : kRows) ExpectBothWays(row);
  // Brackets in the type do not fit the notation of the table.
  const Value list = Value::List(kString, {S("hello")});
  const std::string bytes = Bytes("92c411") + R"(["list","string"])" + Bytes("91a5[hello]");
  EXPECT_EQ(Hex(EncodeMsgpack(list, kDynamic)), Hex(bytes));
  EXPECT_THAT(DecodeMsgpack(bytes, kDynamic), IsOkAndHolds(list));
}

TEST(MsgpackTest, ATypeBesideItsValueHasNoOptionalAttributes) {
  const Value object = Value::Object(Type::Object({{"a", kBool, true}}), {Value::Bool(true)});
  EXPECT_EQ(EncodeMsgpack(object, kDynamic),
            Bytes("92c417") + R"(["object",{"a":"bool"}])" + Bytes("81a1[a]c3"));
}

TEST(MsgpackTest, AValueIsWrittenAsTheTypeThatIsAskedFor) {
  const Value list = Value::List(kString, {S("a")});
  EXPECT_EQ(Hex(EncodeMsgpack(list, Type::List(kDynamic))),
            Hex(Bytes("9192c408[\"string\"]a1[a]")));
}

TEST(MsgpackTest, OtherFormsAreReadToo) {
  const Type object = Type::Object({{"a", kString}, {"b", kNumber}});
  const Row kRows[] = {
      {"int8", "d07f", N("127"), kNumber},
      {"negative int8", "d0ff", N("-1"), kNumber},
      {"int16", "d10001", N("1"), kNumber},
      {"int32", "d200000001", N("1"), kNumber},
      {"int64", "d30000000000000001", N("1"), kNumber},
      {"uint8", "cc01", N("1"), kNumber},
      {"uint64", "cfffffffffffffffff", N("18446744073709551615"), kNumber},
      {"float32", "ca3fc00000", N("1.5"), kNumber},
      {"integer as float64", "cb4000000000000000", N("2"), kNumber},
      {"negative zero", "cb8000000000000000", N("0"), kNumber},
      {"number as text", "a1[7]", N("7"), kNumber},
      {"number with exponent", "a5[1.5e3]", N("1500"), kNumber},
      {"number as binary", "c403[0.1]", N("0.1"), kNumber},
      {"string as binary", "c401[a]", S("a"), kString},
      {"string with long head", "d901[a]", S("a"), kString},
      {"string with longer head", "da0001[a]", S("a"), kString},
      {"string with longest head", "db00000001[a]", S("a"), kString},
      {"binary 16", "c50001[a]", S("a"), kString},
      {"binary 32", "c600000001[a]", S("a"), kString},
      {"array 32", "dd00000001c3", Value::List(kBool, {Value::Bool(true)}), Type::List(kBool)},
      {"map 32", "df00000001a1[a]c3", Value::Map(kBool, {{"a", Value::Bool(true)}}),
       Type::Map(kBool)},
      {"unsorted object", "82a1[b]01a1[a]a1[x]", Value::Object(object, {S("x"), N("1")}), object},
      {"key as binary", "81c401[a]c3", Value::Map(kBool, {{"a", Value::Bool(true)}}),
       Type::Map(kBool)},
      {"unsorted set with twins", "93a1[b]a1[a]a1[b]", Value::Set(kString, {S("a"), S("b")}),
       Type::Set(kString)},
      {"type as string", "92a6[\"bool\"]c3", Value::Bool(true), kDynamic},
      {"any type twice", "92c409[\"dynamic\"]92c406[\"bool\"]c3", Value::Bool(true), kDynamic},
      {"unknown: other payload", "d400ff", Value::Unknown(kString), kString},
      {"unknown: other extension", "d47f00", Value::Unknown(kString), kString},
      {"unknown: no payload", "c70000", Value::Unknown(kString), kString},
      {"unknown: long payload", "d8ff[0123456789abcdef]", Value::Unknown(kString), kString},
      {"unknown: ext 8", "c70305[abc]", Value::Unknown(kString), kString},
      {"unknown: ext 16", "c8000305[abc]", Value::Unknown(kString), kString},
      {"unknown: ext 32", "c90000000305[abc]", Value::Unknown(kString), kString},
      {"unknown of any type", "d6ff[abcd]", Value::Unknown(kDynamic), kDynamic},
  };
  for (const Row& row : kRows) {
    EXPECT_THAT(DecodeMsgpack(Bytes(row.hex), row.type), IsOkAndHolds(row.value)) << row.name;
  }
}

TEST(MsgpackTest, WhatDoesNotFitTheTypeIsRefusedWithItsPath) {
  const Type object = Type::Object({{"id", kString}, {"tags", Type::Map(kBool)}});
  const struct {
    const char* hex;
    Type type;
    const char* message;
  } kRows[] = {
      {"01", kString, "a string is required, not a number"},
      {"90", kString, "a string is required, not an array"},
      {"c3", kNumber, "a number is required, not a bool"},
      {"80", kNumber, "a number is required, not a map"},
      {"a1[x]", kNumber, "the text is no number: it is not decimal; write it like -12.5 or 1e6"},
      {"a3[inf]", kNumber, "the text is no number: it is not decimal; write it like -12.5 or 1e6"},
      {"cb7ff0000000000000", kNumber, "the number is not finite, so it has no decimal value"},
      {"cbfff0000000000000", kNumber, "the number is not finite, so it has no decimal value"},
      {"cb7ff8000000000000", kNumber, "the number is not finite, so it has no decimal value"},
      {"ca7fc00000", kNumber, "the number is not finite, so it has no decimal value"},
      {"01", kBool, "a bool is required, not a number"},
      {"c401[a]", kBool, "a bool is required, not bytes"},
      {"80", Type::List(kString), "a list of string is required, not a map"},
      {"a0", Type::Set(kString), "a set of string is required, not a string"},
      {"90", Type::Map(kString), "a map of string is required, not an array"},
      {"90", object, "an object is required, not an array"},
      {"80", Type::Tuple({}), "a tuple is required, not a map"},
      {"91c0", Type::Tuple({}), "a tuple of 0 elements is required, not of 1"},
      {"90", Type::Tuple({kBool}), "a tuple of 1 elements is required, not of 0"},
      {"92c3a1[x]", Type::List(kBool), "[1]: a bool is required, not a string"},
      {"91c3", Type::Set(kString), "a string is required, not a bool"},
      {"81a1[k]01", Type::Map(kBool), "[\"…\"]: a bool is required, not a number"},
      {"8101c3", Type::Map(kBool), "a string is required, not a number"},
      {"82a1[k]c3a1[k]c3", Type::Map(kBool), "a key is given twice"},
      {"92c3c3", Type::Tuple({kBool, kString}), "[1]: a string is required, not a bool"},
      {"80", object, "id: the attribute, a string, is missing"},
      {"81a2[id]c0", object, "tags: the attribute, a map of bool, is missing"},
      {"83a2[id]c0a4[tags]c0a4[more]c0", object, "an attribute is given that the type lacks"},
      {"82a2[id]c0a2[id]c0", object, "id: the attribute is given twice"},
      {"82a2[id]c0a4[tags]81a1[a]a0", object, "tags[\"…\"]: a bool is required, not a string"},
      {"81a2[\xff\xfe]c0", object, "the string is not valid UTF-8"},
      {"a2[\xc3(]", kString, "the string is not valid UTF-8"},
      {"a3[\xed\xa0\x80]", kString, "the string is not valid UTF-8"},
      {"c0c0", kString, "1 bytes follow the value"},
      {"", kString, "the encoding ends too early: 1 bytes are announced, 0 are left"},
      {"a3[ab]", kString, "the encoding ends too early: 3 bytes are announced, 2 are left"},
      {"dbffffffff", kString,
       "the encoding ends too early: 4294967295 bytes are announced, 0 are left"},
      {"ddffffffffc0", Type::List(kString),
       "the encoding ends too early: 4294967295 elements are announced, 1 bytes are left"},
      {"dfffffffffc0", Type::Map(kString),
       "the encoding ends too early: 4294967295 elements are announced, 1 bytes are left"},
      {"82a0c0a0", Type::Map(kString),
       "the encoding ends too early: 2 elements are announced, 3 bytes are left"},
      {"c1", kString, "the code 0xc1 has no meaning in MessagePack"},
      {"a0", kDynamic, "an array of a type and a value is required, not a string"},
      {"91c0", kDynamic, "an array of a type and a value is required, not an array"},
      {"92c0c0", kDynamic, "a string is required, not null"},
      {"92c403[\"x\"]c0", kDynamic, "type description: there is no type of that name"},
      {"9192c406[\"bool\"]a0", Type::List(kDynamic), "[0]: a bool is required, not a string"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(DecodeMsgpack(Bytes(row.hex), row.type),
                StatusIs(absl::StatusCode::kInvalidArgument, row.message))
        << row.hex;
  }
}

TEST(MsgpackTest, ErrorsQuoteNothingOfWhatIsDecoded) {
  const Type object = Type::Object({{"pw", kNumber}});
  const struct {
    const char* name;
    std::string bytes;
    Type type;
  } kRows[] = {
      {"a text for a number", Bytes("a7[hunter2]"), kNumber},
      {"bytes for a number", Bytes("c407[hunter2]"), kNumber},
      {"a text that begins as a number", Bytes("aa[12ehunter2]"), kNumber},
      {"an attribute that is a text", Bytes("81a2[pw]a7[hunter2]"), object},
      {"an attribute that is none", Bytes("81a7[hunter2]c0"), object},
      {"a text for a bool", Bytes("a7[hunter2]"), kBool},
      {"a text that ends too early", Bytes("a8[hunter2]"), kString},
      {"a text that is not UTF-8", Bytes("a8[hunter2]ff"), kString},
      {"a key of a map", Bytes("81a7[hunter2]a1[x]"), Type::Map(kBool)},
      {"a key that is given twice", Bytes("82a7[hunter2]c0a7[hunter2]c0"), Type::Map(kBool)},
      {"a type", Bytes("92c409[\"hunter2\"]c0"), kDynamic},
      {"a kind of type", Bytes("92ad") + "[\"hunter2\",1]" + Bytes("c0"), kDynamic},
      {"a name of a type",
       Bytes("92d91b") + R"(["object",{"hunter2":"bool"}])" + Bytes("81a7[hunter2]01"), kDynamic},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    const absl::StatusOr<Value> value = DecodeMsgpack(row.bytes, row.type);
    ASSERT_THAT(value, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(value.status().message(), Not(HasSubstr("hunter2")));
  }
  EXPECT_THAT(DecodeMsgpack(Bytes("81a2[pw]a7[hunter2]"), object),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "pw: the text is no number: it is not decimal; write it like -12.5 or 1e6"));
}

TEST(MsgpackTest, DepthIsBounded) {
  Type type = kBool;
  for (int i = 1; i < kDepthMax; ++i) type = Type::List(type);
  std::string bytes(static_cast<size_t>(kDepthMax) - 1, '\x91');
  EXPECT_THAT(DecodeMsgpack(bytes + "\xc3", type), ::tests::IsOk());
  EXPECT_THAT(DecodeMsgpack("\x91" + bytes + "\xc3", Type::List(type)),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("[0]: values are nested deeper than 64 levels")));

  std::string any;
  for (int i = 1; i < kDepthMax; ++i) any += Bytes("92c409[\"dynamic\"]");
  EXPECT_THAT(DecodeMsgpack(any + "\xc0", kDynamic), IsOkAndHolds(Value()));
  EXPECT_THAT(
      DecodeMsgpack(Bytes("92c409[\"dynamic\"]") + any + "\xc0", kDynamic),
      StatusIs(absl::StatusCode::kInvalidArgument, "values are nested deeper than 64 levels"));
}

TEST(MsgpackDeathTest, AValueOfAnotherTypeStopsTheProgram) {
  EXPECT_DEATH(EncodeMsgpack(S("a"), kBool), "conforms to");
}

TEST(MsgpackLimitsTest, FewBytesDoNotBecomeManyValues) {
  const Type type = Type::List(Type::List(Type::Bool()));
  const std::string nulls(kPartsMax, '\xC0');
  // A list of one list: its one element counts, too.
  EXPECT_OK(DecodeMsgpack(
      "\x91\xDD" + std::string("\x00\x3F\xFF\xFF", 4) + nulls.substr(0, kPartsMax - 1), type));
  EXPECT_THAT(DecodeMsgpack("\x91\xDD" + std::string("\x00\x40\x00\x00", 4) + nulls, type),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "[0]: the whole value has more than 4194304 parts"));
}

// A double of nine bytes has up to a thousand digits and more.
TEST(MsgpackLimitsTest, FewBytesDoNotBecomeManyDigits) {
  const auto doubles = [](double value, size_t count) {
    const Value element = Value::Number(Number::FromDouble(value).value());
    return EncodeMsgpack(Value::List(kNumber, std::vector<Value>(count, element)),
                         Type::List(kNumber));
  };
  constexpr size_t kCount = 200'000;
  EXPECT_OK(DecodeMsgpack(doubles(0.5, kCount), Type::List(kNumber)));
  EXPECT_THAT(DecodeMsgpack(doubles(std::numeric_limits<double>::denorm_min(), kCount),
                            Type::List(kNumber)),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("the whole value has more than 4194304 parts")));
}

TEST(MsgpackTest, NumbersFarFromThePointStayShort) {
  const Value far = N("1e1200");
  const std::string zeros(1200, '0');
  std::string bytes = "\xDA\x04\xB1";
  EXPECT_THAT(DecodeMsgpack(bytes + "1" + zeros, kNumber), IsOkAndHolds(far));
  ExpectBothWays({"1e1200", "a6[1e1200]", far, kNumber});
  ExpectBothWays({"-1.5e100000", "ab[-1.5e100000]", N("-1.5e100000"), kNumber});
}

}  // namespace
}  // namespace tf::codec
