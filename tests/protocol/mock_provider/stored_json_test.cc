#include "tests/protocol/mock_provider/stored_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace mock {
namespace {

StoredValue Text(const std::string& text) { return {.string = text}; }

StoredResource Everything() {
  StoredResource resource = {.resource_type = "tfcoremock_x", .values = {}};
  resource.values["id"] = Text("a<b>\n\"");
  resource.values["flag"] = {.boolean = false};
  resource.values["size"] = {.number = tf::Number::FromInt64(1234567)};
  resource.values["list"] = {.list = StoredList{Text("x"), StoredValue()}};
  resource.values["none"] = {.set = StoredList{}};
  resource.values["map"] = {.map = StoredMap{{"k", {.object = StoredMap{}}}}};
  return resource;
}

constexpr char kIndented[] = R"({
  "resource_type": "tfcoremock_x",
  "values": {
    "flag": {
      "boolean": false
    },
    "id": {
      "string": "a\u003cb\u003e\n\""
    },
    "list": {
      "list": [
        {
          "string": "x"
        },
        {}
      ]
    },
    "map": {
      "map": {
        "k": {
          "object": {}
        }
      }
    },
    "none": {
      "set": []
    },
    "size": {
      "number": "1.234567e+06"
    }
  }
})";

TEST(StoredJsonTest, IsWrittenForPeopleAndOnOneLine) {
  EXPECT_EQ(ToIndentedJson(Everything()), kIndented);
  EXPECT_EQ(ToCompactJson({.resource_type = "", .values = {{"id", Text("a")}}}),
            R"({"resource_type":"","values":{"id":{"string":"a"}}})");
  EXPECT_EQ(ToIndentedJson({}), "{\n  \"resource_type\": \"\",\n  \"values\": {}\n}");
}

TEST(StoredJsonTest, IsReadBack) {
  const auto read = ParseStoredResource(kIndented);
  ASSERT_OK(read.status());
  EXPECT_EQ(*read, Everything());
}

TEST(StoredJsonTest, WhatIsNullOrNotKnownIsPassedOver) {
  const auto read = ParseStoredResource(
      R"({"version": 3, "values": {"id": {"string": "a", "number": null, "tuple": [1]}, "x": null},
          "resource_type": null})");
  ASSERT_OK(read.status());
  EXPECT_EQ(*read, (StoredResource{.resource_type = "",
                                   .values = {{"id", Text("a")}, {"x", StoredValue()}}}));
}

TEST(StoredJsonTest, AnythingElseIsAnError) {
  for (const char* json :
       {"", "[]", "{", R"({"values": []})", R"({"values": {"id": "a"}})",
        R"({"values": {"id": {"string": 5}}})", R"({"values": {"n": {"number": 5}}})",
        R"({"values": {"n": {"number": "five"}}})", R"({"values": {"l": {"list": {}}}})",
        R"({} {})"}) {
    SCOPED_TRACE(json);
    EXPECT_EQ(ParseStoredResource(json).status().code(), absl::StatusCode::kInvalidArgument);
  }
  std::string deep = R"({"values": {"l": )";
  for (int i = 0; i < 100000; ++i) deep += R"({"list": [)";
  EXPECT_EQ(ParseStoredResource(deep).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(StoredJsonTest, TheIdIsAString) {
  EXPECT_EQ(*Everything().Id(), "a<b>\n\"");
  const absl::Status none = absl::InvalidArgumentError("the values have no string \"id\"");
  EXPECT_EQ(StoredResource().Id().status(), none);
  EXPECT_EQ(
      (StoredResource{.resource_type = "", .values = {{"id", {.boolean = true}}}}).Id().status(),
      none);
}

TEST(ShortestTextTest, IsGosShortestForm) {
  struct Case {
    const char* number;
    const char* want;
  };
  for (const Case& c : std::vector<Case>{
           {"0", "0"},
           {"-1", "-1"},
           {"999999", "999999"},
           {"1000000", "1e+06"},
           {"-1234567", "-1.234567e+06"},
           {"123456.75", "123456.75"},
           {"1234567.5", "1.2345675e+06"},
           {"0.1", "0.1"},
           {"0.0001", "0.0001"},
           {"0.00001234", "1.234e-05"},
           {"1e100", "1e+100"},
           {"9223372036854775807", "9.223372036854775807e+18"},
       }) {
    SCOPED_TRACE(c.number);
    const auto number = tf::Number::Parse(c.number);
    ASSERT_OK(number.status());
    EXPECT_EQ(ShortestText(*number), c.want);
  }
}

}  // namespace
}  // namespace mock
