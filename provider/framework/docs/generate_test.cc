#include "provider/framework/docs/generate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/schema/plan_modifiers.h"
#include "provider/framework/schema/validators.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/schemas.h"
#include "tests/support/golden.h"

namespace tf::docs {
namespace {

using schema::Attribute;
using schema::Block;
using schema::Nesting;
using schema::Schema;
using testing::Attributes;
using testing::Computed;
using testing::Default;
using ::testing::ElementsAre;
using testing::FakeDataSource;
using testing::FakeProvider;
using testing::FakeResource;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Modified;
using testing::Nested;
using testing::NewBlock;
using ::testing::Not;
using testing::Optional;
using testing::Required;
using testing::SchemaOf;
using testing::Validated;

// What stands in memory for a folder of examples.
Options With(std::map<std::string, std::string> files) {
  return {
      .provider_name = "fake",
      .example = [files = std::move(files)](const std::string& path) -> std::optional<std::string> {
        const auto file = files.find(path);
        return file == files.end() ? std::nullopt : std::optional(file->second);
      }};
}

template <class T>
T Described(T part, const std::string& description) {
  part.description = description;
  return part;
}

template <class T>
T Deprecated(T part, const std::string& what_instead) {
  part.deprecation = what_instead;
  return part;
}

Attribute Sensitive(Attribute attribute) {
  attribute.sensitive = true;
  return attribute;
}

Parameter NewParameter(std::string name, Type type, std::string description = "") {
  return {std::move(name), std::move(type), std::move(description)};
}

FunctionSignature Returning(Type type) {
  FunctionSignature signature;
  signature.result = std::move(type);
  return signature;
}

// Every mark that an attribute can have.
Schema EverythingSchema() {
  const Attribute size = Validated(Validated(Default("size", Value::Int(4)), schema::Between(1, 9)),
                                   schema::FitsModel(nullptr));
  const Attribute kind =
      Modified(Validated(Required("kind"), schema::OneOf({"a_b", "*"})), schema::RequiresReplace());
  const Attribute token = Sensitive(Default("token", Value::String("must not be shown")));
  return Described(
      SchemaOf(Attributes({
          Described(size, "GiB"),
          Described(kind, "What it is.\n\n- `a_b`: one\n- `c`: other"),
          Described(Sensitive(testing::WriteOnly("password")), "Never kept."),
          Described(Deprecated(token, "use `password`"), "A secret."),
          Described(Default("motto", Value::String("a`b")), "For `you`"),
          Described(Default("ports", Value::Map(Type::Object({{"at", Type::Number()},
                                                              {"by", Type::String()}}),
                                                {{"web", Value::Object({
                                                             {"at", Value::Int(80)},
                                                             {"by", Value::Null(Type::String())},
                                                         })}})),
                    "By name."),
          Described(Default("tags", Value::List(Type::String(), {Value::String("a")})), "Tags."),
          Described(Default("none", Value::Null(Type::String())), "Nothing unless given."),
          Described(Modified(Computed("id"), schema::UseStateForUnknown()), "Its id."),
      })),
      "A server with `everything`, see [the manual](https://example.com/).\n\n"
      "In two paragraphs.");
}

// Every way in which parts are nested.
Schema NestedSchema() {
  const Attribute on = Described(Default("on", Value::Bool(true)), "Whether.");
  const Attribute port = Described(Required("port", Type::Number()), "Where.");
  Attribute policy = Nested(testing::OptionalComputed("policy"), Nesting::kSingle, {on});
  policy.default_value = schema::DefaultObject(policy.nested);
  policy.description = "What is allowed.";
  const Type inner = Type::Object({{"name", Type::String()}, {"tags", Type::Set(Type::String())}});
  const Type found = Type::List(Type::Object({{"inner", inner}, {"any", Type::Dynamic()}}));
  const Type pair = Type::Tuple({Type::Bool(), Type::Map(Type::Number())});
  const Block match =
      Described(NewBlock("match", Block::Nesting::kGroup, Attributes({on})), "When.");
  Block rule = NewBlock("rule", Block::Nesting::kList, {{port}, {match}});
  rule.min_items = 1;
  rule.max_items = 3;
  Schema schema;
  schema.body.attributes = {
      Described(Nested(Optional("deep"), Nesting::kMap, {port, policy}), "By name."),
      Described(Nested(Required("list"), Nesting::kList, {port}), "In order."),
      Described(Nested(Optional("set"), Nesting::kSet, {port}), "In any order."),
      Described(Computed("found", found), "What was found."),
      Described(Computed("pair", pair), "Two."),
  };
  schema.body.blocks = {
      Described(Deprecated(rule, "use `list`"), "What to do."),
      Described(NewBlock("timeouts", Block::Nesting::kSingle, Attributes({on})), "How long."),
      Described(NewBlock("report", Block::Nesting::kSet,
                         Attributes({Described(Computed("status"), "How.")})),
                "What came of it."),
      Described(NewBlock("labels", Block::Nesting::kMap, Attributes({on})), "By label."),
  };
  return Described(Deprecated(schema, "use `fake_server`"), "Parts in parts.");
}

std::unique_ptr<Function> NewTestFunction() {
  FunctionSignature signature =
      Returning(Type::Object({{"text", Type::String()}, {"parts", Type::Set(Type::Number())}}));
  signature.summary = "Joins texts.";
  signature.description = "Joins texts, `sep` between them.";
  signature.parameters = {
      NewParameter("sep", Type::String(), "Between two.\n\nMay be long."),
      NewParameter("how", Type::Tuple({Type::Bool(), Type::Dynamic()}), "How"),
  };
  signature.parameters[0].allow_null = true;
  signature.variadic =
      NewParameter("texts", Type::List(Type::Map(Type::String())), "What to join.");
  return NewFunction("join", std::move(signature), nullptr);
}

TEST(GenerateTest, APageForEachPart) {
  FakeProvider provider(Described(
      SchemaOf(Attributes({Described(Optional("url"), "Where it is.")})), "The fake provider."));
  schema::IdentitySchema identity;
  identity.attributes = {
      {.name = "zone", .optional_for_import = true, .description = "Where it is."},
      {.name = "number", .type = Type::Number(), .required_for_import = true, .description = "Its"},
  };
  provider.Add<Resource>(std::make_unique<testing::FakeResourceWithIdentity>(
      "fake_server", EverythingSchema(), identity));
  provider.Add<Resource>(std::make_unique<FakeResource>("fake_old_server", NestedSchema()));
  provider.Add<DataSource>(
      std::make_unique<FakeDataSource>("fake_server", Described(Schema(), "Finds one.")));
  provider.Add<EphemeralResource>(std::make_unique<testing::FakeEphemeralResource>(
      "fake_token", Described(Schema(), "Gives one out.")));
  provider.Add<ListResource>(std::make_unique<testing::FakeListResource>(
      "fake_server", Described(Schema(), "Finds all.")));
  provider.Add<Action>(
      std::make_unique<testing::FakeAction>("fake_reboot", Described(Schema(), "Starts again.")));
  provider.Add<Function>(NewTestFunction());
  Options options = With({
      {"examples/provider/provider.tf", "provider \"fake\" {}\n"},
      {"examples/resources/fake_server/resource.tf", "resource \"fake_server\" \"a\" {\n}\n"},
      {"examples/resources/fake_server/import.sh", "terraform import fake_server.a 1\n"},
      {"examples/resources/fake_server/import-by-string-id.tf", "import {\n  id = \"1\"\n}\n"},
      {"examples/resources/fake_server/import-by-identity.tf", "import {\n  identity = {}\n}\n"},
      {"examples/resources/fake_old_server/resource.tf", "# ```\n"},
      {"examples/data-sources/fake_server/data-source.tf", "data \"fake_server\" \"a\" {}\n"},
      {"examples/ephemeral-resources/fake_token/ephemeral-resource.tf", "# ephemeral\n"},
      {"examples/list-resources/fake_server/list-resource.tfquery.hcl", "# list\n"},
      {"examples/actions/fake_reboot/action.tf", "# action\n"},
      {"examples/functions/join/function.tf", "output \"a\" {}\n"},
  });
  options.guides = {{"guides/security.md", "What is *safe*", {"index.md", "resources/server.md"}}};
  const Documentation documentation = Generate(provider, options);
  EXPECT_THAT(documentation.gaps, IsEmpty());
  std::vector<std::string> paths;
  for (const auto& [path, text] : documentation.pages) paths.push_back(path);
  EXPECT_THAT(paths, ElementsAre("actions/reboot.md", "data-sources/server.md",
                                 "ephemeral-resources/token.md", "functions/join.md", "index.md",
                                 "list-resources/server.md", "resources/old_server.md",
                                 "resources/server.md"));
  for (const auto& [path, text] : documentation.pages) {
    tests::ExpectGolden(absl::StrCat("provider/framework/docs/testdata/", path), text);
  }
}

TEST(GenerateTest, GapsNameWhatAReaderWouldMiss) {
  Schema schema = SchemaOf(
      Attributes({Nested(Optional("outer"), Nesting::kList, {Required("port", Type::Number())})}));
  schema.body.blocks = {NewBlock("rule", Block::Nesting::kList)};
  FunctionSignature signature = Returning(Type::Bool());
  signature.parameters = {NewParameter("a", Type::String())};
  FakeProvider provider;
  schema::IdentitySchema identity;
  identity.attributes = {{.name = "number", .required_for_import = true}};
  provider.Add<Resource>(
      std::make_unique<testing::FakeResourceWithIdentity>("fake_server", schema, identity));
  provider.Add<DataSource>(std::make_unique<FakeDataSource>("fake_server", Schema()));
  provider.Add<Function>(NewFunction("f", std::move(signature), nullptr));
  EXPECT_THAT(Generate(provider, With({})).gaps,
              ElementsAre("there is no examples/provider/provider.tf",
                          "index.md: the schema has no description",
                          "there is no examples/resources/fake_server/resource.tf",
                          "resources/server.md: the schema has no description",
                          "resources/server.md: outer has no description",
                          "resources/server.md: rule has no description",
                          "resources/server.md: outer.port has no description",
                          "there is no examples/resources/fake_server/import.sh",
                          "resources/server.md: number has no description",
                          "there is no examples/data-sources/fake_server/data-source.tf",
                          "data-sources/server.md: the schema has no description",
                          "functions/f.md: the function has no description",
                          "there is no examples/functions/f/function.tf",
                          "functions/f.md: a has no description"));
}

TEST(GenerateTest, AFunctionWithoutArgumentsHasNoSectionForThem) {
  FakeProvider provider;
  provider.Add<Function>(NewFunction("f", Returning(Type::Bool()), nullptr));
  const std::string page = Generate(provider, With({})).pages["functions/f.md"];
  EXPECT_THAT(page, HasSubstr("f() bool\n"));
  EXPECT_THAT(page, Not(HasSubstr("## Arguments")));
}

}  // namespace
}  // namespace tf::docs
