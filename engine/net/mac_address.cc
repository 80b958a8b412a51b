#include "engine/net/mac_address.h"

#include <cstddef>
#include <ostream>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"

namespace engine::net {
namespace {

constexpr int kInterfaceIdBits = 64;

absl::Status Refused(absl::string_view text, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("MAC address ", base::Quote(text), " ", why));
}

// Whether `text` is written as `form` is, in which x stands for a hexadecimal digit.
bool HasForm(absl::string_view text, absl::string_view form) {
  if (text.size() != form.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool fits = form[i] == 'x' ? absl::ascii_isxdigit(static_cast<unsigned char>(text[i]))
                                     : text[i] == form[i];
    if (!fits) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<MacAddress> MacAddress::Parse(absl::string_view text) {
  if (!HasForm(text, "xx:xx:xx:xx:xx:xx") && !HasForm(text, "xx-xx-xx-xx-xx-xx") &&
      !HasForm(text, "xxxx.xxxx.xxxx")) {
    return Refused(text, "is not six bytes in hexadecimal: write it as 00:50:56:00:6f:9f");
  }
  const std::string raw =
      absl::HexStringToBytes(absl::StrReplaceAll(text, {{":", ""}, {"-", ""}, {".", ""}}));
  std::array<uint8_t, 6> bytes;
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(raw[i]);
  return MacAddress(bytes);
}

absl::StatusOr<MacAddress> MacAddress::ParseUnicast(absl::string_view text) {
  ASSIGN_OR_RETURN(const MacAddress mac, Parse(text));
  if (mac == MacAddress()) return Refused(text, "is all zeros: write the interface's own");
  if ((mac.bytes_[0] & 0x01) != 0) {
    return Refused(text, "is a group address (its first byte is odd): write the interface's own");
  }
  return mac;
}

std::string MacAddress::ToString() const {
  return absl::StrFormat("%02x:%02x:%02x:%02x:%02x:%02x", bytes_[0], bytes_[1], bytes_[2],
                         bytes_[3], bytes_[4], bytes_[5]);
}

Address MacAddress::LinkLocal() const {
  return *Eui64(Prefix::Containing(Address(absl::MakeUint128(0xFE80'0000'0000'0000, 0)), 64));
}

absl::StatusOr<Address> MacAddress::Eui64(const Prefix& prefix) const {
  if (prefix.length() > kInterfaceIdBits) {
    return absl::InvalidArgumentError(
        absl::StrCat("prefix ", prefix.ToString(), " is longer than /64: an interface identifier ",
                     "of 64 bits made from a MAC address does not fit"));
  }
  const uint8_t universal = bytes_[0] ^ 0x02;  // the bit is inverted, so that ::1 means "local"
  uint64_t id = 0;
  for (const uint8_t byte : std::array<uint8_t, 8>{universal, bytes_[1], bytes_[2], 0xFF, 0xFE,
                                                   bytes_[3], bytes_[4], bytes_[5]}) {
    id = (id << 8) | byte;
  }
  return Address(prefix.first().value() | id);
}

std::ostream& operator<<(std::ostream& out, const MacAddress& mac) { return out << mac.ToString(); }

}  // namespace engine::net
