// Text that may be sent: Go refuses a whole protobuf response for one byte of invalid UTF-8 in any
// string, and a log line likewise. Whatever came from outside (files, tools, other people's
// software) goes through SanitizeUtf8 before it goes out.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_VALUE_UTF8_H_
#define SIXGATE_PROVIDER_FRAMEWORK_VALUE_UTF8_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace tf::value {

// Bytes of the character that `text` begins with, 1 to 4; 0 when there is none: empty text, a
// stray or missing continuation byte, an overlong form, a surrogate, or beyond U+10FFFF.
size_t Utf8CharacterLength(absl::string_view text);

bool IsValidUtf8(absl::string_view text);

// The same text with each byte that is part of no character replaced by U+FFFD.
std::string SanitizeUtf8(absl::string_view text);

}  // namespace tf::value

#endif  // SIXGATE_PROVIDER_FRAMEWORK_VALUE_UTF8_H_
