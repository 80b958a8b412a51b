// Sets of ten thousand objects and more: nothing here may compare each with each, which would take
// minutes. Nor are they printed where they differ.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/schema/plan_modifiers.h"
#include "provider/framework/server/plan.h"
#include "provider/framework/server/validate.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf::server {
namespace {

using schema::Body;
using schema::Nesting;
using schema::UseNonNullStateForUnknown;
using testing::FakeResource;
using testing::Modified;
using testing::Nested;
using testing::Optional;
using testing::OptionalComputed;
using testing::Required;
using testing::SchemaOf;

constexpr int kValidated = 20000;
constexpr int kPlanned = 10000;

const Body& TheBody() {
  static const auto& body = *new Body{
      {Nested(Optional("all"), Nesting::kSet,
              {Required("k"), Modified(OptionalComputed("c"), UseNonNullStateForUnknown())})},
      {}};
  return body;
}

// The objects with the keys from `first` on.
Value Objects(int first, int count, const Value& c) {
  std::vector<Value> objects;
  for (int i = first; i < first + count; ++i) {
    objects.push_back(Value::Object({{"k", Value::String(absl::StrCat(i))}, {"c", c}}));
  }
  const Type type = objects.front().type();
  return Value::Object({{"all", Value::Set(type, std::move(objects))}});
}

Value NoText() { return Value::Null(Type::String()); }

Value PlanOf(const Value& config, const Value& prior, const Value& proposed) {
  const FakeResource resource("fake_thing", SchemaOf(TheBody()));
  const Operation operation;
  PlanResult result;
  PlanChange(resource,
             {.operation = operation,
              .config = config,
              .prior = prior,
              .proposed = proposed,
              .prior_private = {}},
             result);
  EXPECT_TRUE(result.diagnostics.list().empty());
  return result.plan;
}

TEST(LargeSetTest, IsValidated) {
  Diagnostics diagnostics;
  ValidateConfig(SchemaOf(TheBody()), {}, Objects(0, kValidated, NoText()), diagnostics);
  EXPECT_TRUE(diagnostics.list().empty());
}

TEST(LargeSetTest, IsPlannedBesideAnotherSet) {
  const Value config = Objects(kPlanned, kPlanned, NoText());
  const Value plan = PlanOf(config, Objects(0, kPlanned, Value::String("made")), config);
  EXPECT_TRUE(plan == Objects(kPlanned, kPlanned, Value::Unknown(Type::String())));
}

TEST(LargeSetTest, IsPlannedUnchanged) {
  const Value prior = Objects(0, kPlanned, Value::String("made"));
  EXPECT_TRUE(PlanOf(Objects(0, kPlanned, NoText()), prior, prior) == prior);
}

// The client proposes what it found to be the same, and the configuration for the rest.
TEST(LargeSetTest, IsPlannedWithWhatStayed) {
  constexpr int kStays = kPlanned / 2;
  const auto merged = [](const Value& a, const Value& b) {
    std::vector<Value> objects(a.attribute("all").elements().begin(),
                               a.attribute("all").elements().end());
    objects.insert(objects.end(), b.attribute("all").elements().begin(),
                   b.attribute("all").elements().end());
    const Type type = objects.front().type();
    return Value::Object({{"all", Value::Set(type, std::move(objects))}});
  };
  const Value kept = Objects(kStays, kPlanned - kStays, Value::String("made"));
  const Value plan =
      PlanOf(Objects(kStays, kPlanned, NoText()), Objects(0, kPlanned, Value::String("made")),
             merged(kept, Objects(kPlanned, kStays, NoText())));
  EXPECT_TRUE(plan == merged(kept, Objects(kPlanned, kStays, Value::Unknown(Type::String()))));
}

}  // namespace
}  // namespace tf::server
