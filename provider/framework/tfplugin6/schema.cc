// What the provider offers: schemas, functions, capabilities.
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/request_log.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {
namespace {

void SetCapabilities(pb::ServerCapabilities& capabilities) {
  // Destroys are planned, so that a resource can refuse one before anything else is gone.
  capabilities.set_plan_destroy(true);
  // Every RPC works without a GetProviderSchema before it.
  capabilities.set_get_provider_schema_optional(true);
  capabilities.set_move_resource_state(true);
  capabilities.set_generate_resource_config(true);
}

template <class Functions, class Messages>
void EncodeFunctions(const Functions& functions, Messages& messages) {
  for (const auto& [name, function] : functions) Encode(function->signature(), messages[name]);
}

template <class Entries, class Messages>
void EncodeSchemas(const Entries& entries, Messages& messages) {
  for (const auto& [name, entry] : entries) Encode(entry.part->schema(), messages[name]);
}

template <class Entries, class Messages>
void EncodeNames(const Entries& entries, Messages& messages) {
  for (const auto& [name, entry] : entries) messages.Add()->set_type_name(name);
}

}  // namespace

grpc::Status ProviderService::GetMetadata(Context, const pb::GetMetadataRpc::Request*,
                                          pb::GetMetadataRpc::Response* response) {
  const RequestLog request_log(log_, "GetMetadata", {}, &response->diagnostics());
  SetCapabilities(*response->mutable_server_capabilities());
  EncodeNames(server_.resources(), *response->mutable_resources());
  EncodeNames(server_.data_sources(), *response->mutable_data_sources());
  EncodeNames(server_.ephemeral_resources(), *response->mutable_ephemeral_resources());
  EncodeNames(server_.list_resources(), *response->mutable_list_resources());
  EncodeNames(server_.actions(), *response->mutable_actions());
  for (const auto& [name, function] : server_.functions()) {
    response->add_functions()->set_name(name);
  }
  return grpc::Status::OK;
}

grpc::Status ProviderService::GetProviderSchema(Context, const pb::GetProviderSchema::Request*,
                                                pb::GetProviderSchema::Response* response) {
  const RequestLog request_log(log_, "GetProviderSchema", {}, &response->diagnostics());
  SetCapabilities(*response->mutable_server_capabilities());
  Encode(server_.provider().schema(), *response->mutable_provider());
  if (const schema::Schema* meta = server_.provider().meta_schema()) {
    Encode(*meta, *response->mutable_provider_meta());
  }
  EncodeSchemas(server_.resources(), *response->mutable_resource_schemas());
  EncodeSchemas(server_.data_sources(), *response->mutable_data_source_schemas());
  EncodeSchemas(server_.ephemeral_resources(), *response->mutable_ephemeral_resource_schemas());
  EncodeSchemas(server_.list_resources(), *response->mutable_list_resource_schemas());
  for (const auto& [name, entry] : server_.actions()) {
    Encode(entry.part->schema(), *(*response->mutable_action_schemas())[name].mutable_schema());
  }
  EncodeFunctions(server_.functions(), *response->mutable_functions());
  Encode(server_.provider().SchemaProblems(), *response->mutable_diagnostics());
  return grpc::Status::OK;
}

grpc::Status ProviderService::GetResourceIdentitySchemas(
    Context, const pb::GetResourceIdentitySchemas::Request*,
    pb::GetResourceIdentitySchemas::Response* response) {
  const RequestLog request_log(log_, "GetResourceIdentitySchemas", {}, &response->diagnostics());
  for (const auto& [name, entry] : server_.resources()) {
    if (entry.with_identity == nullptr) continue;
    Encode(entry.with_identity->identity_schema(), (*response->mutable_identity_schemas())[name]);
  }
  return grpc::Status::OK;
}

grpc::Status ProviderService::GetFunctions(Context, const pb::GetFunctions::Request*,
                                           pb::GetFunctions::Response* response) {
  const RequestLog request_log(log_, "GetFunctions", {}, &response->diagnostics());
  EncodeFunctions(server_.functions(), *response->mutable_functions());
  return grpc::Status::OK;
}

}  // namespace tf::tfplugin6
