#include "provider/framework/server/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/schema/plan_modifiers.h"
#include "provider/framework/testing/change_rules.h"
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
using schema::RequiresReplace;
using schema::UseNonNullStateForUnknown;
using testing::Attributes;
using testing::CaseBlind;
using testing::CheckPlan;
using testing::CheckWriteOnly;
using testing::Computed;
using testing::Default;
using ::testing::ElementsAre;
using testing::FakeFullResource;
using testing::FakeResource;
using ::testing::IsEmpty;
using testing::Lines;
using testing::Literal;
using testing::Modified;
using testing::Nested;
using testing::NewBlock;
using testing::Optional;
using testing::OptionalComputed;
using testing::Required;
using testing::SchemaOf;
using testing::WriteOnly;

// "null" stands for no object.
Value Object(const Body& body, const char* text) {
  return std::string(text) == "null" ? Value::Null(body.type()) : Literal(body, text);
}

PlanResponse PlanOf(const Resource& resource, const Value& config, const Value& prior) {
  const Operation operation;
  PlanChangeRequest request = {
      operation,
      config,
      prior,
      testing::ProposedNewState(resource.schema().body, {.prior = prior, .config = config}),
      {}};
  request.prior_private.Set("generation", "7");
  PlanResult response;
  PlanChange(resource, request, response);
  return response;
}

struct Case {
  const char* name;
  const char* config;
  const char* prior;
  const char* want;
  std::vector<std::string> replace = {};
};

// Plans each case, compares the whole plan, and has core's rules look at it.
void ExpectPlans(const Body& body, const std::vector<Case>& cases) {
  ASSERT_EQ(CheckSchema(SchemaOf(body), schema::SchemaOwner::kResource), absl::OkStatus());
  const FakeResource resource("fake_thing", SchemaOf(body));
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    const Value config = Object(body, c.config);
    const Value prior = Object(body, c.prior);
    const PlanResponse response = PlanOf(resource, config, prior);
    EXPECT_EQ(response.plan, Object(body, c.want));
    std::vector<std::string> replace;
    for (const Path& path : response.requires_replace) replace.push_back(path.ToString());
    EXPECT_EQ(replace, c.replace);
    EXPECT_THAT(response.diagnostics.list(), IsEmpty());
    EXPECT_THAT(CheckPlan(body, {.prior = prior, .config = config, .planned = response.plan}),
                IsEmpty());
    EXPECT_THAT(CheckWriteOnly(body, response.plan), IsEmpty());
  }
}

TEST(PlanTest, DefaultsStandForWhatIsNotConfigured) {
  ExpectPlans(
      Attributes({Required("name"), Default("mode", Value::String("auto")),
                  Default("size", Value::Int(8))}),
      {
          {"create", R"({name = "a"})", "null", R"({name = "a", mode = "auto", size = 8})"},
          {"configured", R"({name = "a", mode = "", size = 0})", "null",
           R"({name = "a", mode = "", size = 0})"},
          {"configured, not known yet", R"({name = "a", mode = unknown})", "null",
           R"({name = "a", mode = unknown, size = 8})"},
          {"no longer configured", R"({name = "a"})", R"({name = "a", mode = "manual", size = 9})",
           R"({name = "a", mode = "auto", size = 8})"},
          {"as before", R"({name = "a"})", R"({name = "a", mode = "auto", size = 8})",
           R"({name = "a", mode = "auto", size = 8})"},
      });
}

TEST(PlanTest, DefaultsInsideOfObjectsNeedTheObject) {
  const std::vector<schema::Attribute> inner = {Default("retries", Value::Int(3)),
                                                Computed("label"), Optional("note")};
  ExpectPlans(
      Attributes({Nested(Optional("single"), Nesting::kSingle, inner),
                  Nested(Optional("list"), Nesting::kList, inner),
                  Nested(Optional("map"), Nesting::kMap, inner),
                  Nested(Optional("set"), Nesting::kSet, inner)}),
      {
          {"none", "{}", "null", "{}"},
          {"single", "{single = {}}", "null", "{single = {retries = 3, label = unknown}}"},
          {"list", R"({list = [{}, {retries = 1, note = "x"}]})", "null",
           R"({list = [{retries = 3, label = unknown},
                               {retries = 1, label = unknown, note = "x"}]})"},
          {"map", "{map = {a = {}}}", "null", "{map = {a = {retries = 3, label = unknown}}}"},
          {"set", R"({set = [{note = "x"}]})", "null",
           R"({set = [{retries = 3, label = unknown, note = "x"}]})"},
          {"unknown object", "{single = unknown, list = [unknown]}", "null",
           "{single = unknown, list = [unknown]}"},
          {"empty", "{list = [], map = {}, set = []}", "null", "{list = [], map = {}, set = []}"},
          {"as before", R"({set = [{note = "x"}], list = [{}]})",
           R"({set = [{retries = 3, label = "l", note = "x"}],
                       list = [{retries = 3, label = "m"}]})",
           R"({set = [{retries = 3, label = "l", note = "x"}],
                       list = [{retries = 3, label = "m"}]})"},
      });
}

