// What the client is told, to the last field: a field that is left out is a schema that means
// something else, and no other test would see it.
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "provider/framework/function.h"
#include "provider/framework/testing/schemas.h"
#include "provider/framework/tfplugin6/wire.h"
#include "tests/support/golden.h"

namespace tf::tfplugin6 {
namespace {

using schema::Block;
using testing::Computed;
using testing::Nested;
using testing::NewBlock;
using testing::Optional;
using testing::Required;

constexpr char kTestdata[] = "provider/framework/tfplugin6/testdata/";

template <class Message>
void ExpectMessage(const std::string& file, const Message& message) {
  std::string text;
  ASSERT_TRUE(google::protobuf::TextFormat::PrintToString(message, &text));
  tests::ExpectGolden(kTestdata + file, text);
}

template <class Part>
Part Told(Part part, const std::string& about) {
  part.description = about + ".";
  part.deprecation = "No " + about + ".";
  return part;
}

schema::Attribute Sensitive(schema::Attribute attribute) {
  attribute.sensitive = true;
  return attribute;
}

Block Limited(Block block, int64_t min_items, int64_t max_items) {
  block.min_items = min_items;
  block.max_items = max_items;
  return block;
}

schema::Schema EverySchema() {
  using N = schema::Nesting;
  const std::vector<schema::Attribute> inner = {Told(Optional("word"), "a word")};
  const schema::Body body = testing::Attributes({Computed("word")});
  Block computed = NewBlock("computed", Block::Nesting::kList, body);
  computed.computed = true;
  schema::Schema schema;
  schema.version = 4;
  schema.body = {
      .attributes = {Told(Required("name"), "the name"), Sensitive(Optional("key")),
                     Computed("id", Type::Number()), testing::WriteOnly("password"),
                     testing::OptionalComputed("ports", Type::Set(Type::Number())),
                     Nested(Optional("single"), N::kSingle, inner),
                     Nested(Required("list"), N::kList, inner),
                     Nested(Optional("set"), N::kSet, inner),
                     Nested(Computed("map"), N::kMap, inner)},
      .blocks = {Limited(NewBlock("one", Block::Nesting::kSingle, body), 1, 1),
                 NewBlock("group", Block::Nesting::kGroup, body),
                 Told(Limited(NewBlock("rules", Block::Nesting::kList, body), 2, 5), "the rules"),
                 Limited(NewBlock("set", Block::Nesting::kSet, body), 0, 3),
                 NewBlock("map", Block::Nesting::kMap, body), std::move(computed)}};
  return Told(std::move(schema), "the thing");
}

TEST(EncodeTest, ASchema) {
  pb::Schema message;
  Encode(EverySchema(), message);
  ExpectMessage("schema.textproto", message);
}

TEST(EncodeTest, AnIdentitySchema) {
  pb::ResourceIdentitySchema message;
  Encode(
      schema::IdentitySchema{
          .version = 2,
          .attributes = {{.name = "id", .required_for_import = true, .description = "The id."},
                         {.name = "zones",
                          .type = Type::List(Type::String()),
                          .optional_for_import = true}}},
      message);
  ExpectMessage("identity_schema.textproto", message);
}

TEST(EncodeTest, AFunctionsSignature) {
  FunctionSignature signature;
  signature.parameters = {{"plain", Type::String(), "A text."}, {"open", Type(), ""}};
  signature.parameters[1].allow_null = true;
  signature.parameters[1].allow_unknown = true;
  signature.variadic = Parameter{"rest", Type::List(Type::Number()), "Numbers."};
  signature.result = Type::Bool();
  signature.summary = "Compares.";
  signature.description = "Compares all.";
  signature.deprecation = "Use ==.";
  pb::Function message;
  Encode(signature, message);
  ExpectMessage("function.textproto", message);
}

TEST(EncodeTest, DiagnosticsWithTheirPaths) {
  Diagnostics diagnostics;
  diagnostics.AddError("Everywhere", "Nothing is right.");
  diagnostics.AddWarning(Path::Root("disks").Index(2).Attribute("labels").Key("a.b"), "There",
                         "One is odd.");
  pb::GetProviderSchema::Response response;
  Encode(diagnostics, *response.mutable_diagnostics());
  ExpectMessage("diagnostics.textproto", response);
}

}  // namespace
}  // namespace tf::tfplugin6
