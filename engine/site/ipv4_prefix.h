// An IPv4 prefix, as far as sixgate has to do with IPv4: it is written into configuration, compared
// with others, and never allocated.
#ifndef SIXGATE_ENGINE_SITE_IPV4_PREFIX_H_
#define SIXGATE_ENGINE_SITE_IPV4_PREFIX_H_

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace engine::site {

// An immutable value, ordered by address, then by length; "0.0.0.0/0" unless made otherwise.
class Ipv4Prefix {
 public:
  constexpr Ipv4Prefix() = default;

  // "172.30.21.0/24", or a bare address, which means its /32. kInvalidArgument: an octet that is no
  // number from 0 to 255 or has a leading zero, a length that is no number from 0 to 32, or host
  // bits that are set; that error names the prefix that was probably meant.
  static absl::StatusOr<Ipv4Prefix> Parse(absl::string_view text);

  constexpr uint32_t address() const { return address_; }
  constexpr int length() const { return length_; }
  bool Contains(const Ipv4Prefix& other) const;
  bool Overlaps(const Ipv4Prefix& other) const;

  // Always with the length: "192.0.2.1/32".
  std::string ToString() const;
  // Without it: "192.0.2.1".
  std::string AddressText() const;

  friend constexpr auto operator<=>(const Ipv4Prefix&, const Ipv4Prefix&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Ipv4Prefix& prefix);

 private:
  constexpr Ipv4Prefix(uint32_t address, int length) : address_(address), length_(length) {}

  uint32_t address_ = 0;
  int length_ = 0;
};

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_IPV4_PREFIX_H_
