#include "provider/framework/codec/json.h"

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/status_macros.h"
#include "provider/framework/codec/json_reader.h"
#include "provider/framework/codec/json_writer.h"
#include "provider/framework/codec/limits.h"
#include "provider/framework/codec/place.h"
#include "provider/framework/codec/type_json.h"

namespace tf::codec {
namespace {

using Kind = JsonReader::Kind;

class Decoder {
 public:
  // `parts` outlives the decoder.
  Decoder(JsonForm form, size_t& parts) : stored_(form == JsonForm::kStoredState), parts_(parts) {}

  absl::StatusOr<Value> Read(JsonReader& reader, const Type& type, const Place& place, int level);

 private:
  absl::StatusOr<Value> ReadKnown(JsonReader& reader, Kind kind, const Type& type,
                                  const Place& place, int level);
  absl::StatusOr<Value> ReadString(JsonReader& reader, Kind kind, const Place& place) const;
  absl::StatusOr<Value> ReadNumber(JsonReader& reader, Kind kind, const Place& place);
  absl::StatusOr<Value> ReadBool(JsonReader& reader, Kind kind, const Place& place) const;
  absl::StatusOr<Value> ReadElements(JsonReader& reader, const Type& type, const Place& place,
                                     int level);
  absl::StatusOr<Value> ReadTuple(JsonReader& reader, const Type& type, const Place& place,
                                  int level);
  absl::StatusOr<Value> ReadMap(JsonReader& reader, const Type& type, const Place& place,
                                int level);
  absl::StatusOr<Value> ReadObject(JsonReader& reader, const Type& type, const Place& place,
                                   int level);
  absl::StatusOr<Value> ReadDynamic(JsonReader& reader, const Place& place, int level);

  absl::Status Count(size_t parts, const Place& place);

