#include "provider/framework/docs/markdown.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tf::docs {
namespace {

// The longest run of backticks.
size_t BackticksMax(absl::string_view text) {
  size_t longest = 0;
  size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// Words with single blanks between them.
std::string OneLine(absl::string_view text) {
  return absl::StrJoin(absl::StrSplit(text, absl::ByAnyChar(" \t\r\n"), absl::SkipEmpty()), " ");
}

// Up to the first empty line.
absl::string_view FirstParagraph(absl::string_view markdown) {
  const absl::string_view text = absl::StripAsciiWhitespace(markdown);
  return text.substr(0, text.find("\n\n"));
}

// What stands behind "](" of a link, closing parenthesis included.
size_t LinkTargetSize(absl::string_view rest) {
  const size_t end = rest.find(')');
  return end == absl::string_view::npos ? 0 : end + 1;
}

}  // namespace

std::string Escape(absl::string_view text) {
  const std::string line = OneLine(text);
  std::string escaped;
  for (size_t i = 0; i < line.size(); ++i) {
    const bool in_word = i > 0 && absl::ascii_isalnum(static_cast<unsigned char>(line[i - 1])) &&
                         i + 1 < line.size() &&
                         absl::ascii_isalnum(static_cast<unsigned char>(line[i + 1]));
    const bool is_mark = absl::string_view("\\`*_<>[]|~&").find(line[i]) != absl::string_view::npos;
    // An underscore within a word marks nothing.
    if (is_mark && !(line[i] == '_' && in_word)) escaped += '\\';
    escaped += line[i];
  }
  return escaped;
}

std::string CodeSpan(absl::string_view text) {
  const std::string ticks(BackticksMax(text) + 1, '`');
  const char* blank = ticks.size() > 1 ? " " : "";
  return absl::StrCat(ticks, blank, text, blank, ticks);
}

std::string CodeBlock(absl::string_view language, absl::string_view text) {
  const std::string fence(std::max<size_t>(3, BackticksMax(text) + 1), '`');
  return absl::StrCat(fence, language, "\n", absl::StripTrailingAsciiWhitespace(text), "\n", fence);
}

std::string PlainSummary(absl::string_view markdown) {
  const absl::string_view text = FirstParagraph(markdown);
  std::string plain;
  bool in_code = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const absl::string_view rest = text.substr(i + 1);
    const unsigned char next = rest.empty() ? ' ' : static_cast<unsigned char>(rest[0]);
    if (text[i] == '`') {
      in_code = !in_code;
    } else if (in_code) {
      plain += text[i];
    } else if (text[i] == '\\' && absl::ascii_ispunct(next)) {
      plain += text[++i];
    } else if (text[i] == ']' && next == '(') {
      i += LinkTargetSize(rest);
    } else if (text[i] != '*' && text[i] != '[') {
      plain += text[i];
    }
  }
  return OneLine(plain);
}

std::string ListItem(absl::string_view marker, absl::string_view markdown) {
  const std::string indent(marker.size(), ' ');
  std::string item;
  for (const absl::string_view line : absl::StrSplit(markdown, '\n')) {
    if (item.empty()) {
      absl::StrAppend(&item, marker, line, "\n");
    } else {
      absl::StrAppend(&item, line.empty() ? "" : indent, line, "\n");
    }
  }
  return item;
}

std::string WithFullStop(absl::string_view markdown) {
  std::string text(absl::StripAsciiWhitespace(markdown));
  // What is longer than a line ends as its author wants: maybe with a list or a block of code.
  if (text.empty() || text.find('\n') != std::string::npos) return text;
  if (absl::string_view(".!?:").find(text.back()) == absl::string_view::npos) text += '.';
  return text;
}

}  // namespace tf::docs
