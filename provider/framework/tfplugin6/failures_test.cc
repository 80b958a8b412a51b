// What becomes of exceptions, errors and deferrals of every kind of part.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/tfplugin6/testing/parts_fixture.h"

namespace tf::tfplugin6 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// --- exceptions

class ExceptionsTest : public PartsTest {
 protected:
  // All that a provider's code can be asked for throws.
  template <class Thrown>
  void ThrowEverywhere(const Thrown& thrown) {
    provider_->validate = thrown;
    provider_->configure = thrown;
    thing_->validate = thrown;
    thing_->plan = thrown;
    thing_->read = thrown;
    thing_->create = thrown;
    thing_->import = thrown;
    thing_->move = [thrown](const MoveRequest& request, StateResponse& response) {
      thrown(request, response);
      return true;
    };
    data_->read = thrown;
    token_->validate = thrown;
    token_->open = thrown;
    token_->renew = thrown;
    token_->close = thrown;
    action_->plan = thrown;
    call_ = [thrown] {
      int none = 0;
      thrown(0, none);
      return FunctionResult();
    };
  }

  // What the client hears of each request that calls the provider's code.
  void ExpectEverywhere(const std::string& detail) {
    pb::ValidateProviderConfig::Request validate;
    validate.mutable_config()->set_msgpack(Bytes(Value::Object({})));
    pb::MoveResourceState::Request move;
    move.set_target_type_name("fake_thing");
    using Service = ProviderService;
    const std::pair<const char*, std::function<PbDiagnostics()>> kAsks[] = {
        {"validate the provider", Asking(&Service::ValidateProviderConfig, validate)},
        {"configure", Asking(&Service::ConfigureProvider, ConfigureRequest(false))},
        {"validate", Asking(&Service::ValidateResourceConfig,
                            ConfigRequest<pb::ValidateResourceConfig::Request>("fake_thing"))},
        {"read", Asking(&Service::ReadResource, ReadRequest())},
        {"plan", Asking(&Service::PlanResourceChange, PlanRequest("null", R"({name = "a"})"))},
        {"apply", Asking(&Service::ApplyResourceChange,
                         ApplyRequest("null", R"({name = "a", id = unknown})"))},
        {"import", Asking(&Service::ImportResourceState, ImportRequest())},
        {"move", Asking(&Service::MoveResourceState, move)},
        {"read data",
         Asking(&Service::ReadDataSource, ConfigRequest<pb::ReadDataSource::Request>("fake_data"))},
        {"validate a token",
         Asking(&Service::ValidateEphemeralResourceConfig,
                ConfigRequest<pb::ValidateEphemeralResourceConfig::Request>("fake_token"))},
        {"open", Asking(&Service::OpenEphemeralResource,
                        ConfigRequest<pb::OpenEphemeralResource::Request>("fake_token"))},
        {"renew", Asking(&Service::RenewEphemeralResource,
                         NamedRequest<pb::RenewEphemeralResource::Request>("fake_token"))},
        {"close", Asking(&Service::CloseEphemeralResource,
                         NamedRequest<pb::CloseEphemeralResource::Request>("fake_token"))},
        {"plan an action", Asking(&Service::PlanAction, PlanActionRequest())},
    };
    for (const auto& [name, ask] : kAsks) {
      SCOPED_TRACE(name);
      EXPECT_THAT(Said(ask()), ElementsAre("Unexpected error in the provider | " + detail));
    }
    pb::CallFunction::Request call;
    call.set_name("call");
    call.add_arguments()->set_msgpack(codec::EncodeMsgpack(Value::String("x"), Type()));
    EXPECT_EQ(Ask(&ProviderService::CallFunction, call).error().text(), detail);
  }
};

TEST_F(ExceptionsTest, OfEveryPartBecomeDiagnostics) {
  ThrowEverywhere(kBoom);
  ExpectEverywhere("This is a bug in the provider: boom");
}

TEST_F(ExceptionsTest, OfAnyTypeBecomeDiagnostics) {
  // tidy: what a provider's code may do
  ThrowEverywhere([](const auto&, auto&) { throw 7; });
  ExpectEverywhere("This is a bug in the provider.");
}