  const bool stored_;
  size_t& parts_;
};

absl::Status Required(absl::string_view what, Kind found, const Place& place) {
  return place.Error(absl::StrCat(what, " is required, not ", ToString(found)));
}

// The result of a reader's function, with the place before the error.
absl::Status At(const Place& place, const absl::Status& status) {
  return status.ok() ? status : place.Error(status.message());
}
template <class T>
absl::StatusOr<T> At(const Place& place, absl::StatusOr<T> result) {
  if (!result.ok()) return place.Error(result.status().message());
  return result;
}

absl::Status Decoder::Count(size_t parts, const Place& place) {
  parts_ += parts;
  if (parts_ <= kPartsMax) return absl::OkStatus();
  return place.Error(absl::StrCat("the whole value has more than ", kPartsMax, " parts"));
}

absl::StatusOr<Value> Decoder::Read(JsonReader& reader, const Type& type, const Place& place,
                                    int level) {
  if (level > kDepthMax) {
    return place.Error(absl::StrCat("values are nested deeper than ", kDepthMax, " levels"));
  }
  RETURN_IF_ERROR(Count(1, place));
  ASSIGN_OR_RETURN(const Kind kind, At(place, reader.Peek()));
  if (kind == Kind::kNull) {
    RETURN_IF_ERROR(At(place, reader.ReadNull()));
    return Value::Null(type);
  }
  return ReadKnown(reader, kind, type, place, level);
}

absl::StatusOr<Value> Decoder::ReadKnown(JsonReader& reader, Kind kind, const Type& type,
                                         const Place& place, int level) {
  switch (type.kind()) {
    case Type::Kind::kString:
      return ReadString(reader, kind, place);
    case Type::Kind::kNumber:
      return ReadNumber(reader, kind, place);
    case Type::Kind::kBool:
      return ReadBool(reader, kind, place);
    case Type::Kind::kList:
    case Type::Kind::kSet:
      if (kind != Kind::kArray) return Required(absl::StrCat("a ", type.ToString()), kind, place);
      return ReadElements(reader, type, place, level);
    case Type::Kind::kTuple:
      if (kind != Kind::kArray) return Required("a tuple", kind, place);
      return ReadTuple(reader, type, place, level);
    case Type::Kind::kMap:
      if (kind != Kind::kObject) return Required(absl::StrCat("a ", type.ToString()), kind, place);
      return ReadMap(reader, type, place, level);
    case Type::Kind::kObject:
      if (kind != Kind::kObject) return Required("an object", kind, place);
      return ReadObject(reader, type, place, level);
    case Type::Kind::kDynamic:
      break;
  }
  if (kind != Kind::kObject) {
    return Required("an object of \"value\" and \"type\"", kind, place);
  }
  return ReadDynamic(reader, place, level);
}

absl::StatusOr<Value> Decoder::ReadString(JsonReader& reader, Kind kind, const Place& place) const {
  if (stored_ && kind == Kind::kNumber) {
    ASSIGN_OR_RETURN(const absl::string_view digits, At(place, reader.ReadNumber()));
    return Value::String(std::string(digits));
  }
  if (stored_ && kind == Kind::kBool) {
    ASSIGN_OR_RETURN(const bool boolean, At(place, reader.ReadBool()));
    return Value::String(boolean ? "true" : "false");
  }
  if (kind != Kind::kString) return Required("a string", kind, place);
  ASSIGN_OR_RETURN(std::string text, At(place, reader.ReadString()));
  return Value::String(std::move(text));
}

absl::StatusOr<Value> Decoder::ReadNumber(JsonReader& reader, Kind kind, const Place& place) {
  std::string digits;
  if (stored_ && kind == Kind::kString) {
    ASSIGN_OR_RETURN(digits, At(place, reader.ReadString()));
  } else if (kind == Kind::kNumber) {
    ASSIGN_OR_RETURN(const absl::string_view token, At(place, reader.ReadNumber()));
    digits = std::string(token);
  } else {
    return Required("a number", kind, place);
  }
  ASSIGN_OR_RETURN(Number number, At(place, Number::Parse(digits)));
  RETURN_IF_ERROR(Count(number.Size() / kNumberBytesPerPart, place));
  return Value::Number(std::move(number));
}

absl::StatusOr<Value> Decoder::ReadBool(JsonReader& reader, Kind kind, const Place& place) const {
  if (kind == Kind::kBool) {
    ASSIGN_OR_RETURN(const bool boolean, At(place, reader.ReadBool()));
    return Value::Bool(boolean);
  }
  if (!stored_ || (kind != Kind::kString && kind != Kind::kNumber)) {
    return Required("a bool", kind, place);
  }
  std::string text;
  if (kind == Kind::kString) {
    ASSIGN_OR_RETURN(text, At(place, reader.ReadString()));
  } else {
    ASSIGN_OR_RETURN(const absl::string_view digits, At(place, reader.ReadNumber()));
    text = std::string(digits);
  }
  if (text == "true" || text == "1") return Value::Bool(true);
  if (text == "false" || text == "0") return Value::Bool(false);
  return Required("true or false", kind, place);
}

absl::StatusOr<Value> Decoder::ReadElements(JsonReader& reader, const Type& type,
                                            const Place& place, int level) {
  const bool is_set = type.kind() == Type::Kind::kSet;
  std::vector<Value> elements;
  RETURN_IF_ERROR(At(place, reader.BeginArray()));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, At(place, reader.NextElement()));
    if (!more) break;
    // Elements of a set have no path of their own.
    const Place element_place = is_set ? place : place.Index(elements.size());
    ASSIGN_OR_RETURN(Value element, Read(reader, type.element(), element_place, level + 1));
    elements.push_back(std::move(element));
  }
  return is_set ? Value::Set(type.element(), std::move(elements))
                : Value::List(type.element(), std::move(elements));
}

