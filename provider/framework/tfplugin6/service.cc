#include "provider/framework/tfplugin6/service.h"

#include "provider/framework/tfplugin6/provider_service.h"

namespace tf::tfplugin6 {

std::unique_ptr<grpc::Service> NewService(server::Server& server, const ServiceOptions& options) {
  return std::make_unique<ProviderService>(
      server,
      Log(options.log)
          .With({{"tf_provider_addr", options.provider_address}, {"tf_proto_version", "6"}}));
}

}  // namespace tf::tfplugin6
