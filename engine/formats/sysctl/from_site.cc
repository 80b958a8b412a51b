#include "engine/formats/sysctl/from_site.h"

#include <algorithm>
#include <cstdint>

#include "absl/numeric/bits.h"
#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"

namespace engine::formats::sysctl {
namespace {

constexpr uint64_t kNeighborsMin = 4096;
constexpr uint64_t kNeighborsMax = uint64_t{1} << 18;

// Thresholds for `neighbors` entries that must stay: below the first nothing is collected, above
// the third nothing is added.
void AddNeighborTable(uint64_t neighbors, SysctlFile& file) {
  const uint64_t size = absl::bit_ceil(std::clamp(neighbors, kNeighborsMin, kNeighborsMax));
  for (int i = 1; i <= 3; ++i) {
    file.settings.push_back(
        {absl::StrCat("net/ipv6/neigh/default/gc_thresh", i), absl::StrCat(size << (i - 1))});
  }
}

Setting OfInterface(absl::string_view interface, absl::string_view key, int value) {
  return {absl::StrCat("net/ipv6/conf/", interface, "/", key), absl::StrCat(value), true};
}

}  // namespace

SysctlFile HostSysctl(const site::Host& host) {
  SysctlFile file;
  // The engine's nftables backend refuses to start without all of these.
  file.settings = {{"net/ipv4/ip_forward", "1"},
                   {"net/ipv6/conf/all/forwarding", "1"},
                   {"net/ipv6/conf/default/forwarding", "1"},
                   {"net/ipv6/conf/default/accept_ra", "0"}};
  AddNeighborTable(kNeighborsMin, file);
  file.settings.push_back(OfInterface(host.interface, "accept_ra", 0));
  file.settings.push_back(OfInterface(host.interface, "accept_redirects", 0));
  for (const std::string& other : host.other_interfaces) {
    file.settings.push_back(OfInterface(other, "accept_ra", 0));
    file.settings.push_back(OfInterface(other, "disable_ipv6", 1));
  }
  return file;
}

SysctlFile GatewaySysctl(const site::Gateway& gateway) {
  constexpr int kEui64 = 0;
  SysctlFile file;
  const absl::uint128 slots = gateway.plan.SlotCount();
  AddNeighborTable(slots < kNeighborsMax ? absl::Uint128Low64(slots) : kNeighborsMax, file);
  const std::string& wan = gateway.wan.interface;
  file.settings.push_back(OfInterface(wan, "accept_ra", 0));
  file.settings.push_back(OfInterface(wan, "accept_redirects", 0));
  file.settings.push_back(OfInterface(wan, "addr_gen_mode", kEui64));
  if (gateway.delivery == site::Delivery::kOnLink) {
    // Answers for others' addresses come at once, as for one's own.
    file.settings.push_back({absl::StrCat("net/ipv6/neigh/", wan, "/proxy_delay"), "0", true});
  }
  return file;
}

}  // namespace engine::formats::sysctl
