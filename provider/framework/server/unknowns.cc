#include "provider/framework/server/unknowns.h"

#include <utility>
#include <vector>

namespace tf::server {
namespace {

using Known = std::function<Value(const Path&, const Value& unknown)>;

Value ReplaceInMap(const Value& map, const Path& path, const Known& known) {
  std::vector<MapEntry> entries;
  for (const auto& [key, value] : map.entries()) {
    entries.push_back({key, ReplaceUnknowns(value, path.Key(key), known)});
  }
  return Value::Map(map.type().element(), std::move(entries));
}

// Elements of sets have no path of their own, nor does what is inside them.
Value ReplaceInSet(const Value& set, const Path& path, const Known& known) {
  std::vector<Value> elements;
  for (const Value& value : set.elements()) {
    elements.push_back(ReplaceUnknowns(
        value, Path(), [&](const Path&, const Value& unknown) { return known(path, unknown); }));
  }
  return Value::Set(set.type().element(), std::move(elements));
}

}  // namespace

Value ReplaceUnknowns(const Value& value, const Path& path, const Known& known) {
  if (value.IsWhollyKnown()) return value;
  if (value.IsUnknown()) return known(path, value);
  const Type& type = value.type();
  if (type.kind() == Type::Kind::kMap) return ReplaceInMap(value, path, known);
  if (type.kind() == Type::Kind::kSet) return ReplaceInSet(value, path, known);
  std::vector<Value> elements;
  for (size_t i = 0; i < value.elements().size(); ++i) {
    const Path below = type.kind() == Type::Kind::kObject
                           ? path.Attribute(type.attributes()[i].name)
                           : path.Index(static_cast<int64_t>(i));
    elements.push_back(ReplaceUnknowns(value.elements()[i], below, known));
  }
  switch (type.kind()) {
    case Type::Kind::kList:
      return Value::List(type.element(), std::move(elements));
    case Type::Kind::kTuple:
      return Value::Tuple(type, std::move(elements));
    default:
      return Value::Object(type, std::move(elements));
  }
}

}  // namespace tf::server
