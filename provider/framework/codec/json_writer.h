// The one piece of writing JSON that has rules.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_CODEC_JSON_WRITER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_CODEC_JSON_WRITER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tf::codec {

// Appends `text`, which is valid UTF-8, in quotes, with exactly the escapes that Go writes, so that
// a type or value which came from Terraform goes back in the same bytes: besides what JSON demands,
// the characters < > & and U+2028, U+2029.
void AppendJsonString(absl::string_view text, std::string& out);

}  // namespace tf::codec

#endif  // SIXGATE_PROVIDER_FRAMEWORK_CODEC_JSON_WRITER_H_
