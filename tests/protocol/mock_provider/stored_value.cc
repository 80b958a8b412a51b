#include "tests/protocol/mock_provider/stored_value.h"

#include <utility>

#include "engine/base/status_macros.h"

namespace mock {
namespace {

using tf::MapEntry;
using tf::Type;
using tf::Value;

absl::StatusOr<StoredList> StoredElements(const Value& collection) {
  StoredList stored;
  if (collection.IsNull()) return stored;
  for (const Value& element : collection.elements()) {
    ASSIGN_OR_RETURN(StoredValue value, ToStored(element));
    stored.push_back(std::move(value));
  }
  return stored;
}

absl::StatusOr<StoredMap> StoredEntries(const Value& map) {
  StoredMap stored;
  if (map.IsNull()) return stored;
  for (const auto& [key, element] : map.entries()) {
    ASSIGN_OR_RETURN(stored[key], ToStored(element));
  }
  return stored;
}

absl::StatusOr<StoredMap> StoredAttributes(const Value& object) {
  StoredMap stored;
  if (object.IsNull()) return stored;
  for (size_t i = 0; i < object.elements().size(); ++i) {
    const Value& value = object.elements()[i];
    if (!value.IsKnown()) continue;
    ASSIGN_OR_RETURN(stored[object.type().attributes()[i].name], ToStored(value));
  }
  return stored;
}

std::vector<Value> Elements(const StoredList& stored, const Type& element) {
  std::vector<Value> values;
  for (const StoredValue& value : stored) values.push_back(FromStored(value, element));
  return values;
}

Value MapOf(const StoredMap& stored, const Type& element) {
  std::vector<MapEntry> entries;
  for (const auto& [key, value] : stored) entries.push_back({key, FromStored(value, element)});
  return Value::Map(element, std::move(entries));
}

Value ObjectOf(const StoredMap& stored, const Type& type) {
  std::vector<Value> values;
  for (const tf::ObjectAttribute& attribute : type.attributes()) {
    const auto found = stored.find(attribute.name);
    values.push_back(found == stored.end() ? Value::Null(attribute.type)
                                           : FromStored(found->second, attribute.type));
  }
  return Value::Object(type, std::move(values));
}

}  // namespace

// Written out: clang 14 crashes over a default one in a type that contains itself.
bool StoredValue::operator==(const StoredValue& other) const {
  return boolean == other.boolean && number == other.number && string == other.string &&
         list == other.list && map == other.map && object == other.object && set == other.set;
}

absl::StatusOr<StoredValue> ToStored(const Value& value) {
  if (value.IsUnknown()) {
    return absl::InvalidArgumentError("an element of a collection is not known yet");
  }
  StoredValue stored;
  switch (value.type().kind()) {
    case Type::Kind::kBool:
      if (value.IsKnown()) stored.boolean = value.boolean();
      break;
    case Type::Kind::kNumber:
      if (value.IsKnown()) stored.number = value.number();
      break;
    case Type::Kind::kString:
      if (value.IsKnown()) stored.string = value.string();
      break;
    case Type::Kind::kList: {
      ASSIGN_OR_RETURN(stored.list, StoredElements(value));
      break;
    }
    case Type::Kind::kSet: {
      ASSIGN_OR_RETURN(stored.set, StoredElements(value));
      break;
    }
    case Type::Kind::kMap: {
      ASSIGN_OR_RETURN(stored.map, StoredEntries(value));
      break;
    }
    case Type::Kind::kObject: {
      ASSIGN_OR_RETURN(stored.object, StoredAttributes(value));
      break;
    }
    default:
      return absl::InvalidArgumentError("values of type " + value.type().ToString() +
                                        " cannot be stored");
  }
  return stored;
}

Value FromStored(const StoredValue& stored, const Type& type) {
  switch (type.kind()) {
    case Type::Kind::kBool:
      return stored.boolean.has_value() ? Value::Bool(*stored.boolean) : Value::Null(type);
    case Type::Kind::kNumber:
      return stored.number.has_value() ? Value::Number(*stored.number) : Value::Null(type);
    case Type::Kind::kString:
      return stored.string.has_value() ? Value::String(*stored.string) : Value::Null(type);
    case Type::Kind::kList:
      return stored.list.has_value()
                 ? Value::List(type.element(), Elements(*stored.list, type.element()))
                 : Value::Null(type);
    case Type::Kind::kSet:
      return stored.set.has_value()
                 ? Value::Set(type.element(), Elements(*stored.set, type.element()))
                 : Value::Null(type);
    case Type::Kind::kMap:
      return stored.map.has_value() ? MapOf(*stored.map, type.element()) : Value::Null(type);
    case Type::Kind::kObject:
      return stored.object.has_value() ? ObjectOf(*stored.object, type) : Value::Null(type);
    default:
      return Value::Null(type);
  }
}

}  // namespace mock
