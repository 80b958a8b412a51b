// The out-of-band firewall and router of a site: what is meant, whatever program does it.
#ifndef SIXGATE_ENGINE_SITE_GATEWAY_H_
#define SIXGATE_ENGINE_SITE_GATEWAY_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/net/address.h"
#include "engine/net/mac_address.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix.h"
#include "engine/plan/address_plan.h"
#include "engine/site/ipv4_prefix.h"
#include "engine/site/words.h"

namespace engine::site {

enum class GatewayKind { kNftables };
inline constexpr std::array<absl::string_view, 1> kGatewayKindWords = {"nftables"};
constexpr Words WordsOf(GatewayKind) { return kGatewayKindWords; }

// How the provider brings the prefix: to a next hop, or as neighbours that are asked for one by
// one.
enum class Delivery { kRouted, kOnLink };
inline constexpr std::array<absl::string_view, 2> kDeliveryWords = {"routed", "on_link"};
constexpr Words WordsOf(Delivery) { return kDeliveryWords; }

// One interface or VLAN for each host, or one link for all.
enum class InsideMode { kPerHost, kShared };
inline constexpr std::array<absl::string_view, 2> kInsideModeWords = {"per_host", "shared"};
constexpr Words WordsOf(InsideMode) { return kInsideModeWords; }

// Who configures interfaces of a machine; `none`: the user does.
enum class NetworkManager { kSystemdNetworkd, kNone };
inline constexpr std::array<absl::string_view, 2> kNetworkManagerWords = {"systemd-networkd",
                                                                          "none"};
constexpr Words WordsOf(NetworkManager) { return kNetworkManagerWords; }

enum class Permission { kDeny, kAllow };
inline constexpr std::array<absl::string_view, 2> kPermissionWords = {"deny", "allow"};
constexpr Words WordsOf(Permission) { return kPermissionWords; }

struct Wan {
  std::string interface = {};
  // The address that the provider routes the prefix to is the link-local one of this MAC.
  net::MacAddress mac = {};
  // A /128: a length up to the prefix's would put its neighbours on the provider's wire.
  net::InterfaceAddress address = {};
  net::Address next_hop = {};

  net::Address link_local() const { return mac.LinkLocal(); }
  bool operator==(const Wan&) const = default;
};

struct Inside {
  // kShared: the link. kPerHost: the trunk that VLAN interfaces are made on; empty when the hosts'
  // interfaces are there without us.
  std::string interface = {};
  InsideMode mode = InsideMode::kPerHost;

  bool operator==(const Inside&) const = default;
};

struct Policy {
  Permission egress = Permission::kAllow;
  Permission between_hosts = Permission::kDeny;
  // Of hosts and stable container addresses, limited by source and by target.
  Permission ping = Permission::kAllow;
  bool log_drops = false;
  // Who may reach management_ports (TCP) of the gateway and of every host.
  std::vector<net::Prefix> management_sources = {};
  std::vector<net::PortRange> management_ports = {};
  // Reachable from hosts and containers whatever `egress` says.
  std::vector<net::Address> resolvers = {};
  std::vector<net::Address> ntp = {};
  // What containers may reach by IPv4 of private ranges: name servers, each a /32, and the rest.
  std::vector<Ipv4Prefix> ipv4_resolvers = {};
  std::vector<Ipv4Prefix> ipv4_allow = {};

  bool operator==(const Policy&) const = default;
};

// For each host, in each direction, so that no container fills the gateway's tables.
struct Limits {
  std::optional<uint32_t> new_connections_per_second = {};
  std::optional<uint32_t> concurrent_states = {};

  bool operator==(const Limits&) const = default;
};

struct Gateway {
  std::string name = {};
  // Its cidr is the managed prefix.
  plan::AddressPlan plan;
  GatewayKind kind = GatewayKind::kNftables;
  Delivery delivery = Delivery::kRouted;
  Wan wan = {};
  Inside inside = {};
  NetworkManager network_manager = NetworkManager::kSystemdNetworkd;
  Policy policy = {};
  Limits limits = {};

  const net::Prefix& prefix() const { return plan.cidr(); }
  bool operator==(const Gateway&) const = default;
};

// fe80::/10: a neighbour on whatever link it is used on.
bool IsLinkLocal(const net::Address& address);
// ::1 of slot 1 as a /128.
net::InterfaceAddress DefaultWanAddress(const plan::AddressPlan& plan);
// fe80::1, what a provider who routes a prefix calls itself as a rule.
net::Address DefaultNextHop();
// SSH.
std::vector<net::PortRange> DefaultManagementPorts();

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_GATEWAY_H_
