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

namespace engine::formats::nftables {
namespace {

// One peer of one opening. In this order a peer comes right before those inside it.
struct Claim {
  net::Prefix outer;
  std::string id;

  auto operator<=>(const Claim&) const = default;
};

struct Claims {
  uint32_t first = 0;
  uint32_t last = 0;
  std::vector<Claim> claims;
};

struct Target {
  net::Prefix inner;
  Extent extent = Extent::kAddress;
  site::Protocol protocol = site::Protocol::kTcp;

  auto operator<=>(const Target&) const = default;
};

// Which of the claims on the same ports get a box: those in no other's peer.
std::vector<Claim> Outermost(const std::multiset<Claim>& claims) {
  std::vector<Claim> outermost;
  for (const Claim& claim : claims) {
    if (!outermost.empty() && outermost.back().outer.Contains(claim.outer)) continue;
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
      boxes.push_back({.outer = claim.outer,
                       .inner = target.inner,
                       .protocol = target.protocol,
                       .first_port = static_cast<uint16_t>(first),
                       .last_port = static_cast<uint16_t>(cut - 1),
                       .id = claim.id});
    }
    if (boxes.size() + still_open.size() > boxes_max) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "openings overlap in more than ", kBoxesMax, " ways, the last at ",
          target.inner.ToString(), "; give them equal ports, or the same sources or destinations"));
    }
    open = std::move(still_open);
  }
  return absl::OkStatus();
}

bool IsSpecial(const Passage& passage) { return passage.log || passage.expires_at.has_value(); }

}  // namespace

absl::StatusOr<OpeningSets> MakeOpeningSets(absl::Span<const Passage> passages) {
  OpeningSets sets;
  std::map<std::tuple<net::Address, site::Protocol, uint16_t>, std::string> exact;
  std::map<Target, std::vector<Claims>> targets;
  for (const Passage& passage : passages) {
    if (IsSpecial(passage)) {
      sets.special[passage.inner].push_back(&passage);
      continue;
    }
    std::vector<Claim> claims;
    claims.reserve(passage.outer.size());
    for (const net::Prefix& outer : passage.outer) claims.push_back({outer, passage.id});
    std::vector<Claims>& target = targets[{passage.inner, passage.extent, passage.protocol}];
    if (passage.protocol == site::Protocol::kIcmpv6) {
      target.push_back({0, 0, claims});
      continue;
    }
    const bool is_exact = passage.is_for_everybody && passage.extent == Extent::kAddress;
    for (const net::PortRange& ports : net::MergePortRanges(passage.ports)) {
      if (!is_exact || ports.first() != ports.last()) {
        target.push_back({ports.first(), ports.last(), claims});
        continue;
      }
      const auto [counted, is_new] = exact.emplace(
          std::tuple(passage.inner.first(), passage.protocol, ports.first()), passage.id);
      if (!is_new) counted->second = std::min(counted->second, passage.id);
    }
  }
  for (auto& [inner, special] : sets.special) {
    std::sort(special.begin(), special.end(),
              [](const auto* a, const auto* b) { return a->id < b->id; });
  }
  for (const auto& [key, id] : exact) {
    const auto& [inner, protocol, port] = key;
    sets.exact.push_back({inner, protocol, port, id});
  }
  size_t boxes_left = kBoxesMax;
  for (const auto& [target, claims] : targets) {
    if (claims.empty()) continue;
    const bool is_echo = target.protocol == site::Protocol::kIcmpv6;
    std::vector<OpeningBox>& boxes = (is_echo ? sets.echoes : sets.boxes)[target.extent];
    const size_t before = boxes.size();
    RETURN_IF_ERROR(MakeBoxes(target, claims, before + boxes_left, boxes));
    boxes_left -= boxes.size() - before;
  }
  return sets;
}

}  // namespace engine::formats::nftables
