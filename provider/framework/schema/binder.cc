#include "provider/framework/schema/binder.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"

namespace tf::schema {

absl::Status UnknownWord(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat(engine::base::Quote(text), " is none of the words that are known here"));
}

Binder<std::string> Base64() {
  return Text<std::string>(
      "base64 text",
      [](absl::string_view text) -> absl::StatusOr<std::string> {
        std::string bytes;
        if (absl::Base64Unescape(text, &bytes)) return bytes;
        return absl::InvalidArgumentError("it has something else than base64 in it");
      },
      [](const std::string& bytes) { return absl::Base64Escape(bytes); });
}

}  // namespace tf::schema