TEST_F(PartsTest, PrivateDataOutlivesEveryFailure) {
  const auto fail = [](const auto&, auto& response) {
    response.diagnostics.AddError("Failed", "It broke.");
  };
  const std::string kept = R"({"k":"v"})";
  pb::RenewEphemeralResource::Request renew;
  renew.set_type_name("fake_token");
  renew.set_private_(kept);
  const auto ask_all = [&](const std::string& type_name) {
    auto read = ReadRequest();
    read.set_type_name(type_name);
    EXPECT_EQ(Ask(&ProviderService::ReadResource, read).private_(), kept);
    for (const auto& [prior, planned] : std::vector<std::pair<const char*, const char*>>{
             {"null", R"({name = "a", id = unknown})"},
             {R"({name = "b", id = "1"})", R"({name = "a", id = "1"})"},
             {R"({name = "b", id = "1"})", "null"}}) {
      SCOPED_TRACE(planned);
      auto apply = ApplyRequest(prior, planned);
      apply.set_type_name(type_name);
      const auto response = Ask(&ProviderService::ApplyResourceChange, apply);
      EXPECT_GT(response.diagnostics_size(), 0);
      EXPECT_EQ(response.private_(), kept);
      EXPECT_EQ(response.new_state().msgpack(), Bytes(prior));
    }
    EXPECT_EQ(Ask(&ProviderService::RenewEphemeralResource, renew).private_(), kept);
  };
  const auto failing = [&](auto failure) {
    thing_->read = failure;
    thing_->create = failure;
    thing_->update = failure;
    thing_->destroy = failure;
    token_->renew = failure;
  };
  {
    SCOPED_TRACE("an error");
    failing(fail);
    ask_all("fake_thing");
  }
  {
    SCOPED_TRACE("an exception");
    failing(kBoom);
    ask_all("fake_thing");
  }
  {
    SCOPED_TRACE("an unknown type");
    renew.set_type_name("fake_nothing");
    ask_all("fake_nothing");
  }
  // Neither is it lost where it cannot be read.
  auto read = ReadRequest();
  read.set_private_("\x01");
  EXPECT_EQ(Ask(&ProviderService::ReadResource, read).private_(), "\x01");
  auto apply = ApplyRequest(R"({name = "b", id = "1"})", R"({name = "a", id = "1"})");
  apply.set_planned_private("\x01");
  EXPECT_EQ(Ask(&ProviderService::ApplyResourceChange, apply).private_(), "\x01");
}

// --- deferral

TEST_F(PartsTest, ADeferredProviderDefersEverything) {
  provider_->configure = [](const tf::ConfigureRequest& request, ConfigureResponse& response) {
    EXPECT_TRUE(request.client.deferral_allowed);
    response.deferred = DeferredReason::kProviderConfigUnknown;
  };
  EXPECT_THAT(Said(Ask(&ProviderService::ConfigureProvider, ConfigureRequest(true)).diagnostics()),
              IsEmpty());
  const auto reason = [](const auto& response) {
    EXPECT_THAT(Said(response.diagnostics()), IsEmpty());
    EXPECT_TRUE(response.has_deferred());
    return response.deferred().reason();
  };
  const auto read = Ask(&ProviderService::ReadResource, ReadRequest());
  EXPECT_EQ(reason(read), pb::Deferred::PROVIDER_CONFIG_UNKNOWN);
  EXPECT_EQ(read.new_state().msgpack(), ReadRequest().current_state().msgpack());
  EXPECT_EQ(read.private_(), ReadRequest().private_());
  EXPECT_EQ(read.new_identity().identity_data().msgpack(), IdentityBytes(R"({id = "1"})"));
  const auto plan =
      Ask(&ProviderService::PlanResourceChange, PlanRequest("null", R"({name = "a"})"));
  EXPECT_EQ(reason(plan), pb::Deferred::PROVIDER_CONFIG_UNKNOWN);
  EXPECT_EQ(plan.planned_state().msgpack(), Bytes(R"({name = "a", id = unknown})"));
  EXPECT_EQ(plan.planned_private(), R"({"k":"v"})");
  const auto imported = Ask(&ProviderService::ImportResourceState, ImportRequest());
  EXPECT_EQ(reason(imported), pb::Deferred::PROVIDER_CONFIG_UNKNOWN);
  // Terraform would read an unknown object.
  EXPECT_THAT(imported.imported_resources(), IsEmpty());
  const auto data = Ask(&ProviderService::ReadDataSource,
                        ConfigRequest<pb::ReadDataSource::Request>("fake_data"));
  EXPECT_EQ(reason(data), pb::Deferred::PROVIDER_CONFIG_UNKNOWN);
  EXPECT_EQ(data.state().msgpack(), Bytes(Value::Unknown(ThingBody().type())));
  const auto opened = Ask(&ProviderService::OpenEphemeralResource,
                          ConfigRequest<pb::OpenEphemeralResource::Request>("fake_token"));
  EXPECT_EQ(reason(opened), pb::Deferred::PROVIDER_CONFIG_UNKNOWN);
  EXPECT_EQ(opened.result().msgpack(), Bytes(Value::Unknown(ThingBody().type())));
  EXPECT_EQ(reason(Ask(&ProviderService::PlanAction, PlanActionRequest())),
            pb::Deferred::PROVIDER_CONFIG_UNKNOWN);
}