absl::StatusOr<Value> Decoder::ReadTuple(JsonReader& reader, const Type& type, const Place& place,
                                         int level) {
  const auto wrong_length = [&] {
    return place.Error(
        absl::StrCat("a tuple of ", type.elements().size(), " elements is required"));
  };
  std::vector<Value> elements;
  RETURN_IF_ERROR(At(place, reader.BeginArray()));
  while (true) {
    ASSIGN_OR_RETURN(const bool more, At(place, reader.NextElement()));
    if (!more) break;
    const size_t index = elements.size();
    if (index == type.elements().size()) return wrong_length();
    ASSIGN_OR_RETURN(Value element,
                     Read(reader, type.elements()[index], place.Index(index), level + 1));
    elements.push_back(std::move(element));
  }
  if (elements.size() != type.elements().size()) return wrong_length();
  return Value::Tuple(type, std::move(elements));
}

absl::StatusOr<Value> Decoder::ReadMap(JsonReader& reader, const Type& type, const Place& place,
                                       int level) {
  std::vector<MapEntry> entries;
  std::set<std::string> keys;
  RETURN_IF_ERROR(At(place, reader.BeginObject()));
  std::string key;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, At(place, reader.NextMember(key)));
    if (!more) return Value::Map(type.element(), std::move(entries));
    if (!keys.insert(key).second) return place.Error("a key is given twice");
    ASSIGN_OR_RETURN(Value value, Read(reader, type.element(), place.Key(), level + 1));
    entries.push_back({key, std::move(value)});
  }
}

absl::StatusOr<Value> Decoder::ReadObject(JsonReader& reader, const Type& type, const Place& place,
                                          int level) {
  const absl::Span<const ObjectAttribute> attributes = type.attributes();
  // All of them: those that are missing become null.
  RETURN_IF_ERROR(Count(attributes.size(), place));
  std::vector<std::optional<Value>> found(attributes.size());
  RETURN_IF_ERROR(At(place, reader.BeginObject()));
  std::string name;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, At(place, reader.NextMember(name)));
    if (!more) break;
    const std::optional<size_t> index = type.AttributeIndex(name);
    if (!index) {
      if (!stored_) return place.Error("an attribute is given that the type lacks");
      RETURN_IF_ERROR(At(place, reader.Skip()));
      continue;
    }
    if (found[*index]) return place.Attribute(name).Error("the attribute is given twice");
    ASSIGN_OR_RETURN(found[*index],
                     Read(reader, attributes[*index].type, place.Attribute(name), level + 1));
  }
  std::vector<Value> values;
  values.reserve(attributes.size());
  for (size_t i = 0; i < attributes.size(); ++i) {
    if (!found[i] && !stored_) {
      return place.Attribute(attributes[i].name)
          .Error(absl::StrCat("the attribute, a ", attributes[i].type.ToString(), ", is missing"));
    }
    values.push_back(found[i] ? *std::move(found[i]) : Value::Null(attributes[i].type));
  }
  return Value::Object(type, std::move(values));
}

absl::StatusOr<Value> Decoder::ReadDynamic(JsonReader& reader, const Place& place, int level) {
  std::optional<Type> type;
  // Where the value begins: its type may come after it.
  std::optional<JsonReader> value;
  RETURN_IF_ERROR(At(place, reader.BeginObject()));
  std::string name;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, At(place, reader.NextMember(name)));
    if (!more) break;
    if (name == "type" && !type) {
      ASSIGN_OR_RETURN(type, At(place, ReadType(reader)));
    } else if (name == "value" && !value) {
      value = reader;
      RETURN_IF_ERROR(At(place, reader.Skip()));
    } else {
      return place.Error(
          "a value of any type has one \"value\" and one \"type\", and nothing besides");
    }
  }
  if (!type || !value) {
    return place.Error("a value of any type has both a \"value\" and a \"type\"");
  }
  return Read(*value, *type, place.OfAnyType(), level + 1);
}

absl::Status AppendValue(const Value& value, const Type& type, const Place& place,
                         std::string& out);

