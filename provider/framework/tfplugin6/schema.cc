// What the provider offers: schemas, functions, capabilities.
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {
namespace {

void SetCapabilities(pb::ServerCapabilities& capabilities) {
  // Destroys are planned, so that a resource can refuse one before anything else is gone.
  capabilities.set_plan_destroy(true);
  // Every RPC works without a GetProviderSchema before it.
  capabilities.set_get_provider_schema_optional(true);
  capabilities.set_move_resource_state(true);
}

template <class Functions, class Messages>
void EncodeFunctions(const Functions& functions, Messages& messages) {
  for (const auto& [name, function] : functions) Encode(function->signature(), messages[name]);
}

}  // namespace

grpc::Status ProviderService::GetMetadata(Context, const pb::GetMetadataRpc::Request*,
                                          pb::GetMetadataRpc::Response* response) {
  SetCapabilities(*response->mutable_server_capabilities());
  for (const auto& [name, entry] : server_.resources()) {
    response->add_resources()->set_type_name(name);
  }
  for (const auto& [name, entry] : server_.data_sources()) {
    response->add_data_sources()->set_type_name(name);
  }
  for (const auto& [name, function] : server_.functions()) {
    response->add_functions()->set_name(name);
  }
  return grpc::Status::OK;
}

grpc::Status ProviderService::GetProviderSchema(Context, const pb::GetProviderSchema::Request*,
                                                pb::GetProviderSchema::Response* response) {
  SetCapabilities(*response->mutable_server_capabilities());
  Encode(server_.provider().schema(), *response->mutable_provider());
  for (const auto& [name, entry] : server_.resources()) {
    Encode(entry.part->schema(), (*response->mutable_resource_schemas())[name]);
  }
  for (const auto& [name, entry] : server_.data_sources()) {
    Encode(entry.part->schema(), (*response->mutable_data_source_schemas())[name]);
  }
  EncodeFunctions(server_.functions(), *response->mutable_functions());
  return grpc::Status::OK;
}

grpc::Status ProviderService::GetResourceIdentitySchemas(
    Context, const pb::GetResourceIdentitySchemas::Request*,
    pb::GetResourceIdentitySchemas::Response*) {
  return grpc::Status::OK;  // no resource has an identity
}

grpc::Status ProviderService::GetFunctions(Context, const pb::GetFunctions::Request*,
                                           pb::GetFunctions::Response* response) {
  EncodeFunctions(server_.functions(), *response->mutable_functions());
  return grpc::Status::OK;
}

}  // namespace tf::tfplugin6
