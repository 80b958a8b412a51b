#include "provider/framework/testing/connection.h"

#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <chrono>
#include <utility>

#include "engine/base/check.h"
#include "provider/framework/codec/json.h"
#include "provider/framework/codec/msgpack.h"
#include "provider/framework/testing/connection_grpc.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/tfplugin6/service.h"

namespace tf::testing {
namespace {

using PbDiagnostics = google::protobuf::RepeatedPtrField<pb::Diagnostic>;

// Far more than any request of a test takes: a hanging provider fails its test.
constexpr std::chrono::seconds kRequestTimeout(60);

using ResourceEntry = server::Entry<Resource>;

Value DecodeIdentity(const pb::ResourceIdentityData& message, const ResourceEntry& entry) {
  if (!message.has_identity_data()) return Value::Null(entry.identity_type);
  EXPECT_NE(entry.with_identity, nullptr) << "unknown identity type " << entry.part->type_name();
  return DecodeValue(message.identity_data(), entry.identity_type, entry.part->type_name());
}

void EncodeIdentity(const Value& identity, const ResourceEntry& entry,
                    pb::ResourceIdentityData& message) {
  if (identity.IsNull()) return;
  EncodeValue(identity, entry.identity_type, *message.mutable_identity_data());
}

}  // namespace

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

ClientCapabilities Terraform116() {
  ClientCapabilities client;
  client.write_only_attributes_allowed = true;
  client.store_planned_private = true;
  client.computed_blocks_allowed = true;
  return client;
}

void SetCapabilities(const ClientCapabilities& client, pb::ClientCapabilities& message) {
  message.set_deferral_allowed(client.deferral_allowed);
  message.set_write_only_attributes_allowed(client.write_only_attributes_allowed);
  message.set_store_planned_private(client.store_planned_private);
  message.set_computed_blocks_allowed(client.computed_blocks_allowed);
}

Connection::Grpc::Grpc(server::Server& provider_server, LogSink* log)
    : service(tfplugin6::NewService(provider_server, {.log = log})) {
  grpc::ServerBuilder builder;
  builder.RegisterService(service.get());
  builder.SetMaxReceiveMessageSize(-1);
  server = builder.BuildAndStart();
  SIXGATE_CHECK(server != nullptr, "a server without a port can always start");
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  stub = pb::Provider::NewStub(server->InProcessChannel(arguments));
}

void Connection::Grpc::SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() + kRequestTimeout);
}

Connection::Connection(std::unique_ptr<Provider> provider, const ClientCapabilities& client,
                       LogSink* log)
    : client_(client) {
  absl::StatusOr<std::unique_ptr<server::Server>> server =
      server::Server::Create(std::move(provider));
  SIXGATE_CHECK(server.ok(), server.status().ToString().c_str());
  server_ = *std::move(server);
  grpc_ = std::make_unique<Grpc>(*server_, log);
}

Connection::~Connection() { grpc_->server->Shutdown(); }

const server::Server& Connection::server() const { return *server_; }

const server::Entry<Resource>& Connection::Entry(const std::string& type_name) const {
  return PartEntry(server_->resources(), type_name);
}

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
  SetCapabilities(client_, *request.mutable_client_capabilities());
  return DecodeDiagnostics(
      grpc_->Ask<pb::ConfigureProvider>(&Grpc::Stub::ConfigureProvider, request).diagnostics());
}

void Connection::Stop() { grpc_->Ask<pb::StopProvider>(&Grpc::Stub::StopProvider, {}); }

Diagnostics Connection::ValidateResource(const std::string& type_name, const Value& config) {
  pb::ValidateResourceConfig::Request request;
  request.set_type_name(type_name);
  EncodeValue(config, Entry(type_name).type, *request.mutable_config());
  SetCapabilities(client_, *request.mutable_client_capabilities());
  return DecodeDiagnostics(
      grpc_->Ask<pb::ValidateResourceConfig>(&Grpc::Stub::ValidateResourceConfig, request)
          .diagnostics());
}

PlanAnswer Connection::Plan(const std::string& type_name, const PlanQuestion& question) {
  const ResourceEntry& entry = Entry(type_name);
  pb::PlanResourceChange::Request request;
  request.set_type_name(type_name);
  EncodeValue(question.config, entry.type, *request.mutable_config());
  EncodeValue(question.prior, entry.type, *request.mutable_prior_state());
  EncodeValue(question.proposed, entry.type, *request.mutable_proposed_new_state());
  request.set_prior_private(question.prior_private);
  EncodeIdentity(question.prior_identity, entry, *request.mutable_prior_identity());
  request.set_planned_private(question.planned_private);
  EncodeMeta(*request.mutable_provider_meta());
  SetCapabilities(client_, *request.mutable_client_capabilities());
  const auto response =
      grpc_->Ask<pb::PlanResourceChange>(&Grpc::Stub::PlanResourceChange, request);
  EXPECT_FALSE(response.legacy_type_system()) << type_name;
  PlanAnswer answer = {DecodeValue(response.planned_state(), entry.type, type_name),
                       response.planned_private(),
                       {},
                       DecodeIdentity(response.planned_identity(), entry),
                       DecodeDeferred(response),
                       DecodeDiagnostics(response.diagnostics())};
  for (const pb::AttributePath& path : response.requires_replace()) {
    answer.requires_replace.push_back(DecodePath(path));
  }
  return answer;
}

