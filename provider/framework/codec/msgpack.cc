#include "provider/framework/codec/msgpack.h"

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "provider/framework/codec/limits.h"
#include "provider/framework/codec/msgpack_reader.h"
#include "provider/framework/codec/msgpack_unknown.h"
#include "provider/framework/codec/msgpack_writer.h"
#include "provider/framework/codec/place.h"
#include "provider/framework/codec/type_json.h"
#include "provider/framework/value/utf8.h"

namespace tf::codec {
namespace {

using Kind = MsgpackToken::Kind;

class Decoder {
 public:
  // `parts` outlives the decoder.
  Decoder(absl::string_view bytes, size_t& parts) : reader_(bytes), parts_(parts) {}

  absl::StatusOr<Value> Read(const Type& type, const Place& place, int level);
  size_t left() const { return reader_.left(); }

 private:
  absl::StatusOr<MsgpackToken> Next(const Place& place);
  absl::Status Count(size_t parts, const Place& place);
  // Part of the bytes that are decoded.
  absl::StatusOr<absl::string_view> ReadKey(const Place& place);
  absl::StatusOr<Value> ReadKnown(const MsgpackToken& token, const Type& type, const Place& place,
                                  int level);
  absl::StatusOr<Value> ReadElements(size_t count, const Type& type, const Place& place, int level);
  absl::StatusOr<Value> ReadTuple(size_t count, const Type& type, const Place& place, int level);
  absl::StatusOr<Value> ReadMap(size_t count, const Type& type, const Place& place, int level);
  absl::StatusOr<Value> ReadObject(size_t count, const Type& type, const Place& place, int level);
  absl::StatusOr<Value> ReadDynamic(const MsgpackToken& token, const Place& place, int level);

