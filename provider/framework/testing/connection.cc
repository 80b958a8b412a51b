#include "provider/framework/testing/connection.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "proto/tfplugin6.grpc.pb.h"
#include "provider/framework/codec/json.h"
#include "provider/framework/codec/msgpack.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/tfplugin6/service.h"

namespace tf::testing {
namespace {

namespace pb = ::tfplugin6;

using PbDiagnostics = google::protobuf::RepeatedPtrField<pb::Diagnostic>;

// Far more than any request of a test takes: a hanging provider fails its test.
constexpr std::chrono::seconds kRequestTimeout(60);

Path DecodePath(const pb::AttributePath& message) {
  Path path;
  for (const pb::AttributePath::Step& step : message.steps()) {
    switch (step.selector_case()) {
      case pb::AttributePath::Step::kAttributeName:
        path = path.Attribute(step.attribute_name());
        break;
      case pb::AttributePath::Step::kElementKeyString:
        path = path.Key(step.element_key_string());
        break;
      case pb::AttributePath::Step::kElementKeyInt:
        path = path.Index(step.element_key_int());
        break;
      default:
        ADD_FAILURE() << "a path with an empty step";
    }
  }
  return path;
}

Diagnostics DecodeDiagnostics(const PbDiagnostics& messages) {
  Diagnostics diagnostics;
  for (const pb::Diagnostic& message : messages) {
    EXPECT_TRUE(message.severity() == pb::Diagnostic::ERROR ||
                message.severity() == pb::Diagnostic::WARNING)
        << "a diagnostic without a severity is none to the client: " << message.summary();
    EXPECT_FALSE(message.summary().empty()) << message.detail();
    diagnostics.Add({message.severity() == pb::Diagnostic::ERROR ? Diagnostic::Severity::kError
                                                                 : Diagnostic::Severity::kWarning,
                     message.summary(), message.detail(), DecodePath(message.attribute())});
  }
  return diagnostics;
}

Value DecodeValue(const pb::DynamicValue& message, const Type& type, absl::string_view what) {
  if (message.msgpack().empty() && message.json().empty()) return Value::Null(type);
  absl::StatusOr<Value> value =
      message.msgpack().empty() ? codec::DecodeJson(message.json(), type, codec::JsonForm::kValue)
                                : codec::DecodeMsgpack(message.msgpack(), type);
  if (value.ok()) return *std::move(value);
  ADD_FAILURE() << "Provider produced invalid object: " << what << ": " << value.status();
  return Value::Null(type);
}

void EncodeValue(const Value& value, const Type& type, pb::DynamicValue& message) {
  message.set_msgpack(codec::EncodeMsgpack(value, type));
}

// What Terraform 1.16 can do.
void SetCapabilities(pb::ClientCapabilities& capabilities) {
  capabilities.set_write_only_attributes_allowed(true);
  capabilities.set_store_planned_private(true);
  capabilities.set_computed_blocks_allowed(true);
}

// A test that names what the provider lacks is wrong.
template <class Entries>
const Type& PartType(const Entries& entries, const std::string& name) {
  const auto found = entries.find(name);
  SIXGATE_CHECK(found != entries.end(), name.c_str());
  return found->second.type;
}

}  // namespace

struct Connection::Grpc {
  explicit Grpc(server::Server& provider_server) : service(tfplugin6::NewService(provider_server)) {
    grpc::ServerBuilder builder;
    builder.RegisterService(service.get());
    builder.SetMaxReceiveMessageSize(-1);
    server = builder.BuildAndStart();
    SIXGATE_CHECK(server != nullptr, "a server without a port can always start");
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(-1);
    stub = pb::Provider::NewStub(server->InProcessChannel(arguments));
  }

  using Stub = pb::Provider::Stub;
  template <class Rpc>
  using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const typename Rpc::Request&,
                                        typename Rpc::Response*);

  template <class Rpc>
  typename Rpc::Response Ask(Method<Rpc> method, const typename Rpc::Request& request) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + kRequestTimeout);
    typename Rpc::Response response;
    const grpc::Status status = (stub.get()->*method)(&context, request, &response);
    EXPECT_TRUE(status.ok()) << Rpc::descriptor()->name() << ": " << status.error_message();
    return response;
  }

  std::unique_ptr<grpc::Service> service;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<pb::Provider::Stub> stub;
};