Body BodyWithDefaultMap(const char* default_text) {
  schema::Attribute networks =
      Nested(OptionalComputed("networks"), Nesting::kMap,
             {OptionalComputed("index", Type::Number()), Default("mode", Value::String("auto")),
              Optional("subnet"), Modified(Computed("bridge"), UseNonNullStateForUnknown())});
  networks.default_value = Literal(networks.value_type(), default_text);
  return Attributes({Optional("name"), networks});
}

TEST(PlanTest, ADefaultObjectIsTreatedAsIfItWereConfigured) {
  ExpectPlans(
      BodyWithDefaultMap("{default = {}}"),
      {
          {"create", "{}", "null",
           R"({networks = {default = {index = unknown, mode = "auto", bridge = unknown}}})"},
          {"the same written out", "{networks = {default = {}}}", "null",
           R"({networks = {default = {index = unknown, mode = "auto", bridge = unknown}}})"},
          {"as before", "{}",
           R"({networks = {default = {index = 1, mode = "auto", bridge = "b"}}})",
           R"({networks = {default = {index = 1, mode = "auto", bridge = "b"}}})"},
          {"another change", R"({name = "new"})",
           R"({networks = {default = {index = 1, mode = "auto", bridge = "b"}}})",
           R"({name = "new",
               networks = {default = {index = unknown, mode = "auto", bridge = "b"}}})"},
          {"back to the default", "{}",
           R"({networks = {default = {index = 1, mode = "x", bridge = "b"},
                           web = {index = 2, mode = "auto", bridge = "w"}}})",
           R"({networks = {default = {index = unknown, mode = "auto", bridge = "b"}}})"},
      });
}

TEST(PlanTest, WhatADefaultSaysIsNeitherUnknownNorOverriddenByAnInnerDefault) {
  ExpectPlans(
      BodyWithDefaultMap(R"({default = {index = 1, mode = "own"}})"),
      {
          {"create", "{}", "null",
           R"({networks = {default = {index = 1, mode = "own", bridge = unknown}}})"},
          {"as before", "{}", R"({networks = {default = {index = 1, mode = "own", bridge = "b"}}})",
           R"({networks = {default = {index = 1, mode = "own", bridge = "b"}}})"},
          {"configured", "{networks = {default = {}}}", "null",
           R"({networks = {default = {index = unknown, mode = "auto", bridge = unknown}}})"},
      });
}

TEST(PlanTest, ADefaultSetKeepsWhatWasComputedInIt) {
  schema::Attribute rules =
      Nested(OptionalComputed("rules"), Nesting::kSet, {Optional("port"), Computed("id")});
  rules.default_value = Literal(rules.value_type(), R"([{port = "80"}, {port = "443"}])");
  ExpectPlans(
      Attributes({Optional("name"), rules}),
      {
          {"create", "{}", "null",
           R"({rules = [{port = "80", id = unknown}, {port = "443", id = unknown}]})"},
          {"as before", "{}", R"({rules = [{port = "80", id = "x"}, {port = "443", id = "a"}]})",
           R"({rules = [{port = "80", id = "x"}, {port = "443", id = "a"}]})"},
      });
}

TEST(PlanTest, OnlyAChangeMakesComputedValuesUnknown) {
  ExpectPlans(
      Attributes({Optional("name"), OptionalComputed("address"), Computed("id"),
                  Computed("tags", Type::List(Type::String())),
                  Nested(Computed("drift"), Nesting::kList, {Computed("file")})}),
      {
          {"create", R"({name = "a"})", "null",
           R"({name = "a", address = unknown, id = unknown, tags = unknown, drift = unknown})"},
          {"create with nothing", "{}", "null",
           "{address = unknown, id = unknown, tags = unknown, drift = unknown}"},
          {"no change", R"({name = "a"})",
           R"({name = "a", address = "x", id = "1", tags = ["t"], drift = [{file = "f"}]})",
           R"({name = "a", address = "x", id = "1", tags = ["t"], drift = [{file = "f"}]})"},
          {"change", R"({name = "b"})",
           R"({name = "a", address = "x", id = "1", tags = ["t"], drift = [{file = "f"}]})",
           R"({name = "b", address = unknown, id = unknown, tags = unknown, drift = unknown})"},
          {"perhaps a change", "{name = unknown}", R"({name = "a", address = "x", id = "1"})",
           "{name = unknown, address = unknown, id = unknown, tags = unknown, drift = unknown}"},
          {"configured computed value changes", R"({name = "a", address = "y"})",
           R"({name = "a", address = "x", id = "1"})",
           R"({name = "a", address = "y", id = unknown, tags = unknown, drift = unknown})"},
          {"configured value is let go", R"({name = "a"})",
           R"({name = "a", address = "x", id = "1"})", R"({name = "a", address = "x", id = "1"})"},
      });
}

