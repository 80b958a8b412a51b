// The life of a managed resource.
#include "provider/framework/server/apply.h"
#include "provider/framework/server/plan.h"
#include "provider/framework/server/validate.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {
namespace {

// There is a configuration unless the object is to be destroyed.
Value ConfigFor(const Value& plan, const pb::DynamicValue& message, const Type& type,
                Diagnostics& diagnostics) {
  return plan.IsNull() ? plan : DecodeConfig(message, type, diagnostics);
}

}  // namespace

grpc::Status ProviderService::ValidateResourceConfig(
    Context, const pb::ValidateResourceConfig::Request* request,
    pb::ValidateResourceConfig::Response* response) {
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value config = DecodeConfig(request->config(), entry->type, diagnostics);
    if (diagnostics.HasError()) return;
    const Operation operation = server_.NewOperation(Decode(request->client_capabilities()));
    server::ValidateResource(*entry->part, operation, config, diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::ReadResource(Context, const pb::ReadResource::Request* request,
                                           pb::ReadResource::Response* response) {
  // Kept as they are whatever happens: an empty answer would lose them.
  *response->mutable_new_state() = request->current_state();
  response->set_private_(request->private_());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value state = DecodeState(request->current_state(), entry->type, "state", diagnostics);
    const PrivateState private_state = DecodePrivate(request->private_(), diagnostics);
    if (diagnostics.HasError() || state.IsNull()) return;
    const Operation operation = server_.NewOperation(Decode(request->client_capabilities()));
    StateResponse result;
    server::ReadState(*entry->part, {operation, state, private_state}, result);
    diagnostics.Append(result.diagnostics);
    Encode(result.state, entry->type, *response->mutable_new_state(), diagnostics);
    response->set_private_(result.private_state.ToBytes());
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::PlanResourceChange(Context,
                                                 const pb::PlanResourceChange::Request* request,
                                                 pb::PlanResourceChange::Response* response) {
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Type& type = entry->type;
    const Operation operation = server_.NewOperation(Decode(request->client_capabilities()));
    const Value proposed =
        DecodeObject(request->proposed_new_state(), type, "proposed state", diagnostics);
    const server::PlanChangeRequest change = {
        operation, ConfigFor(proposed, request->config(), type, diagnostics),
        DecodeState(request->prior_state(), type, "prior state", diagnostics), proposed,
        DecodePrivate(request->prior_private(), diagnostics)};
    if (diagnostics.HasError()) return;
    PlanResponse result;
    server::PlanChange(*entry->part, change, result);
    diagnostics.Append(result.diagnostics);
    Encode(result.plan, type, *response->mutable_planned_state(), diagnostics);
    for (const Path& path : result.requires_replace) {
      Encode(path, *response->add_requires_replace());
    }
    response->set_planned_private(result.private_state.ToBytes());
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::ApplyResourceChange(Context,
                                                  const pb::ApplyResourceChange::Request* request,
                                                  pb::ApplyResourceChange::Response* response) {
  // Until the resource says otherwise, nothing has happened.
  *response->mutable_new_state() = request->prior_state();
  response->set_private_(request->planned_private());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Type& type = entry->type;
    const Operation operation = server_.NewOperation(ClientCapabilities());
    const Value plan = DecodeObject(request->planned_state(), type, "planned state", diagnostics);
    const server::ApplyRequest change = {
        operation, ConfigFor(plan, request->config(), type, diagnostics),
        DecodeState(request->prior_state(), type, "prior state", diagnostics), plan,
        DecodePrivate(request->planned_private(), diagnostics)};
    if (diagnostics.HasError()) return;
    StateResponse result;
    server::Apply(*entry->part, change, result);
    diagnostics.Append(result.diagnostics);
    Encode(result.state, type, *response->mutable_new_state(), diagnostics);
    response->set_private_(result.private_state.ToBytes());
  });
  return grpc::Status::OK;
}

}  // namespace tf::tfplugin6
