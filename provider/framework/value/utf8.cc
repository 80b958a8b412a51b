#include "provider/framework/value/utf8.h"

#include <algorithm>

namespace tf::value {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";

bool IsBetween(char byte, unsigned char low, unsigned char high) {
  const auto value = static_cast<unsigned char>(byte);
  return low <= value && value <= high;
}

}  // namespace

// The table 3-7 of the Unicode standard: the first byte gives the length and narrows the second.
size_t Utf8CharacterLength(absl::string_view text) {
  if (text.empty()) return 0;
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < length) return 0;
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (!IsBetween(text[1], low, high)) return 0;
  for (size_t i = 2; i < length; ++i) {
    if (!IsBetween(text[i], 0x80, 0xBF)) return 0;
  }
  return length;
}

bool IsValidUtf8(absl::string_view text) {
  while (!text.empty()) {
    const size_t length = Utf8CharacterLength(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string SanitizeUtf8(absl::string_view text) {
  std::string valid;
  valid.reserve(text.size());
  while (!text.empty()) {
    const size_t length = Utf8CharacterLength(text);
    const absl::string_view character = length == 0 ? kReplacement : text.substr(0, length);
    valid.append(character.data(), character.size());
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  return valid;
}

}  // namespace tf::value
