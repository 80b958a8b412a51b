#include "provider/framework/server/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/schema/model.h"
#include "provider/framework/testing/fake_provider.h"
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
using ::testing::ElementsAre;
using testing::FakeFullResource;
using testing::FakeResource;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Literal;
using testing::Nested;
using testing::NewBlock;
using ::testing::Not;
using testing::Optional;
using testing::Required;
using testing::SchemaOf;
using testing::Validated;
using testing::WriteOnly;

// Complains about whatever it is asked about.
schema::Validator Complain() {
  return {"is never right", [](const schema::ValidateRequest& request, Diagnostics& diagnostics) {
            diagnostics.AddError(request.path, "Wrong", request.config.ToString());
          }};
}

// "E path | summary | detail", W for a warning.
std::vector<std::string> Lines(const Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    lines.push_back(absl::StrCat(diagnostic.severity == Diagnostic::Severity::kError ? "E " : "W ",
                                 diagnostic.path.ToString(), " | ", diagnostic.summary, " | ",
                                 diagnostic.detail));
  }
  return lines;
}

struct Disk {
  Attr<int64_t> size;
};

struct Server {
  Attr<int64_t> size;
  Attr<std::set<int64_t>> ports;
  Attr<std::map<std::string, std::vector<bool>>> flags;
  Attr<Disk> root;
  Attr<std::vector<Disk>> disks;
  Attr<std::map<std::string, Disk>> by_name;
};

schema::Fields<Server> ServerFields() {
  using schema::Field;
  const schema::Fields<Disk> disk = {Field("size", &Disk::size).Optional()};
  return {Field("size", &Server::size).Optional(),
          Field("ports", &Server::ports).Optional(),
          Field("flags", &Server::flags).Optional(),
          Field("root", &Server::root, disk).Optional(),
          Field("disks", &Server::disks, disk).Optional(),
          Field("by_name", &Server::by_name, disk).Optional()};
}

TEST(ValidateTest, WhatAModelCannotHoldIsAnErrorOfItsAttribute) {
  const schema::Schema schema = SchemaOf(Attributes(ServerFields().attributes()));
  const struct {
    const char* config;
    const char* line;
  } kCases[] = {
      {"{size = 1.5}",
       "E size | Invalid value in size | 1.5 is not a whole number of at most 64 bits."},
      {"{ports = [0.5]}",
       "E ports | Invalid value in ports | 0.5 is not a whole number of at most 64 bits."},
      {"{flags = {a = null}}",
       "E flags[\"a\"] | Invalid value in flags[\"a\"] | null cannot be an element here."},
      {"{root = {size = 0.5}}",
       "E root.size | Invalid value in root.size | 0.5 is not a whole number of at most 64 bits."},
      {"{disks = [{}, null]}",
       "E disks[1] | Invalid value in disks[1] | null cannot be an element here."},
      {"{disks = [{}, {size = 0.5}]}",
       "E disks[1].size | Invalid value in disks[1].size | 0.5 is not a whole number of at most 64 "
       "bits."},
      {"{by_name = {a = null}}",
       "E by_name[\"a\"] | Invalid value in by_name[\"a\"] | null cannot be an element here."},
      {"{by_name = {a = {size = 0.5}}}",
       "E by_name[\"a\"].size | Invalid value in by_name[\"a\"].size | 0.5 is not a whole number "
       "of at most 64 bits."},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.config);
    Diagnostics diagnostics;
    ValidateConfig(schema, {}, Literal(schema.body.type(), c.config), diagnostics);
    EXPECT_THAT(Lines(diagnostics), ElementsAre(c.line));
  }
  for (const char* fine :
       {"{size = 1, ports = [1], disks = [{}]}", "{ports = [0.5, unknown]}", "{disks = unknown}"}) {
    SCOPED_TRACE(fine);
    Diagnostics diagnostics;
    ValidateConfig(schema, {}, Literal(schema.body.type(), fine), diagnostics);
    EXPECT_THAT(Lines(diagnostics), IsEmpty());
  }
}

// Says how secret what it is asked about is.
schema::Validator TellSecrecy() {
  return {"", [](const schema::ValidateRequest& request, Diagnostics& diagnostics) {
            constexpr const char* kNames[] = {"none", "inside", "whole"};
            diagnostics.AddError(request.path, kNames[static_cast<size_t>(request.secrecy)], "");
          }};
}

