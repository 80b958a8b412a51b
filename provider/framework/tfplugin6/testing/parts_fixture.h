// A provider with a part of every kind behind the service, for the tests of this folder.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_TESTING_PARTS_FIXTURE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_TESTING_PARTS_FIXTURE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/codec/msgpack.h"
#include "provider/framework/server/server.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/schemas.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/wire.h"
#include "tests/support/status_matchers.h"

namespace tf::tfplugin6 {

inline const schema::Body& ThingBody() {
  static const schema::Body& body =
      *new schema::Body(testing::Attributes({testing::Required("name"), testing::Computed("id")}));
  return body;
}

inline schema::Schema ThingSchema() { return testing::SchemaOf(ThingBody()); }
inline Value Thing(const char* text) {
  return std::string(text) == "null" ? Value::Null(ThingBody().type())
                                     : testing::Literal(ThingBody(), text);
}
inline std::string Bytes(const Value& value) { return codec::EncodeMsgpack(value, value.type()); }
inline std::string Bytes(const char* text) { return Bytes(Thing(text)); }

inline schema::IdentitySchema ThingIdentity() {
  return {.version = 3,
          .attributes = {{.name = "id", .required_for_import = true, .description = "The id."}}};
}
inline std::string IdentityBytes(const char* text) {
  return Bytes(testing::Literal(ThingIdentity().type(), text));
}

// What a part does that throws.
// tidy: what a provider's code may do
inline constexpr auto kBoom = [](const auto&, auto&) { throw std::runtime_error("boom"); };

class PartsTest : public ::testing::Test {
 protected:
  PartsTest() {
    auto provider = std::make_unique<testing::FakeProvider>();
    provider->meta = testing::SchemaOf(testing::Attributes({testing::Optional("module")}));
    provider_ = provider.get();
    thing_ = &provider->Add(std::make_unique<testing::FakeResourceWithIdentity>(
        "fake_thing", ThingSchema(), ThingIdentity()));
    plain_ =
        &provider->Add(std::make_unique<testing::FakeFullResource>("fake_plain", ThingSchema()));
    data_ = &provider->Add(std::make_unique<testing::FakeDataSource>("fake_data", ThingSchema()));
    token_ = &provider->Add(
        std::make_unique<testing::FakeEphemeralResource>("fake_token", ThingSchema()));
    list_ =
        &provider->Add(std::make_unique<testing::FakeListResource>("fake_thing", ThingSchema()));
    action_ = &provider->Add(std::make_unique<testing::FakeAction>("fake_action", ThingSchema()));
    FunctionSignature signature;
    signature.parameters = {{"a", Type(), ""}};
    provider->Add(
        NewFunction("call", signature, [this](absl::Span<const Value>) { return call_(); }));
    auto server = server::Server::Create(std::move(provider));
    EXPECT_OK(server.status());
    server_ = *std::move(server);
    service_ = std::make_unique<ProviderService>(*server_);
  }

  template <class Request, class Response>
  Response Ask(grpc::Status (ProviderService::*method)(grpc::ServerContext*, const Request*,
                                                       Response*),
               const Request& request) {
    Response response;
    EXPECT_TRUE((service_.get()->*method)(nullptr, &request, &response).ok());
    return response;
  }

  // The same, to be asked again and again for its diagnostics.
  template <class Request, class Response>
  std::function<PbDiagnostics()> Asking(
      grpc::Status (ProviderService::*method)(grpc::ServerContext*, const Request*, Response*),
      const Request& request) {
    return [this, method, request] { return PbDiagnostics(Ask(method, request).diagnostics()); };
  }

  // Each diagnostic as "summary | detail".
  static std::vector<std::string> Said(const PbDiagnostics& diagnostics) {
    std::vector<std::string> lines;
    for (const pb::Diagnostic& diagnostic : diagnostics) {
      EXPECT_EQ(diagnostic.severity(), pb::Diagnostic::ERROR);
      lines.push_back(absl::StrCat(diagnostic.summary(), " | ", diagnostic.detail()));
    }
    return lines;
  }

  static pb::ReadResource::Request ReadRequest() {
    pb::ReadResource::Request request;
    request.set_type_name("fake_thing");
    request.mutable_current_state()->set_msgpack(Bytes(R"({name = "a", id = "1"})"));
    request.set_private_(R"({"k":"v"})");
    request.mutable_current_identity()->mutable_identity_data()->set_msgpack(
        IdentityBytes(R"({id = "1"})"));
    return request;
  }

  static pb::PlanResourceChange::Request PlanRequest(const char* prior, const char* proposed) {
    pb::PlanResourceChange::Request request;
    request.set_type_name("fake_thing");
    request.mutable_prior_state()->set_msgpack(Bytes(prior));
    request.mutable_proposed_new_state()->set_msgpack(Bytes(proposed));
    request.mutable_config()->set_msgpack(Bytes(R"({name = "a"})"));
    request.set_prior_private(R"({"k":"v"})");
    return request;
  }

  static pb::ApplyResourceChange::Request ApplyRequest(const char* prior, const char* planned) {
    pb::ApplyResourceChange::Request request;
    request.set_type_name("fake_thing");
    request.mutable_prior_state()->set_msgpack(Bytes(prior));
    request.mutable_planned_state()->set_msgpack(Bytes(planned));
    request.mutable_config()->set_msgpack(Bytes(R"({name = "a"})"));
    request.set_planned_private(R"({"k":"v"})");
    return request;
  }

  // A request of a type that has nothing but a type name and a configuration.
  template <class Request>
  static Request ConfigRequest(const char* type_name, const char* config = R"({name = "a"})") {
    Request request;
    request.set_type_name(type_name);
    request.mutable_config()->set_msgpack(Bytes(config));
    return request;
  }

  static pb::ConfigureProvider::Request ConfigureRequest(bool deferral_allowed) {
    pb::ConfigureProvider::Request request;
    request.mutable_config()->set_msgpack(Bytes(Value::Object({})));
    request.mutable_client_capabilities()->set_deferral_allowed(deferral_allowed);
    return request;
  }

  static pb::ImportResourceState::Request ImportRequest() {
    pb::ImportResourceState::Request request;
    request.set_type_name("fake_thing");
    request.set_id("1");
    return request;
  }

  static pb::PlanAction::Request PlanActionRequest() {
    pb::PlanAction::Request request;
    request.set_action_type("fake_action");
    return request;
  }

  // A request of a type that has nothing but a type name.
  template <class Request>
  static Request NamedRequest(const char* type_name) {
    Request request;
    request.set_type_name(type_name);
    return request;
  }

  testing::FakeProvider* provider_;
  testing::FakeResourceWithIdentity* thing_;
  testing::FakeFullResource* plain_;
  testing::FakeDataSource* data_;
  testing::FakeEphemeralResource* token_;
  testing::FakeListResource* list_;
  testing::FakeAction* action_;
  std::function<FunctionResult()> call_ = [] {
    return FunctionResult{Value::String("x"), std::nullopt};
  };
  std::unique_ptr<server::Server> server_;
  std::unique_ptr<ProviderService> service_;
};

}  // namespace tf::tfplugin6

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_TESTING_PARTS_FIXTURE_H_
