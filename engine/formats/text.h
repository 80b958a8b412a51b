// What all text formats share: bounded input, lines, and what a parser did not understand.
#ifndef SIXGATE_ENGINE_FORMATS_TEXT_H_
#define SIXGATE_ENGINE_FORMATS_TEXT_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace engine::formats {

// No configuration file comes near it; what does is not one.
inline constexpr size_t kInputBytesMax = size_t{16} << 20;

// The first line of files whose language has such comments.
inline constexpr absl::string_view kWrittenBy =
    "# Written by sixgate: changes made here are overwritten.";

// Text that a parser keeps because it does not understand it; rendering gives it back.
struct Unparsed {
  // Where it began, counted from 1.
  int line = 0;
  // The section that it belongs to; empty: none, or it is a section by itself.
  std::string section = {};
  // Without the final end of line. May have several lines.
  std::string text = {};

  bool operator==(const Unparsed&) const = default;
};

// The lines of `text` without their ends ("\n" or "\r\n"). They view `text`. kInvalidArgument, with
// `what` at the beginning: more than kInputBytesMax, or a zero byte (with its line).
absl::StatusOr<std::vector<absl::string_view>> SplitLines(absl::string_view what,
                                                          absl::string_view text);

// kInvalidArgument "<what>, line <n>: <why>".
absl::Status ErrorAtLine(absl::string_view what, size_t line, absl::string_view why);

}  // namespace engine::formats

#endif  // SIXGATE_ENGINE_FORMATS_TEXT_H_