TEST(ValidateTest, ValidatorsKnowWhatIsSecret) {
  using N = Block::Nesting;
  const auto told = [](schema::Attribute attribute) { return Validated(attribute, TellSecrecy()); };
  const auto sensitive = [](schema::Attribute attribute) {
    attribute.sensitive = true;
    return attribute;
  };
  const std::vector<schema::Attribute> plain = {told(Optional("a"))};
  const std::vector<schema::Attribute> mixed = {told(sensitive(Optional("pw"))),
                                                told(Optional("a"))};
  Body in_block = Attributes(mixed);
  in_block.validators = {TellSecrecy()};
  Body no_secret = Attributes(plain);
  no_secret.validators = {TellSecrecy()};
  const Body body = {
      .attributes = {told(Optional("a")), told(sensitive(Optional("s"))), told(WriteOnly("w")),
                     told(Nested(sensitive(Optional("outer")), Nesting::kSingle,
                                 {told(Nested(Optional("map"), Nesting::kMap, plain))})),
                     told(Nested(Optional("mixed"), Nesting::kMap, mixed)),
                     told(Nested(Optional("plain"), Nesting::kMap, plain)),
                     told(Nested(sensitive(Optional("set")), Nesting::kSet, plain))},
      .blocks = {NewBlock("block", N::kMap, in_block), NewBlock("open", N::kList, no_secret)}};
  const struct {
    const char* config;
    std::vector<std::string> want;
  } kCases[] = {
      {R"({a = "x"})", {"E a | none | "}},
      {R"({s = "x"})", {"E s | whole | "}},
      {R"({w = "x"})", {"E w | whole | "}},
      {R"({outer = {map = {hunter2 = {a = "x"}}}})",
       {"E outer | whole | ", "E outer.map | whole | ", "E outer.map | whole | "}},
      {R"({mixed = {k = {pw = "x", a = "y"}}})",
       {"E mixed | inside | ", "E mixed[\"k\"].pw | whole | ", "E mixed[\"k\"].a | none | "}},
      {R"({plain = {k = {a = "y"}}})", {"E plain | none | ", "E plain[\"k\"].a | none | "}},
      {R"({set = [{a = "y"}]})", {"E set | whole | ", "E set | whole | "}},
      {R"({block = {k = {pw = "x"}}})",
       {"E block[\"k\"].pw | whole | ", "E block[\"k\"] | inside | "}},
      {R"({open = [{a = "x"}]})", {"E open[0].a | none | ", "E open[0] | none | "}},
  };
  ClientCapabilities client;
  client.write_only_attributes_allowed = true;
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.config);
    Diagnostics diagnostics;
    ValidateConfig(SchemaOf(body), client, Literal(body, c.config), diagnostics);
    EXPECT_EQ(Lines(diagnostics), c.want);
  }
}

TEST(ValidateTest, WhatAModelCannotHoldIsNotShownWhereItIsSecret) {
  std::vector<schema::Attribute> attributes = ServerFields().attributes();
  for (schema::Attribute& attribute : attributes) attribute.sensitive = true;
  const Body body = Attributes(attributes);
  for (const char* config :
       {"{size = 4242.5}", "{ports = [4242.5]}", "{flags = {hunter2 = [null]}}",
        "{root = {size = 4242.5}}", "{disks = [{size = 4242.5}]}",
        "{by_name = {hunter2 = {size = 4242.5}}}", "{by_name = {hunter2 = null}}"}) {
    SCOPED_TRACE(config);
    Diagnostics diagnostics;
    ValidateConfig(SchemaOf(body), {}, Literal(body, config), diagnostics);
    ASSERT_THAT(Lines(diagnostics), ElementsAre(HasSubstr("| (sensitive value) must ")));
    EXPECT_THAT(Lines(diagnostics), ElementsAre(Not(HasSubstr("4242"))));
    EXPECT_THAT(Lines(diagnostics), ElementsAre(Not(HasSubstr("hunter2"))));
  }
}

