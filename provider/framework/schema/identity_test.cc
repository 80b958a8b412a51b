#include "provider/framework/schema/identity.h"

#include <gtest/gtest.h>

#include <vector>

#include "provider/framework/testing/print_value.h"
#include "tests/support/status_matchers.h"

namespace tf::schema {
namespace {

using ::tests::StatusIs;

IdentityAttribute ForImport(std::string name, Type type = Type::String()) {
  return {.name = std::move(name), .type = std::move(type), .required_for_import = true};
}

IdentitySchema SchemaOf(std::vector<IdentityAttribute> attributes) {
  return {.version = 0, .attributes = std::move(attributes)};
}

TEST(IdentitySchemaTest, TheTypeHasEachAttribute) {
  const IdentitySchema schema =
      SchemaOf({ForImport("id"), ForImport("ports", Type::List(Type::Number()))});
  EXPECT_EQ(schema.type(),
            Type::Object({{"id", Type::String()}, {"ports", Type::List(Type::Number())}}));
}

TEST(CheckIdentityTest, TakesWhatTheClientTakes) {
  IdentitySchema schema = SchemaOf({ForImport("id")});
  EXPECT_OK(CheckIdentity(schema));
  schema.version = 7;
  for (const Type& type : {Type::Number(), Type::Bool(), Type::List(Type::String()),
                           Type::List(Type::Number()), Type::List(Type::Bool())}) {
    schema.attributes.push_back({.name = "a" + std::to_string(schema.attributes.size()),
                                 .type = type,
                                 .optional_for_import = true});
  }
  EXPECT_OK(CheckIdentity(schema));
}

TEST(CheckIdentityTest, NamesTheFirstAttributeThatBreaksARule) {
  IdentitySchema negative = SchemaOf({ForImport("id")});
  negative.version = -1;
  IdentityAttribute both = ForImport("id");
  both.optional_for_import = true;
  const std::string types = "id: must be a string, number or bool, or a list of these";
  const std::string either = "id: must be either required or optional for import";
  const struct {
    const char* name;
    IdentitySchema schema;
    std::string want;
  } kCases[] = {
      {"version", negative, "schema: the version is negative"},
      {"empty", SchemaOf({}), "schema: there are no attributes"},
      {"name", SchemaOf({ForImport("id"), ForImport("Id")}),
       "Id: names are lower-case letters, digits and underscores, and begin with no digit"},
      {"twice", SchemaOf({ForImport("id"), ForImport("id")}), "id: is declared twice"},
      {"neither", SchemaOf({{.name = "id"}}), either},
      {"both", SchemaOf({both}), either},
      {"map", SchemaOf({ForImport("id", Type::Map(Type::String()))}), types},
      {"set", SchemaOf({ForImport("id", Type::Set(Type::String()))}), types},
      {"object", SchemaOf({ForImport("id", Type::Object({{"a", Type::String()}}))}), types},
      {"dynamic", SchemaOf({ForImport("id", Type())}), types},
      {"list of lists", SchemaOf({ForImport("id", Type::List(Type::List(Type::String())))}), types},
      {"list of anything", SchemaOf({ForImport("id", Type::List(Type()))}), types},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(CheckIdentity(c.schema),
                StatusIs(absl::StatusCode::kInvalidArgument, "identity: " + c.want));
  }
}

}  // namespace
}  // namespace tf::schema
