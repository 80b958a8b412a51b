// Addresses that a subnet keeps for anycast, so that no interface may have them.
#ifndef SIXGATE_ENGINE_NET_RESERVED_H_
#define SIXGATE_ENGINE_NET_RESERVED_H_

#include "engine/net/address.h"
#include "engine/net/prefix.h"

namespace engine::net {

enum class ReservedId {
  kNone,
  // All zeros: every router of the subnet (RFC 4291 §2.6.1).
  kSubnetRouterAnycast,
  // The last 128 addresses, and in a /64 also identifiers fdff:ffff:ffff:ff80 to
  // fdff:ffff:ffff:ffff (RFC 2526 §2).
  kSubnetAnycast,
};

// What `address` is reserved for in `subnet`; kNone when for nothing, or when it is not inside. A
// /127 or /128 reserves nothing (RFC 6164), and a subnet longer than /120 has no room for RFC
// 2526's identifiers.
ReservedId ReservedIdOf(const Prefix& subnet, const Address& address);

}  // namespace engine::net

#endif  // SIXGATE_ENGINE_NET_RESERVED_H_
