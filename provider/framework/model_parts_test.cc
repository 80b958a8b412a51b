#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "provider/framework/model_action.h"
#include "provider/framework/model_data_source.h"
#include "provider/framework/model_ephemeral_resource.h"
#include "provider/framework/model_list_resource.h"
#include "provider/framework/model_provider.h"
#include "provider/framework/model_resource.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"

namespace tf {
namespace {

using schema::BlockField;
using schema::Field;
using schema::Fields;
using testing::Literal;

struct User {
  Attr<std::string> name;
  Attr<std::string> password;
  bool operator==(const User&) const = default;
};

struct Thing {
  Attr<std::string> name;
  Attr<int64_t> size;
  Attr<std::vector<User>> users;
  bool operator==(const Thing&) const = default;
};

Fields<Thing> ThingFields() {
  return {Field("name", &Thing::name).Required(), Field("size", &Thing::size).Optional().Computed(),
          BlockField("user", &Thing::users,
                     Fields<User>{Field("name", &User::name).Required(),
                                  Field("password", &User::password).Optional().WriteOnly()})};
}

// "path: summary: detail", one a line.
std::string Text(const Diagnostics& diagnostics) {
  std::string text;
  for (const Diagnostic& found : diagnostics.list()) {
    absl::StrAppend(&text, found.path.ToString(), ": ", found.summary, ": ", found.detail, "\n");
  }
  return text;
}

constexpr char kSizeMisfit[] =
    "size: Invalid value for fake_thing: size: 0.5 is not a whole number of at most 64 bits\n";

Value ThingValue(const char* text) { return Literal(ThingFields().body(), text); }

class ThingResource final : public ModelResource<Thing> {
 public:
  ThingResource()
      : ModelResource("fake_thing",
                      {.version = 3, .description = "A thing.", .deprecation = "Use stuff."},
                      ThingFields()) {}

