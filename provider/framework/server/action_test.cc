#include "provider/framework/server/action.h"

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

using schema::Body;
using testing::Attributes;
using testing::Default;
using ::testing::ElementsAre;
using testing::FakeAction;
using ::testing::IsEmpty;
using testing::Lines;
using testing::Literal;
using testing::Required;
using testing::SchemaOf;

// The required method only.
class BareAction final : public Action {
 public:
  explicit BareAction(schema::Schema schema) : schema_(std::move(schema)) {}
  absl::string_view type_name() const override { return "fake_bare"; }
  const schema::Schema& schema() const override { return schema_; }
  void Invoke(const InvokeRequest&, Diagnostics&) const override {}

 private:
  schema::Schema schema_;
};

class ActionTest : public ::testing::Test {
 protected:
  PlanActionResponse Planned(const Action& action) {
    PlanActionResponse response;
    PlanAction(action, {operation_, Literal(body_, "{name = unknown}")}, response);
    return response;
  }

  const Body body_ = Attributes({Required("name"), Default("times", Value::Int(1))});
  FakeAction action_{"fake_restart", SchemaOf(body_)};
  const BareAction bare_{SchemaOf(body_)};
  Operation operation_;
};

TEST_F(ActionTest, IsPlannedWithDefaults) {
  action_.plan = [&](const PlanActionRequest& request, PlanActionResponse& response) {
    EXPECT_EQ(&request.operation, &operation_);
    EXPECT_EQ(request.config, Literal(body_, "{name = unknown, times = 1}"));
    response.diagnostics.AddError(Path::Root("name"), "Gone", "There is no such machine.");
  };
  const PlanActionResponse response = Planned(action_);
  EXPECT_EQ(response.deferred, std::nullopt);
  EXPECT_THAT(Lines(response.diagnostics), ElementsAre("name | Gone | There is no such machine."));
}

TEST_F(ActionTest, OneThatHasNothingToSayIsPlanned) {
  const PlanActionResponse response = Planned(bare_);
  EXPECT_EQ(response.deferred, std::nullopt);
  EXPECT_THAT(Lines(response.diagnostics), IsEmpty());
}

TEST_F(ActionTest, WaitsForTheProvidersConfigurationOnly) {
  const std::string not_allowed =
      "fake_restart cannot be planned yet | Something that it depends on is not known yet, and "
      "this client cannot come back to it: run apply with -target for what it depends on first, or "
      "use a client that has deferred actions.";
  const std::string bug =
      "Action cannot be deferred for this reason | fake_restart may only wait for the provider's "
      "configuration; it has to accept unknown values of its own. This is a bug in the provider.";
  const struct {
    const char* name;
    DeferredReason reason;
    bool allowed;
    std::optional<DeferredReason> want;
    std::vector<std::string> errors;
  } kCases[] = {
      {"allowed",
       DeferredReason::kProviderConfigUnknown,
       true,
       DeferredReason::kProviderConfigUnknown,
       {}},
      {"not allowed",
       DeferredReason::kProviderConfigUnknown,
       false,
       DeferredReason::kProviderConfigUnknown,
       {not_allowed}},
      {"unknown", DeferredReason::kUnknown, true, std::nullopt, {bug}},
      {"its own configuration", DeferredReason::kResourceConfigUnknown, true, std::nullopt, {bug}},
      {"something else", DeferredReason::kAbsentPrerequisite, false, std::nullopt, {bug}},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    operation_.client.deferral_allowed = c.allowed;
    action_.plan = [&](const PlanActionRequest&, PlanActionResponse& response) {
      response.deferred = c.reason;
    };
    const PlanActionResponse response = Planned(action_);
    EXPECT_EQ(response.deferred, c.want);
    EXPECT_EQ(Lines(response.diagnostics), c.errors);
  }
}

TEST_F(ActionTest, OfADeferredProviderNothingIsAsked) {
  action_.plan = [](const PlanActionRequest&, PlanActionResponse&) { FAIL() << "planned"; };
  operation_.deferred = DeferredReason::kUnknown;
  for (const Action* action :
       {static_cast<const Action*>(&action_), static_cast<const Action*>(&bare_)}) {
    const PlanActionResponse response = Planned(*action);
    EXPECT_EQ(response.deferred, DeferredReason::kProviderConfigUnknown);
    EXPECT_THAT(Lines(response.diagnostics), IsEmpty());
  }
}

TEST_F(ActionTest, IsInvokedWithDefaultsAndTellsHowItGoes) {
  action_.invoke = [&](const InvokeRequest& request, Diagnostics& diagnostics) {
    EXPECT_EQ(&request.operation, &operation_);
    EXPECT_EQ(request.config, Literal(body_, R"({name = "web", times = 1})"));
    request.progress("stopping");
    request.progress("starting");
    diagnostics.AddError("Failed", "It does not start.");
  };
  std::vector<std::string> progress;
  Diagnostics diagnostics;
  InvokeAction(action_,
               {operation_, Literal(body_, R"({name = "web"})"),
                [&](absl::string_view message) { progress.emplace_back(message); }},
               diagnostics);
  EXPECT_THAT(progress, ElementsAre("stopping", "starting"));
  EXPECT_THAT(Lines(diagnostics), ElementsAre("Failed | It does not start."));
}

}  // namespace
}  // namespace tf::server
