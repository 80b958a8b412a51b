#include "provider/framework/codec/type_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "provider/framework/codec/limits.h"
#include "provider/framework/testing/print_value.h"
#include "tests/support/status_matchers.h"

namespace tf::codec {
namespace {

using ::testing::HasSubstr;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

TEST(TypeJsonTest, TypesAreWrittenAndRead) {
  const Type string = Type::String();
  const struct {
    const char* json;
    Type type;
  } kRows[] = {
      {R"("string")", string},
      {R"("number")", Type::Number()},
      {R"("bool")", Type::Bool()},
      {R"("dynamic")", Type::Dynamic()},
      {R"(["list","string"])", Type::List(string)},
      {R"(["set",["set","number"]])", Type::Set(Type::Set(Type::Number()))},
      {R"(["map","dynamic"])", Type::Map(Type::Dynamic())},
      {R"(["tuple",[]])", Type::Tuple({})},
      {R"(["tuple",["string","number","bool"]])",
       Type::Tuple({string, Type::Number(), Type::Bool()})},
      {R"(["object",{}])", Type::Object({})},
      {R"(["object",{"test":"string"}])", Type::Object({{"test", string}})},
      {R"(["object",{"test":"string"},["test"]])", Type::Object({{"test", string, true}})},
      {R"(["object",{"bar":"number","baz":"bool","foo":"string"},["bar","foo"]])",
       Type::Object({{"foo", string, true}, {"bar", Type::Number(), true}, {"baz", Type::Bool()}})},
      {R"(["object",{"":"bool","A":"bool","_":"bool","a":"bool","é":"bool"}])",
       Type::Object({{"é", Type::Bool()},
                     {"a", Type::Bool()},
                     {"_", Type::Bool()},
                     {"A", Type::Bool()},
                     {"", Type::Bool()}})},
      {R"(["object",{"a\u003cb\"":"bool"}])", Type::Object({{"a<b\"", Type::Bool()}})},
      {R"(["map",["object",{"list":["list",["tuple",["string",["set","bool"]]]]}]])",
       Type::Map(
           Type::Object({{"list", Type::List(Type::Tuple({string, Type::Set(Type::Bool())}))}}))},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.json);
    EXPECT_EQ(EncodeType(row.type), row.json);
    EXPECT_THAT(DecodeType(row.json), IsOkAndHolds(row.type));
  }
}

TEST(TypeJsonTest, TheTypeOfAValueHasNoOptionalAttributes) {
  const Type object = Type::Object({{"a", Type::String(), true}, {"b", Type::Bool()}});
  EXPECT_EQ(EncodeTypeOfValue(Type::List(Type::Object({{"in", object, true}}))),
            R"(["list",["object",{"in":["object",{"a":"string","b":"bool"}]}]])");
}

TEST(TypeJsonTest, BlanksAndOrderDoNotMatter) {
  EXPECT_THAT(
      DecodeType(" [ \"object\" ,\n{ \"b\" : \"bool\" , \"a\":[\"list\",\t\"string\"] } ]\r\n"),
      IsOkAndHolds(Type::Object({{"a", Type::List(Type::String())}, {"b", Type::Bool()}})));
}

TEST(TypeJsonTest, AnythingElseIsRefused) {
  const struct {
    const char* json;
    const char* reason;
  } kRows[] = {
      {"", "the text ends"},
      {"null", "a type is a string or an array, not null"},
      {"{}", "a type is a string or an array, not an object"},
      {R"("strings")", "there is no type of that name"},
      {R"("list")", "there is no type of that name"},
      {R"("string" "string")", "nothing more is expected"},
      {"[]", "the kind of type is missing"},
      {R"([["list"],"string"])", "a string is required"},
      {R"(["list"])", "the parts of the type are missing"},
      {R"(["vector","string"])", "there is no kind of type of that name"},
      {R"(["string","string"])", "there is no kind of type of that name"},
      {R"(["list","string","string"])", "the list has too many parts"},
      {R"(["tuple","string"])", "\"[\" is required"},
      {R"(["tuple",[],[]])", "the tuple has too many parts"},
      {R"(["object",[]])", "\"{\" is required"},
      {R"(["object",{"a":"bool","a":"bool"}])", "an attribute is given twice"},
      {R"(["object",{"a":"bool"},["b"]])", "an optional attribute is not among the attributes"},
      {R"(["object",{"a":"bool"},["a","a"]])", "an optional attribute is given twice"},
      {R"(["object",{"a":"bool"},[],[]])", "an object has at most"},
      {R"(["object",{"a":"bool"},{}])", "\"[\" is required"},
      {R"(["list","string")", "\",\" or \"]\" is required"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(DecodeType(row.json),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(row.reason)))
        << row.json;
  }
}

std::string Nested(int lists) {
  std::string json;
  for (int i = 0; i < lists; ++i) absl::StrAppend(&json, "[\"list\",");
  return absl::StrCat(json, "\"bool\"", std::string(static_cast<size_t>(lists), ']'));
}

TEST(TypeJsonTest, DepthIsBounded) {
  ASSERT_OK_AND_ASSIGN(const Type deepest, DecodeType(Nested(kDepthMax - 1)));
  EXPECT_EQ(deepest.depth(), kDepthMax);
  EXPECT_THAT(DecodeType(Nested(kDepthMax)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("deeper than 64 levels")));
  EXPECT_THAT(DecodeType(std::string(100000, '[')), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(TypeJsonTest, SizeIsBounded) {
  const std::string blanks(kTypeBytesMax - 6, ' ');
  EXPECT_THAT(DecodeType(blanks + "\"bool\""), IsOkAndHolds(Type::Bool()));
  EXPECT_THAT(DecodeType(blanks + " \"bool\""),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("more than 4194304")));
}

}  // namespace
}  // namespace tf::codec
