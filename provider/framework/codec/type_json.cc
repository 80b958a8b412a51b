#include "provider/framework/codec/type_json.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "provider/framework/codec/json_reader.h"
#include "provider/framework/codec/json_writer.h"
#include "provider/framework/codec/limits.h"

namespace tf::codec {
namespace {

// Never quotes what it reads: a value of any type has its description from the client, and a state
// may have a secret in that place.
absl::Status Error(absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat("type description: ", reason));
}

enum class Optional { kKeep, kLeaveOut };

void AppendType(const Type& type, Optional optional, std::string& out);

void AppendObjectType(const Type& type, Optional optional, std::string& out) {
  absl::StrAppend(&out, "[\"object\",{");
  bool has_optional = false;
  for (const ObjectAttribute& attribute : type.attributes()) {
    if (out.back() != '{') out.push_back(',');
    AppendJsonString(attribute.name, out);
    out.push_back(':');
    AppendType(attribute.type, optional, out);
    has_optional = has_optional || (attribute.optional && optional == Optional::kKeep);
  }
  out.push_back('}');
  if (has_optional) {
    absl::StrAppend(&out, ",[");
    for (const ObjectAttribute& attribute : type.attributes()) {
      if (!attribute.optional) continue;
      if (out.back() != '[') out.push_back(',');
      AppendJsonString(attribute.name, out);
    }
    out.push_back(']');
  }
  out.push_back(']');
}

void AppendType(const Type& type, Optional optional, std::string& out) {
  switch (type.kind()) {
    case Type::Kind::kString:
    case Type::Kind::kNumber:
    case Type::Kind::kBool:
    case Type::Kind::kDynamic:
      absl::StrAppend(&out, "\"", type.ToString(), "\"");
      return;
    case Type::Kind::kList:
    case Type::Kind::kSet:
    case Type::Kind::kMap:
      absl::StrAppend(&out, type.kind() == Type::Kind::kList  ? "[\"list\","
                            : type.kind() == Type::Kind::kSet ? "[\"set\","
                                                              : "[\"map\",");
      AppendType(type.element(), optional, out);
      out.push_back(']');
      return;
    case Type::Kind::kTuple:
      absl::StrAppend(&out, "[\"tuple\",[");
      for (const Type& element : type.elements()) {
        if (&element != type.elements().data()) out.push_back(',');
        AppendType(element, optional, out);
      }
      absl::StrAppend(&out, "]]");
      return;
    case Type::Kind::kObject:
      AppendObjectType(type, optional, out);
      return;
  }
}

absl::StatusOr<Type> Read(JsonReader& reader, int level);

absl::StatusOr<Type> ReadSimple(JsonReader& reader) {
  ASSIGN_OR_RETURN(const std::string name, reader.ReadString());
  for (const Type& type : {Type::String(), Type::Number(), Type::Bool(), Type::Dynamic()}) {
    if (type.ToString() == name) return type;
  }
  return Error("there is no type of that name");
}

absl::StatusOr<Type> ReadTuple(JsonReader& reader, int level) {
  std::vector<Type> elements;
  RETURN_IF_ERROR(reader.BeginArray());
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader.NextElement());
    if (!more) return Type::Tuple(std::move(elements));
    ASSIGN_OR_RETURN(Type element, Read(reader, level));
    elements.push_back(std::move(element));
  }
}

using Attributes = std::map<std::string, ObjectAttribute>;

absl::StatusOr<Attributes> ReadAttributes(JsonReader& reader, int level) {
  Attributes attributes;
  RETURN_IF_ERROR(reader.BeginObject());
  std::string name;
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader.NextMember(name));
    if (!more) return attributes;
    ASSIGN_OR_RETURN(Type type, Read(reader, level));
    if (!attributes.insert({name, {name, std::move(type)}}).second) {
      return Error("an attribute is given twice");
    }
  }
}