TEST(PlanTest, ComputedValuesInsideOfObjectsGoAlongByIndexAndKey) {
  const std::vector<schema::Attribute> inner = {
      Required("name"), Modified(Computed("id"), UseNonNullStateForUnknown())};
  ExpectPlans(
      Attributes({Nested(Optional("list"), Nesting::kList, inner),
                  Nested(Optional("map"), Nesting::kMap, inner),
                  Nested(Optional("set"), Nesting::kSet, inner)}),
      {
          {"one more", R"({list = [{name = "a"}, {name = "b"}]})",
           R"({list = [{name = "a", id = "1"}]})",
           R"({list = [{name = "a", id = "1"}, {name = "b", id = unknown}]})"},
          {"one less", R"({list = [{name = "b"}]})",
           R"({list = [{name = "a", id = "1"}, {name = "b", id = "2"}]})",
           R"({list = [{name = "b", id = "1"}]})"},
          {"by key", R"({map = {x = {name = "a"}, y = {name = "b"}}})",
           R"({map = {w = {name = "a", id = "1"}, y = {name = "c", id = "2"}}})",
           R"({map = {x = {name = "a", id = unknown}, y = {name = "b", id = "2"}}})"},
          {"by content", R"({set = [{name = "a"}, {name = "c"}]})",
           R"({set = [{name = "a", id = "2"}, {name = "b", id = "1"}]})",
           R"({set = [{name = "a", id = "2"}, {name = "c", id = unknown}]})"},
          {"an element that may be another", R"({set = [{name = unknown}]})",
           R"({set = [{name = "a", id = "1"}]})", "{set = [{name = unknown, id = unknown}]}"},
      });
}

TEST(PlanTest, ASetKeepsComputedValuesThatTheClientLostSightOf) {
  // Core finds no prior element where a computed attribute of the element is itself a set.
  ExpectPlans(Attributes({Nested(Optional("rules"), Nesting::kSet,
                                 {Required("name"), Computed("id"),
                                  Computed("ports", Type::Set(Type::Number()))})}),
              {
                  {"as before", R"({rules = [{name = "a"}]})",
                   R"({rules = [{name = "a", id = "1", ports = [80]}]})",
                   R"({rules = [{name = "a", id = "1", ports = [80]}]})"},
              });
}

TEST(PlanTest, InASetWhatIsNotConfiguredAndNotComputedTellsElementsApart) {
  ExpectPlans(
      Attributes({Nested(Optional("rules"), Nesting::kSet,
                         {CaseBlind(Required("name")), Optional("size"), Computed("id")})}),
      {
          {"each spelled as the other was", R"({rules = [{name = "A"}, {name = "a", size = "1"}]})",
           R"({rules = [{name = "a", id = "1"}, {name = "A", size = "1", id = "2"}]})",
           R"({rules = [{name = "a", id = "1"}, {name = "A", size = "1", id = "2"}]})"},
      });
}

TEST(PlanTest, AnObjectComputedAsAWholeStaysAsItIs) {
  ExpectPlans(Attributes({Optional("name"),
                          Nested(OptionalComputed("status"), Nesting::kSingle,
                                 {Default("level", Value::Int(3)), OptionalComputed("text")})}),
              {
                  {"inner defaults do not apply", "{}", R"({status = {level = 5, text = "x"}})",
                   R"({status = {level = 5, text = "x"}})"},
                  {"change", R"({name = "n"})", R"({status = {level = 5, text = "x"}})",
                   R"({name = "n", status = unknown})"},
                  {"configured", "{status = {}}", R"({status = {level = 5, text = "x"}})",
                   R"({status = {level = 3, text = unknown}})"},
              });
}

TEST(PlanTest, AnObjectThatTheConfigurationLetsGoIsComputedAnew) {
  ExpectPlans(Attributes({Nested(OptionalComputed("status"), Nesting::kSingle,
                                 {Optional("text"), Computed("id")})}),
              {
                  {"it held a configured value", "{}", R"({status = {text = "x", id = "1"}})",
                   "{status = unknown}"},
                  {"it held none", "{}", R"({status = {id = "1"}})", R"({status = {id = "1"}})"},
              });
}