  MsgpackReader reader_;
  // Elements and entries announced so far, and what their numbers take.
  size_t& parts_;
};

template <class T>
absl::StatusOr<T> At(const Place& place, absl::StatusOr<T> result) {
  if (!result.ok()) return place.Error(result.status().message());
  return result;
}

absl::Status Required(absl::string_view what, Kind found, const Place& place) {
  return place.Error(absl::StrCat(what, " is required, not ", ToString(found)));
}

absl::StatusOr<absl::string_view> ToText(const MsgpackToken& token, const Place& place) {
  if (token.kind != Kind::kString && token.kind != Kind::kBinary) {
    return Required("a string", token.kind, place);
  }
  if (!value::IsValidUtf8(token.bytes)) return place.Error("the string is not valid UTF-8");
  return token.bytes;
}

// What the bounds of an unknown number take.
size_t BoundsSize(const Value& unknown) {
  const Refinements* refinements = unknown.refinements();
  if (refinements == nullptr) return 0;
  const auto size = [](const std::optional<Refinements::Bound>& bound) {
    return bound.has_value() ? bound->value.Size() : 0;
  };
  return size(refinements->number_min) + size(refinements->number_max);
}

absl::StatusOr<MsgpackToken> Decoder::Next(const Place& place) {
  ASSIGN_OR_RETURN(const MsgpackToken token, At(place, reader_.Next()));
  RETURN_IF_ERROR(Count(token.count, place));
  return token;
}

absl::Status Decoder::Count(size_t parts, const Place& place) {
  parts_ += parts;
  if (parts_ <= kPartsMax) return absl::OkStatus();
  return place.Error(absl::StrCat("the whole value has more than ", kPartsMax, " parts"));
}

absl::StatusOr<absl::string_view> Decoder::ReadKey(const Place& place) {
  ASSIGN_OR_RETURN(const MsgpackToken token, Next(place));
  return ToText(token, place);
}

absl::StatusOr<Value> Decoder::Read(const Type& type, const Place& place, int level) {
  if (level > kDepthMax) {
    return place.Error(absl::StrCat("values are nested deeper than ", kDepthMax, " levels"));
  }
  ASSIGN_OR_RETURN(const MsgpackToken token, Next(place));
  if (token.kind == Kind::kExtension) {
    ASSIGN_OR_RETURN(Value unknown, At(place, ReadUnknown(token, type)));
    RETURN_IF_ERROR(Count(BoundsSize(unknown) / kNumberBytesPerPart, place));
    return unknown;
  }
  if (token.kind == Kind::kNil) return Value::Null(type);
  return ReadKnown(token, type, place, level);
}

absl::StatusOr<Value> Decoder::ReadKnown(const MsgpackToken& token, const Type& type,
                                         const Place& place, int level) {
  switch (type.kind()) {
    case Type::Kind::kString: {
      ASSIGN_OR_RETURN(const absl::string_view text, ToText(token, place));
      return Value::String(std::string(text));
    }
    case Type::Kind::kNumber: {
      ASSIGN_OR_RETURN(Number number, At(place, ReadNumber(token)));
      RETURN_IF_ERROR(Count(number.Size() / kNumberBytesPerPart, place));
      return Value::Number(std::move(number));
    }
    case Type::Kind::kBool:
      if (token.kind != Kind::kBool) return Required("a bool", token.kind, place);
      return Value::Bool(token.boolean);
    case Type::Kind::kDynamic:
      return ReadDynamic(token, place, level);
    case Type::Kind::kList:
    case Type::Kind::kSet:
    case Type::Kind::kTuple:
      if (token.kind != Kind::kArray) {
        return Required(absl::StrCat("a ", type.ToString()), token.kind, place);
      }
      return type.IsCollection() ? ReadElements(token.count, type, place, level)
                                 : ReadTuple(token.count, type, place, level);
    case Type::Kind::kMap:
    case Type::Kind::kObject:
      break;
  }
  const bool is_map = type.kind() == Type::Kind::kMap;
  if (token.kind != Kind::kMap) {
    return Required(absl::StrCat(is_map ? "a " : "an ", type.ToString()), token.kind, place);
  }
  return is_map ? ReadMap(token.count, type, place, level)
                : ReadObject(token.count, type, place, level);
}

absl::StatusOr<Value> Decoder::ReadElements(size_t count, const Type& type, const Place& place,
                                            int level) {
  const bool is_set = type.kind() == Type::Kind::kSet;
  std::vector<Value> elements;
  elements.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    // Elements of a set have no path of their own.
    const Place element_place = is_set ? place : place.Index(i);
    ASSIGN_OR_RETURN(Value element, Read(type.element(), element_place, level + 1));
    elements.push_back(std::move(element));
  }
  return is_set ? Value::Set(type.element(), std::move(elements))
                : Value::List(type.element(), std::move(elements));
}

absl::StatusOr<Value> Decoder::ReadTuple(size_t count, const Type& type, const Place& place,
                                         int level) {
  if (count != type.elements().size()) {
    return place.Error(absl::StrCat("a tuple of ", type.elements().size(),
                                    " elements is required, not of ", count));
  }
  std::vector<Value> elements;
  elements.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    ASSIGN_OR_RETURN(Value element, Read(type.elements()[i], place.Index(i), level + 1));
    elements.push_back(std::move(element));
  }
  return Value::Tuple(type, std::move(elements));
}

absl::StatusOr<Value> Decoder::ReadMap(size_t count, const Type& type, const Place& place,
                                       int level) {
  std::vector<MapEntry> entries;
  entries.reserve(count);
  std::set<absl::string_view> keys;
  for (size_t i = 0; i < count; ++i) {
    ASSIGN_OR_RETURN(const absl::string_view key, ReadKey(place));
    if (!keys.insert(key).second) return place.Error("a key is given twice");
    ASSIGN_OR_RETURN(Value value, Read(type.element(), place.Key(), level + 1));
    entries.push_back({std::string(key), std::move(value)});
  }
  return Value::Map(type.element(), std::move(entries));
}

