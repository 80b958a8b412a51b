// What a host means for Compose.
#ifndef SIXGATE_ENGINE_FORMATS_DOCKER_COMPOSE_FROM_SITE_H_
#define SIXGATE_ENGINE_FORMATS_DOCKER_COMPOSE_FROM_SITE_H_

#include "engine/formats/docker_compose/format.h"
#include "engine/site/host.h"

namespace engine::formats::docker_compose {

// The host's networks but docker0, which Compose cannot describe. "default" is the network of
// services that name none.
ComposeFile HostNetworks(const site::Host& host);

}  // namespace engine::formats::docker_compose

#endif  // SIXGATE_ENGINE_FORMATS_DOCKER_COMPOSE_FROM_SITE_H_
