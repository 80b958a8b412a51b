// The life of an ephemeral resource: OpenEphemeralResource, RenewEphemeralResource,
// CloseEphemeralResource.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_EPHEMERAL_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_EPHEMERAL_H_

#include "provider/framework/ephemeral_resource.h"

namespace tf::server {

// Opens with defaults set. The result is wholly known and keeps what is configured, or there is an
// error.
void Open(const EphemeralResource& resource, const OpenRequest& request, OpenResponse& response);

// `response.private_state` has what the client kept. A resource that needs no renewal has nothing
// to do.
void Renew(const EphemeralResource& resource, const RenewRequest& request, RenewResponse& response);

void Close(const EphemeralResource& resource, const CloseRequest& request,
           Diagnostics& diagnostics);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_EPHEMERAL_H_