TEST(PlanTest, ReplacementsNameEachAttributeOnceAndInOrder) {
  const auto replaced = [](schema::Attribute attribute) {
    return Modified(Modified(std::move(attribute), RequiresReplace()), RequiresReplace());
  };
  const std::vector<schema::Attribute> inner = {replaced(Required("key"))};
  ExpectPlans(Attributes({replaced(Optional("z")), replaced(Optional("a")),
                          replaced(Modified(Computed("id"), UseNonNullStateForUnknown())),
                          Nested(Optional("list"), Nesting::kList, inner),
                          Nested(Optional("map"), Nesting::kMap, inner),
                          Nested(Optional("set"), Nesting::kSet,
                                 {Required("name"), Nested(Optional("deep"), Nesting::kList,
                                                           {replaced(Required("key"))})})}),
              {
                  {"create", R"({z = "1", list = [{key = "k"}]})", "null",
                   R"({z = "1", id = unknown, list = [{key = "k"}]})"},
                  {"no change", R"({z = "1"})", R"({z = "1", id = "i"})", R"({z = "1", id = "i"})"},
                  {"two",
                   R"({z = "2", a = "b"})",
                   R"({z = "1", id = "i"})",
                   R"({z = "2", a = "b", id = "i"})",
                   {"a", "z"}},
                  {"perhaps",
                   "{a = unknown}",
                   R"({a = "1", id = "i"})",
                   R"({a = unknown, id = "i"})",
                   {"a"}},
                  {"in a list",
                   R"({list = [{key = "k"}, {key = "new"}]})",
                   R"({list = [{key = "k"}, {key = "l"}], id = "i"})",
                   R"({list = [{key = "k"}, {key = "new"}], id = "i"})",
                   {"list[1].key"}},
                  {"in a map",
                   R"({map = {"a b" = {key = "new"}}})",
                   R"({map = {"a b" = {key = "old"}}, id = "i"})",
                   R"({map = {"a b" = {key = "new"}}, id = "i"})",
                   {"map[\"a b\"].key"}},
                  {"in a set the path is the set's",
                   R"({set = [{name = "n", deep = [{key = "new"}]}]})",
                   R"({set = [{name = "n", deep = [{key = "old"}]}], id = "i"})",
                   R"({set = [{name = "n", deep = [{key = "new"}]}], id = "i"})",
                   {"set"}},
              });
}

TEST(PlanTest, WhatMeansTheSameIsNoChange) {
  const std::vector<schema::Attribute> inner = {CaseBlind(Required("name")),
                                                Optional("size", Type::Number())};
  ExpectPlans(Attributes({CaseBlind(Optional("zone")), Computed("id"),
                          Nested(Optional("list"), Nesting::kList, inner),
                          Nested(Optional("map"), Nesting::kMap, inner),
                          Nested(Optional("set"), Nesting::kSet, inner)}),
              {
                  {"create", R"({zone = "EU"})", "null", R"({zone = "EU", id = unknown})"},
                  {"the same", R"({zone = "EU"})", R"({zone = "eu", id = "1"})",
                   R"({zone = "eu", id = "1"})"},
                  {"another", R"({zone = "US"})", R"({zone = "eu", id = "1"})",
                   R"({zone = "US", id = unknown})"},
                  {"removed", "{}", R"({zone = "eu", id = "1"})", "{id = unknown}"},
                  {"unknown", "{zone = unknown}", R"({zone = "eu", id = "1"})",
                   "{zone = unknown, id = unknown}"},
                  {"in a list", R"({list = [{name = "A"}, {name = "B", size = 2}]})",
                   R"({list = [{name = "a"}, {name = "b", size = 1}], id = "1"})",
                   R"({list = [{name = "a"}, {name = "b", size = 2}], id = unknown})"},
                  {"in a map", R"({map = {k = {name = "A"}, l = {name = "B"}}})",
                   R"({map = {k = {name = "a"}, l = {name = "b"}}, id = "1"})",
                   R"({map = {k = {name = "a"}, l = {name = "b"}}, id = "1"})"},
                  {"in a set, in another order", R"({set = [{name = "B"}, {name = "a"}]})",
                   R"({set = [{name = "b"}, {name = "A"}], id = "1"})",
                   R"({set = [{name = "b"}, {name = "A"}], id = "1"})"},
                  {"in a set, one new", R"({set = [{name = "B"}, {name = "C"}]})",
                   R"({set = [{name = "b"}, {name = "a"}], id = "1"})",
                   R"({set = [{name = "b"}, {name = "C"}], id = unknown})"},
              });
}

