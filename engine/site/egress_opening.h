// One exact permission to leave by the gateway's WAN, for when its policy denies egress: source →
// destinations, protocol, ports.
#ifndef SIXGATE_ENGINE_SITE_EGRESS_OPENING_H_
#define SIXGATE_ENGINE_SITE_EGRESS_OPENING_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix.h"
#include "engine/site/opening.h"

namespace engine::site {

// What it shares with an Opening has the same name there.
struct EgressOpening {
  // Opaque; distinguishes egress openings in counters and comments.
  std::string id = {};
  // The host's name.
  std::string host = {};
  // One address as its /128, a whole container network, or all of the host's block.
  net::Prefix source = {};
  Protocol protocol = Protocol::kTcp;
  // Empty for kIcmpv6 only. May overlap.
  std::vector<net::PortRange> ports = {};
  // May overlap. Empty is nobody.
  std::vector<net::Prefix> destinations = {};
  std::string description = {};
  bool log = false;
  bool enabled = true;
  std::optional<absl::Time> expires_at = {};

  bool operator==(const EgressOpening&) const = default;
};

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_EGRESS_OPENING_H_
