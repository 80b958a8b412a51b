// The gRPC service of protocol 6: decode, call the server, encode. No rule of its own.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_SERVICE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_SERVICE_H_

#include <memory>
#include <string>

#include "provider/framework/log.h"
#include "provider/framework/server/server.h"

namespace grpc {
class Service;
}

namespace tf::tfplugin6 {

struct ServiceOptions {
  // Where requests log to; it outlives the process's requests. Null: they are silent.
  LogSink* log = nullptr;
  // The source address, `host/namespace/type`: a field of each line.
  std::string provider_address = {};
};

// RPCs that are not implemented answer UNIMPLEMENTED. Whatever a provider's code throws becomes an
// error diagnostic. `server` outlives the service.
std::unique_ptr<grpc::Service> NewService(server::Server& server,
                                          const ServiceOptions& options = {});

}  // namespace tf::tfplugin6

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_SERVICE_H_
