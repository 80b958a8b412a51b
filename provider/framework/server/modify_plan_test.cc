// What plan modifiers of attributes and blocks see, and what they may say.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "provider/framework/schema/plan_modifiers.h"
#include "provider/framework/server/plan.h"
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
using testing::Attributes;
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

TEST(ModifyPlanTest, AModifierSeesConfigurationAndPriorValueOfItsAttribute) {
  std::vector<std::string> seen;
  const schema::PlanModifier spy = {
      "spy", [&](const schema::ModifyRequest& request, schema::ModifyResponse& response) {
        seen.push_back(request.path.ToString() + " " + request.config.ToString() + " " +
                       request.prior.ToString() + " " + response.plan.ToString() +
                       (request.updating ? " updating" : ""));
      }};
  const Body body = Attributes(
      {Modified(Default("mode", Value::String("auto")), spy),
       Nested(Optional("list"), Nesting::kList, {Modified(OptionalComputed("id"), spy)})});
  const FakeResource resource("fake_thing", SchemaOf(body));
  PlanOf(resource, Literal(body, "{list = [{}]}"), Value::Null(body.type()));
  EXPECT_THAT(seen, ElementsAre("mode null null \"auto\"", "list[0].id null null unknown"));
  seen.clear();
  PlanOf(resource, Literal(body, R"({list = [{id = "b"}]})"),
         Literal(body, R"({mode = "auto", list = [{id = "a"}]})"));
  EXPECT_THAT(seen, ElementsAre("mode null \"auto\" \"auto\" updating",
                                "list[0].id \"b\" \"a\" \"b\" updating"));
  seen.clear();
  PlanOf(resource, Value::Null(body.type()), Literal(body, R"({mode = "auto"})"));
  EXPECT_THAT(seen, IsEmpty());
}

TEST(ModifyPlanTest, AModifierSeesTheWholeResourceAndItsPrivateState) {
  std::vector<std::string> seen;
  const schema::PlanModifier spy = {
      "spy", [&](const schema::ModifyRequest& request, schema::ModifyResponse&) {
        seen = {request.whole.config.ToString(), request.whole.prior.ToString(),
                request.whole.plan.ToString(), *request.private_state.Find("generation")};
      }};
  // The second modifier sees nothing of what the first one did elsewhere.
  const schema::PlanModifier keep = schema::UseStateForUnknown();
  const Body body = Attributes({Modified(Computed("id"), keep), Required("name"),
                                Modified(Default("mode", Value::String("auto")), spy)});
  const FakeResource resource("fake_thing", SchemaOf(body));
  const Value config = Literal(body, R"({name = "b"})");
  const Value prior = Literal(body, R"({id = "1", mode = "x", name = "a"})");
  EXPECT_EQ(PlanOf(resource, config, prior).plan,
            Literal(body, R"({id = "1", mode = "auto", name = "b"})"));
  EXPECT_THAT(
      seen,
      ElementsAre(config.ToString(), prior.ToString(),
                  Literal(body, R"({id = unknown, mode = "auto", name = "b"})").ToString(), "7"));
}

TEST(ModifyPlanTest, AModifiersErrorRefusesThePlan) {
  const schema::PlanModifier refuse = {
      "refuse", [](const schema::ModifyRequest& request, schema::ModifyResponse& response) {
        response.diagnostics.AddError(request.path, "Not this", "Another.");
      }};
  const schema::PlanModifier warn = {
      "warn", [](const schema::ModifyRequest& request, schema::ModifyResponse& response) {
        response.diagnostics.AddWarning(request.path, "Beware", "Now.");
      }};
  const schema::PlanModifier never = {"never",
                                      [](const schema::ModifyRequest&, schema::ModifyResponse&) {
                                        FAIL() << "asked after an error";
                                      }};
  const Body body = Attributes({Modified(Modified(Modified(Required("a"), warn), refuse), never),
                                Modified(Required("b"), warn)});
  FakeFullResource resource("fake_thing", SchemaOf(body));
  resource.plan = [](const PlanRequest&, PlanResponse&) { FAIL() << "asked after an error"; };
  const PlanResponse response =
      PlanOf(resource, Literal(body, R"({a = "1", b = "2"})"), Value::Null(body.type()));
  EXPECT_THAT(Lines(response.diagnostics),
              ElementsAre("warning: a | Beware | Now.", "a | Not this | Another.",
                          "warning: b | Beware | Now."));
}

TEST(ModifyPlanTest, AChangedBlockReplacesWhereItsModifierSaysSo) {
  using N = Block::Nesting;
  Body inner = Attributes({Optional("a")});
  inner.blocks = {NewBlock("deep", N::kSingle, Attributes({Optional("b")}))};
  inner.blocks[0].plan_modifiers = {RequiresReplace()};
  Body body = Attributes({Optional("name")});
  body.blocks = {NewBlock("single", N::kSingle, Attributes({Optional("a")})),
                 NewBlock("list", N::kList, Attributes({Optional("a")})),
                 NewBlock("set", N::kSet, Attributes({Optional("a")})),
                 NewBlock("plain", N::kList, inner)};
  for (size_t i = 0; i < 3; ++i) body.blocks[i].plan_modifiers = {RequiresReplace()};
  const struct {
    const char* name;
    const char* prior;
    const char* config;
    std::vector<std::string> replace;
  } kCases[] = {
      {"no blocks", R"({name = "x"})", R"({name = "y"})", {}},
      {"all the same",
       R"({single = {a = "1"}, list = [{a = "1"}], set = [{a = "1"}, {a = "2"}]})",
       R"({single = {a = "1"}, list = [{a = "1"}], set = [{a = "2"}, {a = "1"}]})",
       {}},
      {"all others",
       R"({single = {a = "1"}, list = [{a = "1"}], set = [{a = "1"}]})",
       R"({single = {a = "2"}, list = [{a = "2"}], set = [{a = "2"}]})",
       {"list", "set", "single"}},
      {"added", "{}", R"({single = {}, list = [{}], set = [{}]})", {"list", "set", "single"}},
      {"removed", R"({single = {}, list = [{}, {}]})", "{list = [{}]}", {"list", "single"}},
      {"may change", R"({list = [{a = "1"}]})", "{list = [{a = unknown}]}", {"list"}},
      {"beside a deeper one", R"({plain = [{a = "1"}]})", R"({plain = [{a = "2"}]})", {}},
      {"deeper",
       R"({plain = [{}, {deep = {b = "1"}}]})",
       R"({plain = [{}, {deep = {b = "2"}}]})",
       {"plain[1].deep"}},
  };
  const FakeResource resource("fake_thing", SchemaOf(body));
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    const PlanResponse response = PlanOf(resource, Literal(body, c.config), Literal(body, c.prior));
    std::vector<std::string> replace;
    for (const Path& path : response.requires_replace) replace.push_back(path.ToString());
    EXPECT_EQ(replace, c.replace);
    EXPECT_EQ(response.plan, Literal(body, c.config));
    const Value none = Value::Null(body.type());
    EXPECT_THAT(PlanOf(resource, Literal(body, c.config), none).requires_replace, IsEmpty());
  }
}

}  // namespace
}  // namespace tf::server
