// Openings as elements of sets: what the user said may overlap, what the kernel takes may not.
#ifndef SIXGATE_ENGINE_FORMATS_NFTABLES_OPENINGS_H_
#define SIXGATE_ENGINE_FORMATS_NFTABLES_OPENINGS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"
#include "engine/site/opening.h"

namespace engine::formats::nftables {

// Beyond this many the kernel's tables, not ours, would be the trouble.
inline constexpr size_t kBoxesMax = 1'000'000;

// One destination and port that everybody in the universe may reach.
struct ExactOpening {
  net::Address destination = {};
  site::Protocol protocol = site::Protocol::kTcp;
  uint16_t port = 0;
  // The id of the opening whose counter counts.
  std::string id = {};

  bool operator==(const ExactOpening&) const = default;
};

// A box of sources, destinations and ports. Echo has no ports: 0 to 0.
struct OpeningBox {
  net::Prefix source = {};
  net::Prefix destination = {};
  site::Protocol protocol = site::Protocol::kTcp;
  uint16_t first_port = 0;
  uint16_t last_port = 0;
  std::string id = {};

  bool operator==(const OpeningBox&) const = default;
};

// Openings that are neither logged nor limited in time are disjoint within each list: a packet that
// several of them admit is in one box of one list, or in one box of several lists.
struct OpeningSets {
  std::vector<ExactOpening> exact = {};
  // Destinations that are single addresses, and whole networks.
  std::vector<OpeningBox> addresses = {};
  std::vector<OpeningBox> networks = {};
  // Protocol kIcmpv6.
  std::vector<OpeningBox> echo_addresses = {};
  std::vector<OpeningBox> echo_networks = {};
  // The others, which need rules of their own, by destination, in order of ids.
  std::map<net::Prefix, std::vector<const site::Opening*>> special;
};

// In a fixed order, whatever the order of the openings. Sources outside of `universe` are left out,
// and so are openings that are disabled or have no source. The pointers are into `openings`.
// kResourceExhausted when more than kBoxesMax boxes were needed: many openings with different ports
// and sources overlap at one destination.
absl::StatusOr<OpeningSets> MakeOpeningSets(absl::Span<const site::Opening> openings,
                                            const net::Prefix& universe);

// The parts of `sources` inside `universe`, without overlaps, in ascending order.
std::vector<net::Prefix> SourcesWithin(const site::Opening& opening, const net::Prefix& universe);

}  // namespace engine::formats::nftables

#endif  // SIXGATE_ENGINE_FORMATS_NFTABLES_OPENINGS_H_
