#include "tests/protocol/mock_provider/dynamic_definitions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/protocol/mock_provider/schemas.h"
#include "tests/support/status_matchers.h"

namespace mock {
namespace {

using ::testing::HasSubstr;

TEST(DynamicDefinitionsTest, EveryMemberIsTaken) {
  const auto definitions = ParseDefinitions(R"({
    "tfcoremock_a": {
      "attributes": {
        "text": {"type": "string", "optional": true, "computed": true, "sensitive": true,
                 "replace": true, "value": {"string": "made"}},
        "list": {"type": "list", "required": true, "skip_nested_metadata": true,
                 "list": {"type": "object", "object": {"size": {"type": "integer"}}}}
      },
      "blocks": {
        "bag": {"mode": "set", "attributes": {"flag": {"type": "boolean"}},
                "blocks": {"inner": {}}}
      }
    },
    "tfcoremock_b": {}
  })");
  ASSERT_OK(definitions.status());
  ASSERT_EQ(definitions->size(), 2u);
  const Definition& a = definitions->find("tfcoremock_a")->second;
  const AttributeDefinition& text = a.attributes.find("text")->second;
  EXPECT_EQ(text.type, "string");
  EXPECT_TRUE(text.optional && text.computed && text.sensitive && text.replace);
  EXPECT_FALSE(text.required || text.skip_nested_metadata);
  ASSERT_TRUE(text.value.has_value());
  EXPECT_EQ(text.value->string, "made");
  const AttributeDefinition& list = a.attributes.find("list")->second;
  EXPECT_TRUE(list.required && list.skip_nested_metadata);
  ASSERT_NE(list.element(), nullptr);
  EXPECT_EQ(list.element()->object.find("size")->second.type, "integer");
  const BlockDefinition& bag = a.blocks.find("bag")->second;
  EXPECT_EQ(bag.mode, "set");
  EXPECT_EQ(bag.attributes.find("flag")->second.type, "boolean");
  EXPECT_TRUE(bag.blocks.contains("inner"));
}

TEST(DynamicDefinitionsTest, ErrorsNameThePlace) {
  struct Case {
    const char* name;
    const char* json;
    const char* want;
  };
  for (const Case& c : std::vector<Case>{
           {"no JSON", "", "not the expected JSON"},
           {"more behind it", "{} {}", "byte 3"},
           {"no object", R"({"a": []})", "a: "},
           {"unknown member", R"({"a": {"attribute": {}}})",
            "a: attribute: no such member is known here"},
           {"unknown flag", R"({"a": {"attributes": {"x": {"forced": true}}}})",
            "a: attributes: x: forced: no such member is known here"},
           {"type", R"({"a": {"attributes": {"x": {"type": 5}}}})", "a: attributes: x: type: "},
           {"flag", R"({"a": {"attributes": {"x": {"optional": "yes"}}}})",
            "a: attributes: x: optional: "},
           {"value", R"({"a": {"attributes": {"x": {"value": null}}}})",
            "a: attributes: x: value: "},
           {"element", R"({"a": {"attributes": {"x": {"list": {"list": 1}}}}})",
            "a: attributes: x: list: list: "},
           {"block", R"({"a": {"blocks": {"b": {"mode": 1}}}})", "a: blocks: b: mode: "},
       }) {
    SCOPED_TRACE(c.name);
    const absl::Status status = ParseDefinitions(c.json).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(c.want));
  }
}

std::string Nested(int depth) {
  std::string json = R"({"a": {"attributes": {"x": )";
  for (int i = 1; i < depth; ++i) json += R"({"type": "list", "list": )";
  json += R"({"type": "string"})";
  return absl::StrCat(json, std::string(static_cast<size_t>(depth - 1), '}'), "}}}");
}

TEST(DynamicDefinitionsTest, SizeAndDepthAreBounded) {
  EXPECT_OK(ParseDefinitions(Nested(kDefinitionDepthMax)).status());
  EXPECT_THAT(std::string(ParseDefinitions(Nested(kDefinitionDepthMax + 1)).status().message()),
              HasSubstr("nest at most 24 times"));
  EXPECT_EQ(ParseDefinitions(Nested(100000)).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ParseDefinitions(std::string(kDefinitionsBytesMax + 1, ' ')).status(),
            absl::InvalidArgumentError("the file has 16777217 bytes; at most 16777216 are read"));
}

TEST(SchemasTest, ADefinitionThatMakesNoSchemaSaysWhy) {
  struct Case {
    const char* name;
    const char* definition;
    const char* want;
  };
  for (const Case& c : std::vector<Case>{
           {"id", R"("attributes": {"id": {"type": "string"}})",
            "an attribute \"id\" is made by the provider; do not define one"},
           {"no type", R"("attributes": {"x": {"optional": true}})",
            "attribute \"x\": it has no type"},
           {"type", R"("attributes": {"x": {"type": "tuple"}})",
            "attribute \"x\": \"tuple\" is not a type"},
           {"elements", R"("attributes": {"x": {"type": "set", "list": {"type": "string"}}})",
            "attribute \"x\": a set says in \"set\" what its elements are"},
           {"inside", R"("attributes": {"o": {"type": "object", "object": {"x": {}}}})",
            "attribute \"o\": attribute \"x\": it has no type"},
           {"mode", R"("blocks": {"b": {"blocks": {"c": {"mode": "map"}}}})",
            "block \"b\": block \"c\": \"map\" is not a mode: a block is a list or a set"},
       }) {
    SCOPED_TRACE(c.name);
    const auto definitions = ParseDefinitions(absl::StrCat("{\"a\": {", c.definition, "}}"));
    ASSERT_OK(definitions.status());
    const Definition& definition = definitions->find("a")->second;
    const absl::Status want = absl::InvalidArgumentError(c.want);
    EXPECT_EQ(ResourceSchema(definition).status(), want);
    EXPECT_EQ(DataSourceSchema(definition).status(), want);
    EXPECT_EQ(ActionSchema(definition).status(), want);
  }
}

}  // namespace
}  // namespace mock
