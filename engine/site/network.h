// A container network of a host, and which number each of them gets.
#ifndef SIXGATE_ENGINE_SITE_NETWORK_H_
#define SIXGATE_ENGINE_SITE_NETWORK_H_

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"
#include "engine/plan/address_plan.h"
#include "engine/site/ipv4_prefix.h"
#include "engine/site/words.h"

namespace engine::site {

inline constexpr absl::string_view kDefaultNetworkName = "default";
inline constexpr uint64_t kDefaultNetworkIndex = 1;

// Whether the engine's own bridge, docker0, has IPv6. When routed it is the network "default";
// otherwise that one is user-defined and called "sixgate", since the engine reserves the name.
enum class DefaultBridge { kV4Only, kRouted };
inline constexpr std::array<absl::string_view, 2> kDefaultBridgeWords = {"v4_only", "routed"};
constexpr Words WordsOf(DefaultBridge) { return kDefaultBridgeWords; }

struct Network {
  std::string name = {};
  uint64_t index = kDefaultNetworkIndex;
  net::Prefix subnet = {};
  // ::1, the bridge's own address.
  net::Address gateway = {};
  // What the engine hands out by itself; no stable address is in it.
  net::Prefix dynamic_range = {};
  // The Linux interface: at most 15 characters, the same for the same name on every host.
  std::string bridge = {};
  // What the engine calls the network.
  std::string docker_name = {};
  std::optional<Ipv4Prefix> ipv4_subnet = {};

  bool operator==(const Network&) const = default;
};

struct NetworkOptions {
  DefaultBridge default_bridge = DefaultBridge::kV4Only;
  std::optional<Ipv4Prefix> ipv4_subnet = {};
};

// Everything that follows from name and index. kInvalidArgument when the name is refused
// (CheckNetworkName) or the block has no container network of that index.
absl::StatusOr<Network> MakeNetwork(const plan::HostBlock& block, absl::string_view name,
                                    uint64_t index, const NetworkOptions& options);

// The interface of a network: "sg-" and the name, or, when that is too long for Linux, its
// beginning and six digits of a hash. Two names of one host that meet there are refused by
// CheckHost.
std::string BridgeName(absl::string_view network_name);

// The index of each wanted network. "default" has 1; an explicit index is taken first, then the
// `prior` one of the same name stays, and the others get the lowest that are free from 2 on, in
// sorted order of names. So adding or removing a name moves no other.
//   kInvalidArgument: a refused name; index 0 (the link) or not below `network_count`; "default"
//     with another index than 1, or 1 for another name; an index that two names ask for, or that
//     one asks for while another, which asks for none, has it.
//   kResourceExhausted: more networks than the block has.
absl::StatusOr<std::map<std::string, uint64_t>> AssignNetworkIndices(
    const std::map<std::string, std::optional<uint64_t>>& wanted,
    const std::map<std::string, uint64_t>& prior, absl::uint128 network_count);

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_NETWORK_H_
