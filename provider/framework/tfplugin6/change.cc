// The life of a managed resource.
#include "provider/framework/server/apply.h"
#include "provider/framework/server/generate_config.h"
#include "provider/framework/server/plan.h"
#include "provider/framework/server/validate.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/request_log.h"
#include "provider/framework/tfplugin6/rpc.h"
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
    Context context, const pb::ValidateResourceConfig::Request* request,
    pb::ValidateResourceConfig::Response* response) {
  const RequestLog request_log(log_, "ValidateResourceConfig",
                               {"tf_resource_type", request->type_name()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value config = DecodeConfig(request->config(), entry->type, diagnostics);
    if (diagnostics.HasError()) return;
    const Rpc rpc(server_, context, request_log.log(), request->client_capabilities());
    server::ValidatePart(*entry->part, rpc.operation(), config, diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::GenerateResourceConfig(
    Context, const pb::GenerateResourceConfig::Request* request,
    pb::GenerateResourceConfig::Response* response) {
  const RequestLog request_log(log_, "GenerateResourceConfig",
                               {"tf_resource_type", request->type_name()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value state = DecodeState(request->state(), entry->type, "state", diagnostics);
    if (diagnostics.HasError()) return;
    const Value config = server::GenerateConfig(*entry->part, state, diagnostics);
    Encode(config, entry->type, *response->mutable_config(), diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::ReadResource(Context context,
                                           const pb::ReadResource::Request* request,
                                           pb::ReadResource::Response* response) {
  const RequestLog request_log(log_, "ReadResource", {"tf_resource_type", request->type_name()},
                               &response->diagnostics());
  // Kept as they are whatever happens: an empty answer would lose them.
  *response->mutable_new_state() = request->current_state();
  response->set_private_(request->private_());
  if (request->has_current_identity()) {
    *response->mutable_new_identity() = request->current_identity();
  }
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value state = DecodeState(request->current_state(), entry->type, "state", diagnostics);
    const PrivateState private_state = DecodePrivate(request->private_(), diagnostics);
    const Value identity = Decode(request->current_identity(), entry->identity_type, diagnostics);
    Rpc rpc(server_, context, request_log.log(), request->client_capabilities());
    rpc.DecodeMeta(request->provider_meta(), diagnostics);
    if (diagnostics.HasError() || state.IsNull()) return;
    server::StateResult result;
    server::ReadState(*entry->part, {rpc.operation(), state, private_state, identity}, result);
    diagnostics.Append(result.diagnostics);
    Encode(result.state, entry->type, *response->mutable_new_state(), diagnostics);
    response->clear_new_identity();
    if (!result.identity.IsNull()) {
      Encode(result.identity, entry->identity_type, *response->mutable_new_identity(), diagnostics);
    }
    EncodePrivate(result.private_state, request->type_name(), *response->mutable_private_(),
                  diagnostics);
    SetDeferred(result.deferred, *response);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::PlanResourceChange(Context context,
                                                 const pb::PlanResourceChange::Request* request,
                                                 pb::PlanResourceChange::Response* response) {
  const RequestLog request_log(log_, "PlanResourceChange",
                               {"tf_resource_type", request->type_name()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Type& type = entry->type;
    Rpc rpc(server_, context, request_log.log(), request->client_capabilities());
    rpc.DecodeMeta(request->provider_meta(), diagnostics);
    const Value proposed =
        DecodeObject(request->proposed_new_state(), type, "proposed state", diagnostics);
    const server::PlanChangeRequest change = {
        .operation = rpc.operation(),
        .config = ConfigFor(proposed, request->config(), type, diagnostics),
        .prior = DecodeState(request->prior_state(), type, "prior state", diagnostics),
        .proposed = proposed,
        .prior_private = DecodePrivate(request->prior_private(), diagnostics),
        .prior_identity = Decode(request->prior_identity(), entry->identity_type, diagnostics),
        .planned_private = DecodePrivate(request->planned_private(), diagnostics)};
    if (diagnostics.HasError()) return;
    server::PlanResult result;
    server::PlanChange(*entry->part, change, result);
    diagnostics.Append(result.diagnostics);
    Encode(result.plan, type, *response->mutable_planned_state(), diagnostics);
    if (!result.identity.IsNull()) {
      Encode(result.identity, entry->identity_type, *response->mutable_planned_identity(),
             diagnostics);
    }
    SetDeferred(result.deferred, *response);
    for (const Path& path : result.requires_replace) {
      Encode(path, *response->add_requires_replace());
    }
    response->set_planned_private(request->prior_private());
    EncodePrivate(result.private_state, request->type_name(), *response->mutable_planned_private(),
                  diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::ApplyResourceChange(Context context,
                                                  const pb::ApplyResourceChange::Request* request,
                                                  pb::ApplyResourceChange::Response* response) {
  const RequestLog request_log(log_, "ApplyResourceChange",
                               {"tf_resource_type", request->type_name()},
                               &response->diagnostics());
  // Until the resource says otherwise, nothing has happened.
  *response->mutable_new_state() = request->prior_state();
  response->set_private_(request->planned_private());
  // Of an object that is not there yet it may hold unknowns, which the client takes for a bug.
  if (request->has_planned_identity() && !IsNull(request->prior_state())) {
    *response->mutable_new_identity() = request->planned_identity();
  }
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Type& type = entry->type;
    Rpc rpc(server_, context, request_log.log());
    rpc.DecodeMeta(request->provider_meta(), diagnostics);
    const Value plan = DecodeObject(request->planned_state(), type, "planned state", diagnostics);
    const server::ApplyRequest change = {
        .operation = rpc.operation(),
        .config = ConfigFor(plan, request->config(), type, diagnostics),
        .prior = DecodeState(request->prior_state(), type, "prior state", diagnostics),
        .plan = plan,
        .planned_private = DecodePrivate(request->planned_private(), diagnostics),
        .planned_identity = Decode(request->planned_identity(), entry->identity_type, diagnostics)};
    if (diagnostics.HasError()) return;
    server::StateResult result;
    server::Apply(*entry->part, change, result);
    diagnostics.Append(result.diagnostics);
    Encode(result.state, type, *response->mutable_new_state(), diagnostics);
    response->clear_new_identity();
    if (!result.identity.IsNull()) {
      Encode(result.identity, entry->identity_type, *response->mutable_new_identity(), diagnostics);
    }
    EncodePrivate(result.private_state, request->type_name(), *response->mutable_private_(),
                  diagnostics);
  });
  return grpc::Status::OK;
}

}  // namespace tf::tfplugin6
