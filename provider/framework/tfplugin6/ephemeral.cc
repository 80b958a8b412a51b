// Ephemeral resources.
#include "provider/framework/server/ephemeral.h"

#include <optional>

#include "absl/time/time.h"
#include "provider/framework/server/validate.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/request_log.h"
#include "provider/framework/tfplugin6/rpc.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {
namespace {

template <class Response>
void SetRenewAt(const std::optional<absl::Time>& renew_at, Response& response) {
  if (!renew_at.has_value()) return;
  const int64_t seconds = absl::ToUnixSeconds(*renew_at);
  google::protobuf::Timestamp& timestamp = *response.mutable_renew_at();
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(*renew_at - absl::FromUnixSeconds(seconds))));
}

}  // namespace

grpc::Status ProviderService::ValidateEphemeralResourceConfig(
    Context context, const pb::ValidateEphemeralResourceConfig::Request* request,
    pb::ValidateEphemeralResourceConfig::Response* response) {
  const RequestLog request_log(log_, "ValidateEphemeralResourceConfig",
                               {"tf_ephemeral_resource_type", request->type_name()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.ephemeral_resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value config = DecodeConfig(request->config(), entry->type, diagnostics);
    if (diagnostics.HasError()) return;
    server::ValidatePart(*entry->part, Rpc(server_, context, request_log.log()).operation(), config,
                         diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::OpenEphemeralResource(
    Context context, const pb::OpenEphemeralResource::Request* request,
    pb::OpenEphemeralResource::Response* response) {
  const RequestLog request_log(log_, "OpenEphemeralResource",
                               {"tf_ephemeral_resource_type", request->type_name()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.ephemeral_resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value config =
        Known(DecodeConfig(request->config(), entry->type, diagnostics), diagnostics);
    if (diagnostics.HasError()) return;
    const Rpc rpc(server_, context, request_log.log(), request->client_capabilities());
    OpenResponse result;
    server::Open(*entry->part, {rpc.operation(), config}, result);
    diagnostics.Append(result.diagnostics);
    Encode(result.result, entry->type, *response->mutable_result(), diagnostics);
    SetRenewAt(result.renew_at, *response);
    EncodePrivate(result.private_state, request->type_name(), *response->mutable_private_(),
                  diagnostics);
    SetDeferred(result.deferred, *response);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::RenewEphemeralResource(
    Context context, const pb::RenewEphemeralResource::Request* request,
    pb::RenewEphemeralResource::Response* response) {
  const RequestLog request_log(log_, "RenewEphemeralResource",
                               {"tf_ephemeral_resource_type", request->type_name()},
                               &response->diagnostics());
  // Kept whatever happens: Close needs it.
  response->set_private_(request->private_());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.ephemeral_resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    RenewResponse result;
    result.private_state = DecodePrivate(request->private_(), diagnostics);
    if (diagnostics.HasError()) return;
    const Rpc rpc(server_, context, request_log.log());
    server::Renew(*entry->part, {rpc.operation()}, result);
    diagnostics.Append(result.diagnostics);
    SetRenewAt(result.renew_at, *response);
    EncodePrivate(result.private_state, request->type_name(), *response->mutable_private_(),
                  diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::CloseEphemeralResource(
    Context context, const pb::CloseEphemeralResource::Request* request,
    pb::CloseEphemeralResource::Response* response) {
  const RequestLog request_log(log_, "CloseEphemeralResource",
                               {"tf_ephemeral_resource_type", request->type_name()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.ephemeral_resources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const PrivateState private_state = DecodePrivate(request->private_(), diagnostics);
    if (diagnostics.HasError()) return;
    const Rpc rpc(server_, context, request_log.log());
    server::Close(*entry->part, {rpc.operation(), private_state}, diagnostics);
  });
  return grpc::Status::OK;
}

}  // namespace tf::tfplugin6
