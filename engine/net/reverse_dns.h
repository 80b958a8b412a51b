// Names below ip6.arpa (RFC 3596 §2.5), without a final dot.
#ifndef SIXGATE_ENGINE_NET_REVERSE_DNS_H_
#define SIXGATE_ENGINE_NET_REVERSE_DNS_H_

#include <string>

#include "absl/status/statusor.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"

namespace engine::net {

// The name that holds the address's PTR record: 32 labels, then "ip6.arpa".
std::string ReverseDnsName(const Address& address);

// The name of the zone that holds the prefix. kInvalidArgument when the length is not divisible by
// 4, because a label is four bits; the error names the two zones' lengths around it.
absl::StatusOr<std::string> ReverseDnsName(const Prefix& prefix);

}  // namespace engine::net

#endif  // SIXGATE_ENGINE_NET_REVERSE_DNS_H_
