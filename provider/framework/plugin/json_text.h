// The little JSON that a plugin writes by itself, for log lines and the reattach text: strings.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_JSON_TEXT_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_JSON_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace tf::plugin {

// `text` as a JSON string with its quotes: always valid UTF-8 (other bytes become U+FFFD) and
// without line breaks. At most `max_size` bytes, quotes included: what does not fit is cut after a
// whole character and ends in "…". `max_size` is at least 16.
std::string JsonString(absl::string_view text, size_t max_size = std::string::npos);

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_JSON_TEXT_H_
