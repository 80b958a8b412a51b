#include "provider/framework/server/ephemeral.h"

#include "provider/framework/server/defaults.h"
#include "provider/framework/server/spelling.h"
#include "provider/framework/server/state.h"

namespace tf::server {

void Open(const EphemeralResource& resource, const OpenRequest& request, OpenResponse& response) {
  const schema::Body& body = resource.schema().body;
  response.deferred = request.operation.deferred;
  response.result = WithDefaults(body, request.config);
  if (!response.deferred.has_value()) {
    resource.Open({request.operation, response.result}, response);
  }
  CheckDeferred(request.operation, resource.type_name(), response.deferred, response.diagnostics);
  if (response.deferred.has_value()) {
    response.result = Value::Unknown(body.type());
    return;
  }
  RequireState(resource.type_name(), "open", response.result, response.diagnostics);
  response.result =
      RequireType(body, response.result, Value::Null(body.type()), "open", response.diagnostics);
  response.result = KeepSpelling(body, request.config, response.result);
  response.result = WhollyKnown(response.result, "open", response.diagnostics);
}

void Renew(const EphemeralResource& resource, const RenewRequest& request,
           RenewResponse& response) {
  if (const auto* with_renew = dynamic_cast<const EphemeralResourceWithRenew*>(&resource)) {
    with_renew->Renew(request, response);
  }
}

void Close(const EphemeralResource& resource, const CloseRequest& request,
           Diagnostics& diagnostics) {
  if (const auto* with_close = dynamic_cast<const EphemeralResourceWithClose*>(&resource)) {
    with_close->Close(request, diagnostics);
  }
}

}  // namespace tf::server
