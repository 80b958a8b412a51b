#include "engine/formats/docker_daemon/from_site.h"

namespace engine::formats::docker_daemon {

DaemonConfig HostDaemon(const site::Gateway& gateway, const site::Host& host) {
  DaemonConfig config;
  for (const net::Address& resolver : gateway.policy.resolvers) {
    config.dns.push_back(resolver.ToString());
  }
  for (const site::Ipv4Prefix& resolver : gateway.policy.ipv4_resolvers) {
    config.dns.push_back(resolver.AddressText());
  }
  const auto network = host.networks.find(std::string(site::kDefaultNetworkName));
  if (host.container_engine.default_bridge == site::DefaultBridge::kRouted &&
      network != host.networks.end()) {
    config.ipv6 = true;
    config.fixed_cidr_v6 = network->second.subnet;
    if (host.container_engine.version.filters_ipv6()) config.ip6tables = false;
  }
  return config;
}

}  // namespace engine::formats::docker_daemon
