#include "engine/formats/nftables/openings.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix_set.h"

namespace engine::formats::nftables {
namespace {

// One source of one opening. In this order a source comes right before those inside it.
struct Claim {
  net::Prefix source;
  std::string id;

  auto operator<=>(const Claim&) const = default;
};

struct Claims {
  uint32_t first = 0;
  uint32_t last = 0;
  std::vector<Claim> claims;
};

using Target = std::pair<net::Prefix, site::Protocol>;

// Which of the claims on the same ports get a box: those in no other's source.
std::vector<Claim> Outermost(const std::multiset<Claim>& claims) {
  std::vector<Claim> outermost;
  for (const Claim& claim : claims) {
    if (!outermost.empty() && outermost.back().source.Contains(claim.source)) continue;
    outermost.push_back(claim);
  }
  return outermost;
}

// Sweeps over the ports of one target, with the claims that are active at each, and makes boxes as
// wide as they stay the same.
absl::Status MakeBoxes(const Target& target, const std::vector<Claims>& claimed, size_t boxes_max,
                       std::vector<OpeningBox>& boxes) {
  std::map<uint32_t, std::vector<const Claims*>> begins, ends;
  for (const Claims& claims : claimed) {
    begins[claims.first].push_back(&claims);
    ends[claims.last + 1].push_back(&claims);
  }
  std::set<uint32_t> cuts;
  for (const auto& [port, unused] : begins) cuts.insert(port);
  for (const auto& [port, unused] : ends) cuts.insert(port);

  std::multiset<Claim> active;
  // The boxes that still grow, with their first port.
  std::map<Claim, uint32_t> open;
  for (const uint32_t cut : cuts) {
    for (const Claims* claims : ends[cut]) {
      for (const Claim& claim : claims->claims) active.erase(active.find(claim));
    }
    for (const Claims* claims : begins[cut]) {
      for (const Claim& claim : claims->claims) active.insert(claim);
    }
    const std::vector<Claim> outermost = Outermost(active);
    std::map<Claim, uint32_t> still_open;
    for (const Claim& claim : outermost) {
      const auto before = open.find(claim);
      still_open.emplace(claim, before == open.end() ? cut : before->second);
    }
    for (const auto& [claim, first] : open) {
      if (still_open.contains(claim)) continue;
      boxes.push_back({.source = claim.source,
                       .destination = target.first,
                       .protocol = target.second,
                       .first_port = static_cast<uint16_t>(first),
                       .last_port = static_cast<uint16_t>(cut - 1),
                       .id = claim.id});
    }
    if (boxes.size() + still_open.size() > boxes_max) {
      return absl::ResourceExhaustedError(
          absl::StrCat("openings overlap in more than ", kBoxesMax, " ways, the last at ",
                       target.first.ToString(), "; give them equal ports or equal sources"));
    }
    open = std::move(still_open);
  }
  return absl::OkStatus();
}

bool IsSpecial(const site::Opening& opening) {
  return opening.log || opening.expires_at.has_value();
}

}  // namespace

std::vector<net::Prefix> SourcesWithin(const site::Opening& opening, const net::Prefix& universe) {
  net::PrefixSet sources;
  for (const net::Prefix& source : opening.sources) {
    if (source.Contains(universe)) return {universe};
    if (universe.Contains(source)) sources.Add(source);
  }
  return sources.Prefixes();
}

absl::StatusOr<OpeningSets> MakeOpeningSets(absl::Span<const site::Opening> openings,
                                            const net::Prefix& universe) {
  OpeningSets sets;
  std::map<std::tuple<net::Address, site::Protocol, uint16_t>, std::string> exact;
  std::map<Target, std::vector<Claims>> targets;
  for (const site::Opening& opening : openings) {
    const std::vector<net::Prefix> sources = SourcesWithin(opening, universe);
    if (!opening.enabled || sources.empty()) continue;
    if (IsSpecial(opening)) {
      sets.special[opening.destination].push_back(&opening);
      continue;
    }
    std::vector<Claim> claims;
    claims.reserve(sources.size());
    for (const net::Prefix& source : sources) claims.push_back({source, opening.id});
    std::vector<Claims>& target = targets[{opening.destination, opening.protocol}];
    if (opening.protocol == site::Protocol::kIcmpv6) {
      target.push_back({0, 0, claims});
      continue;
    }
    const bool everybody = sources == std::vector<net::Prefix>{universe};
    const bool address = opening.destination.length() == net::kAddressBits;
    for (const net::PortRange& ports : net::MergePortRanges(opening.ports)) {
      if (!everybody || !address || ports.first() != ports.last()) {
        target.push_back({ports.first(), ports.last(), claims});
        continue;
      }
      const auto [counted, is_new] = exact.emplace(
          std::tuple(opening.destination.first(), opening.protocol, ports.first()), opening.id);
      if (!is_new) counted->second = std::min(counted->second, opening.id);
    }
  }
  for (auto& [destination, special] : sets.special) {
    std::sort(special.begin(), special.end(),
              [](const auto* a, const auto* b) { return a->id < b->id; });
  }
  for (const auto& [key, id] : exact) {
    const auto& [destination, protocol, port] = key;
    sets.exact.push_back({destination, protocol, port, id});
  }
  size_t boxes_left = kBoxesMax;
  for (const auto& [target, claims] : targets) {
    const bool echo = target.second == site::Protocol::kIcmpv6;
    const bool address = target.first.length() == net::kAddressBits;
    std::vector<OpeningBox>& boxes = echo ? (address ? sets.echo_addresses : sets.echo_networks)
                                          : (address ? sets.addresses : sets.networks);
    const size_t before = boxes.size();
    RETURN_IF_ERROR(MakeBoxes(target, claims, before + boxes_left, boxes));
    boxes_left -= boxes.size() - before;
  }
  return sets;
}

}  // namespace engine::formats::nftables
