// State that this process did not make: stored by an older version, imported, or moved from another
// type.
#include "provider/framework/server/import.h"
#include "provider/framework/server/upgrade.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {

grpc::Status ProviderService::UpgradeResourceState(Context,
                                                   const pb::UpgradeResourceState::Request* request,
                                                   pb::UpgradeResourceState::Response* response) {
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    if (request->raw_state().json().empty()) {
      diagnostics.AddError("State format too old",
                           "The state was written by Terraform 0.11 or older. Apply it once with "
                           "Terraform 0.12 to 1.x before using this provider.");
      return;
    }
    const Value state = server::UpgradeState(*entry->part, request->version(),
                                             request->raw_state().json(), diagnostics);
    Encode(state, entry->type, *response->mutable_upgraded_state(), diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::ImportResourceState(Context,
                                                  const pb::ImportResourceState::Request* request,
                                                  pb::ImportResourceState::Response* response) {
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Operation operation = server_.NewOperation(Decode(request->client_capabilities()));
    StateResponse result;
    server::Import(*entry->part, {operation, Text(request->id())}, result);
    diagnostics.Append(result.diagnostics);
    if (diagnostics.HasError()) return;
    pb::ImportResourceState::ImportedResource& imported = *response->add_imported_resources();
    imported.set_type_name(request->type_name());
    Encode(result.state, entry->type, *imported.mutable_state(), diagnostics);
    imported.set_private_(result.private_state.ToBytes());
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::MoveResourceState(Context,
                                                const pb::MoveResourceState::Request* request,
                                                pb::MoveResourceState::Response* response) {
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->target_type_name(), diagnostics);
    if (entry == nullptr) return;
    const Operation operation = server_.NewOperation(ClientCapabilities());
    StateResponse result;
    server::Move(*entry->part,
                 {operation, Text(request->source_provider_address()),
                  Text(request->source_type_name()), request->source_schema_version(),
                  request->source_state().json(), request->source_private()},
                 result);
    diagnostics.Append(result.diagnostics);
    if (diagnostics.HasError()) return;
    Encode(result.state, entry->type, *response->mutable_target_state(), diagnostics);
    response->set_target_private(result.private_state.ToBytes());
  });
  return grpc::Status::OK;
}

}  // namespace tf::tfplugin6
