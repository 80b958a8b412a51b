#include "engine/net/address.h"

#include <cstddef>
#include <optional>
#include <ostream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/quote.h"
#include "engine/net/decimal.h"

namespace engine::net {
namespace {

constexpr size_t kGroups = 8;
using Groups = std::array<uint16_t, kGroups>;

// "192.0.2.1".
std::optional<uint32_t> ParseIpv4(absl::string_view text) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) {
    const size_t dot = i < 3 ? text.find('.') : text.size();
    if (dot == absl::string_view::npos) return std::nullopt;
    const std::optional<int> octet = ParseDecimal(text.substr(0, dot), 255);
    if (!octet.has_value()) return std::nullopt;
    value = value << 8 | static_cast<uint32_t>(*octet);
    text.remove_prefix(i < 3 ? dot + 1 : dot);
  }
  return value;
}

std::optional<int> HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

// At most four digits.
std::optional<uint16_t> ParseGroup(absl::string_view text) {
  int value = 0;
  for (const char c : text) {
    const std::optional<int> digit = HexDigit(c);
    if (!digit.has_value()) return std::nullopt;
    value = value * 16 + *digit;
  }
  return static_cast<uint16_t>(value);
}

// Reads the groups of an address one after the other.
class GroupReader {
 public:
  // What is wrong with the text; empty when nothing is.
  absl::string_view Read(absl::string_view text) {
    if (absl::StartsWith(text, "::")) {
      gap_ = 0;
      text.remove_prefix(2);
    }
    bool after_gap = gap_.has_value();
    while (!text.empty() || !after_gap) {
      const size_t colon = text.find(':');
      const bool last = colon == absl::string_view::npos;
      const absl::string_view problem = ReadGroup(text.substr(0, colon), last);
      if (!problem.empty()) return problem;
      if (last) break;
      text.remove_prefix(colon + 1);
      after_gap = absl::StartsWith(text, ":");
      if (!after_gap) continue;
      if (gap_.has_value()) return "has \"::\" more than once";
      gap_ = count_;
      text.remove_prefix(1);
    }
    if (!gap_.has_value() && count_ < kGroups) return "has fewer than eight groups and no \"::\"";
    if (gap_.has_value() && count_ == kGroups) return "has eight groups besides \"::\"";
    return "";
  }

  absl::uint128 value() const {
    absl::uint128 value = 0;
    const size_t zeros = kGroups - count_;
    for (size_t i = 0; i < count_; ++i) {
      if (i == gap_) value <<= 16 * static_cast<int>(zeros);
      value = (value << 16) | groups_[i];
    }
    if (gap_ == count_ && count_ > 0) value <<= 16 * static_cast<int>(zeros);
    return value;
  }

 private:
  absl::string_view ReadGroup(absl::string_view text, bool last) {
    if (text.empty()) return "has a colon too many";
    if (last && absl::StrContains(text, '.')) {
      const std::optional<uint32_t> tail = ParseIpv4(text);
      if (!tail.has_value()) return "has an IPv4 tail that is not four numbers from 0 to 255";
      if (count_ + 2 > kGroups) return "has more than eight groups";
      groups_[count_++] = static_cast<uint16_t>(*tail >> 16);
      groups_[count_++] = static_cast<uint16_t>(*tail);
      return "";
    }
    if (text.size() > 4) return "has a group of more than four digits";
    const std::optional<uint16_t> group = ParseGroup(text);
    if (!group.has_value()) return "has a character that is no hexadecimal digit";
    if (count_ == kGroups) return "has more than eight groups";
    groups_[count_++] = *group;
    return "";
  }

  Groups groups_ = {};
  size_t count_ = 0;
  // How many groups come before "::".
  std::optional<size_t> gap_;
};

// What is wrong, and what to do, with text that is more than an address or none of this kind; empty
// when GroupReader is to judge.
std::string WrongKindOfText(absl::string_view text) {
  constexpr absl::string_view kExample = "write an IPv6 address such as 2001:db8::1";
  if (text.empty()) return absl::StrCat("is empty: ", kExample);
  if (text.find_first_of(" \t\r\n\v\f") != absl::string_view::npos) {
    return "contains white space: remove it";
  }
  if (text.front() == '[') return "is in brackets: write it without them";
  if (const size_t zone = text.find('%'); zone != absl::string_view::npos) {
    return absl::StrCat("has a zone id: leave ", base::Quote(text.substr(zone)), " out");
  }
  if (const size_t slash = text.find('/'); slash != absl::string_view::npos) {
    return absl::StrCat("has a prefix length: leave ", base::Quote(text.substr(slash)), " out");
  }
  if (ParseIpv4(text).has_value()) return absl::StrCat("is IPv4: ", kExample);
  if (!absl::StrContains(text, ':')) return absl::StrCat("has no colon: ", kExample);
  return "";
}

