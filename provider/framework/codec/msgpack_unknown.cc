#include "provider/framework/codec/msgpack_unknown.h"

#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "provider/framework/codec/limits.h"
#include "provider/framework/value/utf8.h"

namespace tf::codec {
namespace {

using Kind = MsgpackToken::Kind;

constexpr uint8_t kPlainExtension = 0;
constexpr uint8_t kRefinedExtension = 12;
// Terraform cuts longer prefixes to one byte less, so that a whole description fits its limit.
constexpr size_t kPrefixBytesMax = 256;

// What the keys of the map in the payload mean.
enum Key : int64_t {
  kIsNull = 1,
  kStringPrefix = 2,
  kNumberMin = 3,
  kNumberMax = 4,
  kLengthMin = 5,
  kLengthMax = 6,
};

absl::Status Error(absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat("refinement of an unknown value: ", reason));
}

absl::Status RequireKind(const Type& type, bool fits, absl::string_view what) {
  if (fits) return absl::OkStatus();
  return Error(absl::StrCat("a ", type.ToString(), " cannot have a ", what));
}

absl::StatusOr<bool> ReadBool(MsgpackReader& reader) {
  ASSIGN_OR_RETURN(const MsgpackToken token, reader.Next());
  if (token.kind != Kind::kBool) return Error("a bool is required");
  return token.boolean;
}

absl::StatusOr<std::string> ReadPrefix(MsgpackReader& reader) {
  ASSIGN_OR_RETURN(const MsgpackToken token, reader.Next());
  if (token.kind != Kind::kString || !value::IsValidUtf8(token.bytes)) {
    return Error("a prefix of valid UTF-8 is required");
  }
  return std::string(token.bytes);
}

absl::StatusOr<Refinements::Bound> ReadBound(MsgpackReader& reader) {
  ASSIGN_OR_RETURN(const MsgpackToken pair, reader.Next());
  if (pair.kind != Kind::kArray || pair.count != 2) {
    return Error("a bound is an array of a number and a bool");
  }
  Refinements::Bound bound;
  ASSIGN_OR_RETURN(const MsgpackToken number, reader.Next());
  ASSIGN_OR_RETURN(bound.value, ReadNumber(number));
  ASSIGN_OR_RETURN(bound.inclusive, ReadBool(reader));
  return bound;
}

absl::StatusOr<int64_t> ReadLength(MsgpackReader& reader) {
  ASSIGN_OR_RETURN(const MsgpackToken token, reader.Next());
  if (token.kind != Kind::kUint || token.number > std::numeric_limits<int64_t>::max()) {
    return Error("a length is an integer from zero");
  }
  return static_cast<int64_t>(token.number);
}

absl::Status ReadEntry(uint64_t key, const Type& type, MsgpackReader& reader,
                       Refinements& refinements) {
  switch (key) {
    case kIsNull: {
      ASSIGN_OR_RETURN(refinements.is_null, ReadBool(reader));
      return absl::OkStatus();
    }
    case kStringPrefix: {
      RETURN_IF_ERROR(RequireKind(type, type.kind() == Type::Kind::kString, "prefix"));
      ASSIGN_OR_RETURN(refinements.string_prefix, ReadPrefix(reader));
      return absl::OkStatus();
    }
    case kNumberMin:
    case kNumberMax: {
      RETURN_IF_ERROR(RequireKind(type, type.kind() == Type::Kind::kNumber, "number bound"));
      ASSIGN_OR_RETURN((key == kNumberMin ? refinements.number_min : refinements.number_max),
                       ReadBound(reader));
      return absl::OkStatus();
    }
    case kLengthMin:
    case kLengthMax: {
      RETURN_IF_ERROR(RequireKind(type, type.IsCollection(), "length"));
      ASSIGN_OR_RETURN((key == kLengthMin ? refinements.length_min : refinements.length_max),
                       ReadLength(reader));
      return absl::OkStatus();
    }
    default:
      return reader.Skip();
  }
}

// Terraform would stop with a panic on bounds that leave no value.
absl::Status CheckConsistent(const Refinements& refinements) {
  if (refinements.number_min && refinements.number_max) {
    const Refinements::Bound& low = *refinements.number_min;
    const Refinements::Bound& high = *refinements.number_max;
    const bool both_inclusive = low.inclusive && high.inclusive;
    if (low.value > high.value || (low.value == high.value && !both_inclusive)) {
      return Error("no number is within the bounds");
    }
  }
  if (refinements.length_min && refinements.length_max &&
      *refinements.length_min > *refinements.length_max) {
    return Error("the shortest length is above the longest");
  }
  return absl::OkStatus();
}

// The prefix as it is written: cut, where it is too long, before a character begins.
absl::string_view ShortPrefix(absl::string_view prefix) {
  if (prefix.size() <= kPrefixBytesMax) return prefix;
  size_t length = kPrefixBytesMax - 1;
  while ((static_cast<uint8_t>(prefix[length]) & 0xC0) == 0x80) --length;
  return prefix.substr(0, length);
}

void WriteBound(Key key, const std::optional<Refinements::Bound>& bound, MsgpackWriter& writer) {
  if (!bound) return;
  writer.Int(key);
  writer.Array(2);
  WriteNumber(bound->value, writer);
  writer.Bool(bound->inclusive);
}

void WriteLength(Key key, const std::optional<int64_t>& length, MsgpackWriter& writer) {
  if (!length) return;
  writer.Int(key);
  writer.Int(*length);
}

std::string RefinementPayload(const Refinements& refinements) {
  std::string payload;
  MsgpackWriter writer(payload);
  writer.Map(size_t{refinements.is_null.has_value()} + !refinements.string_prefix.empty() +
             refinements.number_min.has_value() + refinements.number_max.has_value() +
             refinements.length_min.has_value() + refinements.length_max.has_value());
  if (refinements.is_null) {
    writer.Int(kIsNull);
    writer.Bool(*refinements.is_null);
  }
  if (!refinements.string_prefix.empty()) {
    writer.Int(kStringPrefix);
    writer.String(ShortPrefix(refinements.string_prefix));
  }
  WriteBound(kNumberMin, refinements.number_min, writer);
  WriteBound(kNumberMax, refinements.number_max, writer);
  WriteLength(kLengthMin, refinements.length_min, writer);
  WriteLength(kLengthMax, refinements.length_max, writer);
  return payload;
}

}  // namespace

