#include "provider/framework/tfplugin6/rpc.h"

#include "provider/framework/server/defaults.h"
#include "provider/framework/tfplugin6/wire.h"

namespace tf::tfplugin6 {

Rpc::Rpc(server::Server& server, grpc::ServerContext* context, const Log& log,
         const ::tfplugin6::ClientCapabilities& client)
    : server_(server),
      // A context that handlers see may be asked from any thread; it does not tell by itself.
      call_(server.calls(), [context] { return context != nullptr && context->IsCancelled(); }),
      operation_(server.NewOperation(call_.stop(), Decode(client))) {
  operation_.log = log;
}

void Rpc::DecodeMeta(const ::tfplugin6::DynamicValue& meta, Diagnostics& diagnostics) {
  const schema::Schema* schema = server_.provider().meta_schema();
  if (schema == nullptr) return;
  operation_.provider_meta = server::WithDefaults(
      schema->body, Decode(meta, server_.meta_type(), "provider_meta", diagnostics));
}

}  // namespace tf::tfplugin6
