#include "provider/framework/server/generate_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/lines.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf::server {
namespace {

using schema::Block;
using schema::Body;
using schema::Nesting;
using testing::Attributes;
using testing::Computed;
using testing::Default;
using ::testing::ElementsAre;
using testing::FakeResource;
using ::testing::IsEmpty;
using testing::Lines;
using testing::Literal;
using testing::Nested;
using testing::NewBlock;
using testing::Optional;
using testing::OptionalComputed;
using testing::Required;
using testing::SchemaOf;

schema::Attribute Deprecated(schema::Attribute attribute) {
  attribute.deprecation = "Use another.";
  return attribute;
}

Block Deprecated(Block block) {
  block.deprecation = "Use another.";
  return block;
}

class ResourceThatGenerates final : public FakeResource, public ResourceWithGenerateConfig {
 public:
  using FakeResource::FakeResource;
  void GenerateConfig(const Value& state, Value& config, Diagnostics& diagnostics) const override {
    generate(state, config, diagnostics);
  }

  std::function<void(const Value&, Value&, Diagnostics&)> generate;
};

TEST(GenerateConfigTest, LeavesOutWhatNobodyWouldWrite) {
  const Body body = Attributes(
      {Required("required"), Deprecated(Required("old_required")), Optional("optional"),
       Deprecated(Optional("old")), Computed("computed"), OptionalComputed("either"),
       OptionalComputed("id"), Default("mode", Value::String("auto")),
       Optional("size", Type::Number()), Optional("any", Type()),
       Nested(Optional("group"), Nesting::kList,
              {Required("key"), Computed("number"), OptionalComputed("id"), Optional("note")})});
  const struct {
    const char* name;
    const char* state;
    const char* want;
  } kCases[] = {
      {"everything",
       R"({required = "r", old_required = "o", optional = "a", old = "b", computed = "c",
           either = "e", id = "i", mode = "manual", size = 0, any = "x",
           group = [{key = "k", number = "n", id = "j", note = "o"}]})",
       R"({required = "r", optional = "a", either = "e", mode = "manual",
           size = 0, any = "x", group = [{key = "k", id = "j", note = "o"}]})"},
      {"empty texts",
       R"({required = "", old_required = "", optional = "", either = "", mode = "",
           any = "", group = [{key = "", note = ""}]})",
       R"({required = "", mode = "", group = [{key = ""}]})"},
      {"defaults", R"({required = "r", mode = "auto"})", R"({required = "r"})"},
      {"nothing", "{}", "{}"},
  };
  const FakeResource resource("fake_thing", SchemaOf(body));
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    Diagnostics diagnostics;
    const Value config = GenerateConfig(resource, Literal(body, c.state), diagnostics);
    EXPECT_EQ(config, Literal(body, c.want));
    EXPECT_THAT(Lines(diagnostics), IsEmpty());
  }
}

TEST(GenerateConfigTest, DeprecatedBlocksAreNotWritten) {
  const Body inner = Attributes({Optional("a"), Computed("b")});
  Body body;
  for (const auto& [name, nesting] :
       std::vector<std::pair<std::string, Block::Nesting>>{{"single", Block::Nesting::kSingle},
                                                           {"group", Block::Nesting::kGroup},
                                                           {"list", Block::Nesting::kList},
                                                           {"set", Block::Nesting::kSet},
                                                           {"map", Block::Nesting::kMap}}) {
    body.blocks.push_back(NewBlock(name, nesting, inner));
    body.blocks.push_back(Deprecated(NewBlock("old_" + name, nesting, inner)));
  }
  const FakeResource resource("fake_thing", SchemaOf(body));
  Diagnostics diagnostics;
  EXPECT_EQ(GenerateConfig(resource, Literal(body, R"({
      single = {a = "1", b = "x"}, group = {a = "2", b = "x"}, list = [{a = "3", b = "x"}],
      set = [{a = "4", b = "x"}], map = {k = {a = "5", b = "x"}},
      old_single = {a = "1"}, old_group = {a = "2"}, old_list = [{a = "3"}],
      old_set = [{a = "4"}], old_map = {k = {a = "5"}}})"),
                           diagnostics),
            Literal(body, R"({single = {a = "1"}, group = {a = "2"}, list = [{a = "3"}],
                              set = [{a = "4"}], map = {k = {a = "5"}}})"));
  EXPECT_THAT(Lines(diagnostics), IsEmpty());
}

TEST(GenerateConfigTest, TheResourceHasTheLastWord) {
  const Body body = Attributes({Optional("a"), Optional("b"), Computed("id")});
  ResourceThatGenerates resource("fake_thing", SchemaOf(body));
  const Value state = Literal(body, R"({a = "1", b = "2", id = "3"})");
  resource.generate = [&](const Value& seen, Value& config, Diagnostics& diagnostics) {
    EXPECT_EQ(seen, state);
    EXPECT_EQ(config, Literal(body, R"({a = "1", b = "2"})"));
    config = config.With("b", Value::Null(Type::String()));
    diagnostics.AddWarning(Path::Root("b"), "Left out", "It excludes a.");
  };
  Diagnostics diagnostics;
  EXPECT_EQ(GenerateConfig(resource, state, diagnostics), Literal(body, R"({a = "1"})"));
  EXPECT_THAT(Lines(diagnostics), ElementsAre("warning: b | Left out | It excludes a."));

  resource.generate = [](const Value&, Value& config, Diagnostics&) {
    config = Value::String("x");
  };
  Diagnostics bug;
  EXPECT_EQ(GenerateConfig(resource, state, bug), Value::Null(body.type()));
  EXPECT_THAT(Lines(bug),
              ElementsAre("Object of another type after generating its configuration | The object "
                          "has type \"string\" where the schema has [\"object\",{\"a\":\"string\","
                          "\"b\":\"string\",\"id\":\"string\"}]. This is a bug in the provider."));
}

TEST(GenerateConfigTest, NoObjectHasNoConfiguration) {
  const Body body = Attributes({Optional("a")});
  ResourceThatGenerates resource("fake_thing", SchemaOf(body));
  resource.generate = [](const Value&, Value&, Diagnostics&) { FAIL() << "asked about nothing"; };
  Diagnostics diagnostics;
  const Value none = Value::Null(body.type());
  EXPECT_EQ(GenerateConfig(resource, none, diagnostics), none);
  EXPECT_THAT(Lines(diagnostics), IsEmpty());
}

}  // namespace
}  // namespace tf::server
