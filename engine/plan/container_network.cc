#include "engine/plan/container_network.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/net/reserved.h"
#include "engine/plan/address_plan.h"

namespace engine::plan {
namespace {

constexpr int kDynamicLengthMin = 96;
constexpr absl::uint128 kFirstStatic = 2;

}  // namespace

net::Address NetworkGateway(const net::Prefix& network) {
  return net::Address(network.first().value() + 1);
}

net::Prefix DynamicRange(const net::Prefix& network) {
  SIXGATE_CHECK(network.length() <= kNetworkLengthMax, "address plans have no smaller networks");
  return net::Prefix::Containing(network.UpperHalf().first(),
                                 std::max(network.length() + 1, kDynamicLengthMin));
}

absl::Status CheckStaticAddress(const net::Prefix& network, const net::Address& address) {
  const auto refused = [&](absl::string_view why) {
    return absl::InvalidArgumentError(absl::StrCat("address ", address.ToString(),
                                                   " cannot be given to a container, because it ",
                                                   why, " network ", network.ToString()));
  };
  if (!network.Contains(address)) return refused("is outside of");
  if (address == NetworkGateway(network)) return refused("is the bridge's own address in");
  const net::Prefix dynamic = DynamicRange(network);
  if (dynamic.Contains(address)) {
    return refused(absl::StrCat("is in the dynamic range ", dynamic.ToString(), " of"));
  }
  switch (net::ReservedIdOf(network, address)) {
    case net::ReservedId::kNone:
      return absl::OkStatus();
    case net::ReservedId::kSubnetRouterAnycast:
      return refused("is the routers' anycast address of");
    case net::ReservedId::kSubnetAnycast:
      return refused("is one of the reserved anycast addresses (RFC 2526) of");
  }
  return absl::OkStatus();
}

std::optional<net::Address> LowestFreeStaticAddress(const net::Prefix& network,
                                                    const std::set<net::Address>& used) {
  net::Address candidate(network.first().value() + kFirstStatic);
  for (auto it = used.lower_bound(candidate); it != used.end() && *it == candidate; ++it) {
    candidate = net::Address(candidate.value() + 1);
  }
  if (candidate >= DynamicRange(network).first()) return std::nullopt;
  return candidate;
}

}  // namespace engine::plan