absl::Status AppendDynamic(const Value& value, const Place& place, std::string& out) {
  absl::StrAppend(&out, "{\"value\":");
  RETURN_IF_ERROR(AppendValue(value, value.type(), place, out));
  absl::StrAppend(&out, ",\"type\":", EncodeTypeOfValue(value.type()), "}");
  return absl::OkStatus();
}

absl::Status AppendElements(const Value& value, const Type& type, const Place& place,
                            std::string& out) {
  const absl::Span<const Value> elements = value.elements();
  out.push_back('[');
  for (size_t i = 0; i < elements.size(); ++i) {
    if (i > 0) out.push_back(',');
    const bool is_set = type.kind() == Type::Kind::kSet;
    const Type& element = type.IsCollection() ? type.element() : type.elements()[i];
    RETURN_IF_ERROR(AppendValue(elements[i], element, is_set ? place : place.Index(i), out));
  }
  out.push_back(']');
  return absl::OkStatus();
}

absl::Status AppendMap(const Value& value, const Type& type, const Place& place, std::string& out) {
  out.push_back('{');
  for (const MapEntry& entry : value.entries()) {
    if (out.back() != '{') out.push_back(',');
    AppendJsonString(entry.key, out);
    out.push_back(':');
    RETURN_IF_ERROR(AppendValue(entry.value, type.element(), place.Key(), out));
  }
  out.push_back('}');
  return absl::OkStatus();
}

absl::Status AppendObject(const Value& value, const Type& type, const Place& place,
                          std::string& out) {
  const absl::Span<const ObjectAttribute> attributes = type.attributes();
  out.push_back('{');
  for (size_t i = 0; i < attributes.size(); ++i) {
    if (i > 0) out.push_back(',');
    AppendJsonString(attributes[i].name, out);
    out.push_back(':');
    RETURN_IF_ERROR(AppendValue(value.elements()[i], attributes[i].type,
                                place.Attribute(attributes[i].name), out));
  }
  out.push_back('}');
  return absl::OkStatus();
}

absl::Status AppendValue(const Value& value, const Type& type, const Place& place,
                         std::string& out) {
  if (value.IsUnknown()) return place.Error("an unknown value cannot be written as JSON");
  if (type.kind() == Type::Kind::kDynamic && value.type().kind() != Type::Kind::kDynamic) {
    return AppendDynamic(value, place, out);
  }
  if (value.IsNull()) {
    absl::StrAppend(&out, "null");
    return absl::OkStatus();
  }
  switch (type.kind()) {
    case Type::Kind::kString:
      AppendJsonString(value.string(), out);
      return absl::OkStatus();
    case Type::Kind::kNumber:
      absl::StrAppend(&out, value.number().ToString());
      return absl::OkStatus();
    case Type::Kind::kBool:
      absl::StrAppend(&out, value.boolean() ? "true" : "false");
      return absl::OkStatus();
    case Type::Kind::kMap:
      return AppendMap(value, type, place, out);
    case Type::Kind::kObject:
      return AppendObject(value, type, place, out);
    default:
      return AppendElements(value, type, place, out);
  }
}

}  // namespace

absl::StatusOr<Value> DecodeJson(absl::string_view json, const Type& type, JsonForm form,
                                 size_t* parts) {
  const Place whole;
  if (json.size() > kValueBytesMax) {
    return whole.Error(absl::StrCat(json.size(), " bytes are more than ", kValueBytesMax));
  }
  JsonReader reader(json);
  size_t own_parts = 0;
  Decoder decoder(form, parts != nullptr ? *parts : own_parts);
  ASSIGN_OR_RETURN(Value value, decoder.Read(reader, type, whole, 1));
  RETURN_IF_ERROR(At(whole, reader.End()));
  return value;
}

absl::StatusOr<std::string> EncodeJson(const Value& value, const Type& type) {
  SIXGATE_CHECK(value.Conforms(type), "a value is written as a type that it conforms to");
  std::string out;
  RETURN_IF_ERROR(AppendValue(value, type, Place(), out));
  return out;
}

}  // namespace tf::codec
