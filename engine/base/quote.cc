#include "engine/base/quote.h"

#include <cstddef>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace engine::base {
namespace {

constexpr size_t kShownBytesMax = 100;

}  // namespace

std::string Quote(absl::string_view text) {
  if (text.size() <= kShownBytesMax) return absl::StrCat("\"", absl::Utf8SafeCEscape(text), "\"");
  size_t end = kShownBytesMax;
  // Not in the middle of a UTF-8 sequence, which is at most four bytes.
  while (end > kShownBytesMax - 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return absl::StrCat("\"", absl::Utf8SafeCEscape(text.substr(0, end)), "…\"");
}

}  // namespace engine::base