TEST(ValidateTest, ValidatorsSeeKnownConfiguredValuesOnly) {
  using N = Block::Nesting;
  const std::vector<schema::Attribute> inner = {Validated(Optional("a"), Complain())};
  const Body body = {
      .attributes = {Validated(Validated(Optional("a"), Complain()), Complain()),
                     Validated(Optional("tags", Type::List(Type::String())), Complain()),
                     Validated(Nested(Optional("single"), Nesting::kSingle, inner), Complain()),
                     Nested(Optional("list"), Nesting::kList, inner),
                     Nested(Optional("map"), Nesting::kMap, inner),
                     Nested(Optional("set"), Nesting::kSet, inner)},
      .blocks = {NewBlock("block", N::kList, Attributes(inner)),
                 NewBlock("blocks", N::kSet, Attributes(inner))}};
  const struct {
    const char* name;
    const char* config;
    std::vector<std::string> want;
  } kCases[] = {
      {"nothing", "{}", {}},
      {"each validator", R"({a = "x"})", {"E a | Wrong | \"x\"", "E a | Wrong | \"x\""}},
      {"unknown", "{a = unknown, tags = unknown, single = unknown, list = unknown}", {}},
      {"partly unknown", "{tags = [unknown]}", {"E tags | Wrong | [unknown]"}},
      {"an object, then what is in it",
       R"({single = {a = "x"}})",
       {"E single | Wrong | {a = \"x\"}", "E single.a | Wrong | \"x\""}},
      {"in a list", R"({list = [{}, unknown, {a = "x"}]})", {"E list[2].a | Wrong | \"x\""}},
      {"in a map", R"({map = {"k l" = {a = "x"}}})", {"E map[\"k l\"].a | Wrong | \"x\""}},
      {"in a set", R"({set = [{a = "x"}, {a = unknown}]})", {"E set | Wrong | \"x\""}},
      {"in a block", R"({block = [{a = "x"}]})", {"E block[0].a | Wrong | \"x\""}},
      {"in a set of blocks", R"({blocks = [{a = "x"}]})", {"E blocks | Wrong | \"x\""}},
      {"unknown blocks", "{block = unknown, blocks = unknown}", {}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    Diagnostics diagnostics;
    ValidateConfig(SchemaOf(body), ClientCapabilities(), Literal(body, c.config), diagnostics);
    EXPECT_EQ(Lines(diagnostics), c.want);
  }
}

TEST(ValidateTest, WhatIsRequiredHasAValueAndWhatIsReadOnlyHasNone) {
  const std::vector<schema::Attribute> members = {Required("must"), Computed("made")};
  Body body = Attributes({Required("any", Type::Dynamic()), Required("name"), Computed("id"),
                          Nested(Optional("disks"), Nesting::kList, members)});
  body.blocks = {NewBlock("rules", Block::Nesting::kSet, Attributes(members))};
  const schema::Schema schema = SchemaOf(body);
  const auto lines = [&](const std::string& config) {
    Diagnostics diagnostics;
    ValidateConfig(schema, {}, Literal(schema.type(), config), diagnostics);
    std::vector<std::string> paths;
    for (const Diagnostic& diagnostic : diagnostics.list()) {
      paths.push_back(absl::StrCat(diagnostic.path.ToString(), ": ", diagnostic.summary));
    }
    return paths;
  };
  EXPECT_THAT(lines(R"({any = 1, name = "a", disks = [{must = "b"}], rules = [{must = "c"}]})"),
              IsEmpty());
  EXPECT_THAT(lines("{any = unknown, name = unknown, disks = unknown, rules = unknown}"),
              IsEmpty());
  EXPECT_THAT(lines("{rules = []}"),
              ElementsAre("any: Missing Configuration for Required Attribute",
                          "name: Missing Configuration for Required Attribute"));
  EXPECT_THAT(lines(R"({any = 1, name = "a", id = "x", disks = [{}, {must = "b", made = "y"}],
                        rules = [{made = unknown}]})"),
              ElementsAre("id: Invalid Configuration for Read-Only Attribute",
                          "disks[0].must: Missing Configuration for Required Attribute",
                          "disks[1].made: Invalid Configuration for Read-Only Attribute",
                          "rules: Missing Configuration for Required Attribute",
                          "rules: Invalid Configuration for Read-Only Attribute"));
}

