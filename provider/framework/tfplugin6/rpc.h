// One RPC while its handler runs.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_RPC_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_RPC_H_

#include <grpcpp/server_context.h>

#include "proto/tfplugin6.pb.h"
#include "provider/framework/log.h"
#include "provider/framework/server/server.h"

namespace tf::tfplugin6 {

class Rpc {
 public:
  // `context` outlives it; null where no client waits (unit tests).
  Rpc(server::Server& server, grpc::ServerContext* context, const Log& log,
      const ::tfplugin6::ClientCapabilities& client = {});

  // What the provider's code gets. It stops when the user interrupts, and when the client gives the
  // call up.
  const Operation& operation() const { return operation_; }

  // Takes in what the module says in its `provider_meta` block.
  void DecodeMeta(const ::tfplugin6::DynamicValue& meta, Diagnostics& diagnostics);

  // The client takes no more of a stream.
  void Abandon() { call_.Stop(); }

 private:
  const server::Server& server_;
  server::Calls::Call call_;
  Operation operation_;
};

}  // namespace tf::tfplugin6

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TFPLUGIN6_RPC_H_