absl::StatusOr<Value> ReadUnknown(const MsgpackToken& token, const Type& type) {
  const bool refined = token.extension == kRefinedExtension && token.bytes.size() > 1;
  if (!refined || type.kind() == Type::Kind::kDynamic) return Value::Unknown(type);
  if (token.bytes.size() > kRefinementBytesMax) {
    return Error(absl::StrCat(token.bytes.size(), " bytes are more than ", kRefinementBytesMax));
  }
  MsgpackReader reader(token.bytes);
  ASSIGN_OR_RETURN(const MsgpackToken map, reader.Next());
  if (map.kind != Kind::kMap) return Error("a map is required");
  Refinements refinements;
  for (size_t i = 0; i < map.count; ++i) {
    ASSIGN_OR_RETURN(const MsgpackToken key, reader.Next());
    if (key.kind != Kind::kUint) return Error("the keys are small integers");
    RETURN_IF_ERROR(ReadEntry(key.number, type, reader, refinements));
  }
  RETURN_IF_ERROR(CheckConsistent(refinements));
  return Value::Unknown(type, std::move(refinements));
}

void WriteUnknown(const Value& unknown, MsgpackWriter& writer) {
  if (unknown.refinements() != nullptr) {
    const std::string payload = RefinementPayload(*unknown.refinements());
    if (payload.size() <= kRefinementBytesMax) {
      writer.Extension(kRefinedExtension, payload);
      return;
    }
  }
  writer.Extension(kPlainExtension, absl::string_view("\0", 1));
}

absl::StatusOr<Number> ReadNumber(const MsgpackToken& token) {
  switch (token.kind) {
    case Kind::kInt:
      return Number::FromInt64(token.negative);
    case Kind::kUint:
      return Number::FromUint64(token.number);
    case Kind::kFloat:
      return Number::FromDouble(token.real);
    case Kind::kString:
    case Kind::kBinary:
      return Number::Parse(token.bytes);
    default:
      return absl::InvalidArgumentError(
          absl::StrCat("a number is required, not ", ToString(token.kind)));
  }
}

void WriteNumber(const Number& number, MsgpackWriter& writer) {
  if (const std::optional<int64_t> integer = number.ToInt64()) {
    writer.Int(*integer);
    return;
  }
  const std::optional<double> real = number.IsInteger() ? std::nullopt : number.ToExactDouble();
  if (real) {
    writer.Double(*real);
  } else {
    writer.String(number.ToString());
  }
}

}  // namespace tf::codec
