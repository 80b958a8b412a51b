// An IPv6 address as a number of 128 bits.
//
//   ASSIGN_OR_RETURN(const Address address, Address::Parse("2001:DB8::0:1"));
//   address.ToString();  // "2001:db8::1"
#ifndef SIXGATE_ENGINE_NET_ADDRESS_H_
#define SIXGATE_ENGINE_NET_ADDRESS_H_

#include <array>
#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace engine::net {

// An immutable value; "::" unless made otherwise. Ordered as numbers are.
class Address {
 public:
  constexpr Address() = default;
  explicit constexpr Address(absl::uint128 value) : value_(value) {}

  // Accepts every spelling of RFC 4291 §2.2, the embedded IPv4 tail included, and nothing else.
  // kInvalidArgument says what is wrong and what to write: empty text, white space, brackets, a
  // zone id, a prefix length, an IPv4 address, or text that is no address at all.
  static absl::StatusOr<Address> Parse(absl::string_view text);
  // The reverse of HexKey; kInvalidArgument for anything but 32 lower-case hexadecimal digits.
  static absl::StatusOr<Address> FromHexKey(absl::string_view key);
  // Network byte order.
  static Address FromBytes(const std::array<uint8_t, 16>& bytes);

  constexpr absl::uint128 value() const { return value_; }
  std::array<uint8_t, 16> bytes() const;

  // The one canonical text, RFC 5952; ::ffff:0:0/96 with its IPv4 tail (§5).
  std::string ToString() const;
  // All eight groups with four digits each.
  std::string Expand() const;
  // 32 lower-case hexadecimal digits, which sort as addresses do.
  std::string HexKey() const;

  friend constexpr bool operator==(const Address& a, const Address& b) = default;
  friend constexpr std::strong_ordering operator<=>(const Address& a, const Address& b) {
    if (a.value_ < b.value_) return std::strong_ordering::less;
    return a.value_ == b.value_ ? std::strong_ordering::equal : std::strong_ordering::greater;
  }
  template <typename H>
  friend H AbslHashValue(H h, const Address& address) {
    return H::combine(std::move(h), address.value_);
  }
  friend std::ostream& operator<<(std::ostream& out, const Address& address);

 private:
  absl::uint128 value_ = 0;
};

}  // namespace engine::net

#endif  // SIXGATE_ENGINE_NET_ADDRESS_H_