TEST(PlanTest, BlocksOfEveryNestingArePlanned) {
  using N = Block::Nesting;
  const Body inner = {
      .attributes = {Optional("name"), Computed("id"), Default("size", Value::Int(1))},
      .blocks = {NewBlock("deep", N::kList, Attributes({Computed("id")}))}};
  ExpectPlans(
      {.attributes = {},
       .blocks = {NewBlock("single", N::kSingle, inner), NewBlock("group", N::kGroup, inner),
                  NewBlock("list", N::kList, inner), NewBlock("map", N::kMap, inner),
                  NewBlock("set", N::kSet, inner)}},
      {
          {"none", "{}", "null", "{group = {id = unknown, size = 1}}"},
          {"single", "{single = {}}", "null",
           "{single = {id = unknown, size = 1}, group = {id = unknown, size = 1}}"},
          {"group", R"({group = {name = "g"}})", "null",
           R"({group = {name = "g", id = unknown, size = 1}})"},
          {"list and what is in it", "{list = [{deep = [{}]}, {size = 2}]}", "null",
           R"({group = {id = unknown, size = 1},
               list = [{id = unknown, size = 1, deep = [{id = unknown}]},
                       {id = unknown, size = 2}]})"},
          {"map", "{map = {k = {}}}", "null",
           "{group = {id = unknown, size = 1}, map = {k = {id = unknown, size = 1}}}"},
          {"set", R"({set = [{name = "a"}, {name = "b"}]})", "null",
           R"({group = {id = unknown, size = 1},
               set = [{name = "a", id = unknown, size = 1},
                      {name = "b", id = unknown, size = 1}]})"},
          {"as before", R"({set = [{name = "a"}], list = [{}]})",
           R"({group = {id = "g", size = 1}, set = [{name = "a", id = "1", size = 1}],
               list = [{id = "2", size = 1}]})",
           R"({group = {id = "g", size = 1}, set = [{name = "a", id = "1", size = 1}],
               list = [{id = "2", size = 1}]})"},
          {"dynamic and not known yet",
           "{single = unknown, list = unknown, map = unknown, set = unknown}", "null",
           R"({single = unknown, group = {id = unknown, size = 1}, list = unknown, map = unknown,
               set = unknown})"},
      });
}

TEST(PlanTest, WriteOnlyValuesAreNeverPlanned) {
  ExpectPlans(
      Attributes({WriteOnly("password"), WriteOnly("any", Type::Dynamic()), Computed("id"),
                  Nested(Optional("list"), Nesting::kList, {Optional("name"), WriteOnly("key")})}),
      {
          {"create", R"({password = "p", list = [{name = "n", key = "k"}]})", "null",
           R"({id = unknown, list = [{name = "n"}]})"},
          {"they change nothing", R"({password = "p", any = "x", list = [{key = "k"}]})",
           R"({id = "1", list = [{}]})", R"({id = "1", list = [{}]})"},
          {"unknown", "{password = unknown, any = unknown}", R"({id = "1"})", R"({id = "1"})"},
      });
}

TEST(PlanTest, DynamicAttributesKeepWhatTheyAreGiven) {
  schema::Attribute fixed = OptionalComputed("fixed", Type::Dynamic());
  fixed.default_value = Literal(Type::Dynamic(), "[1]");
  ExpectPlans(Attributes({Optional("any", Type::Dynamic()),
                          OptionalComputed("made", Type::Dynamic()), fixed}),
              {
                  {"create", R"({any = {a = [1, "x"]}})", "null",
                   R"({any = {a = [1, "x"]}, made = unknown, fixed = [1]})"},
                  {"unknown inside", "{any = {a = unknown}}", "null",
                   "{any = {a = unknown}, made = unknown, fixed = [1]}"},
                  {"another type", R"({any = "1"})", R"({any = 1, made = "m", fixed = [1]})",
                   R"({any = "1", made = unknown, fixed = [1]})"},
                  {"as before", "{any = {a = 1}}", R"({any = {a = 1}, made = ["m"], fixed = [1]})",
                   R"({any = {a = 1}, made = ["m"], fixed = [1]})"},
              });
}

TEST(PlanTest, WhatIsKnownOfAnUnknownValueIsPassedOn) {
  const Body body = Attributes({Optional("a"), Optional("list", Type::List(Type::String()))});
  const FakeResource resource("fake_thing", SchemaOf(body));
  Refinements prefix;
  prefix.is_null = false;
  prefix.string_prefix = "pre-";
  const Value refined = Value::Unknown(Type::String(), prefix);
  const Value config = Value::Object(
      body.type(), {refined, Value::List(Type::String(), {refined, Value::String("x")})});
  EXPECT_EQ(PlanOf(resource, config, Value::Null(body.type())).plan, config);
  EXPECT_EQ(PlanOf(resource, config, Literal(body, R"({a = "pre-1"})")).plan, config);
}

TEST(PlanTest, PrivateStateIsKeptUnlessTheResourceChangesIt) {
  const Body body = Attributes({Optional("a")});
  PrivateState kept;
  kept.Set("generation", "7");
  const Value some = Literal(body, "{}");
  const Value none = Value::Null(body.type());
  const FakeResource simple("fake_thing", SchemaOf(body));
  EXPECT_EQ(PlanOf(simple, some, none).private_state, kept);
  EXPECT_EQ(PlanOf(simple, some, some).private_state, kept);
  EXPECT_EQ(PlanOf(simple, none, some).private_state, kept);
  FakeFullResource full("fake_thing", SchemaOf(body));
  full.plan = [&](const PlanRequest&, PlanResponse& response) {
    EXPECT_EQ(response.private_state, kept);
    response.private_state.Set("generation", "8");
  };
  EXPECT_EQ(*PlanOf(full, some, some).private_state.Find("generation"), "8");
}

