#include "provider/framework/tfplugin6/service.h"

#include "provider/framework/tfplugin6/provider_service.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {

Operation ProviderService::NewOperation(const pb::ClientCapabilities& client) const {
  return server_.NewOperation(Decode(client));
}

Operation ProviderService::NewOperation(const pb::ClientCapabilities& client,
                                        const pb::DynamicValue& meta,
                                        Diagnostics& diagnostics) const {
  Operation operation = NewOperation(client);
  if (server_.provider().meta_schema() != nullptr) {
    operation.provider_meta = Decode(meta, server_.meta_type(), "provider_meta", diagnostics);
  }
  return operation;
}

std::unique_ptr<grpc::Service> NewService(server::Server& server) {
  return std::make_unique<ProviderService>(server);
}

}  // namespace tf::tfplugin6
