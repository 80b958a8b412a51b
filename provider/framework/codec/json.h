// Values as JSON: what Terraform keeps in a state file, and the second form of a value on the wire.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_CODEC_JSON_H_
#define SIXGATE_PROVIDER_FRAMEWORK_CODEC_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "provider/framework/value/type.h"
#include "provider/framework/value/value.h"

namespace tf::codec {

enum class JsonForm {
  // A value that was written for exactly this type.
  kValue,
  // A state that an older or newer version may have written. Attributes that the type lacks are
  // ignored and missing ones are null; a number or bool may stand where a string is required and
  // the other way round ("1" and 1, "true" and true), as Terraform reads its own state.
  kStoredState,
};

// The value, of exactly the type except where that is dynamic (Value::As). Strings are taken as
// they are, without Unicode normalization. kInvalidArgument, with the path before the reason, when
// the text is not JSON, does not fit the type, gives a key or attribute twice, has numbers beyond
// Number's limits, or is larger or deeper than limits.h allows.
// `parts` as DecodeMsgpack.
absl::StatusOr<Value> DecodeJson(absl::string_view json, const Type& type, JsonForm form,
                                 size_t* parts = nullptr);

// Compact JSON with sorted keys. The value conforms to the type. kInvalidArgument, with the path,
// when it holds an unknown, which JSON cannot express.
absl::StatusOr<std::string> EncodeJson(const Value& value, const Type& type);

}  // namespace tf::codec

#endif  // SIXGATE_PROVIDER_FRAMEWORK_CODEC_JSON_H_