TEST(PlanTest, TheResourceDecidesLast) {
  const Body body = Attributes(
      {Modified(Required("name"), RequiresReplace()), Computed("id"), Computed("address")});
  FakeFullResource resource("fake_thing", SchemaOf(body));
  resource.plan = [&](const PlanRequest& request, PlanResponse& response) {
    EXPECT_EQ(request.config, Literal(body, R"({name = "b"})"));
    EXPECT_EQ(request.prior, Literal(body, R"({name = "a", id = "1", address = "x"})"));
    EXPECT_EQ(response.plan, Literal(body, R"({name = "b", id = unknown, address = unknown})"));
    EXPECT_THAT(response.requires_replace, ElementsAre(Path::Root("name")));
    response.plan = response.plan.With("id", Value::String("1"));
    response.requires_replace.push_back(Path::Root("address"));
    response.requires_replace.push_back(Path::Root("name"));
    response.diagnostics.AddWarning(Path::Root("name"), "Watch out", "It moves.");
  };
  const PlanResponse response = PlanOf(resource, Literal(body, R"({name = "b"})"),
                                       Literal(body, R"({name = "a", id = "1", address = "x"})"));
  EXPECT_EQ(response.plan, Literal(body, R"({name = "b", id = "1", address = unknown})"));
  EXPECT_THAT(response.requires_replace, ElementsAre(Path::Root("address"), Path::Root("name")));
  EXPECT_THAT(response.diagnostics.list(),
              ElementsAre(Diagnostic{Diagnostic::Severity::kWarning, "Watch out", "It moves.",
                                     Path::Root("name")}));
}

TEST(PlanTest, TheResourceCannotDecideWhatIsConfiguredButUnknown) {
  const Body body =
      Attributes({OptionalComputed("size", Type::Number()),
                  Nested(Optional("group"), Nesting::kSingle, {OptionalComputed("mode")})});
  FakeFullResource resource("fake_thing", SchemaOf(body));
  resource.plan = [&](const PlanRequest&, PlanResponse& response) {
    response.plan = Literal(body, R"({size = 8, group = {mode = "auto"}})");
  };
  const Value none = Value::Null(body.type());
  const Value config = Literal(body, "{size = unknown, group = {mode = unknown}}");
  EXPECT_EQ(PlanOf(resource, config, none).plan, config);
  EXPECT_EQ(PlanOf(resource, config, Literal(body, R"({size = 8, group = {mode = "x"}})")).plan,
            Literal(body, "{size = 8, group = {mode = unknown}}"));
}

TEST(PlanTest, TheResourcesSpellingDoesNotReplaceTheUsers) {
  const Body body = Attributes({CaseBlind(Required("name")), Computed("id")});
  FakeFullResource resource("fake_thing", SchemaOf(body));
  resource.plan = [&](const PlanRequest&, PlanResponse& response) {
    response.plan = Literal(body, R"({name = "web", id = "1"})");
  };
  const Value none = Value::Null(body.type());
  EXPECT_EQ(PlanOf(resource, Literal(body, R"({name = "WEB"})"), none).plan,
            Literal(body, R"({name = "WEB", id = "1"})"));
  EXPECT_EQ(PlanOf(resource, Literal(body, R"({name = "db"})"), none).plan,
            Literal(body, R"({name = "web", id = "1"})"));
}

TEST(PlanTest, ModifiersRunInTheOrderGivenAndSeeEachOther) {
  const auto append = [](const char* text) {
    return schema::PlanModifier{
        "append", [text](const schema::ModifyRequest&, schema::ModifyResponse& response) {
          response.plan =
              Value::String(response.plan.IsKnown() ? response.plan.string() + text : text);
        }};
  };
  ExpectPlans(Attributes({Modified(Modified(Computed("id"), append("a")), append("b"))}),
              {{"create", "{}", "null", R"({id = "ab"})"}});
}

TEST(PlanTest, ADestroyIsShownToTheResourceAndStaysOne) {
  const Body body = Attributes({Default("mode", Value::String("auto")), Computed("id")});
  const Value prior = Literal(body, R"({mode = "x", id = "1"})");
  const Value none = Value::Null(body.type());
  FakeFullResource resource("fake_thing", SchemaOf(body));
  EXPECT_EQ(PlanOf(resource, none, prior).plan, none);

  resource.plan = [&](const PlanRequest& request, PlanResponse& response) {
    EXPECT_EQ(request.prior, prior);
    EXPECT_EQ(request.config, none);
    EXPECT_EQ(response.plan, none);
    response.diagnostics.AddError("Still in use", "By b.");
  };
  const PlanResponse refused = PlanOf(resource, none, prior);
  EXPECT_EQ(refused.plan, none);
  EXPECT_THAT(refused.diagnostics.list(),
              ElementsAre(Diagnostic{Diagnostic::Severity::kError, "Still in use", "By b.", {}}));

  resource.plan = [&](const PlanRequest&, PlanResponse& response) { response.plan = prior; };
  const PlanResponse changed = PlanOf(resource, none, prior);
  EXPECT_EQ(changed.plan, none);
  ASSERT_EQ(changed.diagnostics.list().size(), 1u);
  EXPECT_EQ(changed.diagnostics.list()[0].summary, "Plan of a destroy changed");
}

