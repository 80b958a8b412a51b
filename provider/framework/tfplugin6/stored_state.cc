// State that this process did not make: stored by an older version, imported, or moved from another
// type.
#include "provider/framework/server/identity.h"
#include "provider/framework/server/import.h"
#include "provider/framework/server/upgrade.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/request_log.h"
#include "provider/framework/tfplugin6/rpc.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {

grpc::Status ProviderService::UpgradeResourceState(Context,
                                                   const pb::UpgradeResourceState::Request* request,
                                                   pb::UpgradeResourceState::Response* response) {
  const RequestLog request_log(log_, "UpgradeResourceState",
                               {"tf_resource_type", request->type_name()},
                               &response->diagnostics());
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

grpc::Status ProviderService::UpgradeResourceIdentity(
    Context, const pb::UpgradeResourceIdentity::Request* request,
    pb::UpgradeResourceIdentity::Response* response) {
  const RequestLog request_log(log_, "UpgradeResourceIdentity",
                               {"tf_resource_type", request->type_name()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value identity = server::UpgradeIdentity(*entry->part, request->version(),
                                                   request->raw_identity().json(), diagnostics);
    if (diagnostics.HasError()) return;
    Encode(identity, entry->identity_type, *response->mutable_upgraded_identity(), diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::ImportResourceState(Context context,
                                                  const pb::ImportResourceState::Request* request,
                                                  pb::ImportResourceState::Response* response) {
  const RequestLog request_log(log_, "ImportResourceState",
                               {"tf_resource_type", request->type_name()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Rpc rpc(server_, context, request_log.log(), request->client_capabilities());
    const Value identity = Decode(request->identity(), entry->identity_type, diagnostics);
    if (diagnostics.HasError()) return;
    server::StateResult result;
    server::Import(*entry->part, {rpc.operation(), Text(request->id()), identity}, result);
    diagnostics.Append(result.diagnostics);
    if (diagnostics.HasError()) return;
    SetDeferred(result.deferred, *response);
    // The client would read what is imported, known or not; of nothing it makes an object itself.
    if (result.deferred.has_value()) return;
    pb::ImportResourceState::ImportedResource& imported = *response->add_imported_resources();
    imported.set_type_name(request->type_name());
    Encode(result.state, entry->type, *imported.mutable_state(), diagnostics);
    Encode(result.identity, entry->identity_type, *imported.mutable_identity(), diagnostics);
    EncodePrivate(result.private_state, request->type_name(), *imported.mutable_private_(),
                  diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::MoveResourceState(Context context,
                                                const pb::MoveResourceState::Request* request,
                                                pb::MoveResourceState::Response* response) {
  const RequestLog request_log(log_, "MoveResourceState",
                               {"tf_resource_type", request->target_type_name()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->target_type_name(), diagnostics);
    if (entry == nullptr) return;
    const Rpc rpc(server_, context, request_log.log());
    server::StateResult result;
    server::Move(*entry->part,
                 {rpc.operation(), Text(request->source_provider_address()),
                  Text(request->source_type_name()), request->source_schema_version(),
                  request->source_state().json(), request->source_private(),
                  request->source_identity().json(), request->source_identity_schema_version()},
                 result);
    diagnostics.Append(result.diagnostics);
    if (diagnostics.HasError()) return;
    Encode(result.state, entry->type, *response->mutable_target_state(), diagnostics);
    Encode(result.identity, entry->identity_type, *response->mutable_target_identity(),
           diagnostics);
    EncodePrivate(result.private_state, request->target_type_name(),
                  *response->mutable_target_private(), diagnostics);
  });
  return grpc::Status::OK;
}

}  // namespace tf::tfplugin6