Connection::Connection(std::unique_ptr<Provider> provider) {
  absl::StatusOr<std::unique_ptr<server::Server>> server =
      server::Server::Create(std::move(provider));
  SIXGATE_CHECK(server.ok(), server.status().ToString().c_str());
  server_ = *std::move(server);
  grpc_ = std::make_unique<Grpc>(*server_);
}

Connection::~Connection() { grpc_->server->Shutdown(); }

const server::Server& Connection::server() const { return *server_; }

Diagnostics Connection::ValidateProvider(const Value& config) {
  pb::ValidateProviderConfig::Request request;
  EncodeValue(config, server_->config_type(), *request.mutable_config());
  return DecodeDiagnostics(
      grpc_->Ask<pb::ValidateProviderConfig>(&Grpc::Stub::ValidateProviderConfig, request)
          .diagnostics());
}

Diagnostics Connection::Configure(const Value& config) {
  pb::ConfigureProvider::Request request;
  EncodeValue(config, server_->config_type(), *request.mutable_config());
  request.set_terraform_version("1.16.0");
  SetCapabilities(*request.mutable_client_capabilities());
  return DecodeDiagnostics(
      grpc_->Ask<pb::ConfigureProvider>(&Grpc::Stub::ConfigureProvider, request).diagnostics());
}

void Connection::Stop() { grpc_->Ask<pb::StopProvider>(&Grpc::Stub::StopProvider, {}); }

Diagnostics Connection::ValidateResource(const std::string& type_name, const Value& config) {
  pb::ValidateResourceConfig::Request request;
  request.set_type_name(type_name);
  EncodeValue(config, ResourceType(type_name), *request.mutable_config());
  SetCapabilities(*request.mutable_client_capabilities());
  return DecodeDiagnostics(
      grpc_->Ask<pb::ValidateResourceConfig>(&Grpc::Stub::ValidateResourceConfig, request)
          .diagnostics());
}

PlanAnswer Connection::Plan(const std::string& type_name, const PlanQuestion& question) {
  const Type& type = ResourceType(type_name);
  pb::PlanResourceChange::Request request;
  request.set_type_name(type_name);
  EncodeValue(question.config, type, *request.mutable_config());
  EncodeValue(question.prior, type, *request.mutable_prior_state());
  EncodeValue(question.proposed, type, *request.mutable_proposed_new_state());
  request.set_prior_private(question.prior_private);
  SetCapabilities(*request.mutable_client_capabilities());
  const auto response =
      grpc_->Ask<pb::PlanResourceChange>(&Grpc::Stub::PlanResourceChange, request);
  EXPECT_FALSE(response.legacy_type_system()) << type_name;
  PlanAnswer answer = {DecodeValue(response.planned_state(), type, type_name),
                       response.planned_private(),
                       {},
                       DecodeDiagnostics(response.diagnostics())};
  for (const pb::AttributePath& path : response.requires_replace()) {
    answer.requires_replace.push_back(DecodePath(path));
  }
  return answer;
}

StateAnswer Connection::Apply(const std::string& type_name, const ApplyQuestion& question) {
  const Type& type = ResourceType(type_name);
  pb::ApplyResourceChange::Request request;
  request.set_type_name(type_name);
  EncodeValue(question.config, type, *request.mutable_config());
  EncodeValue(question.prior, type, *request.mutable_prior_state());
  EncodeValue(question.planned, type, *request.mutable_planned_state());
  request.set_planned_private(question.planned_private);
  const auto response =
      grpc_->Ask<pb::ApplyResourceChange>(&Grpc::Stub::ApplyResourceChange, request);
  EXPECT_FALSE(response.legacy_type_system()) << type_name;
  return {DecodeValue(response.new_state(), type, type_name), response.private_(),
          DecodeDiagnostics(response.diagnostics())};
}

StateAnswer Connection::Read(const std::string& type_name, const Value& state,
                             const std::string& private_state) {
  const Type& type = ResourceType(type_name);
  pb::ReadResource::Request request;
  request.set_type_name(type_name);
  EncodeValue(state, type, *request.mutable_current_state());
  request.set_private_(private_state);
  SetCapabilities(*request.mutable_client_capabilities());
  const auto response = grpc_->Ask<pb::ReadResource>(&Grpc::Stub::ReadResource, request);
  return {DecodeValue(response.new_state(), type, type_name), response.private_(),
          DecodeDiagnostics(response.diagnostics())};
}