TEST(PlanTest, NothingToNothingIsNotPlanned) {
  const Body body = Attributes({Computed("id")});
  FakeFullResource resource("fake_thing", SchemaOf(body));
  resource.plan = [](const PlanRequest&, PlanResponse&) { FAIL() << "asked about nothing"; };
  const Value none = Value::Null(body.type());
  EXPECT_EQ(PlanOf(resource, none, none).plan, none);
}

// A computed block of each nesting, one inside another block, beside an attribute.
Body BodyWithComputedBlocks() {
  const Body inner = Attributes({OptionalComputed("a")});
  Body body = Attributes({Optional("name")});
  for (const auto& [name, nesting] :
       std::vector<std::pair<const char*, Block::Nesting>>{{"single", Block::Nesting::kSingle},
                                                           {"list", Block::Nesting::kList},
                                                           {"set", Block::Nesting::kSet},
                                                           {"map", Block::Nesting::kMap}}) {
    body.blocks.push_back(NewBlock(name, nesting, inner));
    body.blocks.back().computed = true;
  }
  Body outer = Attributes({Optional("key")});
  outer.blocks.push_back(body.blocks[1]);
  body.blocks.push_back(NewBlock("outer", Block::Nesting::kList, outer));
  return body;
}

TEST(PlanTest, BlocksThatAreNotWrittenMayBeComputed) {
  const Body body = BodyWithComputedBlocks();
  const FakeResource resource("fake_thing", SchemaOf(body));
  const char* const kPrior = R"({name = "a", single = {a = "1"}, list = [{a = "2"}],
      set = [{a = "3"}], map = {k = {a = "4"}}, outer = [{key = "k", list = [{a = "5"}]}]})";
  const char* const kOpen = "single = unknown, list = unknown, set = unknown, map = unknown";
  const struct {
    const char* name;
    const char* config;
    const char* prior;
    std::string want;
  } kCases[] = {
      {"create", R"({name = "a", outer = [{key = "k"}]})", "null",
       absl::StrCat(R"({name = "a", )", kOpen, R"(, outer = [{key = "k", list = unknown}]})")},
      {"no change", R"({name = "a", outer = [{key = "k"}]})", kPrior, kPrior},
      {"change", R"({name = "b", outer = [{key = "k"}, {key = "l"}]})", kPrior,
       absl::StrCat(R"({name = "b", )", kOpen,
                    R"(, outer = [{key = "k", list = unknown}, {key = "l", list = unknown}]})")},
      {"written", R"({single = {}, list = [{a = "x"}], set = [{}], map = {k = {}}})", "null",
       R"({single = {a = unknown}, list = [{a = "x"}], set = [{a = unknown}],
           map = {k = {a = unknown}}})"},
      {"not known yet", "{single = unknown, list = unknown, set = unknown, map = unknown}", "null",
       absl::StrCat("{", kOpen, "}")},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    Operation operation;
    operation.client.computed_blocks_allowed = true;
    const Value config = testing::PreparedConfig(body, Object(body, c.config));
    const Value prior = Object(body, c.prior);
    PlanResult result;
    PlanChange(resource,
               {operation,
                config,
                prior,
                testing::ProposedNewState(body, {.prior = prior, .config = config}),
                {}},
               result);
    EXPECT_EQ(result.plan, Object(body, c.want.c_str()));
    EXPECT_THAT(CheckPlan(body, {.prior = prior, .config = config, .planned = result.plan}),
                IsEmpty());
  }
}

TEST(PlanTest, ClientsThatDoNotKnowComputedBlocksSeeOrdinaryOnes) {
  const Body body = BodyWithComputedBlocks();
  Body seen = body;
  for (Block& block : seen.blocks) block.computed = false;
  seen.blocks.back().body.blocks[0].computed = false;
  const FakeResource resource("fake_thing", SchemaOf(body));
  for (const char* prior_text :
       {"null", R"({name = "b", single = {a = "1"}, list = [{a = "2"}]})"}) {
    SCOPED_TRACE(prior_text);
    const Value config = Literal(body, R"({name = "a", outer = [{key = "k"}]})");
    const Value prior = Object(body, prior_text);
    const PlanResponse response = PlanOf(resource, config, prior);
    EXPECT_EQ(response.plan, config);
    EXPECT_THAT(CheckPlan(seen, {.prior = prior, .config = config, .planned = response.plan}),
                IsEmpty());
  }
}

