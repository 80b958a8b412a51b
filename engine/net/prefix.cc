#include "engine/net/prefix.h"

#include <cstddef>
#include <optional>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/check.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/net/decimal.h"

namespace engine::net {
namespace {

// The bits behind the prefix. A shift by all 128 bits is undefined, hence the special case.
absl::uint128 HostMask(int length) {
  if (length == 0) return absl::Uint128Max();
  return (absl::uint128(1) << (kAddressBits - length)) - 1;
}

}  // namespace

absl::StatusOr<Prefix> Prefix::Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(const InterfaceAddress parsed, InterfaceAddress::Parse(text));
  const Prefix prefix = parsed.prefix();
  if (prefix.first() != parsed.address) {
    return absl::InvalidArgumentError(absl::StrCat(
        "prefix ", base::Quote(text), " has host bits set: write ", prefix.ToString()));
  }
  return prefix;
}

absl::StatusOr<Prefix> Prefix::ParseWithBareAddress(absl::string_view text) {
  if (text.find('/') != absl::string_view::npos) return Parse(text);
  ASSIGN_OR_RETURN(const Address address, Address::Parse(text));
  return Containing(address, kAddressBits);
}

Prefix Prefix::Containing(const Address& address, int length) {
  SIXGATE_CHECK(length >= 0 && length <= kAddressBits, "the caller checks user input");
  return Prefix(Address(address.value() & ~HostMask(length)), length);
}

Address Prefix::last() const { return Address(first_.value() | HostMask(length_)); }

bool Prefix::Contains(const Address& address) const {
  return (address.value() & ~HostMask(length_)) == first_.value();
}

bool Prefix::Contains(const Prefix& other) const {
  return other.length_ >= length_ && Contains(other.first_);
}

bool Prefix::Overlaps(const Prefix& other) const {
  return Contains(other) || other.Contains(*this);
}

Prefix Prefix::Buddy() const {
  SIXGATE_CHECK(length_ > 0, "::/0 has no buddy");
  return Prefix(Address(first_.value() ^ (absl::uint128(1) << size_exponent())), length_);
}

Prefix Prefix::Parent() const {
  SIXGATE_CHECK(length_ > 0, "::/0 has no parent");
  return Containing(first_, length_ - 1);
}

Prefix Prefix::LowerHalf() const {
  SIXGATE_CHECK(length_ < kAddressBits, "a /128 has no halves");
  return Prefix(first_, length_ + 1);
}

Prefix Prefix::UpperHalf() const { return LowerHalf().Buddy(); }

absl::StatusOr<Prefix> Prefix::Subnet(int new_length, absl::uint128 index) const {
  if (new_length < length_ || new_length > kAddressBits) {
    return absl::InvalidArgumentError(absl::StrCat(ToString(), " has no subnets of /", new_length,
                                                   ": the length must be from ", length_, " to ",
                                                   kAddressBits));
  }
  const int bits = new_length - length_;
  if (bits < kAddressBits && (index >> bits) != 0) {
    return absl::InvalidArgumentError(
        absl::StrFormat("%s has no subnet /%d number %d: the last one is number %d", ToString(),
                        new_length, index, (absl::uint128(1) << bits) - 1));
  }
  if (bits == 0) return *this;
  return Prefix(Address(first_.value() | (index << (kAddressBits - new_length))), new_length);
}

std::string Prefix::ToString() const { return absl::StrCat(first_.ToString(), "/", length_); }

std::ostream& operator<<(std::ostream& out, const Prefix& prefix) {
  return out << prefix.ToString();
}

absl::StatusOr<InterfaceAddress> InterfaceAddress::Parse(absl::string_view text) {
  const size_t slash = text.find('/');
  const absl::StatusOr<Address> address = Address::Parse(text.substr(0, slash));
  if (!address.ok()) {
    return base::Annotate(address.status(), absl::StrCat("prefix ", base::Quote(text)));
  }
  if (slash == absl::string_view::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("prefix ", base::Quote(text), " has no length: write ", address->ToString(),
                     "/LENGTH, where LENGTH is a number from 0 to 128"));
  }
  const absl::string_view length_text = text.substr(slash + 1);
  const std::optional<int> length = ParseDecimal(length_text, kAddressBits);
  if (!length.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("prefix ", base::Quote(text), " has the length ", base::Quote(length_text),
                     ": write a number from 0 to 128 without leading zeros"));
  }
  return InterfaceAddress{.address = *address, .length = *length};
}

std::string InterfaceAddress::ToString() const {
  return absl::StrCat(address.ToString(), "/", length);
}

}  // namespace engine::net
