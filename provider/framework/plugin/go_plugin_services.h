// go-plugin's own services, as far as clients use them: one ends the plugin, two are streams that
// clients hold open for the life of the process and on which nothing is ever sent.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_GO_PLUGIN_SERVICES_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_GO_PLUGIN_SERVICES_H_

#include <atomic>
#include <functional>
#include <utility>

#include "proto/go_plugin/grpc_broker.grpc.pb.h"
#include "proto/go_plugin/grpc_controller.grpc.pb.h"
#include "proto/go_plugin/grpc_stdio.grpc.pb.h"

namespace tf::plugin {

// Only answers. What follows waits until the answer was sent (call_gate.h).
class ControllerService : public ::plugin::GRPCController::Service {
 public:
  grpc::Status Shutdown(grpc::ServerContext* context, const ::plugin::Empty* request,
                        ::plugin::Empty* response) override;
};

// The streams are callback services: a synchronous one would hold a thread each, and would not
// notice that its client is gone.
class BrokerService : public ::plugin::GRPCBroker::CallbackService {
 public:
  grpc::ServerBidiReactor<::plugin::ConnInfo, ::plugin::ConnInfo>* StartStream(
      grpc::CallbackServerContext* context) override;
};

// Called on threads of gRPC's.
struct StdioEvents {
  // A client opened a stream: it is connected, and has proven that it is the one.
  std::function<void()> on_opened;
  // The last open stream ended. Clients end it only by closing their connection.
  std::function<void()> on_last_closed;
};

// What the client would read our stdout and stderr from, were they not empty: tells whether it is
// there. Thread-safe.
class StdioService : public ::plugin::GRPCStdio::CallbackService {
 public:
  explicit StdioService(StdioEvents events) : events_(std::move(events)) {}

  grpc::ServerWriteReactor<::plugin::StdioData>* StreamStdio(
      grpc::CallbackServerContext* context, const google::protobuf::Empty* request) override;

 private:
  const StdioEvents events_;
  std::atomic<int> open_ = 0;
};

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_GO_PLUGIN_SERVICES_H_