TEST(PlanTest, TheSecondPlanKnowsWhatTheFirstKept) {
  const Body body = Attributes({Optional("name")});
  FakeFullResource resource("fake_thing", SchemaOf(body));
  const Operation operation;
  const Value config = Literal(body, R"({name = "a"})");
  PrivateState chosen;
  chosen.Set("address", "2001:db8::1");
  resource.plan = [&](const PlanRequest& request, PlanResponse& response) {
    EXPECT_EQ(&request.operation, &operation);
    EXPECT_EQ(request.planned_private, chosen);
    EXPECT_EQ(response.private_state, PrivateState());
  };
  PlanResult result;
  PlanChange(resource,
             {.operation = operation,
              .config = config,
              .prior = Value::Null(body.type()),
              .proposed = config,
              .prior_private = {},
              .planned_private = chosen},
             result);
  EXPECT_THAT(Lines(result.diagnostics), IsEmpty());
}

TEST(PlanTest, AResourceMayDeferWhereTheClientAllowsIt) {
  const Body body = Attributes({Optional("name"), Computed("id")});
  FakeFullResource resource("fake_thing", SchemaOf(body));
  resource.plan = [](const PlanRequest&, PlanResponse& response) {
    response.deferred = DeferredReason::kAbsentPrerequisite;
  };
  const Value config = Literal(body, R"({name = "a"})");
  const Value none = Value::Null(body.type());
  for (const bool allowed : {false, true}) {
    SCOPED_TRACE(allowed);
    Operation operation;
    operation.client.deferral_allowed = allowed;
    PlanResult result;
    PlanChange(resource, {operation, config, none, config, {}}, result);
    EXPECT_EQ(result.deferred, DeferredReason::kAbsentPrerequisite);
    EXPECT_EQ(result.plan, Literal(body, R"({name = "a", id = unknown})"));
    if (allowed) {
      EXPECT_THAT(Lines(result.diagnostics), IsEmpty());
    } else {
      EXPECT_THAT(Lines(result.diagnostics),
                  ElementsAre("fake_thing cannot be planned yet | Something that it depends on is "
                              "not known yet, and this client cannot come back to it: run apply "
                              "with -target for what it depends on first, or use a client that has "
                              "deferred actions."));
    }
  }
}

TEST(PlanTest, OfADeferredProviderTheSchemaAlonePlans) {
  const Body body = Attributes({Default("mode", Value::String("auto")), Computed("id")});
  FakeFullResource resource("fake_thing", SchemaOf(body));
  resource.plan = [](const PlanRequest&, PlanResponse&) { FAIL() << "planned"; };
  Operation operation;
  operation.client.deferral_allowed = true;
  operation.deferred = DeferredReason::kProviderConfigUnknown;
  const Value none = Value::Null(body.type());
  PlanResult created;
  PlanChange(resource, {operation, Literal(body, "{}"), none, Literal(body, "{}"), {}}, created);
  EXPECT_EQ(created.deferred, DeferredReason::kProviderConfigUnknown);
  EXPECT_EQ(created.plan, Literal(body, R"({mode = "auto", id = unknown})"));
  EXPECT_THAT(Lines(created.diagnostics), IsEmpty());
  PlanResult destroyed;
  PlanChange(resource, {operation, none, Literal(body, "{}"), none, {}}, destroyed);
  EXPECT_EQ(destroyed.deferred, DeferredReason::kProviderConfigUnknown);
  EXPECT_EQ(destroyed.plan, none);
}

TEST(PlanTest, TheIdentityGoesAlong) {
  const Body body = Attributes({Modified(Optional("name"), RequiresReplace()), Computed("id")});
  const testing::FakeResourceWithIdentity resource(
      "fake_thing", SchemaOf(body),
      {.version = 0,
       .attributes = {{.name = "name", .required_for_import = true},
                      {.name = "id", .required_for_import = true}}});
  const Type type = resource.identity_schema().type();
  const Value none = Value::Null(body.type());
  const char* const kOne = R"({name = "a", id = "1"})";
  const struct {
    const char* name;
    const char* config;
    const char* prior;
    const char* want;
  } kCases[] = {
      {"create", R"({name = "a"})", "null", "null"},
      {"no change", R"({name = "a"})", kOne, kOne},
      {"replacement", R"({name = "b"})", kOne, kOne},
      {"destroy", "null", kOne, kOne},
      {"nothing", "null", "null", "null"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    const Operation operation;
    const Value config = Object(body, c.config);
    const Value prior = Object(body, c.prior);
    PlanResult result;
    PlanChange(resource,
               {.operation = operation,
                .config = config,
                .prior = prior,
                .proposed = testing::ProposedNewState(body, {.prior = prior, .config = config}),
                .prior_private = {},
                .prior_identity = Literal(type, c.prior)},
               result);
    EXPECT_EQ(result.identity, Literal(type, c.want));
    EXPECT_THAT(Lines(result.diagnostics), IsEmpty());
  }
}

}  // namespace
}  // namespace tf::server
