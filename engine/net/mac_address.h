// An Ethernet address of 48 bits.
#ifndef SIXGATE_ENGINE_NET_MAC_ADDRESS_H_
#define SIXGATE_ENGINE_NET_MAC_ADDRESS_H_

#include <array>
#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"

namespace engine::net {

// An immutable value; all zeros unless made otherwise.
class MacAddress {
 public:
  constexpr MacAddress() = default;

  // "00:50:56:00:6f:9f", "00-50-56-00-6f-9f" or "0050.5600.6f9f", in either case. kInvalidArgument
  // for anything else.
  static absl::StatusOr<MacAddress> Parse(absl::string_view text);
  // As Parse, and kInvalidArgument for what no interface can have: all zeros, or a group address.
  static absl::StatusOr<MacAddress> ParseUnicast(absl::string_view text);

  constexpr const std::array<uint8_t, 6>& bytes() const { return bytes_; }

  // Lower case, with colons.
  std::string ToString() const;

  // fe80:: with the modified EUI-64 identifier (RFC 4291 appendix A).
  Address LinkLocal() const;
  // The same identifier in the lowest /64 of `prefix`. kInvalidArgument when the prefix is longer
  // than /64: the identifier does not fit.
  absl::StatusOr<Address> Eui64(const Prefix& prefix) const;

  friend constexpr bool operator==(const MacAddress&, const MacAddress&) = default;
  friend constexpr auto operator<=>(const MacAddress&, const MacAddress&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const MacAddress& mac) {
    return H::combine(std::move(h), mac.bytes_);
  }
  friend std::ostream& operator<<(std::ostream& out, const MacAddress& mac);

 private:
  explicit constexpr MacAddress(const std::array<uint8_t, 6>& bytes) : bytes_(bytes) {}

  std::array<uint8_t, 6> bytes_ = {};
};

}  // namespace engine::net

#endif  // SIXGATE_ENGINE_NET_MAC_ADDRESS_H_
