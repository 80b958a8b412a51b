// Openings of both directions as one thing: what is behind the gateway, and whom it talks to.
#ifndef SIXGATE_ENGINE_FORMATS_NFTABLES_PASSAGES_H_
#define SIXGATE_ENGINE_FORMATS_NFTABLES_PASSAGES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix.h"
#include "engine/site/egress_opening.h"
#include "engine/site/opening.h"

namespace engine::formats::nftables {

// Inner prefixes of one extent are equal or disjoint; those of different ones may be nested.
enum class Extent { kAddress, kNetwork, kBlock };

struct Passage {
  std::string id = {};
  // The host's name.
  std::string host = {};
  std::string description = {};
  // Behind the gateway.
  net::Prefix inner = {};
  Extent extent = Extent::kAddress;
  // Not empty, without overlaps, in ascending order.
  std::vector<net::Prefix> outer = {};
  // `outer` is the whole universe.
  bool is_for_everybody = false;
  site::Protocol protocol = site::Protocol::kTcp;
  std::vector<net::PortRange> ports = {};
  bool log = false;
  std::optional<absl::Time> expires_at = {};

  bool operator==(const Passage&) const = default;
};

// In the order of the openings, without those that are disabled or for nobody. Peers outside of
// `universe` are left out.
std::vector<Passage> PassagesOf(absl::Span<const site::Opening> openings,
                                const net::Prefix& universe);
// `block_length` is that of the hosts' blocks.
std::vector<Passage> PassagesOf(absl::Span<const site::EgressOpening> openings, int block_length);

}  // namespace engine::formats::nftables

#endif  // SIXGATE_ENGINE_FORMATS_NFTABLES_PASSAGES_H_
