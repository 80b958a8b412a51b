// The type of a Terraform value (cty's type system).
//
//   Type::List(Type::Object({{"name", Type::String()}, {"port", Type::Number()}}))
#ifndef SIXGATE_PROVIDER_FRAMEWORK_VALUE_TYPE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_VALUE_TYPE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tf {

struct ObjectAttribute;

// Immutable and cheap to copy: the tree below is shared by all copies. Safe to read from several
// threads.
class Type {
 public:
  enum class Kind { kString, kNumber, kBool, kDynamic, kList, kSet, kMap, kTuple, kObject };

  Type();  // dynamic
  static Type String();
  static Type Number();
  static Type Bool();
  // "Any type", which the value itself tells.
  static Type Dynamic();
  static Type List(Type element);
  static Type Set(Type element);
  static Type Map(Type element);
  static Type Tuple(std::vector<Type> elements);
  // In any order; kept sorted by name. Two attributes of one name are a programming error.
  static Type Object(std::vector<ObjectAttribute> attributes);

  Kind kind() const;
  bool IsPrimitive() const;   // string, number, bool
  bool IsCollection() const;  // list, set, map
  // Of a list, set or map. Like the two below, a programming error on any other kind.
  const Type& element() const;
  // Of a tuple, in order.
  absl::Span<const Type> elements() const;
  // Of an object, sorted by name.
  absl::Span<const ObjectAttribute> attributes() const;
  // Place of the attribute in attributes(), or nothing.
  std::optional<size_t> AttributeIndex(absl::string_view name) const;
  // Whether it is or contains the dynamic type.
  bool HasDynamic() const;
  // How many levels of types are nested in it; 1 for a primitive.
  int depth() const;

  // As users know it: "string", "list of number", "object".
  std::string ToString() const;

  // Whether one was made by copying the other, or both from a third: quick, and then they are
  // equal. Equal types need not be copies.
  bool IsCopyOf(const Type& other) const { return node_ == other.node_; }
  friend bool operator==(const Type& a, const Type& b);
  // A total order for values to use. Whether an attribute is optional does not count here.
  friend int Compare(const Type& a, const Type& b);

 private:
  struct Node;
  explicit Type(std::shared_ptr<const Node> node);
  // Shared by every copy of the type and by the values that have it.
  std::shared_ptr<const Node> node_;
};

int Compare(const Type& a, const Type& b);

struct ObjectAttribute {
  std::string name;
  Type type;
  // May be left out where an object is given as input; never matters for a value.
  bool optional = false;

  bool operator==(const ObjectAttribute&) const = default;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_VALUE_TYPE_H_
