// Openings as elements of sets: what the user said may overlap, what the kernel takes may not.
#ifndef SIXGATE_ENGINE_FORMATS_NFTABLES_OPENINGS_H_
#define SIXGATE_ENGINE_FORMATS_NFTABLES_OPENINGS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/formats/nftables/passages.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"
#include "engine/site/opening.h"

namespace engine::formats::nftables {

// Beyond this many the kernel's tables, not ours, would be the trouble.
inline constexpr size_t kBoxesMax = 1'000'000;

// One inner address and port, together with everybody in the universe.
struct ExactOpening {
  net::Address inner = {};
  site::Protocol protocol = site::Protocol::kTcp;
  uint16_t port = 0;
  // The id of the opening whose counter counts.
  std::string id = {};

  bool operator==(const ExactOpening&) const = default;
};

// A box of outer addresses, inner addresses and ports. Echo has no ports: 0 to 0.
struct OpeningBox {
  net::Prefix outer = {};
  net::Prefix inner = {};
  site::Protocol protocol = site::Protocol::kTcp;
  uint16_t first_port = 0;
  uint16_t last_port = 0;
  std::string id = {};

  bool operator==(const OpeningBox&) const = default;
};

// The passages of one direction. Those that are neither logged nor limited in time are disjoint
// within each list: a packet that several of them admit is in one box of one list, or in one box of
// several lists.
struct OpeningSets {
  std::vector<ExactOpening> exact = {};
  std::map<Extent, std::vector<OpeningBox>> boxes = {};
  // Protocol kIcmpv6.
  std::map<Extent, std::vector<OpeningBox>> echoes = {};
  // The others, which need rules of their own, by inner prefix, in order of ids.
  std::map<net::Prefix, std::vector<const Passage*>> special = {};
};

// In a fixed order, whatever the order of the passages. The pointers are into `passages`.
// kResourceExhausted when more than kBoxesMax boxes were needed: many openings with different ports
// and peers overlap at one inner prefix.
absl::StatusOr<OpeningSets> MakeOpeningSets(absl::Span<const Passage> passages);

}  // namespace engine::formats::nftables

#endif  // SIXGATE_ENGINE_FORMATS_NFTABLES_OPENINGS_H_
