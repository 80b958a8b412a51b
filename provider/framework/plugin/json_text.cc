#include "provider/framework/plugin/json_text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "provider/framework/value/utf8.h"

namespace tf::plugin {
namespace {

constexpr absl::string_view kReplacement = "\xEF\xBF\xBD";
constexpr absl::string_view kEllipsis = "\xE2\x80\xA6";

std::string EscapedCharacter(absl::string_view character) {
  const char c = character[0];
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\t':
      return "\\t";
    default:
      break;
  }
  if (character.size() > 1 || c >= 0x20) return std::string(character);
  return absl::StrFormat("\\u%04x", static_cast<unsigned>(c));
}

}  // namespace

std::string JsonString(absl::string_view text, size_t max_size) {
  std::string json = "\"";
  // The longest prefix that leaves room for the ellipsis and the closing quote.
  size_t cut = json.size();
  while (!text.empty()) {
    const size_t length = value::Utf8CharacterLength(text);
    json += length == 0 ? std::string(kReplacement) : EscapedCharacter(text.substr(0, length));
    if (json.size() + 1 > max_size) {
      json.resize(cut);
      absl::StrAppend(&json, kEllipsis);
      break;
    }
    if (json.size() + kEllipsis.size() + 1 <= max_size) cut = json.size();
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  json += '"';
  return json;
}

}  // namespace tf::plugin
