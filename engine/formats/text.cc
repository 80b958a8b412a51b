#include "engine/formats/text.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace engine::formats {

absl::Status ErrorAtLine(absl::string_view what, size_t line, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(what, ", line ", line, ": ", why));
}

absl::StatusOr<std::vector<absl::string_view>> SplitLines(absl::string_view what,
                                                          absl::string_view text) {
  if (text.size() > kInputBytesMax) {
    return absl::InvalidArgumentError(
        absl::StrCat(what, " has ", text.size(), " bytes; at most ", kInputBytesMax, " are read"));
  }
  const size_t zero = text.find('\0');
  if (zero != absl::string_view::npos) {
    const auto line = std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(zero), '\n');
    return ErrorAtLine(what, static_cast<size_t>(line) + 1, "a zero byte; this is no text file");
  }
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  // What follows the last end of line is no line when it is empty.
  if (lines.back().empty()) lines.pop_back();
  for (absl::string_view& line : lines) absl::ConsumeSuffix(&line, "\r");
  return lines;
}

}  // namespace engine::formats
