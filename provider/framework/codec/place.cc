#include "provider/framework/codec/place.h"

#include "absl/strings/str_cat.h"

namespace tf::codec {

std::string Place::ToString() const {
  if (step_ == Step::kNone) return "";
  std::string text = parent_->ToString();
  switch (step_) {
    case Step::kNone:
      break;
    case Step::kAttribute:
      // The names in a value of any type are as much its content as the keys of a map.
      absl::StrAppend(&text, text.empty() ? "" : ".", parent_->of_any_type_ ? "…" : name_);
      break;
    case Step::kKey:
      absl::StrAppend(&text, "[\"…\"]");
      break;
    case Step::kIndex:
      absl::StrAppend(&text, "[", index_, "]");
      break;
  }
  return text;
}

absl::Status Place::Error(absl::string_view reason) const {
  const std::string path = ToString();
  return absl::InvalidArgumentError(absl::StrCat(path, path.empty() ? "" : ": ", reason));
}

}  // namespace tf::codec