Groups GroupsOf(absl::uint128 value) {
  Groups groups;
  for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
    *group = static_cast<uint16_t>(value);
    value >>= 16;
  }
  return groups;
}

struct Run {
  size_t begin = 0;
  size_t size = 0;
};

// RFC 5952 §4.2: the longest run of two or more zero groups, the first of equals.
Run LongestZeros(const Groups& groups) {
  Run longest;
  Run run;
  for (size_t i = 0; i < kGroups; ++i) {
    run = groups[i] == 0 ? Run{.begin = run.begin, .size = run.size + 1}
                         : Run{.begin = i + 1, .size = 0};
    if (run.size >= 2 && run.size > longest.size) longest = run;
  }
  return longest;
}

}  // namespace

absl::StatusOr<Address> Address::Parse(absl::string_view text) {
  std::string problem = WrongKindOfText(text);
  GroupReader reader;
  if (problem.empty()) {
    const absl::string_view wrong = reader.Read(text);
    if (wrong.empty()) return Address(reader.value());
    problem = absl::StrCat(wrong, ": write eight groups of one to four hexadecimal digits, ",
                           "with \"::\" at most once for groups of zeros");
  }
  return absl::InvalidArgumentError(absl::StrCat("address ", base::Quote(text), " ", problem));
}

absl::StatusOr<Address> Address::FromHexKey(absl::string_view key) {
  const absl::Status bad = absl::InvalidArgumentError(
      absl::StrCat("address key ", base::Quote(key), " is not 32 lower-case hexadecimal digits"));
  if (key.size() != 32) return bad;
  absl::uint128 value = 0;
  for (size_t i = 0; i < key.size(); i += 4) {
    const absl::string_view digits = key.substr(i, 4);
    const std::optional<uint16_t> group = ParseGroup(digits);
    if (!group.has_value() || absl::AsciiStrToLower(digits) != digits) return bad;
    value = (value << 16) | *group;
  }
  return Address(value);
}

Address Address::FromBytes(const std::array<uint8_t, 16>& bytes) {
  absl::uint128 value = 0;
  for (const uint8_t byte : bytes) value = (value << 8) | byte;
  return Address(value);
}

std::array<uint8_t, 16> Address::bytes() const {
  std::array<uint8_t, 16> bytes;
  absl::uint128 value = value_;
  for (auto byte = bytes.rbegin(); byte != bytes.rend(); ++byte) {
    *byte = static_cast<uint8_t>(value);
    value >>= 8;
  }
  return bytes;
}

std::string Address::ToString() const {
  const Groups groups = GroupsOf(value_);
  if ((value_ >> 32) == 0xFFFF) {
    return absl::StrFormat("::ffff:%d.%d.%d.%d", groups[6] >> 8, groups[6] & 0xFF, groups[7] >> 8,
                           groups[7] & 0xFF);
  }
  const Run zeros = LongestZeros(groups);
  std::string text;
  for (size_t i = 0; i < kGroups;) {
    if (zeros.size > 0 && i == zeros.begin) {
      text += "::";
      i += zeros.size;
      continue;
    }
    if (!text.empty() && text.back() != ':') text += ':';
    absl::StrAppend(&text, absl::Hex(groups[i]));
    ++i;
  }
  return text;
}

std::string Address::Expand() const {
  std::string text;
  for (const uint16_t group : GroupsOf(value_)) {
    absl::StrAppend(&text, text.empty() ? "" : ":", absl::Hex(group, absl::kZeroPad4));
  }
  return text;
}

std::string Address::HexKey() const {
  return absl::StrCat(absl::Hex(absl::Uint128High64(value_), absl::kZeroPad16),
                      absl::Hex(absl::Uint128Low64(value_), absl::kZeroPad16));
}

std::ostream& operator<<(std::ostream& out, const Address& address) {
  return out << address.ToString();
}

}  // namespace engine::net
