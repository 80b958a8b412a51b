// Many objects at once, as one moment of the registry shows them.
#ifndef SIXGATE_ENGINE_INVENTORY_SITE_VIEW_H_
#define SIXGATE_ENGINE_INVENTORY_SITE_VIEW_H_

#include <optional>
#include <vector>

#include "absl/numeric/int128.h"
#include "engine/inventory/record.h"
#include "engine/net/prefix.h"
#include "engine/site/site.h"

namespace engine::inventory {

// Hosts are in the order of their slots, addresses by number, openings by destination, or source,
// protocol and id.
struct GatewayView {
  GatewayRecord gateway;
  std::vector<HostRecord> hosts;
  std::vector<AddressRecord> addresses;
  std::vector<OpeningRecord> openings;
  std::vector<EgressOpeningRecord> egress_openings;

  // The same for whoever renders it.
  site::Site Site() const;
};

// One of the hosts, in the same orders. What leaves is the gateway's alone.
struct HostView {
  GatewayRecord gateway;
  HostRecord host;
  std::vector<AddressRecord> addresses;
  std::vector<OpeningRecord> openings;
};

// How full a prefix is. Children and gateways count, with all of their blocks.
struct Utilisation {
  // How many addresses are in blocks that objects have, and how many are free; the rest is
  // reserved. No prefix is so short that they would not fit.
  absl::uint128 taken = 0;
  absl::uint128 free = 0;
  // In units of the address plan; 0 without one.
  absl::uint128 slots = 0;
  absl::uint128 slots_taken = 0;
  // nullopt: nothing is free.
  std::optional<net::Prefix> largest_free;

  bool operator==(const Utilisation&) const = default;
};

struct PrefixView {
  // The prefix itself and everything inside, each before its children, and children by address.
  std::vector<PrefixRecord> prefixes;
  // In the order of their prefixes.
  std::vector<GatewayView> gateways;
  // Of the prefix itself.
  Utilisation utilisation;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_SITE_VIEW_H_
