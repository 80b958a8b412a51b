#include "provider/framework/value/value.h"

#include <algorithm>
#include <array>
#include <variant>

#include "engine/base/check.h"

namespace tf {
namespace {

bool Fits(const Type& type, const Type& wanted) {
  if (wanted.kind() == Type::Kind::kDynamic || type.IsCopyOf(wanted)) return true;
  if (type.kind() != wanted.kind()) return false;
  if (type.IsPrimitive()) return true;
  if (type.IsCollection()) return Fits(type.element(), wanted.element());
  if (type.kind() == Type::Kind::kTuple) {
    return std::equal(type.elements().begin(), type.elements().end(), wanted.elements().begin(),
                      wanted.elements().end(), Fits);
  }
  return std::equal(type.attributes().begin(), type.attributes().end(), wanted.attributes().begin(),
                    wanted.attributes().end(),
                    [](const ObjectAttribute& a, const ObjectAttribute& b) {
                      return a.name == b.name && Fits(a.type, b.type);
                    });
}

bool Fit(const Refinements& refinements, const Type& type) {
  if (type.kind() == Type::Kind::kDynamic) return refinements.empty();
  const bool has_bounds = refinements.number_min || refinements.number_max;
  const bool has_lengths = refinements.length_min || refinements.length_max;
  return (refinements.string_prefix.empty() || type.kind() == Type::Kind::kString) &&
         (!has_bounds || type.kind() == Type::Kind::kNumber) &&
         (!has_lengths || type.IsCollection());
}

bool KeyLess(const MapEntry& a, const MapEntry& b) { return a.key < b.key; }

// Sorts by key; the keys differ.
void SortByKey(std::vector<MapEntry>& entries) {
  if (!std::is_sorted(entries.begin(), entries.end(), KeyLess)) {
    std::sort(entries.begin(), entries.end(), KeyLess);
  }
  const auto twice =
      std::adjacent_find(entries.begin(), entries.end(),
                         [](const MapEntry& a, const MapEntry& b) { return a.key == b.key; });
  SIXGATE_CHECK(twice == entries.end(), "a map or object has each key once");
}

bool WhollyKnown(const Value& value) { return value.IsWhollyKnown(); }

void KeepAs(const Type& type, std::vector<Value>& values) {
  for (Value& value : values) value = value.As(type);
}

}  // namespace

struct Value::Node {
  enum class State { kKnown, kUnknown, kNull };
  using Content = std::variant<std::monostate, bool, std::string, tf::Number, std::vector<Value>,
                               std::vector<MapEntry>, std::unique_ptr<const Refinements>>;

  Node(Type type_of_value, State state_of_value, Content value_content, bool is_wholly_known)
      : type(std::move(type_of_value)),
        state(state_of_value),
        wholly_known(is_wholly_known),
        content(std::move(value_content)) {}

  static std::shared_ptr<const Node> Known(Type type, Content content) {
    return std::make_shared<const Node>(std::move(type), State::kKnown, std::move(content), true);
  }
  static std::shared_ptr<const Node> Known(Type type, std::vector<Value> values) {
    const bool wholly_known = std::all_of(values.begin(), values.end(), WhollyKnown);
    return std::make_shared<const Node>(std::move(type), State::kKnown, std::move(values),
                                        wholly_known);
  }

  static std::shared_ptr<const Node> New(Type type, State state) {
    return std::make_shared<const Node>(std::move(type), state, Content(),
                                        state != State::kUnknown);
  }
  // Nulls and unknowns of the types without parts are made once and shared by all.
  using Shared = std::array<std::shared_ptr<const Node>, 4>;
  static const Shared* NewShared(State state) {
    // tidy: never destroyed, so that values in statics may outlive it
    return new Shared{New(Type::String(), state), New(Type::Number(), state),
                      New(Type::Bool(), state), New(Type::Dynamic(), state)};
  }
  // Of the type without parts.
  static const std::shared_ptr<const Node>& WithoutParts(Type::Kind kind, State state) {
    static const Shared& nulls = *NewShared(State::kNull);
    static const Shared& unknowns = *NewShared(State::kUnknown);
    return (state == State::kNull ? nulls : unknowns)[static_cast<size_t>(kind)];
  }
  static std::shared_ptr<const Node> Without(Type type, State state) {
    if (type.IsPrimitive() || type.kind() == Type::Kind::kDynamic) {
      return WithoutParts(type.kind(), state);
    }
    return New(std::move(type), state);
  }

