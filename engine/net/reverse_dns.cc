#include "engine/net/reverse_dns.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace engine::net {
namespace {

constexpr int kBitsPerLabel = 4;

// The first `digits` hexadecimal digits of the address, last one first.
std::string NameOf(const Address& address, int digits) {
  const std::string key = address.HexKey();
  std::string name;
  for (int i = digits - 1; i >= 0; --i) {
    absl::StrAppend(&name, absl::string_view(key).substr(static_cast<size_t>(i), 1), ".");
  }
  return name + "ip6.arpa";
}

}  // namespace

std::string ReverseDnsName(const Address& address) {
  return NameOf(address, kAddressBits / kBitsPerLabel);
}

absl::StatusOr<std::string> ReverseDnsName(const Prefix& prefix) {
  const int rest = prefix.length() % kBitsPerLabel;
  if (rest != 0) {
    const int shorter = prefix.length() - rest;
    return absl::InvalidArgumentError(absl::StrCat(
        "prefix ", prefix.ToString(), " has no reverse zone of its own, because its length is not ",
        "divisible by 4: use the zone of a /", shorter, " or those of the /",
        shorter + kBitsPerLabel, "s inside"));
  }
  return NameOf(prefix.first(), prefix.length() / kBitsPerLabel);
}

}  // namespace engine::net
