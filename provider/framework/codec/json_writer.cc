#include "provider/framework/codec/json_writer.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tf::codec {

void AppendJsonString(absl::string_view text, std::string& out) {
  constexpr absl::string_view kPlain = "\"\\\b\f\n\r\t";
  constexpr absl::string_view kLetters = "\"\\bfnrt";
  out.push_back('"');
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const absl::string_view rest = text.substr(i);
    if (const size_t known = kPlain.find(c); known != absl::string_view::npos) {
      out.push_back('\\');
      out.push_back(kLetters[known]);
    } else if (static_cast<unsigned char>(c) < 0x20 || c == '<' || c == '>' || c == '&') {
      absl::StrAppend(&out, "\\u00", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2));
    } else if (absl::StartsWith(rest, "\u2028") || absl::StartsWith(rest, "\u2029")) {
      absl::StrAppend(&out, "\\u202", rest[2] == '\xA8' ? "8" : "9");
      i += 2;
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

}  // namespace tf::codec
