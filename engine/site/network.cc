#include "engine/site/network.h"

#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/plan/container_network.h"
#include "engine/site/names.h"

namespace engine::site {
namespace {

constexpr uint64_t kFirstFreeIndex = 2;

// FNV-1a: stable for ever, which std::hash is not.
uint64_t StableHash(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

absl::Status CheckIndex(absl::string_view name, uint64_t index, absl::uint128 count) {
  const auto error = [&](absl::string_view why) {
    return absl::InvalidArgumentError(
        absl::StrCat("index ", index, " of network ", base::Quote(name), " ", why));
  };
  if (index == 0) return error("is the link between gateway and host; networks begin with 1");
  if (index >= count) {
    return error(
        absl::StrCat("is beyond the block's last network, ", absl::Uint128Low64(count - 1)));
  }
  if (name == kDefaultNetworkName && index != kDefaultNetworkIndex) {
    return error("is wrong: this network always has index 1");
  }
  if (name != kDefaultNetworkName && index == kDefaultNetworkIndex) {
    return error("is kept for the network \"default\"; choose 2 or above");
  }
  return absl::OkStatus();
}

}  // namespace

std::string BridgeName(absl::string_view network_name) {
  constexpr absl::string_view kStem = "sg-";
  if (kStem.size() + network_name.size() <= kInterfaceNameLengthMax) {
    return absl::StrCat(kStem, network_name);
  }
  return absl::StrCat(kStem, network_name.substr(0, 6),
                      absl::StrFormat("%06x", StableHash(network_name) & 0xFFFFFF));
}

absl::StatusOr<Network> MakeNetwork(const plan::HostBlock& block, absl::string_view name,
                                    uint64_t index, const NetworkOptions& options) {
  RETURN_IF_ERROR(CheckNetworkName(name));
  ASSIGN_OR_RETURN(const net::Prefix subnet, block.Network(index));
  Network network{.name = std::string(name),
                  .index = index,
                  .subnet = subnet,
                  .gateway = plan::NetworkGateway(subnet),
                  .dynamic_range = plan::DynamicRange(subnet),
                  .bridge = BridgeName(name),
                  .docker_name = std::string(name),
                  .ipv4_subnet = options.ipv4_subnet};
  if (name == kDefaultNetworkName) {
    const bool routed = options.default_bridge == DefaultBridge::kRouted;
    network.docker_name = routed ? "bridge" : "sixgate";
    if (routed) network.bridge = "docker0";
  }
  return network;
}

absl::StatusOr<std::map<std::string, uint64_t>> AssignNetworkIndices(
    const std::map<std::string, std::optional<uint64_t>>& wanted,
    const std::map<std::string, uint64_t>& prior, absl::uint128 network_count) {
  std::map<std::string, uint64_t> assigned;
  std::map<uint64_t, std::string> holders;
  const auto taken = [](uint64_t index, const std::string& name, const std::string& holder) {
    return absl::InvalidArgumentError(
        absl::StrCat("index ", index, " of network ", base::Quote(name), " is network ",
                     base::Quote(holder), "'s already; choose another one"));
  };
  const auto take = [&](const std::string& name, uint64_t index) -> absl::Status {
    RETURN_IF_ERROR(CheckIndex(name, index, network_count));
    const auto [holder, is_free] = holders.emplace(index, name);
    if (!is_free) return taken(index, name, holder->second);
    assigned.emplace(name, index);
    return absl::OkStatus();
  };

  for (const auto& [name, index] : wanted) {
    RETURN_IF_ERROR(CheckNetworkName(name));
    if (name == kDefaultNetworkName) {
      RETURN_IF_ERROR(take(name, index.value_or(kDefaultNetworkIndex)));
    } else if (index.has_value()) {
      RETURN_IF_ERROR(take(name, *index));
    }
  }
  for (const auto& [name, index] : prior) {
    if (!wanted.contains(name) || assigned.contains(name)) continue;
    const auto holder = holders.find(index);
    if (holder != holders.end()) return taken(index, holder->second, name);
    RETURN_IF_ERROR(take(name, index));
  }
  uint64_t next = kFirstFreeIndex;
  for (const auto& [name, index] : wanted) {
    if (assigned.contains(name)) continue;
    while (holders.contains(next)) ++next;
    if (next >= network_count) {
      return absl::ResourceExhaustedError(absl::StrCat(
          "no index is left for network ", base::Quote(name), ": the block has ",
          absl::Uint128Low64(network_count - 1),
          " container networks; remove one, or give the prefix a longer network_length"));
    }
    RETURN_IF_ERROR(take(name, next));
  }
  return assigned;
}

}  // namespace engine::site