StateAnswer Connection::Apply(const std::string& type_name, const ApplyQuestion& question) {
  const ResourceEntry& entry = Entry(type_name);
  pb::ApplyResourceChange::Request request;
  request.set_type_name(type_name);
  EncodeValue(question.config, entry.type, *request.mutable_config());
  EncodeValue(question.prior, entry.type, *request.mutable_prior_state());
  EncodeValue(question.planned, entry.type, *request.mutable_planned_state());
  request.set_planned_private(question.planned_private);
  EncodeIdentity(question.planned_identity, entry, *request.mutable_planned_identity());
  EncodeMeta(*request.mutable_provider_meta());
  const auto response =
      grpc_->Ask<pb::ApplyResourceChange>(&Grpc::Stub::ApplyResourceChange, request);
  EXPECT_FALSE(response.legacy_type_system()) << type_name;
  return {DecodeValue(response.new_state(), entry.type, type_name), response.private_(),
          DecodeIdentity(response.new_identity(), entry), std::nullopt,
          DecodeDiagnostics(response.diagnostics())};
}

StateAnswer Connection::Read(const std::string& type_name, const ReadQuestion& question) {
  const ResourceEntry& entry = Entry(type_name);
  pb::ReadResource::Request request;
  request.set_type_name(type_name);
  EncodeValue(question.state, entry.type, *request.mutable_current_state());
  request.set_private_(question.private_state);
  EncodeIdentity(question.identity, entry, *request.mutable_current_identity());
  EncodeMeta(*request.mutable_provider_meta());
  SetCapabilities(client_, *request.mutable_client_capabilities());
  const auto response = grpc_->Ask<pb::ReadResource>(&Grpc::Stub::ReadResource, request);
  return {DecodeValue(response.new_state(), entry.type, type_name), response.private_(),
          DecodeIdentity(response.new_identity(), entry), DecodeDeferred(response),
          DecodeDiagnostics(response.diagnostics())};
}

ValueAnswer Connection::Upgrade(const std::string& type_name, int64_t version,
                                absl::string_view json) {
  pb::UpgradeResourceState::Request request;
  request.set_type_name(type_name);
  request.set_version(version);
  request.mutable_raw_state()->set_json(std::string(json));
  const auto response =
      grpc_->Ask<pb::UpgradeResourceState>(&Grpc::Stub::UpgradeResourceState, request);
  return {DecodeValue(response.upgraded_state(), Entry(type_name).type, type_name),
          DecodeDiagnostics(response.diagnostics())};
}

ValueAnswer Connection::UpgradeIdentity(const std::string& type_name, int64_t version,
                                        absl::string_view json) {
  pb::UpgradeResourceIdentity::Request request;
  request.set_type_name(type_name);
  request.set_version(version);
  request.mutable_raw_identity()->set_json(std::string(json));
  const auto response =
      grpc_->Ask<pb::UpgradeResourceIdentity>(&Grpc::Stub::UpgradeResourceIdentity, request);
  return {DecodeIdentity(response.upgraded_identity(), Entry(type_name)),
          DecodeDiagnostics(response.diagnostics())};
}

StateAnswer Connection::Import(const std::string& type_name, const ImportQuestion& question) {
  const ResourceEntry& entry = Entry(type_name);
  pb::ImportResourceState::Request request;
  request.set_type_name(type_name);
  request.set_id(question.id);
  EncodeIdentity(question.identity, entry, *request.mutable_identity());
  SetCapabilities(client_, *request.mutable_client_capabilities());
  const auto response =
      grpc_->Ask<pb::ImportResourceState>(&Grpc::Stub::ImportResourceState, request);
  StateAnswer answer = {Value::Null(entry.type), "", Value::Null(entry.identity_type),
                        DecodeDeferred(response), DecodeDiagnostics(response.diagnostics())};
  if (answer.diagnostics.HasError()) return answer;
  EXPECT_EQ(response.imported_resources_size(), answer.deferred.has_value() ? 0 : 1) << type_name;
  for (const auto& imported : response.imported_resources()) {
    EXPECT_EQ(imported.type_name(), type_name);
    answer.state = DecodeValue(imported.state(), entry.type, type_name);
    answer.private_state = imported.private_();
    answer.identity = DecodeIdentity(imported.identity(), entry);
  }
  return answer;
}

StateAnswer Connection::Move(const std::string& type_name, const MoveQuestion& question) {
  const ResourceEntry& entry = Entry(type_name);
  pb::MoveResourceState::Request request;
  request.set_target_type_name(type_name);
  request.set_source_provider_address(question.source_provider_address);
  request.set_source_type_name(question.source_type_name);
  request.set_source_schema_version(question.source_schema_version);
  request.mutable_source_state()->set_json(question.source_state_json);
  request.set_source_private(question.source_private);
  if (!question.source_identity_json.empty()) {
    request.mutable_source_identity()->set_json(question.source_identity_json);
  }
  const auto response = grpc_->Ask<pb::MoveResourceState>(&Grpc::Stub::MoveResourceState, request);
  return {DecodeValue(response.target_state(), entry.type, type_name), response.target_private(),
          DecodeIdentity(response.target_identity(), entry), std::nullopt,
          DecodeDiagnostics(response.diagnostics())};
}

ValueAnswer Connection::GenerateConfig(const std::string& type_name, const Value& state) {
  const Type& type = Entry(type_name).type;
  pb::GenerateResourceConfig::Request request;
  request.set_type_name(type_name);
  EncodeValue(state, type, *request.mutable_state());
  const auto response =
      grpc_->Ask<pb::GenerateResourceConfig>(&Grpc::Stub::GenerateResourceConfig, request);
  return {DecodeValue(response.config(), type, type_name),
          DecodeDiagnostics(response.diagnostics())};
}

void Connection::EncodeMeta(pb::DynamicValue& message) const {
  if (server_->provider().meta_schema() != nullptr) {
    EncodeValue(meta_, server_->meta_type(), message);
  }
}

}  // namespace tf::testing
