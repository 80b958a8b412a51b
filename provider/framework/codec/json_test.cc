#include "provider/framework/codec/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

Value S(const char* text) { return Value::String(text); }
Value N(absl::string_view text) { return Value::Number(Number::Parse(text).value()); }
Value B(bool value) { return Value::Bool(value); }
const Type kString = Type::String();
const Type kNumber = Type::Number();
const Type kBool = Type::Bool();
const Type kDynamic = Type::Dynamic();

TEST(JsonTest, ValuesAreWrittenAndRead) {
  const Type any_object = Type::Object({{"static", kBool}, {"dynamic", kDynamic}});
  const Value object = Value::Object({{"static", B(true)}, {"dynamic", B(true)}});
  const struct {
    const char* json;
    Value value;
    Type type;
  } kRows[] = {
      {R"("hello")", S("hello"), kString},
      {R"("")", S(""), kString},
      {R"("a\u003cb\n")", S("a<b\n"), kString},
      {"null", Value::Null(kString), kString},
      {"2", N("2"), kNumber},
      {"2.5", N("2.5"), kNumber},
      {"-0.1", N("-0.1"), kNumber},
      {"18446744073709551616", N("18446744073709551616"), kNumber},
      {"0.01000000000000000888178419700125232338905334472656250000000000000001",
       N("0.01000000000000000888178419700125232338905334472656250000000000000001"), kNumber},
      {"true", B(true), kBool},
      {"false", B(false), kBool},
      {"[true,false]", Value::List(kBool, {B(true), B(false)}), Type::List(kBool)},
      {"[]", Value::List(kBool, {}), Type::List(kBool)},
      {"[null]", Value::List(kBool, {Value::Null(kBool)}), Type::List(kBool)},
      {"[false,true]", Value::Set(kBool, {B(true), B(false)}), Type::Set(kBool)},
      {"[]", Value::Set(kBool, {}), Type::Set(kBool)},
      {"[true,5]", Value::Tuple({B(true), N("5")}), Type::Tuple({kBool, kNumber})},
      {"[]", Value::Tuple({}), Type::Tuple({})},
      {"{}", Value::Map(kBool, {}), Type::Map(kBool)},
      {R"({"no":false,"yes":true})", Value::Map(kBool, {{"yes", B(true)}, {"no", B(false)}}),
       Type::Map(kBool)},
      {"null", Value::Null(Type::Map(kBool)), Type::Map(kBool)},
      {"{}", Value::Object({}), Type::Object({})},
      {R"({"bool":true,"number":0})", Value::Object({{"bool", B(true)}, {"number", N("0")}}),
       Type::Object({{"bool", kBool}, {"number", kNumber}})},
      {R"({"value":true,"type":"bool"})", B(true), kDynamic},
      {R"({"value":"hello","type":"string"})", S("hello"), kDynamic},
      {R"({"value":5,"type":"number"})", N("5"), kDynamic},
      {R"({"value":null,"type":"string"})", Value::Null(kString), kDynamic},
      {"null", Value(), kDynamic},
      {R"({"value":[true,false],"type":["list","bool"]})", Value::List(kBool, {B(true), B(false)}),
       kDynamic},
      {R"([{"value":true,"type":"bool"},{"value":"a","type":"string"},null])",
       Value::List(kDynamic, {B(true), S("a"), Value()}), Type::List(kDynamic)},
      {R"({"dynamic":{"value":true,"type":"bool"},"static":true})", object.As(any_object),
       any_object},
      {R"({"value":{"dynamic":true,"static":true},)"
       R"("type":["object",{"dynamic":"bool","static":"bool"}]})",
       object, kDynamic},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.json);
    EXPECT_THAT(EncodeJson(row.value, row.type), IsOkAndHolds(row.json));
    EXPECT_THAT(DecodeJson(row.json, row.type, JsonForm::kValue), IsOkAndHolds(row.value));
    EXPECT_THAT(DecodeJson(row.json, row.type, JsonForm::kStoredState), IsOkAndHolds(row.value));
  }
}

