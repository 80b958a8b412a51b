// Unknown values in MessagePack: every extension is one, and the payload of extension 12 tells what
// is already known of it. Part of msgpack.h; not for others.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_CODEC_MSGPACK_UNKNOWN_H_
#define SIXGATE_PROVIDER_FRAMEWORK_CODEC_MSGPACK_UNKNOWN_H_

#include <string>

#include "absl/status/statusor.h"
#include "provider/framework/codec/msgpack_reader.h"
#include "provider/framework/codec/msgpack_writer.h"
#include "provider/framework/value/number.h"
#include "provider/framework/value/type.h"
#include "provider/framework/value/value.h"

namespace tf::codec {

// The unknown of the type that the extension `token` stands for. kInvalidArgument when the payload
// of extension 12 is longer than kRefinementBytesMax, malformed, not for this type, or contradicts
// itself. Keys that nobody has defined yet are passed over.
absl::StatusOr<Value> ReadUnknown(const MsgpackToken& token, const Type& type);

// Writes what is known of the unknown as Terraform does; nothing of it when that would be longer
// than kRefinementBytesMax. A prefix over 256 bytes is shortened.
void WriteUnknown(const Value& unknown, MsgpackWriter& writer);

// A number in any of its forms: integer, float, decimal text. kInvalidArgument for other tokens,
// infinities, NaN and what Number::Parse refuses.
absl::StatusOr<Number> ReadNumber(const MsgpackToken& token);

// In the form that Terraform chooses: integer if it fits 64 bits, else float if it is exactly one
// and no integer, else decimal text.
void WriteNumber(const Number& number, MsgpackWriter& writer);

}  // namespace tf::codec

#endif  // SIXGATE_PROVIDER_FRAMEWORK_CODEC_MSGPACK_UNKNOWN_H_
