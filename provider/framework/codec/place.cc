#include "provider/framework/codec/place.h"

#include "absl/strings/str_cat.h"

namespace tf::codec {

Path Place::ToPath() const {
  switch (step_) {
    case Step::kNone:
      break;
    case Step::kAttribute:
      return parent_->ToPath().Attribute(name_);
    case Step::kKey:
      return parent_->ToPath().Key(name_);
    case Step::kIndex:
      return parent_->ToPath().Index(static_cast<int64_t>(index_));
  }
  return Path();
}

absl::Status Place::Error(absl::string_view reason) const {
  const std::string path = ToPath().ToString();
  return absl::InvalidArgumentError(absl::StrCat(path, path.empty() ? "" : ": ", reason));
}

}  // namespace tf::codec