  void CreateModel(const Operation&, const Thing& plan, Result& result) const override {
    result.state = plan;
    result.state->size = int64_t{7};
    result.private_state.Set("password", (*plan.users)[0].password.value_or(""));
    result.private_state.Set("name", result.config->name.value_or("not configured"));
  }
  void ReadModel(const Operation&, Result& result) const override {
    result.deferred = DeferredReason::kAbsentPrerequisite;
    EXPECT_FALSE(result.config.has_value());
  }
  void UpdateModel(const Operation&, const Thing& plan, Result& result) const override {
    result.state = plan;
    result.state->name = (*plan.users)[0].password.value_or("");
    result.private_state.Set("name", result.config->name.value_or("not configured"));
  }
  void DeleteModel(const Operation&, Result& result) const override { result.state.reset(); }
  void PlanChange(Change& change) const override {
    change.plan.users = std::vector<User>{{.name = std::string("planned"), .password = {}}};
    change.deferred = DeferredReason::kProviderConfigUnknown;
  }
};

TEST(ModelResourceTest, TheSchemaHasAllThatIsSaidOfIt) {
  const ThingResource resource;
  EXPECT_EQ(resource.type_name(), "fake_thing");
  EXPECT_EQ(resource.schema().version, 3);
  EXPECT_EQ(resource.schema().description, "A thing.");
  EXPECT_EQ(resource.schema().deprecation, "Use stuff.");
  EXPECT_EQ(resource.schema().type(), ThingFields().type());
}

TEST(ModelResourceTest, WriteOnlyValuesOfBlocksReachCreateAndUpdate) {
  const ThingResource resource;
  const Operation operation;
  const Value config = ThingValue(R"({name = "a", user = [{name = "u", password = "p"}]})");
  const Value plan = ThingValue(R"({name = "a", size = unknown, user = [{name = "u"}]})");
  StateResponse created = {Value::Null(plan.type()), {}, {}};
  resource.Create({operation, config, plan}, created);
  EXPECT_EQ(Text(created.diagnostics), "");
  EXPECT_EQ(created.state.attribute("size"), Value::Int(7));
  ASSERT_NE(created.private_state.Find("password"), nullptr);
  EXPECT_EQ(*created.private_state.Find("password"), "p");

  StateResponse updated = {plan, {}, {}};
  resource.Update({operation, config, plan, plan}, updated);
  EXPECT_EQ(updated.state.attribute("name"), Value::String("p"));
}

TEST(ModelResourceTest, CreateAndUpdateSeeWhatIsConfigured) {
  const ThingResource resource;
  const Operation operation;
  const Value config = ThingValue(R"({user = [{name = "u"}]})");
  const Value plan = ThingValue(R"({name = "planned", user = [{name = "u"}]})");
  StateResponse created = {Value::Null(plan.type()), {}, {}};
  resource.Create({operation, config, plan}, created);
  ASSERT_NE(created.private_state.Find("name"), nullptr);
  EXPECT_EQ(*created.private_state.Find("name"), "not configured");
  StateResponse updated = {plan, {}, {}};
  resource.Update({operation, ThingValue(R"({name = "a", user = [{name = "u"}]})"), plan, plan},
                  updated);
  ASSERT_NE(updated.private_state.Find("name"), nullptr);
  EXPECT_EQ(*updated.private_state.Find("name"), "a");
}

TEST(ModelResourceTest, PlannedBlocksAndDeferralsArePassedOn) {
  const ThingResource resource;
  const Operation operation;
  const Value plan = ThingValue(R"({name = "a", size = unknown})");
  PlanResponse response = {plan, {}, {}, {}};
  resource.Plan({operation, plan, Value::Null(plan.type())}, response);
  EXPECT_EQ(response.plan,
            ThingValue(R"({name = "a", size = unknown, user = [{name = "planned"}]})"));
  EXPECT_EQ(response.deferred, DeferredReason::kProviderConfigUnknown);

  StateResponse read = {ThingValue(R"({name = "a"})"), {}, {}};
  resource.Read({operation, read.state}, read);
  EXPECT_EQ(read.deferred, DeferredReason::kAbsentPrerequisite);
}

TEST(ModelResourceTest, WhatTheModelCannotHoldIsAnErrorAtItsPath) {
  const ThingResource resource;
  StateResponse read = {ThingValue("{size = 0.5}"), {}, {}};
  resource.Read({Operation(), read.state}, read);
  EXPECT_EQ(Text(read.diagnostics), kSizeMisfit);
  EXPECT_EQ(read.state, ThingValue("{size = 0.5}"));
}

class ThingData final : public ModelDataSource<Thing> {
 public:
  ThingData() : ModelDataSource("fake_thing", "A thing.", ThingFields()) {}
  void ReadModel(const Operation&, Thing& model, Diagnostics& diagnostics) const override {
    model.size = int64_t{1};
    if (*model.name == "gone") diagnostics.AddError("Not found", "It is gone.");
  }
  void ValidateConfig(const Thing& config, Diagnostics& diagnostics) const override {
    if (config.name.IsUnknown()) diagnostics.AddError("Unknown", "name");
  }
};

TEST(ModelDataSourceTest, FillsInWhatIsComputed) {
  const ThingData data;
  ReadDataResponse response;
  data.Read({Operation(), ThingValue(R"({name = "a"})")}, response);
  EXPECT_EQ(response.state, ThingValue(R"({name = "a", size = 1})"));
  ReadDataResponse gone;
  data.Read({Operation(), ThingValue(R"({name = "gone"})")}, gone);
  EXPECT_EQ(Text(gone.diagnostics), ": Not found: It is gone.\n");
  EXPECT_TRUE(gone.state.IsNull());
  ReadDataResponse misfit;
  data.Read({Operation(), ThingValue("{size = 0.5}")}, misfit);
  EXPECT_EQ(Text(misfit.diagnostics), kSizeMisfit);
}

TEST(ModelPartTest, ValidatesTheModel) {
  const ThingData data;
  Diagnostics diagnostics;
  data.Validate({Operation(), ThingValue("{name = unknown}")}, diagnostics);
  EXPECT_EQ(Text(diagnostics), ": Unknown: name\n");
  Diagnostics misfit;
  data.Validate({Operation(), ThingValue("{name = unknown, size = 0.5}")}, misfit);
  EXPECT_EQ(Text(misfit), kSizeMisfit);
}

class ThingToken final : public ModelEphemeralResource<Thing> {
 public:
  ThingToken() : ModelEphemeralResource("fake_thing", "A thing.", ThingFields()) {}
  void OpenModel(const Operation&, Thing& model, OpenResponse& response) const override {
    model.size = int64_t{2};
    response.renew_at = absl::UnixEpoch();
  }
};

TEST(ModelEphemeralResourceTest, OpensTheModel) {
  const ThingToken token;
  OpenResponse response;
  token.Open({Operation(), ThingValue(R"({name = "a"})")}, response);
  EXPECT_EQ(response.result, ThingValue(R"({name = "a", size = 2})"));
  EXPECT_EQ(response.renew_at, absl::UnixEpoch());
  OpenResponse misfit;
  token.Open({Operation(), ThingValue("{size = 0.5}")}, misfit);
  EXPECT_EQ(Text(misfit.diagnostics), kSizeMisfit);
}

class Things final : public ModelListResource<User, Thing> {
 public:
  Things()
      : ModelListResource(
            "fake_thing", "Things.",
            {Field("name", &User::name).Optional(), Field("password", &User::password).Optional()},
            ThingFields()) {}
  void ListModels(const Query& query, const Push& push) const override {
    for (int64_t i = 0; i < query.limit; ++i) {
      Thing thing;
      thing.name = query.config.name;
      thing.size = i;
      if (!push({.display_name = absl::StrCat("thing ", i), .object = thing})) return;
    }
    Found failure;
    failure.diagnostics.AddError("Lost", query.include_resource ? "whole" : "part");
    push(failure);
  }
};

TEST(ModelListResourceTest, PushesObjects) {
  const Things things;
  const Operation operation;
  std::vector<ListResult> found;
  const Value config = Literal(things.schema().body, R"({name = "n"})");
  things.List({operation, config, true, 2}, [&](ListResult result) {
    found.push_back(std::move(result));
    return true;
  });
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[1].display_name, "thing 1");
  EXPECT_EQ(found[1].resource, ThingValue(R"({name = "n", size = 1})"));
  EXPECT_EQ(Text(found[2].diagnostics), ": Lost: whole\n");
  EXPECT_TRUE(found[2].resource.IsNull());
}

TEST(ModelListResourceTest, StopsWhenNoMoreIsWanted) {
  const Things things;
  int pushed = 0;
  things.List({Operation(), Literal(things.schema().body, "{}"), false, 5}, [&](ListResult) {
    ++pushed;
    return false;
  });
  EXPECT_EQ(pushed, 1);
}

class Restart final : public ModelAction<Thing> {
 public:
  Restart() : ModelAction("fake_thing", "Restarts.", ThingFields()) {}
  void InvokeModel(const Operation&, const Thing& config, const Progress& progress,
                   Diagnostics&) const override {
    progress("restarting " + *config.name);
  }
  void PlanModel(const Operation&, const Thing& config,
                 PlanActionResponse& response) const override {
    if (config.name.IsUnknown()) response.deferred = DeferredReason::kResourceConfigUnknown;
  }
};

TEST(ModelActionTest, PlansAndInvokes) {
  const Restart action;
  const Operation operation;
  PlanActionResponse planned;
  action.Plan({operation, ThingValue("{name = unknown}")}, planned);
  EXPECT_EQ(planned.deferred, DeferredReason::kResourceConfigUnknown);
  std::string said;
  Diagnostics diagnostics;
  action.Invoke({operation, ThingValue(R"({name = "a"})"),
                 [&](absl::string_view message) { said = std::string(message); }},
                diagnostics);
  EXPECT_EQ(said, "restarting a");
  PlanActionResponse misfit;
  action.Plan({operation, ThingValue("{size = 0.5}")}, misfit);
  EXPECT_EQ(Text(misfit.diagnostics), kSizeMisfit);
  action.Invoke({operation, ThingValue("{size = 0.5}"), nullptr}, diagnostics);
  EXPECT_EQ(Text(diagnostics), kSizeMisfit);
}

struct Data final : ProviderData {
  std::string name;
};

class ThingProvider final : public ModelProvider<Thing> {
 public:
  ThingProvider() : ModelProvider("Things.", ThingFields()) {}
  void ConfigureModel(const Thing& config, ConfigureResponse& response) override {
    auto data = std::make_shared<Data>();
    data->name = config.name.value_or("nobody");
    response.data = std::move(data);
  }
  void ValidateConfig(const Thing& config, Diagnostics& diagnostics) const override {
    if (config.name.IsNull()) diagnostics.AddError("No name", "Give one.");
  }
};

TEST(ModelProviderTest, ConfiguresAndValidates) {
  ThingProvider provider;
  EXPECT_EQ(provider.schema().description, "Things.");
  const auto configured = [&](const Value& config) {
    ConfigureResponse response;
    provider.Configure({config, "1.15.0"}, response);
    EXPECT_EQ(Text(response.diagnostics), "");
    return static_cast<const Data&>(*response.data).name;
  };
  EXPECT_EQ(configured(ThingValue(R"({name = "a"})")), "a");
  EXPECT_EQ(configured(ThingValue("{name = unknown}")), "nobody");
  EXPECT_EQ(configured(Value::Null(ThingFields().type())), "nobody");
  Diagnostics diagnostics;
  provider.Validate(ThingValue("{}"), diagnostics);
  EXPECT_EQ(Text(diagnostics), ": No name: Give one.\n");
  ConfigureResponse misfit;
  provider.Configure({ThingValue("{size = 0.5}"), "1.15.0"}, misfit);
  EXPECT_EQ(Text(misfit.diagnostics),
            "size: Invalid value for the provider: size: 0.5 is not a whole number of at most 64 "
            "bits\n");
}

}  // namespace
}  // namespace tf