StateAnswer Connection::Upgrade(const std::string& type_name, int64_t version,
                                absl::string_view json) {
  pb::UpgradeResourceState::Request request;
  request.set_type_name(type_name);
  request.set_version(version);
  request.mutable_raw_state()->set_json(std::string(json));
  const auto response =
      grpc_->Ask<pb::UpgradeResourceState>(&Grpc::Stub::UpgradeResourceState, request);
  return {DecodeValue(response.upgraded_state(), ResourceType(type_name), type_name), "",
          DecodeDiagnostics(response.diagnostics())};
}

StateAnswer Connection::Import(const std::string& type_name, absl::string_view id) {
  const Type& type = ResourceType(type_name);
  pb::ImportResourceState::Request request;
  request.set_type_name(type_name);
  request.set_id(std::string(id));
  SetCapabilities(*request.mutable_client_capabilities());
  const auto response =
      grpc_->Ask<pb::ImportResourceState>(&Grpc::Stub::ImportResourceState, request);
  StateAnswer answer = {Value::Null(type), "", DecodeDiagnostics(response.diagnostics())};
  if (answer.diagnostics.HasError()) return answer;
  EXPECT_EQ(response.imported_resources_size(), 1) << type_name;
  for (const auto& imported : response.imported_resources()) {
    EXPECT_EQ(imported.type_name(), type_name);
    answer.state = DecodeValue(imported.state(), type, type_name);
    answer.private_state = imported.private_();
  }
  return answer;
}

StateAnswer Connection::Move(const std::string& type_name, const MoveQuestion& question) {
  pb::MoveResourceState::Request request;
  request.set_target_type_name(type_name);
  request.set_source_provider_address(question.source_provider_address);
  request.set_source_type_name(question.source_type_name);
  request.set_source_schema_version(question.source_schema_version);
  request.mutable_source_state()->set_json(question.source_state_json);
  const auto response = grpc_->Ask<pb::MoveResourceState>(&Grpc::Stub::MoveResourceState, request);
  return {DecodeValue(response.target_state(), ResourceType(type_name), type_name),
          response.target_private(), DecodeDiagnostics(response.diagnostics())};
}

Diagnostics Connection::ValidateData(const std::string& type_name, const Value& config) {
  pb::ValidateDataResourceConfig::Request request;
  request.set_type_name(type_name);
  EncodeValue(config, PartType(server_->data_sources(), type_name), *request.mutable_config());
  return DecodeDiagnostics(
      grpc_->Ask<pb::ValidateDataResourceConfig>(&Grpc::Stub::ValidateDataResourceConfig, request)
          .diagnostics());
}

StateAnswer Connection::ReadData(const std::string& type_name, const Value& config) {
  const Type& type = PartType(server_->data_sources(), type_name);
  pb::ReadDataSource::Request request;
  request.set_type_name(type_name);
  EncodeValue(config, type, *request.mutable_config());
  SetCapabilities(*request.mutable_client_capabilities());
  const auto response = grpc_->Ask<pb::ReadDataSource>(&Grpc::Stub::ReadDataSource, request);
  return {DecodeValue(response.state(), type, type_name), "",
          DecodeDiagnostics(response.diagnostics())};
}

FunctionResult Connection::Call(const std::string& function, absl::Span<const Value> arguments) {
  const auto found = server_->functions().find(function);
  SIXGATE_CHECK(found != server_->functions().end(), function.c_str());
  const FunctionSignature& signature = found->second->signature();
  pb::CallFunction::Request request;
  request.set_name(function);
  for (const Value& argument : arguments) {
    const auto index = static_cast<size_t>(request.arguments_size());
    const bool fixed = index < signature.parameters.size();
    SIXGATE_CHECK(fixed || signature.variadic.has_value(), "more arguments than parameters");
    EncodeValue(argument, (fixed ? signature.parameters[index] : *signature.variadic).type,
                *request.add_arguments());
  }
  const auto response = grpc_->Ask<pb::CallFunction>(&Grpc::Stub::CallFunction, request);
  if (response.has_error()) {
    const pb::FunctionError& error = response.error();
    return FunctionResult::Error(error.text(), error.has_function_argument()
                                                   ? std::optional(error.function_argument())
                                                   : std::nullopt);
  }
  return {DecodeValue(response.result(), signature.result, function), std::nullopt};
}

const Type& Connection::ResourceType(const std::string& type_name) const {
  return PartType(server_->resources(), type_name);
}

}  // namespace tf::testing