TEST_F(PartsTest, EachReasonOfAResourceHasItsNumber) {
  const std::pair<DeferredReason, pb::Deferred::Reason> kReasons[] = {
      {DeferredReason::kUnknown, pb::Deferred::UNKNOWN},
      {DeferredReason::kResourceConfigUnknown, pb::Deferred::RESOURCE_CONFIG_UNKNOWN},
      {DeferredReason::kProviderConfigUnknown, pb::Deferred::PROVIDER_CONFIG_UNKNOWN},
      {DeferredReason::kAbsentPrerequisite, pb::Deferred::ABSENT_PREREQ}};
  auto request = PlanRequest("null", R"({name = "a"})");
  request.mutable_client_capabilities()->set_deferral_allowed(true);
  for (const auto& [reason, want] : kReasons) {
    thing_->plan = [reason = reason](const tf::PlanRequest&, PlanResponse& response) {
      response.deferred = reason;
    };
    const auto response = Ask(&ProviderService::PlanResourceChange, request);
    ASSERT_TRUE(response.has_deferred());
    EXPECT_EQ(response.deferred().reason(), want);
  }
}

TEST_F(PartsTest, WhatTheClientCannotDeferIsAnError) {
  const auto defer = [](const auto&, auto& response) {
    response.deferred = DeferredReason::kProviderConfigUnknown;
  };
  provider_->configure = defer;
  thing_->read = defer;
  thing_->plan = defer;
  thing_->import = defer;
  data_->read = defer;
  token_->open = defer;
  action_->plan = defer;
  EXPECT_THAT(Said(Ask(&ProviderService::ConfigureProvider, ConfigureRequest(false)).diagnostics()),
              ElementsAre(HasSubstr("Provider cannot be configured yet | ")));
  const auto cannot = [](const char* name) {
    return ElementsAre(HasSubstr(absl::StrCat(name, " cannot be planned yet | ")));
  };
  EXPECT_THAT(Said(Ask(&ProviderService::ReadResource, ReadRequest()).diagnostics()),
              cannot("fake_thing"));
  EXPECT_THAT(Said(Ask(&ProviderService::PlanResourceChange, PlanRequest("null", R"({name = "a"})"))
                       .diagnostics()),
              cannot("fake_thing"));
  EXPECT_THAT(Said(Ask(&ProviderService::ImportResourceState, ImportRequest()).diagnostics()),
              cannot("fake_thing"));
  EXPECT_THAT(Said(Ask(&ProviderService::ReadDataSource,
                       ConfigRequest<pb::ReadDataSource::Request>("fake_data"))
                       .diagnostics()),
              cannot("fake_data"));
  EXPECT_THAT(Said(Ask(&ProviderService::OpenEphemeralResource,
                       ConfigRequest<pb::OpenEphemeralResource::Request>("fake_token"))
                       .diagnostics()),
              cannot("fake_token"));
  EXPECT_THAT(Said(Ask(&ProviderService::PlanAction, PlanActionRequest()).diagnostics()),
              cannot("fake_action"));
}

}  // namespace
}  // namespace tf::tfplugin6
