// Types as Terraform writes them: "string", ["list","number"], ["object",{"a":"bool"},["a"]].
#ifndef SIXGATE_PROVIDER_FRAMEWORK_CODEC_TYPE_JSON_H_
#define SIXGATE_PROVIDER_FRAMEWORK_CODEC_TYPE_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "provider/framework/value/type.h"

namespace tf::codec {

class JsonReader;

// Compact JSON with sorted names, byte for byte what Terraform writes.
std::string EncodeType(const Type& type);

// The type that goes with a value. No value has optional attributes, and Terraform panics on one
// that claims to, so they are left out.
std::string EncodeTypeOfValue(const Type& type);

// kInvalidArgument when `json` is anything but one type: unknown names, an attribute given twice,
// an optional attribute that does not exist, more than kDepthMax levels or kTypeBytesMax bytes,
// trailing text.
absl::StatusOr<Type> DecodeType(absl::string_view json);

// The same for a type that stands inside other JSON.
absl::StatusOr<Type> ReadType(JsonReader& reader);

}  // namespace tf::codec

#endif  // SIXGATE_PROVIDER_FRAMEWORK_CODEC_TYPE_JSON_H_
