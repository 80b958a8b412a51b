// What a host means for its container engine.
#ifndef SIXGATE_ENGINE_FORMATS_DOCKER_DAEMON_FROM_SITE_H_
#define SIXGATE_ENGINE_FORMATS_DOCKER_DAEMON_FROM_SITE_H_

#include "engine/formats/docker_daemon/format.h"
#include "engine/site/gateway.h"
#include "engine/site/host.h"

namespace engine::formats::docker_daemon {

// Name servers, and IPv6 on docker0 when that is routed; engines from 27 on then must leave IPv6
// unfiltered, since they would translate addresses there otherwise. User-defined networks need
// nothing in this file.
DaemonConfig HostDaemon(const site::Gateway& gateway, const site::Host& host);

}  // namespace engine::formats::docker_daemon

#endif  // SIXGATE_ENGINE_FORMATS_DOCKER_DAEMON_FROM_SITE_H_
