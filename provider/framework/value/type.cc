#include "provider/framework/value/type.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace tf {

struct Type::Node {
  explicit Node(Kind kind_of_type) : kind(kind_of_type), has_dynamic(kind == Kind::kDynamic) {}
  Node(Kind kind_of_type, std::vector<Type> element_types) : Node(kind_of_type) {
    elements = std::move(element_types);
    for (const Type& element : elements) Include(element);
  }
  explicit Node(std::vector<ObjectAttribute> attribute_types) : Node(Kind::kObject) {
    attributes = std::move(attribute_types);
    for (const ObjectAttribute& attribute : attributes) Include(attribute.type);
  }

  void Include(const Type& part) {
    has_dynamic = has_dynamic || part.HasDynamic();
    depth = std::max(depth, part.depth() + 1);
  }

  // The types without parts are made once and shared by all.
  static const std::shared_ptr<const Node>& Simple(Kind kind) {
    static const auto& nodes = *new std::array<std::shared_ptr<const Node>, 4>{
        std::make_shared<const Node>(Kind::kString), std::make_shared<const Node>(Kind::kNumber),
        std::make_shared<const Node>(Kind::kBool), std::make_shared<const Node>(Kind::kDynamic)};
    return nodes[static_cast<size_t>(kind)];
  }
  static std::shared_ptr<const Node> Collection(Kind kind, Type element) {
    return std::make_shared<const Node>(kind, std::vector<Type>{std::move(element)});
  }

  Kind kind;
  bool has_dynamic;
  int depth = 1;
  // Of a collection the one element type, of a tuple all.
  std::vector<Type> elements;
  std::vector<ObjectAttribute> attributes;
};

Type::Type() : node_(Node::Simple(Kind::kDynamic)) {}
Type::Type(std::shared_ptr<const Node> node) : node_(std::move(node)) {}

Type Type::String() { return Type(Node::Simple(Kind::kString)); }
Type Type::Number() { return Type(Node::Simple(Kind::kNumber)); }
Type Type::Bool() { return Type(Node::Simple(Kind::kBool)); }
Type Type::Dynamic() { return Type(); }
Type Type::List(Type element) { return Type(Node::Collection(Kind::kList, std::move(element))); }
Type Type::Set(Type element) { return Type(Node::Collection(Kind::kSet, std::move(element))); }
Type Type::Map(Type element) { return Type(Node::Collection(Kind::kMap, std::move(element))); }

Type Type::Tuple(std::vector<Type> elements) {
  return Type(std::make_shared<const Node>(Kind::kTuple, std::move(elements)));
}

Type Type::Object(std::vector<ObjectAttribute> attributes) {
  const auto by_name = [](const ObjectAttribute& a, const ObjectAttribute& b) {
    return a.name < b.name;
  };
  std::sort(attributes.begin(), attributes.end(), by_name);
  const auto twice = std::adjacent_find(
      attributes.begin(), attributes.end(),
      [](const ObjectAttribute& a, const ObjectAttribute& b) { return a.name == b.name; });
  SIXGATE_CHECK(twice == attributes.end(), "an object type names each attribute once");
  return Type(std::make_shared<const Node>(std::move(attributes)));
}

Type::Kind Type::kind() const { return node_->kind; }

bool Type::IsPrimitive() const {
  return kind() == Kind::kString || kind() == Kind::kNumber || kind() == Kind::kBool;
}

bool Type::IsCollection() const {
  return kind() == Kind::kList || kind() == Kind::kSet || kind() == Kind::kMap;
}

const Type& Type::element() const {
  SIXGATE_CHECK(IsCollection(), "only a list, set or map has an element type");
  return node_->elements.front();
}

absl::Span<const Type> Type::elements() const {
  SIXGATE_CHECK(kind() == Kind::kTuple, "only a tuple has several element types");
  return node_->elements;
}

absl::Span<const ObjectAttribute> Type::attributes() const {
  SIXGATE_CHECK(kind() == Kind::kObject, "only an object has attributes");
  return node_->attributes;
}

std::optional<size_t> Type::AttributeIndex(absl::string_view name) const {
  const absl::Span<const ObjectAttribute> all = attributes();
  const auto found = std::lower_bound(
      all.begin(), all.end(), name,
      [](const ObjectAttribute& attribute, absl::string_view key) { return attribute.name < key; });
  if (found == all.end() || found->name != name) return std::nullopt;
  return static_cast<size_t>(found - all.begin());
}

bool Type::HasDynamic() const { return node_->has_dynamic; }
int Type::depth() const { return node_->depth; }

std::string Type::ToString() const {
  switch (kind()) {
    case Kind::kString:
      return "string";
    case Kind::kNumber:
      return "number";
    case Kind::kBool:
      return "bool";
    case Kind::kDynamic:
      return "dynamic";
    case Kind::kList:
      return absl::StrCat("list of ", element().ToString());
    case Kind::kSet:
      return absl::StrCat("set of ", element().ToString());
    case Kind::kMap:
      return absl::StrCat("map of ", element().ToString());
    case Kind::kTuple:
      return "tuple";
    case Kind::kObject:
      break;
  }
  return "object";
}

bool operator==(const Type& a, const Type& b) {
  if (a.node_ == b.node_) return true;
  return a.kind() == b.kind() && a.depth() == b.depth() && a.node_->elements == b.node_->elements &&
         a.node_->attributes == b.node_->attributes;
}

int Compare(const Type& a, const Type& b) {
  if (a.node_ == b.node_) return 0;
  if (a.kind() != b.kind()) return a.kind() < b.kind() ? -1 : 1;
  const std::vector<Type>& a_elements = a.node_->elements;
  const std::vector<Type>& b_elements = b.node_->elements;
  const std::vector<ObjectAttribute>& a_attributes = a.node_->attributes;
  const std::vector<ObjectAttribute>& b_attributes = b.node_->attributes;
  const size_t a_size = a_elements.size() + a_attributes.size();
  const size_t b_size = b_elements.size() + b_attributes.size();
  if (a_size != b_size) return a_size < b_size ? -1 : 1;
  for (size_t i = 0; i < a_elements.size(); ++i) {
    if (const int order = Compare(a_elements[i], b_elements[i]); order != 0) return order;
  }
  for (size_t i = 0; i < a_attributes.size(); ++i) {
    if (const int order = a_attributes[i].name.compare(b_attributes[i].name); order != 0) {
      return order < 0 ? -1 : 1;
    }
    if (const int order = Compare(a_attributes[i].type, b_attributes[i].type); order != 0) {
      return order;
    }
  }
  return 0;
}

}  // namespace tf