absl::StatusOr<Value> Decoder::ReadObject(size_t count, const Type& type, const Place& place,
                                          int level) {
  const absl::Span<const ObjectAttribute> attributes = type.attributes();
  std::vector<Value> values(attributes.size());
  std::vector<bool> given(attributes.size());
  for (size_t i = 0; i < count; ++i) {
    ASSIGN_OR_RETURN(const absl::string_view name, ReadKey(place));
    const Place attribute_place = place.Attribute(name);
    // Clients write the attributes in their order.
    const bool in_order = i < attributes.size() && attributes[i].name == name;
    const std::optional<size_t> index = in_order ? i : type.AttributeIndex(name);
    if (!index) return place.Error("an attribute is given that the type lacks");
    if (given[*index]) return attribute_place.Error("the attribute is given twice");
    given[*index] = true;
    ASSIGN_OR_RETURN(values[*index], Read(attributes[*index].type, attribute_place, level + 1));
  }
  for (size_t i = 0; i < attributes.size(); ++i) {
    if (given[i]) continue;
    return place.Attribute(attributes[i].name)
        .Error(absl::StrCat("the attribute, a ", attributes[i].type.ToString(), ", is missing"));
  }
  return Value::Object(type, std::move(values));
}

absl::StatusOr<Value> Decoder::ReadDynamic(const MsgpackToken& token, const Place& place,
                                           int level) {
  if (token.kind != Kind::kArray || token.count != 2) {
    return Required("an array of a type and a value", token.kind, place);
  }
  ASSIGN_OR_RETURN(const absl::string_view json, ReadKey(place));
  ASSIGN_OR_RETURN(const Type type, At(place, DecodeType(json)));
  return Read(type, place.OfAnyType(), level + 1);
}

void Write(const Value& value, const Type& type, MsgpackWriter& writer);

void WriteKnown(const Value& value, const Type& type, MsgpackWriter& writer) {
  switch (type.kind()) {
    case Type::Kind::kString:
      return writer.String(value.string());
    case Type::Kind::kNumber:
      return WriteNumber(value.number(), writer);
    case Type::Kind::kBool:
      return writer.Bool(value.boolean());
    case Type::Kind::kList:
    case Type::Kind::kSet:
      writer.Array(value.elements().size());
      for (const Value& element : value.elements()) Write(element, type.element(), writer);
      return;
    case Type::Kind::kTuple:
      writer.Array(value.elements().size());
      for (size_t i = 0; i < value.elements().size(); ++i) {
        Write(value.elements()[i], type.elements()[i], writer);
      }
      return;
    case Type::Kind::kMap:
      writer.Map(value.entries().size());
      for (const MapEntry& entry : value.entries()) {
        writer.String(entry.key);
        Write(entry.value, type.element(), writer);
      }
      return;
    case Type::Kind::kObject:
      writer.Map(value.elements().size());
      for (size_t i = 0; i < value.elements().size(); ++i) {
        writer.String(type.attributes()[i].name);
        Write(value.elements()[i], type.attributes()[i].type, writer);
      }
      return;
    case Type::Kind::kDynamic:
      SIXGATE_CHECK(false, "a known value has a type");
  }
}

void Write(const Value& value, const Type& type, MsgpackWriter& writer) {
  if (type.kind() == Type::Kind::kDynamic && value.type().kind() != Type::Kind::kDynamic) {
    writer.Array(2);
    writer.Binary(EncodeTypeOfValue(value.type()));
    Write(value, value.type(), writer);
  } else if (value.IsUnknown()) {
    WriteUnknown(value, writer);
  } else if (value.IsNull()) {
    writer.Nil();
  } else {
    WriteKnown(value, type, writer);
  }
}

}  // namespace

absl::StatusOr<Value> DecodeMsgpack(absl::string_view bytes, const Type& type, size_t* parts) {
  const Place whole;
  if (bytes.size() > kValueBytesMax) {
    return whole.Error(absl::StrCat(bytes.size(), " bytes are more than ", kValueBytesMax));
  }
  size_t own_parts = 0;
  Decoder decoder(bytes, parts != nullptr ? *parts : own_parts);
  ASSIGN_OR_RETURN(Value value, decoder.Read(type, whole, 1));
  if (decoder.left() != 0) {
    return whole.Error(absl::StrCat(decoder.left(), " bytes follow the value"));
  }
  return value;
}

std::string EncodeMsgpack(const Value& value, const Type& type) {
  SIXGATE_CHECK(value.Conforms(type), "a value is written as a type that it conforms to");
  std::string out;
  MsgpackWriter writer(out);
  Write(value, type, writer);
  return out;
}

}  // namespace tf::codec
