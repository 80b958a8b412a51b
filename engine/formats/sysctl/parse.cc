#include "engine/formats/sysctl/parse.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"

namespace engine::formats::sysctl {
namespace {

constexpr absl::string_view kWhat = "sysctl file";

std::string WithSlashes(absl::string_view key) {
  std::string slashed(key);
  const size_t separator = key.find_first_of("./");
  if (separator == absl::string_view::npos || key[separator] == '/') return slashed;
  for (char& c : slashed) {
    if (c == '.') {
      c = '/';
    } else if (c == '/') {
      c = '.';
    }
  }
  return slashed;
}

}  // namespace

absl::StatusOr<SysctlFile> Parse(absl::string_view text) {
  ASSIGN_OR_RETURN(const std::vector<absl::string_view> lines, SplitLines(kWhat, text));
  SysctlFile file;
  for (size_t i = 0; i < lines.size(); ++i) {
    const absl::string_view line = absl::StripAsciiWhitespace(lines[i]);
    if (line.empty() || line == kWrittenBy) continue;
    const size_t equals = line.find('=');
    absl::string_view key = absl::StripAsciiWhitespace(line.substr(0, equals));
    const bool may_be_missing = absl::ConsumePrefix(&key, "-");
    key = absl::StripLeadingAsciiWhitespace(key);
    const bool is_comment = line[0] == '#' || line[0] == ';';
    if (!is_comment && key.empty()) {
      return ErrorAtLine(kWhat, i + 1, absl::StrCat(base::Quote(line), " has no key"));
    }
    const absl::string_view value = equals == absl::string_view::npos
                                        ? ""
                                        : absl::StripAsciiWhitespace(line.substr(equals + 1));
    if (is_comment || value.empty()) {
      file.unparsed.push_back({static_cast<int>(i) + 1, "", std::string(line)});
      continue;
    }
    file.settings.push_back({WithSlashes(key), std::string(value), may_be_missing});
  }
  return file;
}

}  // namespace engine::formats::sysctl
