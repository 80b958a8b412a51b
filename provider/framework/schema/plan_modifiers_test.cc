#include "provider/framework/schema/plan_modifiers.h"

#include <gtest/gtest.h>

#include "provider/framework/private_state.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"

namespace tf::schema {
namespace {

using testing::Literal;

struct Case {
  const char* name;
  const char* config;
  const char* prior;
  const char* plan;
  bool updating;
  const char* want_plan;
  bool want_replace;
};

void Check(const PlanModifier& modifier, const Case& c) {
  SCOPED_TRACE(c.name);
  const Type type = Type::String();
  const Path path = Path::Root("id");
  const Value config = Literal(type, c.config);
  const Value prior = Literal(type, c.prior);
  ModifyResponse response{Literal(type, c.plan)};
  modifier.modify({path, config, prior, c.updating, {}, {}}, response);
  EXPECT_EQ(response.plan, Literal(type, c.want_plan));
  EXPECT_EQ(response.requires_replace, c.want_replace);
}

TEST(UseStateForUnknownTest, PlansThePriorValueOfWhatNobodyConfigures) {
  const Case kCases[] = {
      {"unknown in an update", "null", "\"a\"", "unknown", true, "\"a\"", false},
      {"in a create", "null", "null", "unknown", false, "unknown", false},
      {"null before", "null", "null", "unknown", true, "null", false},
      {"configured with something unknown", "unknown", "\"a\"", "unknown", true, "unknown", false},
      {"known already", "null", "\"a\"", "\"b\"", true, "\"b\"", false},
      {"planned null", "null", "\"a\"", "null", true, "null", false},
  };
  for (const Case& c : kCases) Check(UseStateForUnknown(), c);
}

TEST(UseNonNullStateForUnknownTest, DoesTheSameUnlessThereWasNothing) {
  const Case kCases[] = {
      {"unknown in an update", "null", "\"a\"", "unknown", true, "\"a\"", false},
      {"null before", "null", "null", "unknown", true, "unknown", false},
      {"in a create", "null", "null", "unknown", false, "unknown", false},
  };
  for (const Case& c : kCases) Check(UseNonNullStateForUnknown(), c);
}

TEST(RequiresReplaceTest, OnlyAChangeOfWhatExistsReplaces) {
  const Case kCases[] = {
      {"changed", "\"b\"", "\"a\"", "\"b\"", true, "\"b\"", true},
      {"may change", "unknown", "\"a\"", "unknown", true, "unknown", true},
      {"set", "\"b\"", "null", "\"b\"", true, "\"b\"", true},
      {"removed", "null", "\"a\"", "null", true, "null", true},
      {"the same", "\"a\"", "\"a\"", "\"a\"", true, "\"a\"", false},
      {"never set", "null", "null", "null", true, "null", false},
      {"created", "\"b\"", "null", "\"b\"", false, "\"b\"", false},
  };
  for (const Case& c : kCases) Check(RequiresReplace(), c);
}

TEST(RequiresReplaceTest, TheConditionDecidesAboutChangesOnly) {
  int asked = 0;
  const auto shorter = [&asked](const ModifyRequest& request, const Value& plan) {
    ++asked;
    return plan.string().size() < request.prior.string().size();
  };
  const PlanModifier modifier = RequiresReplaceIf(shorter, "it gets shorter");
  EXPECT_EQ(modifier.description, "replaces the resource if it gets shorter");
  const Case kCases[] = {
      {"true", "\"b\"", "\"aa\"", "\"b\"", true, "\"b\"", true},
      {"false", "\"bbb\"", "\"aa\"", "\"bbb\"", true, "\"bbb\"", false},
      {"no change", "\"b\"", "\"b\"", "\"b\"", true, "\"b\"", false},
      {"a create", "\"b\"", "null", "\"b\"", false, "\"b\"", false},
  };
  for (const Case& c : kCases) Check(modifier, c);
  EXPECT_EQ(asked, 2);
}

TEST(RequiresReplaceIfConfiguredTest, RemovingTheValueReplacesNothing) {
  const Case kCases[] = {
      {"changed", "\"b\"", "\"a\"", "\"b\"", true, "\"b\"", true},
      {"may change", "unknown", "\"a\"", "unknown", true, "unknown", true},
      {"removed", "null", "\"a\"", "null", true, "null", false},
      {"a default takes its place", "null", "\"a\"", "\"d\"", true, "\"d\"", false},
      {"the same", "\"a\"", "\"a\"", "\"a\"", true, "\"a\"", false},
      {"created", "\"b\"", "null", "\"b\"", false, "\"b\"", false},
  };
  for (const Case& c : kCases) Check(RequiresReplaceIfConfigured(), c);
}

TEST(PlanModifiersTest, SayWhatTheyDo) {
  EXPECT_EQ(UseStateForUnknown().description, "keeps its value once the resource exists");
  EXPECT_EQ(UseNonNullStateForUnknown().description, "keeps its value once it has one");
  EXPECT_EQ(RequiresReplace().description, "replaces the resource if it changes");
  EXPECT_EQ(RequiresReplaceIfConfigured().description,
            "replaces the resource if another value is configured");
}

}  // namespace
}  // namespace tf::schema
