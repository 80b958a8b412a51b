// A machine that runs containers behind the gateway.
#ifndef SIXGATE_ENGINE_SITE_HOST_H_
#define SIXGATE_ENGINE_SITE_HOST_H_

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "engine/net/address.h"
#include "engine/net/mac_address.h"
#include "engine/net/prefix.h"
#include "engine/plan/address_plan.h"
#include "engine/site/engine_version.h"
#include "engine/site/gateway.h"
#include "engine/site/network.h"

namespace engine::site {

struct ContainerEngine {
  EngineVersion version = {};
  DefaultBridge default_bridge = DefaultBridge::kV4Only;

  bool operator==(const ContainerEngine&) const = default;
};

// What a release does when nothing is said: from 27 on docker0 cannot be routed without turning the
// engine's own filter off.
DefaultBridge DefaultBridgeOf(const EngineVersion& version);

struct Host {
  std::string name = {};
  plan::HostBlock block;
  // The uplink, by its name in the host; `mac` is matched instead when it is known.
  std::string interface = "eth1";
  std::optional<net::MacAddress> mac = {};
  // The gateway's interface for this host. Not used on a shared link.
  std::string inside_interface = {};
  // The host's other NICs: IPv6 is disabled there.
  std::set<std::string> other_interfaces = {};
  NetworkManager network_manager = NetworkManager::kSystemdNetworkd;
  ContainerEngine container_engine = {};
  // By name.
  std::map<std::string, Network> networks = {};

  absl::uint128 slot() const { return block.slot(); }
  plan::Link link() const { return block.link(); }
  net::Address address() const { return block.link().host; }
  net::Address gateway_address() const { return block.link().gateway; }
  // What may come from this host, for filters in front of it; its link-local address is not among
  // them.
  std::vector<net::Prefix> source_prefixes() const { return {block.prefix()}; }
  bool operator==(const Host&) const = default;
};

// The gateway's interface that leads to the host, in both modes.
const std::string& InsideInterface(const Gateway& gateway, const Host& host);

// The VLAN that the host's inside_interface is on the gateway's trunk: 20 for "trunk.20". nullopt
// when it is none of the trunk's, or the number is not from 1 to 4094.
std::optional<int> VlanId(const Gateway& gateway, const Host& host);

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_HOST_H_
