// Files of systemd-networkd, versions 252 to 257: `.network`, its drop-ins, and `.netdev` for
// VLANs. Every key is optional here: a drop-in has few of them.
#ifndef SIXGATE_ENGINE_FORMATS_NETWORKD_FORMAT_H_
#define SIXGATE_ENGINE_FORMATS_NETWORKD_FORMAT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "engine/formats/text.h"
#include "engine/net/address.h"
#include "engine/net/mac_address.h"
#include "engine/net/prefix.h"

namespace engine::formats::networkd {

// The section of comments before the first one.
inline constexpr absl::string_view kPreamble = "#";

// [Match]
struct Match {
  std::optional<std::string> name = {};
  std::optional<net::MacAddress> mac = {};

  bool operator==(const Match&) const = default;
};

// [Link]
struct Link {
  std::optional<bool> required_for_online = {};

  bool operator==(const Link&) const = default;
};

// [Network]. Lists are given by repeating the key.
struct Network {
  std::vector<std::string> vlans = {};
  // "no", "ipv6", "ipv4" or "yes".
  std::optional<std::string> link_local_addressing = {};
  // "eui64" and others.
  std::optional<std::string> link_local_generation = {};
  std::optional<bool> accept_ra = {};
  std::optional<bool> configure_without_carrier = {};
  std::vector<net::InterfaceAddress> addresses = {};
  std::vector<net::Address> proxy_ndp_addresses = {};

  bool operator==(const Network&) const = default;
};

// [Neighbor]: a permanent one.
struct Neighbor {
  std::optional<net::Address> address = {};
  std::optional<net::MacAddress> mac = {};

  bool operator==(const Neighbor&) const = default;
};

// [Route]. Without a destination it is the default route.
struct Route {
  std::optional<net::Prefix> destination = {};
  std::optional<net::Address> gateway = {};
  std::optional<bool> gateway_on_link = {};
  // "unreachable", "blackhole" and others; absent: an ordinary route.
  std::optional<std::string> type = {};
  std::optional<uint32_t> metric = {};

  bool operator==(const Route&) const = default;
};

// [RoutingPolicyRule]
struct RoutingPolicyRule {
  std::optional<std::string> family = {};
  std::optional<std::string> incoming_interface = {};
  std::optional<uint32_t> firewall_mark = {};
  std::optional<net::Prefix> to = {};
  std::optional<std::string> table = {};
  std::optional<std::string> type = {};
  std::optional<uint32_t> priority = {};

  bool operator==(const RoutingPolicyRule&) const = default;
};

struct NetworkFile {
  Match match = {};
  Link link = {};
  Network network = {};
  std::vector<Neighbor> neighbors = {};
  std::vector<Route> routes = {};
  std::vector<RoutingPolicyRule> rules = {};
  // Lines of the three sections above that exist once carry the section's name; all lines of one
  // that takes values back. Sections of other names, and repeated ones with a line that is not
  // understood, are kept whole.
  std::vector<Unparsed> unparsed = {};

  bool operator==(const NetworkFile&) const = default;
};

// [NetDev]
struct NetDev {
  std::optional<std::string> name = {};
  // "vlan" and others.
  std::optional<std::string> kind = {};

  bool operator==(const NetDev&) const = default;
};

// [VLAN]
struct Vlan {
  std::optional<uint32_t> id = {};

  bool operator==(const Vlan&) const = default;
};

struct NetDevFile {
  NetDev net_dev = {};
  Vlan vlan = {};
  std::vector<Unparsed> unparsed = {};

  bool operator==(const NetDevFile&) const = default;
};

}  // namespace engine::formats::networkd

#endif  // SIXGATE_ENGINE_FORMATS_NETWORKD_FORMAT_H_