// The names of the attributes that are optional.
absl::Status ReadOptional(JsonReader& reader, Attributes& attributes) {
  RETURN_IF_ERROR(reader.BeginArray());
  while (true) {
    ASSIGN_OR_RETURN(const bool more, reader.NextElement());
    if (!more) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::string name, reader.ReadString());
    const auto found = attributes.find(name);
    if (found == attributes.end() || found->second.optional) {
      return Error(found == attributes.end() ? "an optional attribute is not among the attributes"
                                             : "an optional attribute is given twice");
    }
    found->second.optional = true;
  }
}

// The attributes and the names of the optional ones, up to the bracket that closes the type.
absl::StatusOr<Type> ReadObject(JsonReader& reader, int level) {
  ASSIGN_OR_RETURN(Attributes attributes, ReadAttributes(reader, level));
  ASSIGN_OR_RETURN(const bool more, reader.NextElement());
  if (more) {
    RETURN_IF_ERROR(ReadOptional(reader, attributes));
    ASSIGN_OR_RETURN(const bool too_many, reader.NextElement());
    if (too_many) return Error("an object has at most attributes and optional names");
  }
  std::vector<ObjectAttribute> list;
  list.reserve(attributes.size());
  for (auto& [name, attribute] : attributes) list.push_back(std::move(attribute));
  return Type::Object(std::move(list));
}

absl::StatusOr<Type> ReadCompound(JsonReader& reader, int level) {
  RETURN_IF_ERROR(reader.BeginArray());
  ASSIGN_OR_RETURN(const bool has_kind, reader.NextElement());
  if (!has_kind) return Error("the kind of type is missing");
  ASSIGN_OR_RETURN(const std::string kind, reader.ReadString());
  ASSIGN_OR_RETURN(const bool has_parts, reader.NextElement());
  if (!has_parts) return Error("the parts of the type are missing");
  if (kind == "object") return ReadObject(reader, level + 1);
  Type type;
  if (kind == "tuple") {
    ASSIGN_OR_RETURN(type, ReadTuple(reader, level + 1));
  } else if (kind == "list" || kind == "set" || kind == "map") {
    ASSIGN_OR_RETURN(Type element, Read(reader, level + 1));
    type = kind == "list"  ? Type::List(std::move(element))
           : kind == "set" ? Type::Set(std::move(element))
                           : Type::Map(std::move(element));
  } else {
    return Error("there is no kind of type of that name");
  }
  ASSIGN_OR_RETURN(const bool too_many, reader.NextElement());
  if (too_many) return Error(absl::StrCat("the ", kind, " has too many parts"));
  return type;
}

absl::StatusOr<Type> Read(JsonReader& reader, int level) {
  if (level > kDepthMax) {
    return Error(absl::StrCat("types are nested deeper than ", kDepthMax, " levels"));
  }
  ASSIGN_OR_RETURN(const JsonReader::Kind kind, reader.Peek());
  if (kind == JsonReader::Kind::kString) return ReadSimple(reader);
  if (kind == JsonReader::Kind::kArray) return ReadCompound(reader, level);
  return Error(absl::StrCat("a type is a string or an array, not ", ToString(kind)));
}

}  // namespace

std::string EncodeType(const Type& type) {
  std::string out;
  AppendType(type, Optional::kKeep, out);
  return out;
}

std::string EncodeTypeOfValue(const Type& type) {
  std::string out;
  AppendType(type, Optional::kLeaveOut, out);
  return out;
}

absl::StatusOr<Type> DecodeType(absl::string_view json) {
  if (json.size() > kTypeBytesMax) {
    return Error(absl::StrCat(json.size(), " bytes are more than ", kTypeBytesMax));
  }
  JsonReader reader(json);
  ASSIGN_OR_RETURN(Type type, ReadType(reader));
  RETURN_IF_ERROR(reader.End());
  return type;
}

absl::StatusOr<Type> ReadType(JsonReader& reader) { return Read(reader, 1); }

}  // namespace tf::codec
