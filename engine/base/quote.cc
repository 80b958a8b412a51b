#include "engine/base/quote.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace engine::base {
namespace {

constexpr size_t kShownBytesMax = 100;

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

// Drawn as nothing, as the end of a line, or turning the text around it: C1 controls, zero width,
// separators, bidirectional controls (Unicode categories Cc, Cf, Zl, Zp below U+10000).
bool IsInvisible(uint32_t character) {
  return (character >= 0x80 && character <= 0x9F) || character == 0xAD || character == 0x61C ||
         (character >= 0x200B && character <= 0x200F) ||
         (character >= 0x2028 && character <= 0x202E) ||
         (character >= 0x2060 && character <= 0x206F) || character == 0xFEFF;
}

// The character of two or three bytes that `text` begins with, or 0 for others.
uint32_t WideCharacter(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.size() >= 2 && (byte(0) & 0xE0) == 0xC0 && IsContinuation(text[1])) {
    return (byte(0) & 0x1Fu) << 6 | (byte(1) & 0x3Fu);
  }
  if (text.size() >= 3 && (byte(0) & 0xF0) == 0xE0 && IsContinuation(text[1]) &&
      IsContinuation(text[2])) {
    return (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
  }
  return 0;
}

std::string Escape(absl::string_view text) {
  std::string escaped;
  size_t plain = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const uint32_t character = WideCharacter(text.substr(i));
    if (!IsInvisible(character)) continue;
    absl::StrAppend(&escaped, absl::Utf8SafeCEscape(text.substr(plain, i - plain)),
                    absl::StrFormat("\\u%04x", character));
    plain = i + (character < 0x800 ? 2 : 3);
    i = plain - 1;
  }
  return absl::StrCat(escaped, absl::Utf8SafeCEscape(text.substr(plain)));
}

}  // namespace

std::string Quote(absl::string_view text) {
  if (text.size() <= kShownBytesMax) return absl::StrCat("\"", Escape(text), "\"");
  size_t end = kShownBytesMax;
  // Not in the middle of a UTF-8 sequence, which is at most four bytes.
  while (end > kShownBytesMax - 4 && IsContinuation(text[end])) --end;
  return absl::StrCat("\"", Escape(text.substr(0, end)), "…\"");
}

}  // namespace engine::base
