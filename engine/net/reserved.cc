#include "engine/net/reserved.h"

#include <cstdint>

#include "absl/numeric/int128.h"

namespace engine::net {
namespace {

// RFC 2526 numbers its anycast groups with seven bits.
constexpr absl::uint128 kAnycastIds = 128;
constexpr int kAnycastSubnetLengthMax = 120;
// In a /64 the identifier has the form of an EUI-64, with the universal bit off.
constexpr uint64_t kFirstEui64AnycastId = 0xFDFF'FFFF'FFFF'FF80;
constexpr uint64_t kLastEui64AnycastId = 0xFDFF'FFFF'FFFF'FFFF;

}  // namespace

ReservedId ReservedIdOf(const Prefix& subnet, const Address& address) {
  if (!subnet.Contains(address) || subnet.length() >= kAddressBits - 1) return ReservedId::kNone;
  if (address == subnet.first()) return ReservedId::kSubnetRouterAnycast;
  if (subnet.length() > kAnycastSubnetLengthMax) return ReservedId::kNone;
  if (subnet.last().value() - address.value() < kAnycastIds) return ReservedId::kSubnetAnycast;
  const uint64_t id = absl::Uint128Low64(address.value());
  const bool eui64 = id >= kFirstEui64AnycastId && id <= kLastEui64AnycastId;
  return subnet.length() == 64 && eui64 ? ReservedId::kSubnetAnycast : ReservedId::kNone;
}

}  // namespace engine::net
