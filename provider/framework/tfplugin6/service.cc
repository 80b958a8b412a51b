#include "provider/framework/tfplugin6/service.h"

#include "provider/framework/tfplugin6/provider_service.h"

namespace tf::tfplugin6 {

std::unique_ptr<grpc::Service> NewService(server::Server& server) {
  return std::make_unique<ProviderService>(server);
}

}  // namespace tf::tfplugin6