  Type type;
  State state;
  bool wholly_known;
  // Nothing in a null and in an unknown without refinements.
  Content content;
};

Value::Value() : node_(Node::WithoutParts(Type::Kind::kDynamic, Node::State::kNull)) {}
Value::Value(std::shared_ptr<const Node> node) : node_(std::move(node)) {}

Value Value::Null(Type type) { return Value(Node::Without(std::move(type), Node::State::kNull)); }

Value Value::Unknown(Type type) {
  return Value(Node::Without(std::move(type), Node::State::kUnknown));
}

Value Value::Unknown(Type type, Refinements refinements) {
  SIXGATE_CHECK(Fit(refinements, type), "refinements fit the type of the unknown");
  if (refinements.empty()) return Unknown(std::move(type));
  return Value(std::make_shared<const Node>(
      std::move(type), Node::State::kUnknown,
      std::make_unique<const Refinements>(std::move(refinements)), false));
}

Value Value::String(std::string text) {
  return Value(Node::Known(Type::String(), Node::Content(std::move(text))));
}

Value Value::Number(tf::Number number) {
  return Value(Node::Known(Type::Number(), Node::Content(std::move(number))));
}

Value Value::Int(int64_t number) { return Number(tf::Number::FromInt64(number)); }

Value Value::Bool(bool value) {
  static const Value& yes = *new Value(Node::Known(Type::Bool(), Node::Content(true)));
  static const Value& no = *new Value(Node::Known(Type::Bool(), Node::Content(false)));
  return value ? yes : no;
}

Value Value::List(Type element, std::vector<Value> elements) {
  KeepAs(element, elements);
  return Value(Node::Known(Type::List(std::move(element)), std::move(elements)));
}

Value Value::Set(Type element, std::vector<Value> elements) {
  KeepAs(element, elements);
  const auto less = [](const Value& a, const Value& b) { return Compare(a, b) < 0; };
  if (!std::is_sorted(elements.begin(), elements.end(), less)) {
    std::sort(elements.begin(), elements.end(), less);
  }
  // What holds an unknown may become another value than its neighbour.
  const auto same = [](const Value& a, const Value& b) { return a.IsWhollyKnown() && a == b; };
  elements.erase(std::unique(elements.begin(), elements.end(), same), elements.end());
  return Value(Node::Known(Type::Set(std::move(element)), std::move(elements)));
}

Value Value::Map(Type element, std::vector<MapEntry> entries) {
  SortByKey(entries);
  for (MapEntry& entry : entries) entry.value = entry.value.As(element);
  const bool wholly_known = std::all_of(entries.begin(), entries.end(), [](const MapEntry& entry) {
    return entry.value.IsWhollyKnown();
  });
  return Value(std::make_shared<const Node>(Type::Map(std::move(element)), Node::State::kKnown,
                                            std::move(entries), wholly_known));
}

Value Value::Tuple(std::vector<Value> elements) {
  std::vector<Type> types;
  types.reserve(elements.size());
  for (const Value& element : elements) types.push_back(element.type());
  return Value(Node::Known(Type::Tuple(std::move(types)), std::move(elements)));
}

Value Value::Tuple(Type type, std::vector<Value> elements) {
  const absl::Span<const Type> types = type.elements();
  SIXGATE_CHECK(types.size() == elements.size(), "a tuple has one element for each of its types");
  for (size_t i = 0; i < types.size(); ++i) elements[i] = elements[i].As(types[i]);
  return Value(Node::Known(std::move(type), std::move(elements)));
}

Value Value::Object(std::vector<MapEntry> attributes) {
  SortByKey(attributes);
  std::vector<ObjectAttribute> types;
  std::vector<Value> values;
  types.reserve(attributes.size());
  values.reserve(attributes.size());
  for (MapEntry& attribute : attributes) {
    types.push_back({std::move(attribute.key), attribute.value.type()});
    values.push_back(std::move(attribute.value));
  }
  return Value(Node::Known(Type::Object(std::move(types)), std::move(values)));
}

Value Value::Object(Type type, std::vector<Value> attributes) {
  const absl::Span<const ObjectAttribute> types = type.attributes();
  SIXGATE_CHECK(types.size() == attributes.size(), "an object has a value for each attribute");
  for (size_t i = 0; i < types.size(); ++i) attributes[i] = attributes[i].As(types[i].type);
  return Value(Node::Known(std::move(type), std::move(attributes)));
}

const Type& Value::type() const { return node_->type; }
bool Value::IsNull() const { return node_->state == Node::State::kNull; }
bool Value::IsUnknown() const { return node_->state == Node::State::kUnknown; }
bool Value::IsKnown() const { return node_->state == Node::State::kKnown; }
bool Value::IsWhollyKnown() const { return node_->wholly_known; }

const std::string& Value::string() const {
  const auto* text = std::get_if<std::string>(&node_->content);
  SIXGATE_CHECK(text != nullptr, "only a known string has text");
  return *text;
}

const tf::Number& Value::number() const {
  const auto* number = std::get_if<tf::Number>(&node_->content);
  SIXGATE_CHECK(number != nullptr, "only a known number has a number");
  return *number;
}

bool Value::boolean() const {
  const auto* boolean = std::get_if<bool>(&node_->content);
  SIXGATE_CHECK(boolean != nullptr, "only a known bool is true or false");
  return *boolean;
}

absl::Span<const Value> Value::elements() const {
  const auto* elements = std::get_if<std::vector<Value>>(&node_->content);
  SIXGATE_CHECK(elements != nullptr, "only a known list, set, tuple or object has elements");
  return *elements;
}

absl::Span<const MapEntry> Value::entries() const {
  const auto* entries = std::get_if<std::vector<MapEntry>>(&node_->content);
  SIXGATE_CHECK(entries != nullptr, "only a known map has entries");
  return *entries;
}

const Value* Value::Find(absl::string_view key) const {
  const absl::Span<const MapEntry> all = entries();
  const auto found = std::lower_bound(
      all.begin(), all.end(), key,
      [](const MapEntry& entry, absl::string_view wanted) { return entry.key < wanted; });
  return found == all.end() || found->key != key ? nullptr : &found->value;
}

const Value& Value::attribute(absl::string_view name) const {
  const std::optional<size_t> index = type().AttributeIndex(name);
  SIXGATE_CHECK(index.has_value(), "the object has the attribute");
  return elements()[*index];
}

Value Value::With(absl::string_view name, Value value) const {
  const std::optional<size_t> index = type().AttributeIndex(name);
  SIXGATE_CHECK(index.has_value(), "the object has the attribute");
  std::vector<Value> attributes(elements().begin(), elements().end());
  attributes[*index] = std::move(value);
  return Object(type(), std::move(attributes));
}

const Refinements* Value::refinements() const {
  SIXGATE_CHECK(IsUnknown(), "only an unknown has refinements");
  const auto* refinements = std::get_if<std::unique_ptr<const Refinements>>(&node_->content);
  return refinements == nullptr ? nullptr : refinements->get();
}

bool Value::Conforms(const Type& wanted) const { return Fits(type(), wanted); }

Value Value::As(const Type& wanted) const {
  if (type().IsCopyOf(wanted) || wanted.kind() == Type::Kind::kDynamic) return *this;
  if (Compare(type(), wanted) == 0) return *this;
  SIXGATE_CHECK(Conforms(wanted), "the value conforms to the type");
  if (IsNull()) return Null(wanted);
  if (IsUnknown()) return Unknown(wanted, refinements() ? *refinements() : Refinements());
  if (wanted.kind() == Type::Kind::kMap) {
    return Map(wanted.element(), std::vector<MapEntry>(entries().begin(), entries().end()));
  }
  std::vector<Value> values(elements().begin(), elements().end());
  switch (wanted.kind()) {
    case Type::Kind::kList:
      return List(wanted.element(), std::move(values));
    case Type::Kind::kSet:
      return Set(wanted.element(), std::move(values));
    case Type::Kind::kTuple:
      return Tuple(wanted, std::move(values));
    default:
      return Object(wanted, std::move(values));
  }
}

}  // namespace tf
