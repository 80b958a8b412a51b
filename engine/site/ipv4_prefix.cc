#include "engine/site/ipv4_prefix.h"

#include <cstddef>
#include <ostream>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/base/quote.h"

namespace engine::site {
namespace {

constexpr int kBits = 32;

uint32_t Mask(int length) { return length == 0 ? 0 : ~uint32_t{0} << (kBits - length); }

// A number without sign, blank or leading zero.
bool ParseNumber(absl::string_view text, int max, int& number) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return false;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return absl::SimpleAtoi(text, &number) && number <= max;
}

}  // namespace

absl::StatusOr<Ipv4Prefix> Ipv4Prefix::Parse(absl::string_view text) {
  const auto error = [&](absl::string_view why) {
    return absl::InvalidArgumentError(absl::StrCat("IPv4 prefix ", base::Quote(text), " ", why));
  };
  const size_t slash = text.find('/');
  int length = kBits;
  if (slash != absl::string_view::npos && !ParseNumber(text.substr(slash + 1), kBits, length)) {
    return error("has a length that is no number from 0 to 32");
  }
  const std::vector<absl::string_view> octets = absl::StrSplit(text.substr(0, slash), '.');
  if (octets.size() != 4)
    return error("is not four octets with dots between; write \"192.0.2.0/24\"");
  uint32_t address = 0;
  for (const absl::string_view octet : octets) {
    int number = 0;
    if (!ParseNumber(octet, 255, number)) {
      return error("has an octet that is no number from 0 to 255");
    }
    address = address << 8 | static_cast<uint32_t>(number);
  }
  const Ipv4Prefix prefix(address & Mask(length), length);
  if (prefix.address_ != address) {
    return error(absl::StrCat("has host bits set; write ", base::Quote(prefix.ToString())));
  }
  return prefix;
}

bool Ipv4Prefix::Contains(const Ipv4Prefix& other) const {
  return other.length_ >= length_ && (other.address_ & Mask(length_)) == address_;
}

bool Ipv4Prefix::Overlaps(const Ipv4Prefix& other) const {
  return Contains(other) || other.Contains(*this);
}

std::string Ipv4Prefix::ToString() const { return absl::StrCat(AddressText(), "/", length_); }

std::string Ipv4Prefix::AddressText() const {
  return absl::StrCat(address_ >> 24, ".", address_ >> 16 & 0xFF, ".", address_ >> 8 & 0xFF, ".",
                      address_ & 0xFF);
}

std::ostream& operator<<(std::ostream& out, const Ipv4Prefix& prefix) {
  return out << prefix.ToString();
}

}  // namespace engine::site
