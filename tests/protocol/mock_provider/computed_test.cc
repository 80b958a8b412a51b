#include "tests/protocol/mock_provider/computed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "tests/protocol/mock_provider/dynamic_definitions.h"
#include "tests/protocol/mock_provider/empty_blocks.h"
#include "tests/protocol/mock_provider/stored_json.h"
#include "tests/support/status_matchers.h"

namespace mock {
namespace {

Definition Parse(absl::string_view attributes, absl::string_view blocks = "") {
  const auto definitions = ParseDefinitions(
      absl::StrCat(R"({"a": {"attributes": {)", attributes, R"(}, "blocks": {)", blocks, "}}}"));
  EXPECT_OK(definitions.status());
  return definitions.ok() ? definitions->find("a")->second : Definition();
}

StoredMap Values(absl::string_view json) {
  const auto resource = ParseStoredResource(absl::StrCat(R"({"values": {)", json, "}}"));
  EXPECT_OK(resource.status());
  return resource.ok() ? resource->values : StoredMap();
}

constexpr char kSize[] =
    R"("size": {"type": "integer", "computed": true, "value": {"number": "7"}})";

struct Case {
  const char* name;
  std::string attributes;
  const char* values;
  const char* want;
};

TEST(AddComputedTest, FillsInWhatIsMissing) {
  const std::string object = absl::StrCat(R"({"type": "object", "object": {)", kSize, "}");
  for (const Case& c : std::vector<Case>{
           {"missing", kSize, "", R"("size": {"number": "7"})"},
           {"there", kSize, R"("size": {"number": "1"})", R"("size": {"number": "1"})"},
           {"no value", R"("x": {"type": "string", "computed": true})", "", ""},
           {"in an object", absl::StrCat(R"("o": )", object, "}"), R"("o": {"object": {}})",
            R"("o": {"object": {"size": {"number": "7"}}})"},
           {"in no object", absl::StrCat(R"("o": )", object, "}"), "", ""},
           {"in a list", absl::StrCat(R"("l": {"type": "list", "list": )", object, "}}"),
            R"("l": {"list": [{"object": {}}, {"object": {"size": {"number": "1"}}}]})",
            R"("l": {"list": [{"object": {"size": {"number": "7"}}},
                             {"object": {"size": {"number": "1"}}}]})"},
           {"in a set", absl::StrCat(R"("s": {"type": "set", "set": )", object, "}}"),
            R"("s": {"set": [{"object": {}}]})",
            R"("s": {"set": [{"object": {"size": {"number": "7"}}}]})"},
           {"in a map", absl::StrCat(R"("m": {"type": "map", "map": )", object, "}}"),
            R"("m": {"map": {"k": {"object": {}}}})",
            R"("m": {"map": {"k": {"object": {"size": {"number": "7"}}}}})"},
           {"in what it fills in",
            absl::StrCat(R"("o": )", object, R"(, "computed": true, "value": {"object": {}}})"), "",
            R"("o": {"object": {"size": {"number": "7"}}})"},
       }) {
    SCOPED_TRACE(c.name);
    StoredMap values = Values(c.values);
    EXPECT_OK(AddComputed(Parse(c.attributes), values));
    EXPECT_EQ(values, Values(c.want));
  }
}

TEST(AddComputedTest, FillsInBlocks) {
  const Definition definition = Parse(
      "", absl::StrCat(R"("l": {"attributes": {)", kSize,
                       R"(}, "blocks": {"s": {"mode": "set", "attributes": {)", kSize, "}}}}"));
  StoredMap values = Values(R"("l": {"list": [{"object": {"s": {"set": [{"object": {}}]}}}]})");
  EXPECT_OK(AddComputed(definition, values));
  EXPECT_EQ(values, Values(R"("l": {"list": [{"object": {"size": {"number": "7"},
                               "s": {"set": [{"object": {"size": {"number": "7"}}}]}}}]})"));
  StoredMap none;
  EXPECT_OK(AddComputed(definition, none));
  EXPECT_EQ(none, StoredMap());
}

TEST(AddComputedTest, DefinitionsThatCannotBeFulfilledAreErrors) {
  StoredMap values;
  EXPECT_EQ(AddComputed(Parse(R"("x": {"type": "string", "value": {"string": "a"}})"), values),
            absl::InvalidArgumentError("attribute \"x\" has a value in the dynamic resources file, "
                                       "but is not computed there"));
  for (const char* type :
       {R"("list", "list": {"type": "string"})", R"("set", "set": {"type": "string"})",
        R"("map", "map": {"type": "string"})", R"("object", "object": {})"}) {
    SCOPED_TRACE(type);
    StoredMap none;
    const absl::Status status = AddComputed(
        Parse(absl::StrCat(R"("x": {"computed": true, "value": {"string": "a"}, "type": )", type,
                           "}")),
        none);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()),
                ::testing::StartsWith("attribute \"x\": the value defined for it is not of type "));
  }
}

TEST(DropEmptyBlocksTest, KeepsWhatSomebodyWrote) {
  const Definition definition =
      Parse(R"("l": {"type": "list", "list": {"type": "string"}})",
            R"("b": {"blocks": {"inner": {"mode": "set"}}}, "s": {"mode": "set"})");
  StoredMap values = Values(R"("l": {"list": []}, "s": {"set": []},
                               "b": {"list": [{"object": {"inner": {"set": []}}}]})");
  DropEmptyBlocks(definition.blocks, values);
  EXPECT_EQ(values, Values(R"("l": {"list": []}, "b": {"list": [{"object": {}}]})"));
}

}  // namespace
}  // namespace mock
