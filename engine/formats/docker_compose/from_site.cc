#include "engine/formats/docker_compose/from_site.h"

namespace engine::formats::docker_compose {

ComposeFile HostNetworks(const site::Host& host) {
  ComposeFile file;
  for (const auto& [name, network] : host.networks) {
    if (network.docker_name == "bridge") continue;
    file.networks.push_back({.key = name,
                             .name = network.docker_name,
                             .bridge = network.bridge,
                             .routed = host.container_engine.version.filters_ipv6(),
                             .ipv4_subnet = network.ipv4_subnet,
                             .subnet = network.subnet,
                             .gateway = network.gateway,
                             .dynamic_range = network.dynamic_range});
  }
  return file;
}

}  // namespace engine::formats::docker_compose
