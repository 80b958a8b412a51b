// Who may have which address inside one container network. A network is at most a /124.
//
//   network   2001:db8:1234:321d:21::/80
//   ::        anycast of the subnet's routers
//   ::1       the host's bridge
//   ::2 …     static addresses
//   8000:: …  the dynamic range, which the container engine hands out by itself
#ifndef SIXGATE_ENGINE_PLAN_CONTAINER_NETWORK_H_
#define SIXGATE_ENGINE_PLAN_CONTAINER_NETWORK_H_

#include <optional>
#include <set>

#include "absl/status/status.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"

namespace engine::plan {

// ::1 of the network, the bridge's own address.
net::Address NetworkGateway(const net::Prefix& network);

// The first block of length max(network length + 1, 96) in the upper half: Docker 20.10 cannot
// count a longer range.
net::Prefix DynamicRange(const net::Prefix& network);

// Whether a container may be given `address` for good. kInvalidArgument, with the reason, when it
// is outside of the network, its :: or ::1, in the dynamic range, or a reserved anycast address.
absl::Status CheckStaticAddress(const net::Prefix& network, const net::Address& address);

// The lowest address from ::2 on, below the dynamic range, that is not in `used`; nullopt when all
// are. The cost depends on `used` only, not on the size of the network.
std::optional<net::Address> LowestFreeStaticAddress(const net::Prefix& network,
                                                    const std::set<net::Address>& used);

}  // namespace engine::plan

#endif  // SIXGATE_ENGINE_PLAN_CONTAINER_NETWORK_H_
