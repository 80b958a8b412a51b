#include "provider/framework/value/path.h"

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace tf {
namespace {

// One step from a known value, or null when there is nothing.
const Value* Child(const Value& value, const Path::Step& step) {
  const Type::Kind kind = value.type().kind();
  if (const auto* attribute = std::get_if<Path::AttributeName>(&step)) {
    if (kind != Type::Kind::kObject || !value.type().AttributeIndex(attribute->name)) {
      return nullptr;
    }
    return &value.attribute(attribute->name);
  }
  if (const auto* element = std::get_if<Path::ElementKey>(&step)) {
    return kind == Type::Kind::kMap ? value.Find(element->key) : nullptr;
  }
  const int64_t index = std::get<Path::ElementIndex>(step).index;
  if (kind != Type::Kind::kList && kind != Type::Kind::kTuple) return nullptr;
  const absl::Span<const Value> elements = value.elements();
  if (index < 0 || static_cast<uint64_t>(index) >= elements.size()) return nullptr;
  return &elements[static_cast<size_t>(index)];
}

}  // namespace

Path Path::Root(absl::string_view attribute) { return Path().Attribute(attribute); }

Path Path::Attribute(absl::string_view name) const {
  Path path = *this;
  path.steps_.emplace_back(AttributeName{std::string(name)});
  return path;
}

Path Path::Key(absl::string_view key) const {
  Path path = *this;
  path.steps_.emplace_back(ElementKey{std::string(key)});
  return path;
}

Path Path::Index(int64_t index) const {
  Path path = *this;
  path.steps_.emplace_back(ElementIndex{index});
  return path;
}

std::string Path::ToString() const {
  std::string text;
  for (const Step& step : steps_) {
    if (const auto* attribute = std::get_if<AttributeName>(&step)) {
      absl::StrAppend(&text, text.empty() ? "" : ".", attribute->name);
    } else if (const auto* element = std::get_if<ElementKey>(&step)) {
      absl::StrAppend(&text, "[\"", absl::Utf8SafeCEscape(element->key), "\"]");
    } else {
      absl::StrAppend(&text, "[", std::get<ElementIndex>(step).index, "]");
    }
  }
  return text;
}

std::optional<Value> ValueAt(const Value& root, const Path& path) {
  const Value* value = &root;
  for (const Path::Step& step : path.steps()) {
    if (!value->IsKnown()) return std::nullopt;
    value = Child(*value, step);
    if (value == nullptr) return std::nullopt;
  }
  return *value;
}

}  // namespace tf
