// The provider block, and the end of work.
#include "provider/framework/server/validate.h"
#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/request_log.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {

grpc::Status ProviderService::ValidateProviderConfig(
    Context, const pb::ValidateProviderConfig::Request* request,
    pb::ValidateProviderConfig::Response* response) {
  const RequestLog request_log(log_, "ValidateProviderConfig", {}, &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const Value config = DecodeConfig(request->config(), server_.config_type(), diagnostics);
    if (diagnostics.HasError()) return;
    server::ValidateConfig(server_.provider().schema(), ClientCapabilities(), config, diagnostics);
    if (!diagnostics.HasError()) server_.provider().Validate(config, diagnostics);
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::ConfigureProvider(Context,
                                                const pb::ConfigureProvider::Request* request,
                                                pb::ConfigureProvider::Response* response) {
  const RequestLog request_log(log_, "ConfigureProvider", {}, &response->diagnostics());
  Run(*response->mutable_diagnostics(), [&](Diagnostics& diagnostics) {
    const Value config = DecodeConfig(request->config(), server_.config_type(), diagnostics);
    if (diagnostics.HasError()) return;
    diagnostics.Append(
        server_.Configure({config, Text(request->terraform_version()),
                           Decode(request->client_capabilities()), request_log.log()}));
  });
  return grpc::Status::OK;
}

grpc::Status ProviderService::StopProvider(Context, const pb::StopProvider::Request*,
                                           pb::StopProvider::Response*) {
  const RequestLog request_log(log_, "StopProvider");
  server_.calls().StopAll();
  return grpc::Status::OK;
}

}  // namespace tf::tfplugin6
