// Values as Terraform sends them: MessagePack, with exact numbers and with unknowns as extensions.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_CODEC_MSGPACK_H_
#define SIXGATE_PROVIDER_FRAMEWORK_CODEC_MSGPACK_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "provider/framework/value/type.h"
#include "provider/framework/value/value.h"

namespace tf::codec {

// The value, of exactly the type except where that is dynamic (Value::As). kInvalidArgument, with
// the path before the reason, when the bytes do not fit the type, go on after the value, give a key
// twice, leave an attribute out or add one, hold invalid UTF-8, NaN, an infinity or a number beyond
// Number's limits, or are larger or deeper than limits.h allows.
// Where `parts` is given it says how many parts of kPartsMax are used up, and is counted on: for
// values that are kept together.
absl::StatusOr<Value> DecodeMsgpack(absl::string_view bytes, const Type& type,
                                    size_t* parts = nullptr);

// The value, which conforms to the type, byte for byte as Terraform writes it, apart from the order
// of sets that hold more than strings, numbers or bools.
std::string EncodeMsgpack(const Value& value, const Type& type);

}  // namespace tf::codec

#endif  // SIXGATE_PROVIDER_FRAMEWORK_CODEC_MSGPACK_H_