TEST(JsonTest, OtherSpellingsAreReadToo) {
  const struct {
    const char* json;
    Value value;
    Type type;
  } kRows[] = {
      {" [ 1.50 , 15e-1,\n\t1500E-3 ] ", Value::List(kNumber, {N("1.5"), N("1.5"), N("1.5")}),
       Type::List(kNumber)},
      {R"({"b":"2","a":"1"})", Value::Map(kString, {{"a", S("1")}, {"b", S("2")}}),
       Type::Map(kString)},
      {R"({"type":"number","value":5})", N("5"), kDynamic},
      {R"(["b","a","b"])", Value::Set(kString, {S("a"), S("b")}), Type::Set(kString)},
      {"\"cafe\u0301\"", S("cafe\u0301"), kString},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(DecodeJson(row.json, row.type, JsonForm::kValue), IsOkAndHolds(row.value))
        << row.json;
  }
}

TEST(JsonTest, AStoredStateIsReadLeniently) {
  const Type object = Type::Object({{"id", kString}, {"size", kNumber}, {"any", kDynamic}});
  const struct {
    const char* json;
    Value value;
    Type type;
  } kRows[] = {
      {"15", S("15"), kString},
      {"1.50", S("1.50"), kString},
      {"true", S("true"), kString},
      {"false", S("false"), kString},
      {R"("5")", N("5"), kNumber},
      {R"("-1.5e3")", N("-1500"), kNumber},
      {R"("true")", B(true), kBool},
      {R"("false")", B(false), kBool},
      {R"("1")", B(true), kBool},
      {R"("0")", B(false), kBool},
      {"1", B(true), kBool},
      {"0", B(false), kBool},
      {R"(["true",0])", Value::List(kBool, {B(true), B(false)}), Type::List(kBool)},
      {R"({"gone":[{"deep":null}],"id":"a","more":-1e5})",
       Value::Object(object, {Value(), S("a"), Value::Null(kNumber)}), object},
      {"{}", Value::Object(object, {Value(), Value::Null(kString), Value::Null(kNumber)}), object},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.json);
    EXPECT_THAT(DecodeJson(row.json, row.type, JsonForm::kStoredState), IsOkAndHolds(row.value));
    EXPECT_THAT(DecodeJson(row.json, row.type, JsonForm::kValue),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

TEST(JsonTest, WhatDoesNotFitTheTypeIsRefusedWithItsPath) {
  const Type object = Type::Object({{"id", kString}, {"tags", Type::Map(kBool)}});
  const JsonForm kValue = JsonForm::kValue;
  const JsonForm kStored = JsonForm::kStoredState;
  const struct {
    const char* json;
    Type type;
    JsonForm form;
    const char* message;
  } kRows[] = {
      {"1", kString, kValue, "a string is required, not a number"},
      {"[]", kString, kStored, "a string is required, not an array"},
      {R"("1")", kNumber, kValue, "a number is required, not a string"},
      {"true", kNumber, kStored, "a number is required, not a bool"},
      {R"("x")", kNumber, kStored,
       "the text is no number: it is not decimal; write it like -12.5 or 1e6"},
      {"1e700000000", kNumber, kValue,
       "the text is no number: it has too large an exponent; 1e646456993 is beyond what is "
       "possible"},
      {"1", kBool, kValue, "a bool is required, not a number"},
      {R"("yes")", kBool, kStored, "true or false is required, not a string"},
      {"2", kBool, kStored, "true or false is required, not a number"},
      {"{}", kBool, kStored, "a bool is required, not an object"},
      {"{}", Type::List(kString), kValue, "a list of string is required, not an object"},
      {"1", Type::Set(kString), kValue, "a set of string is required, not a number"},
      {"[]", Type::Map(kString), kValue, "a map of string is required, not an array"},
      {"{}", Type::Tuple({}), kValue, "a tuple is required, not an object"},
      {"[]", object, kValue, "an object is required, not an array"},
      {"[1]", Type::Tuple({}), kValue, "a tuple of 0 elements is required"},
      {"[1]", Type::Tuple({kNumber, kNumber}), kValue, "a tuple of 2 elements is required"},
      {R"([true,"a"])", Type::List(kBool), kValue, "[1]: a bool is required, not a string"},
      {R"(["a",1])", Type::Set(kString), kValue, "a string is required, not a number"},
      {R"({"k":"a"})", Type::Map(kBool), kValue, "[\"…\"]: a bool is required, not a string"},
      {R"([1,"a"])", Type::Tuple({kNumber, kBool}), kValue,
       "[1]: a bool is required, not a string"},
      {R"({"id":"a"})", object, kValue, "tags: the attribute, a map of bool, is missing"},
      {R"({"id":"a","ID":1})", object, kValue, "an attribute is given that the type lacks"},
      {R"({"id":"a","id":"b"})", object, kStored, "id: the attribute is given twice"},
      {R"({"tags":{"a":true,"a":true}})", object, kStored, "tags: a key is given twice"},
      {R"({"tags":{"a":{}}})", object, kStored, "tags[\"…\"]: a bool is required, not an object"},
      {R"({"gone":[1,})", object, kStored, "not the expected JSON at byte 11: a value is required"},
      {R"({"id":"a)", object, kValue,
       "id: not the expected JSON at byte 8: the text ends inside a string"},
      {"true false", kBool, kValue, "not the expected JSON at byte 5: nothing more is expected"},
      {"5", kDynamic, kStored, "an object of \"value\" and \"type\" is required, not a number"},
      {R"({"value":5})", kDynamic, kValue,
       "a value of any type has both a \"value\" and a \"type\""},
      {R"({"type":"bool"})", kDynamic, kValue,
       "a value of any type has both a \"value\" and a \"type\""},
      {R"({"type":"bool","value":true,"x":1})", kDynamic, kValue,
       "a value of any type has one \"value\" and one \"type\", and nothing besides"},
      {R"({"value":true,"value":true})", kDynamic, kValue,
       "a value of any type has one \"value\" and one \"type\", and nothing besides"},
      {R"({"type":"bol","value":true})", kDynamic, kValue,
       "type description: there is no type of that name"},
      {R"([{"type":"bool","value":1}])", Type::List(kDynamic), kValue,
       "[0]: a bool is required, not a number"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(DecodeJson(row.json, row.type, row.form),
                StatusIs(absl::StatusCode::kInvalidArgument, row.message))
        << row.json;
  }
}

TEST(JsonTest, ErrorsQuoteNothingOfWhatIsDecoded) {
  const Type object = Type::Object({{"pw", kNumber}});
  const struct {
    const char* json;
    Type type;
    JsonForm form;
  } kRows[] = {
      {R"("hunter2")", kNumber, JsonForm::kStoredState},
      {R"("12ehunter2")", kNumber, JsonForm::kStoredState},
      {R"("hunter2")", kNumber, JsonForm::kValue},
      {R"("hunter2")", kBool, JsonForm::kStoredState},
      {R"("hunter2)", kString, JsonForm::kValue},
      {R"("hunter2\x")", kString, JsonForm::kValue},
      {"hunter2", kString, JsonForm::kValue},
      {R"({"pw":"hunter2"})", object, JsonForm::kStoredState},
      {R"({"hunter2":1})", object, JsonForm::kValue},
      {R"({"hunter2":"x"})", Type::Map(kBool), JsonForm::kStoredState},
      {R"({"hunter2":true,"hunter2":true})", Type::Map(kBool), JsonForm::kStoredState},
      {R"({"hunter2":1})", kDynamic, JsonForm::kStoredState},
      {R"({"type":"hunter2"})", kDynamic, JsonForm::kStoredState},
      {R"({"type":["hunter2"]})", kDynamic, JsonForm::kStoredState},
      {R"({"type":["hunter2",1]})", kDynamic, JsonForm::kStoredState},
      {R"({"type":["object",{"hunter2":"bool","hunter2":"bool"}]})", kDynamic, JsonForm::kValue},
      {R"({"type":["object",{},["hunter2"]]})", kDynamic, JsonForm::kValue},
      {R"({"type":["object",{"hunter2":"bool"}],"value":{"hunter2":[]}})", kDynamic,
       JsonForm::kStoredState},
      {R"({"type":["object",{"hunter2":"bool"}],"value":{}})", kDynamic, JsonForm::kValue},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.json);
    const absl::StatusOr<Value> value = DecodeJson(row.json, row.type, row.form);
    ASSERT_THAT(value, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(value.status().message(), Not(HasSubstr("hunter2")));
  }
  EXPECT_THAT(DecodeJson(R"({"pw":"hunter2"})", object, JsonForm::kStoredState),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "pw: the text is no number: it is not decimal; write it like -12.5 or 1e6"));
}

TEST(JsonTest, ATypeBesideItsValueHasNoOptionalAttributes) {
  const Value object = Value::Object(Type::Object({{"a", kBool, true}}), {B(true)});
  EXPECT_THAT(EncodeJson(object, kDynamic),
              IsOkAndHolds(R"({"value":{"a":true},"type":["object",{"a":"bool"}]})"));
}

TEST(JsonTest, AnUnknownCannotBeWritten) {
  const struct {
    Value value;
    const char* message;
  } kRows[] = {
      {Value::Unknown(kString), "an unknown value cannot be written as JSON"},
      {Value::Object({{"a", Value::List(kString, {S("x"), Value::Unknown(kString)})}}),
       "a[1]: an unknown value cannot be written as JSON"},
      {Value::Map(kString, {{"k", Value::Unknown(kString)}}),
       "[\"…\"]: an unknown value cannot be written as JSON"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(EncodeJson(row.value, row.value.type()),
                StatusIs(absl::StatusCode::kInvalidArgument, row.message));
    EXPECT_THAT(EncodeJson(row.value, kDynamic),
                StatusIs(absl::StatusCode::kInvalidArgument, row.message));
  }
}

TEST(JsonTest, DepthIsBounded) {
  std::string json = "true";
  for (int i = 1; i < kDepthMax; ++i)
    json = absl::StrCat(R"({"type":"dynamic","value":)", json, "}");
  const std::string innermost = R"({"type":"bool","value":true})";
  json.replace(json.find("true"), 4, "null");
  EXPECT_THAT(DecodeJson(json, kDynamic, JsonForm::kValue), IsOkAndHolds(Value()));
  json.replace(json.find("null"), 4, innermost);
  EXPECT_THAT(
      DecodeJson(json, kDynamic, JsonForm::kValue),
      StatusIs(absl::StatusCode::kInvalidArgument, "values are nested deeper than 64 levels"));
}

TEST(JsonDeathTest, AValueOfAnotherTypeStopsTheProgram) {
  EXPECT_DEATH(EncodeJson(S("a"), kBool).status().IgnoreError(), "conforms to");
}

// The attributes that a stored state lacks are values all the same.
TEST(JsonLimitsTest, FewBytesDoNotBecomeManyValues) {
  std::vector<ObjectAttribute> attributes;
  for (int i = 0; i < 1024; ++i) attributes.push_back({absl::StrCat("a", i), Type::Bool(), false});
  const Type type = Type::List(Type::Object(std::move(attributes)));
  const auto objects = [](int count) {
    std::string json = "[{}";
    for (int i = 1; i < count; ++i) json += ",{}";
    return json + "]";
  };
  EXPECT_OK(DecodeJson(objects(4000), type, JsonForm::kStoredState));
  EXPECT_THAT(DecodeJson(objects(4096), type, JsonForm::kStoredState),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("the whole value has more than 4194304 parts")));
}

}  // namespace
}  // namespace tf::codec
