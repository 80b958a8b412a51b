#include "engine/registry/keys.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/check.h"
#include "engine/registry/contract.h"

namespace engine::registry {
namespace {

constexpr int kAddressDigits = 32;

uint8_t Byte(char c) { return static_cast<uint8_t>(c); }

// The size of the valid UTF-8 sequence at the start of `text`, which is not empty, and its code
// point; size 0 if there is none (RFC 3629: no surrogates, no overlong forms).
struct CodePoint {
  size_t size = 0;
  char32_t value = 0;
};

CodePoint FirstCodePoint(absl::string_view text) {
  const uint8_t lead = Byte(text[0]);
  if (lead < 0x80) return {1, lead};
  const size_t size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (size == 0 || text.size() < size) return {};
  char32_t value = lead & (0x7Fu >> size);
  for (size_t i = 1; i < size; ++i) {
    if ((Byte(text[i]) & 0xC0u) != 0x80u) return {};
    value = (value << 6) | (Byte(text[i]) & 0x3Fu);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < kSmallest[size] || value > 0x10FFFF || surrogate) return {};
  return {size, value};
}

bool IsHarmless(char32_t c) {
  if (c == '/' || c == '%' || c < 0x20) return false;
  if (c >= 0x7F && c < 0xA0) return false;       // DEL and C1 controls
  if (c >= 0x200B && c <= 0x200F) return false;  // zero-width, directional marks
  if (c >= 0x2028 && c <= 0x202E) return false;  // line separators, bidirectional embedding
  if (c >= 0x2060 && c <= 0x206F) return false;  // invisible operators, bidirectional isolates
  return c != 0x061C && c != 0xFEFF;
}

}  // namespace

std::string Segment(absl::string_view name) {
  std::string segment;
  while (!name.empty()) {
    const CodePoint first = FirstCodePoint(name);
    const size_t size = std::max<size_t>(first.size, 1);
    if (first.size > 0 && IsHarmless(first.value)) {
      absl::StrAppend(&segment, name.substr(0, size));
    } else {
      for (const char c : name.substr(0, size)) absl::StrAppendFormat(&segment, "%%%02X", Byte(c));
    }
    name.remove_prefix(size);
  }
  return segment;
}

absl::StatusOr<std::string> ParseSegment(absl::string_view segment) {
  std::string name;
  for (size_t i = 0; i < segment.size(); ++i) {
    const absl::string_view digits = segment.substr(std::min(i + 1, segment.size()), 2);
    if (segment[i] != '%') {
      name += segment[i];
    } else if (digits.size() == 2 && absl::ascii_isxdigit(Byte(digits[0])) &&
               absl::ascii_isxdigit(Byte(digits[1]))) {
      name += absl::HexStringToBytes(digits);
      i += 2;
    } else {
      break;
    }
  }
  // Escaping again tells every text that Segment would not have written.
  if (Segment(name) == segment) return name;
  return absl::InvalidArgumentError(
      absl::StrCat("key segment ", Quoted(segment), " is not escaped as sixgate does it"));
}

std::string NumberSegment(uint64_t number, int width) {
  const std::string digits = absl::StrCat(number);
  SIXGATE_CHECK(digits.size() <= static_cast<size_t>(width), "a longer number would not sort");
  return absl::StrCat(std::string(static_cast<size_t>(width) - digits.size(), '0'), digits);
}

std::string AddressSegment(absl::uint128 address) {
  return absl::StrCat(absl::Hex(absl::Uint128High64(address), absl::kZeroPad16),
                      absl::Hex(absl::Uint128Low64(address), absl::kZeroPad16));
}

absl::StatusOr<absl::uint128> ParseAddressSegment(absl::string_view segment) {
  absl::uint128 address = 0;
  bool valid = segment.size() == kAddressDigits;
  for (size_t i = 0; valid && i < segment.size(); ++i) {
    const char c = segment[i];
    const bool digit = c >= '0' && c <= '9';
    valid = digit || (c >= 'a' && c <= 'f');
    address = (address << 4) | static_cast<uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  if (valid) return address;
  return absl::InvalidArgumentError(
      absl::StrCat("key segment ", Quoted(segment), " is not an address of 32 hex digits"));
}

KeyRange RangeOf(absl::string_view prefix) {
  std::string end(prefix);
  while (!end.empty() && end.back() == '\xff') end.pop_back();
  if (!end.empty()) end.back() = static_cast<char>(Byte(end.back()) + 1);
  return {std::string(prefix), end};
}

}  // namespace engine::registry
