#include "engine/formats/nftables/passages.h"

#include <utility>

#include "engine/net/prefix_set.h"

namespace engine::formats::nftables {
namespace {

Extent ExtentOf(const net::Prefix& inner, int block_length) {
  if (inner.length() == net::kAddressBits) return Extent::kAddress;
  return inner.length() == block_length ? Extent::kBlock : Extent::kNetwork;
}

std::vector<net::Prefix> Within(const net::Prefix& universe, absl::Span<const net::Prefix> peers) {
  net::PrefixSet inside;
  for (const net::Prefix& peer : peers) {
    if (peer.Contains(universe)) return {universe};
    if (universe.Contains(peer)) inside.Add(peer);
  }
  return inside.Prefixes();
}

template <class AnyOpening>
void AddPassage(const AnyOpening& opening, const net::Prefix& inner, Extent extent,
                absl::Span<const net::Prefix> peers, const net::Prefix& universe,
                std::vector<Passage>& passages) {
  std::vector<net::Prefix> outer = Within(universe, peers);
  if (!opening.enabled || outer.empty()) return;
  const bool is_for_everybody = outer.front() == universe;
  passages.push_back({.id = opening.id,
                      .host = opening.host,
                      .description = opening.description,
                      .inner = inner,
                      .extent = extent,
                      .outer = std::move(outer),
                      .is_for_everybody = is_for_everybody,
                      .protocol = opening.protocol,
                      .ports = opening.ports,
                      .log = opening.log,
                      .expires_at = opening.expires_at});
}

}  // namespace

std::vector<Passage> PassagesOf(absl::Span<const site::Opening> openings,
                                const net::Prefix& universe) {
  std::vector<Passage> passages;
  for (const site::Opening& opening : openings) {
    const bool is_address = opening.destination.length() == net::kAddressBits;
    AddPassage(opening, opening.destination, is_address ? Extent::kAddress : Extent::kNetwork,
               opening.sources, universe, passages);
  }
  return passages;
}

std::vector<Passage> PassagesOf(absl::Span<const site::EgressOpening> openings, int block_length) {
  std::vector<Passage> passages;
  for (const site::EgressOpening& opening : openings) {
    AddPassage(opening, opening.source, ExtentOf(opening.source, block_length),
               opening.destinations, net::Prefix(), passages);
  }
  return passages;
}

}  // namespace engine::formats::nftables
