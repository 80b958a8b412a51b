// User text inside a message: quoted, escaped, and never longer than a line.
//
//   InvalidArgumentError(StrCat("address ", Quote(text), " is empty"))
#ifndef SIXGATE_ENGINE_BASE_QUOTE_H_
#define SIXGATE_ENGINE_BASE_QUOTE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace engine::base {

// `text` in double quotes. Control characters, invisible ones, those that turn the direction of
// writing, quotes and backslashes are escaped as in C, other UTF-8 is kept; of a text longer than
// 100 bytes the beginning is shown, followed by "…" inside the quotes.
std::string Quote(absl::string_view text);

}  // namespace engine::base

#endif  // SIXGATE_ENGINE_BASE_QUOTE_H_