TEST(ValidateTest, ValidatorsOfABlockSeeItWhereOneIsWritten) {
  using N = Block::Nesting;
  Body body;
  body.blocks = {NewBlock("list", N::kList, Attributes({Optional("a")})),
                 NewBlock("single", N::kSingle, Attributes({Optional("a")})),
                 NewBlock("outer", N::kList)};
  body.blocks[0].validators = body.blocks[1].validators = {Complain()};
  body.blocks[2].body.blocks = {NewBlock("map", N::kMap, Attributes({Optional("a")}))};
  body.blocks[2].body.blocks[0].validators = {Complain()};
  const struct {
    const char* name;
    const char* config;
    std::vector<std::string> want;
  } kCases[] = {
      {"none", "{outer = [{}]}", {}},
      {"unknown", "{list = unknown, single = unknown}", {}},
      {"a list", "{list = [{}]}", {"E list | Wrong | [{a = null}]"}},
      {"one", "{single = {}}", {"E single | Wrong | {a = null}"}},
      {"deeper",
       "{outer = [{map = {k = {}}}]}",
       {R"(E outer[0].map | Wrong | {"k" = {a = null}})"}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    Diagnostics diagnostics;
    ValidateConfig(SchemaOf(body), ClientCapabilities(), Literal(body, c.config), diagnostics);
    EXPECT_EQ(Lines(diagnostics), c.want);
  }
}

TEST(ValidateTest, DeprecatedAttributesWarnWhereTheyAreSet) {
  const auto deprecated = [](schema::Attribute attribute) {
    attribute.deprecation = "Use b.";
    return attribute;
  };
  const Body body =
      Attributes({deprecated(Optional("a")), Optional("b"), deprecated(Computed("c")),
                  Nested(Optional("list"), Nesting::kList, {deprecated(Optional("a"))})});
  const auto lines = [&](const char* config) {
    Diagnostics diagnostics;
    ValidateConfig(SchemaOf(body), ClientCapabilities(), Literal(body, config), diagnostics);
    EXPECT_FALSE(diagnostics.HasError());
    return Lines(diagnostics);
  };
  EXPECT_THAT(lines(R"({b = "x", list = [{}]})"), IsEmpty());
  EXPECT_THAT(lines(R"({a = "x"})"), ElementsAre("W a | a is deprecated | Use b."));
  EXPECT_THAT(lines("{a = unknown}"), IsEmpty());
  EXPECT_THAT(lines(R"({list = [{a = "x"}]})"),
              ElementsAre("W list[0].a | list[0].a is deprecated | Use b."));
}

TEST(ValidateTest, DeprecatedBlocksWarnWhereTheyAreWritten) {
  using N = Block::Nesting;
  const auto deprecated = [](Block block) {
    block.deprecation = "Use b.";
    return block;
  };
  const Body inner = Attributes({Optional("x")});
  const Body outer = {.attributes = {}, .blocks = {deprecated(NewBlock("in", N::kList, inner))}};
  const Body body = {
      .attributes = {},
      .blocks = {deprecated(NewBlock("single", N::kSingle, inner)),
                 deprecated(NewBlock("group", N::kGroup, inner)),
                 deprecated(NewBlock("list", N::kList, inner)),
                 deprecated(NewBlock("set", N::kSet, inner)),
                 deprecated(NewBlock("map", N::kMap, inner)), NewBlock("outer", N::kList, outer)}};
  const auto lines = [&](const char* config) {
    Diagnostics diagnostics;
    ValidateConfig(SchemaOf(body), ClientCapabilities(), Literal(body, config), diagnostics);
    EXPECT_FALSE(diagnostics.HasError());
    return Lines(diagnostics);
  };
  EXPECT_THAT(lines("{}"), IsEmpty());
  EXPECT_THAT(lines("{list = unknown, set = unknown, outer = [{}]}"), IsEmpty());
  EXPECT_THAT(lines("{single = {}}"), ElementsAre("W single | single is deprecated | Use b."));
  EXPECT_THAT(lines(R"({group = {x = "1"}})"),
              ElementsAre("W group | group is deprecated | Use b."));
  EXPECT_THAT(lines("{list = [{}, {}]}"), ElementsAre("W list | list is deprecated | Use b."));
  EXPECT_THAT(
      lines("{set = [{}], map = {k = {}}}"),
      ElementsAre("W set | set is deprecated | Use b.", "W map | map is deprecated | Use b."));
  EXPECT_THAT(lines("{outer = [{}, {in = [{}]}]}"),
              ElementsAre("W outer[1].in | outer[1].in is deprecated | Use b."));
}

TEST(ValidateTest, ADeprecatedPartWarnsWhereverItIsUsed) {
  schema::Schema schema = SchemaOf(Attributes({Optional("a")}));
  schema.deprecation = "Use fake_other.";
  Diagnostics diagnostics;
  ValidateConfig(schema, {}, Literal(schema.body, "{}"), diagnostics);
  EXPECT_THAT(Lines(diagnostics), ElementsAre("W  | Deprecated | Use fake_other."));
}

TEST(ValidateTest, WriteOnlyAttributesNeedAClientThatKnowsThem) {
  const Body body = Attributes({WriteOnly("password")});
  const auto lines = [&](const char* config, bool allowed) {
    ClientCapabilities client;
    client.write_only_attributes_allowed = allowed;
    Diagnostics diagnostics;
    ValidateConfig(SchemaOf(body), client, Literal(body, config), diagnostics);
    return Lines(diagnostics);
  };
  const std::string refused =
      "E password | Write-only attribute not supported by this client | password is write-only, "
      "which Terraform 1.11 or later can set.";
  EXPECT_THAT(lines(R"({password = "p"})", true), IsEmpty());
  EXPECT_THAT(lines("{}", false), IsEmpty());
  EXPECT_THAT(lines(R"({password = "p"})", false), ElementsAre(refused));
  EXPECT_THAT(lines("{password = unknown}", false), ElementsAre(refused));
}

TEST(ValidateTest, TheResourcesOwnRulesComeAfterThoseOfAttributes) {
  const Body body =
      Attributes({Validated(Optional("a"), Complain()), Optional("b"), WriteOnly("w")});
  FakeFullResource resource("fake_thing", SchemaOf(body));
  Operation operation;
  operation.client.write_only_attributes_allowed = true;
  resource.validate = [&](const ValidateRequest& request, Diagnostics& diagnostics) {
    EXPECT_EQ(&request.operation, &operation);
    diagnostics.AddError(Path::Root("b"), "Not that", request.config.ToString());
  };
  const auto lines = [&](const Resource& part, const char* config) {
    Diagnostics diagnostics;
    ValidatePart(part, operation, Literal(body, config), diagnostics);
    return Lines(diagnostics);
  };
  EXPECT_THAT(lines(resource, R"({b = unknown, w = "s"})"),
              ElementsAre("E b | Not that | {a = null, b = unknown, w = \"s\"}"));
  EXPECT_THAT(lines(resource, R"({a = "x", b = "y"})"), ElementsAre("E a | Wrong | \"x\""));
  const FakeResource simple("fake_thing", SchemaOf(body));
  EXPECT_THAT(lines(simple, R"({b = "y"})"), IsEmpty());
  EXPECT_THAT(lines(simple, R"({a = "x"})"), ElementsAre("E a | Wrong | \"x\""));
}

TEST(ValidateTest, RulesOfABodySeeItsObjects) {
  const auto rules = [](Body body) {
    body.validators = {Complain()};
    return body;
  };
  const Body deep = rules(Attributes({Optional("x")}));
  const Body outer = {
      .attributes = {Optional("a")},
      .blocks = {NewBlock("list", Block::Nesting::kList,
                          {.attributes = {Optional("y")},
                           .blocks = {NewBlock("deep", Block::Nesting::kSingle, deep)}}),
                 NewBlock("map", Block::Nesting::kMap, deep),
                 NewBlock("set", Block::Nesting::kSet, deep)}};
  const Body body = rules(outer);
  const auto lines = [&](const char* config) {
    Diagnostics diagnostics;
    ValidateConfig(SchemaOf(body), {}, Literal(body, config), diagnostics);
    return Lines(diagnostics);
  };
  EXPECT_THAT(lines("{}"),
              ElementsAre("E  | Wrong | {a = null, list = null, map = null, set = null}"));
  const std::vector<std::string> found =
      lines(R"({list = [{}, {deep = {x = unknown}}], map = {m = {}}, set = [{x = "s"}]})");
  ASSERT_EQ(found.size(), 4u);
  EXPECT_EQ(found[1], "E list[1].deep | Wrong | {x = unknown}");
  EXPECT_EQ(found[2], "E map[\"m\"] | Wrong | {x = null}");
  EXPECT_EQ(found[3], "E set | Wrong | {x = \"s\"}");
  EXPECT_THAT(lines("{list = unknown, map = unknown, set = unknown}").size(), 1u);
}

}  // namespace
}  // namespace tf::server
