#include "provider/framework/model_json.h"

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "provider/framework/codec/json.h"

namespace tf {

absl::StatusOr<Value> StoredValue(const Type& type, absl::string_view json) {
  return codec::DecodeJson(json, type, codec::JsonForm::kStoredState);
}

absl::Status StoredMisfit(schema::Trail trail) {
  trail.HideKeys();
  return schema::WithPath(
      absl::InvalidArgumentError(absl::StrCat("the stored value ", trail.must())), trail);
}

std::string JsonOf(const Value& value) {
  absl::StatusOr<std::string> json = codec::EncodeJson(value, value.type());
  SIXGATE_CHECK(json.ok(), "what is stored is wholly known");
  return *std::move(json);
}

}  // namespace tf
