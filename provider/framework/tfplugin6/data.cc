// Data sources.
#include "provider/framework/server/data_source.h"
#include "provider/framework/server/validate.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/request_log.h"
#include "provider/framework/tfplugin6/rpc.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {

grpc::Status ProviderService::ValidateDataResourceConfig(
    Context context, const pb::ValidateDataResourceConfig::Request* request,
    pb::ValidateDataResourceConfig::Response* response) {
  const RequestLog request_log(log_, "ValidateDataResourceConfig",
                               {"tf_data_source_type", request->type_name()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.data_sources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value config = DecodeConfig(request->config(), entry->type, diagnostics);
    if (diagnostics.HasError()) return;
    server::ValidatePart(*entry->part, Rpc(server_, context, request_log.log()).operation(), config,
                         diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::ReadDataSource(Context context,
                                             const pb::ReadDataSource::Request* request,
                                             pb::ReadDataSource::Response* response) {
  const RequestLog request_log(log_, "ReadDataSource",
                               {"tf_data_source_type", request->type_name()},
                               &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const auto* entry = FindPart(server_.data_sources(), request->type_name(), diagnostics);
    if (entry == nullptr) return;
    const Value config =
        Known(DecodeConfig(request->config(), entry->type, diagnostics), diagnostics);
    Rpc rpc(server_, context, request_log.log(), request->client_capabilities());
    rpc.DecodeMeta(request->provider_meta(), diagnostics);
    if (diagnostics.HasError()) return;
    ReadDataResponse result;
    server::ReadData(*entry->part, {rpc.operation(), config}, result);
    diagnostics.Append(result.diagnostics);
    Encode(result.state, entry->type, *response->mutable_state(), diagnostics);
    SetDeferred(result.deferred, *response);
  });
  return grpc::Status::OK;
}

}  // namespace tf::tfplugin6
