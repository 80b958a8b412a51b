// An IPv6 prefix: an aligned block of 2^(128 - length) addresses.
//
//   ASSIGN_OR_RETURN(const Prefix prefix, Prefix::Parse("2001:db8::/64"));
//   ASSIGN_OR_RETURN(const Prefix third, prefix.Subnet(76, 2));  // 2001:db8:0:0:20::/76
#ifndef SIXGATE_ENGINE_NET_PREFIX_H_
#define SIXGATE_ENGINE_NET_PREFIX_H_

#include <compare>
#include <iosfwd>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/net/address.h"

namespace engine::net {

inline constexpr int kAddressBits = 128;

// An immutable value; "::/0" unless made otherwise. Ordered by address, then by length: a prefix
// comes right before what it contains.
class Prefix {
 public:
  constexpr Prefix() = default;

  // "2001:db8::/64". kInvalidArgument: no length, a length that is no number from 0 to 128 or has a
  // leading zero or sign, whatever Address::Parse refuses, or host bits that are set; that error
  // names the prefix that was probably meant.
  static absl::StatusOr<Prefix> Parse(absl::string_view text);
  // As Parse, and a bare address means its /128.
  static absl::StatusOr<Prefix> ParseWithBareAddress(absl::string_view text);
  // The prefix of this length around an address. Dies unless `length` is from 0 to 128.
  static Prefix Containing(const Address& address, int length);

  constexpr Address first() const { return first_; }
  Address last() const;
  constexpr int length() const { return length_; }
  // The prefix holds 2^size_exponent() addresses.
  constexpr int size_exponent() const { return kAddressBits - length_; }

  bool Contains(const Address& address) const;
  bool Contains(const Prefix& other) const;
  bool Overlaps(const Prefix& other) const;

  // The other half of the parent; the prefix of one bit less. Both die on "::/0".
  Prefix Buddy() const;
  Prefix Parent() const;
  // The two prefixes of one bit more. Both die on a /128.
  Prefix LowerHalf() const;
  Prefix UpperHalf() const;

  // The `index`-th prefix of `new_length` inside, counted from 0. kInvalidArgument when
  // `new_length` is shorter than this prefix's or above 128, or when there are not that many.
  absl::StatusOr<Prefix> Subnet(int new_length, absl::uint128 index) const;

  // Canonical: RFC 5952 address, "/", length.
  std::string ToString() const;

  friend constexpr bool operator==(const Prefix& a, const Prefix& b) = default;
  friend constexpr std::strong_ordering operator<=>(const Prefix& a, const Prefix& b) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Prefix& prefix) {
    return H::combine(std::move(h), prefix.first_, prefix.length_);
  }
  friend std::ostream& operator<<(std::ostream& out, const Prefix& prefix);

 private:
  constexpr Prefix(Address first, int length) : first_(first), length_(length) {}

  Address first_;
  int length_ = 0;
};

// An address together with the length of its link, as interfaces are configured: "2001:db8::2/126".
struct InterfaceAddress {
  Address address;
  int length = kAddressBits;

  // As Prefix::Parse, but host bits are welcome.
  static absl::StatusOr<InterfaceAddress> Parse(absl::string_view text);

  // The link it is on.
  Prefix prefix() const { return Prefix::Containing(address, length); }
  std::string ToString() const;

  friend constexpr bool operator==(const InterfaceAddress&, const InterfaceAddress&) = default;
  friend constexpr std::strong_ordering operator<=>(const InterfaceAddress&,
                                                    const InterfaceAddress&) = default;
};

}  // namespace engine::net

#endif  // SIXGATE_ENGINE_NET_PREFIX_H_
