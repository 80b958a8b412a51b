#include "engine/formats/networkd/from_site.h"

#include <cstdint>
#include <limits>

#include "engine/site/mark.h"

namespace engine::formats::networkd {
namespace {

// Worse than any other route's.
constexpr uint32_t kWorstMetric = std::numeric_limits<uint32_t>::max();

constexpr uint32_t kOwnPacketsPriority = 99;
constexpr uint32_t kMarkedPacketsPriority = 100;
constexpr uint32_t kUnmarkedPacketsPriority = 101;

// Addresses are given by us, never by a router's advertisement.
Network StaticNetwork() {
  return {.link_local_addressing = "ipv6", .accept_ra = false, .configure_without_carrier = true};
}

std::vector<RoutingPolicyRule> FailClosedRules(const site::Gateway& gateway) {
  return {{.family = "ipv6",
           .incoming_interface = "lo",
           .to = gateway.prefix(),
           .table = "main",
           .priority = kOwnPacketsPriority},
          {.family = "ipv6",
           .firewall_mark = site::kAdmittedMark,
           .to = gateway.prefix(),
           .table = "main",
           .priority = kMarkedPacketsPriority},
          {.family = "ipv6",
           .to = gateway.prefix(),
           .type = "unreachable",
           .priority = kUnmarkedPacketsPriority}};
}

}  // namespace

NetworkFile HostUplink(const site::Host& host) {
  NetworkFile file;
  if (host.mac.has_value()) {
    file.match.mac = host.mac;
  } else {
    file.match.name = host.interface;
  }
  file.network = StaticNetwork();
  const plan::Link link = host.link();
  file.network.addresses = {{link.host, plan::kLinkLength}};
  file.routes = {
      {.gateway = link.gateway},
      {.destination = host.block.prefix(), .type = "unreachable", .metric = kWorstMetric}};
  return file;
}

NetworkFile GatewayWan(const site::Gateway& gateway) {
  const site::Wan& wan = gateway.wan;
  NetworkFile file;
  file.match.name = wan.interface;
  file.network = StaticNetwork();
  // The provider routes the prefix to the address that follows from the MAC.
  file.network.link_local_generation = "eui64";
  file.network.addresses = {wan.address};
  if (site::IsLinkLocal(wan.next_hop)) {
    file.routes.push_back({.gateway = wan.next_hop});
  } else {
    // Its own route, since the prefix's blackhole would take a next hop that is inside.
    file.routes.push_back({.destination = net::Prefix::Containing(wan.next_hop, 128)});
    file.routes.push_back({.gateway = wan.next_hop, .gateway_on_link = true});
  }
  file.routes.push_back(
      {.destination = gateway.prefix(), .type = "blackhole", .metric = kWorstMetric});
  file.rules = FailClosedRules(gateway);
  return file;
}

NetworkFile GatewayInside(const site::Gateway& gateway) {
  NetworkFile file;
  file.match.name = gateway.inside.interface;
  file.link.required_for_online = false;
  file.network = StaticNetwork();
  // Nobody talks to the gateway on the trunk itself.
  if (gateway.inside.mode == site::InsideMode::kPerHost) file.network.link_local_addressing = "no";
  return file;
}

NetworkFile GatewayLink(const site::Gateway& gateway, const site::Host& host) {
  NetworkFile file;
  if (gateway.inside.mode == site::InsideMode::kPerHost) {
    file.match.name = host.inside_interface;
    file.link.required_for_online = false;
    file.network = StaticNetwork();
  }
  const plan::Link link = host.link();
  file.network.addresses = {{link.gateway, plan::kLinkLength}};
  if (host.mac.has_value()) file.neighbors = {{.address = link.host, .mac = host.mac}};
  file.routes = {{.destination = host.block.prefix(), .gateway = link.host}};
  return file;
}

std::optional<NetDevFile> GatewayVlan(const site::Gateway& gateway, const site::Host& host) {
  const std::optional<int> id = site::VlanId(gateway, host);
  if (!id.has_value()) return std::nullopt;
  return NetDevFile{.net_dev = {.name = host.inside_interface, .kind = "vlan"},
                    .vlan = {.id = static_cast<uint32_t>(*id)}};
}

NetworkFile GatewayTrunkMember(const site::Host& host) {
  NetworkFile file;
  file.network.vlans = {host.inside_interface};
  return file;
}

NetworkFile GatewayProxy(const std::vector<net::Address>& addresses) {
  NetworkFile file;
  file.network.proxy_ndp_addresses = addresses;
  return file;
}

}  // namespace engine::formats::networkd
