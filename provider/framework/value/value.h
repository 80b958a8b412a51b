// A Terraform value: known, null, or unknown ("known after apply"), each with a type.
//
//   Value name = Value::String("web");
//   Value later = Value::Unknown(Type::String());
//   Value tag = Value::Object({{"name", name}, {"id", later}});
//   tag.attribute("name").string();  // "web"
#ifndef SIXGATE_PROVIDER_FRAMEWORK_VALUE_VALUE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_VALUE_VALUE_H_

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "provider/framework/value/number.h"
#include "provider/framework/value/type.h"

namespace tf {

// What is already known of an unknown value. A promise made in a plan: the value that takes its
// place must keep it.
struct Refinements {
  struct Bound {
    Number value = {};
    bool inclusive = true;
    auto operator<=>(const Bound&) const = default;
  };
  // True: certainly null. False: certainly not null.
  std::optional<bool> is_null = {};
  std::string string_prefix = {};
  std::optional<Bound> number_min = {};
  std::optional<Bound> number_max = {};
  std::optional<int64_t> length_min = {};
  std::optional<int64_t> length_max = {};

  bool empty() const { return *this == Refinements(); }
  auto operator<=>(const Refinements&) const = default;
};

struct MapEntry;

// Immutable and cheap to copy: the tree below is shared by all copies. Safe to read from several
// threads. Accessors for a kind that the value is not, or of a null or unknown value, are
// programming errors and stop the program; ask IsKnown() and the type first.
class Value {
 public:
  Value();  // null of the dynamic type
  static Value Null(Type type);
  static Value Unknown(Type type);
  // The refinements fit the type: a prefix only of a string, bounds only of a number, lengths only
  // of a collection, none of the dynamic type.
  static Value Unknown(Type type, Refinements refinements);
  // `text` is valid UTF-8 (codecs check it; SanitizeUtf8 mends it).
  static Value String(std::string text);
  static Value Number(tf::Number number);
  static Value Int(int64_t number);
  static Value Bool(bool value);
  // Elements conform to the element type, and are kept as it (see As); below, too.
  static Value List(Type element, std::vector<Value> elements);
  // Kept in one canonical order, equal known elements once.
  static Value Set(Type element, std::vector<Value> elements);
  // Keys in any order; kept sorted. A key given twice is a programming error.
  static Value Map(Type element, std::vector<MapEntry> entries);
  // The type is made of the elements' own types.
  static Value Tuple(std::vector<Value> elements);
  // One element for each of type.elements().
  static Value Tuple(Type type, std::vector<Value> elements);
  // The type is made of the attributes' own types.
  static Value Object(std::vector<MapEntry> attributes);
  // `attributes` in the order of type.attributes(), one each.
  static Value Object(Type type, std::vector<Value> attributes);

  const Type& type() const;
  bool IsNull() const;
  bool IsUnknown() const;
  // Neither null nor unknown; parts of it may be.
  bool IsKnown() const;
  // No unknown anywhere inside (a null is wholly known).
  bool IsWhollyKnown() const;

  const std::string& string() const;
  const tf::Number& number() const;
  bool boolean() const;
  // Of a list, set, tuple; of an object in the order of type().attributes().
  absl::Span<const Value> elements() const;
  // Of a map, sorted by key.
  absl::Span<const MapEntry> entries() const;
  // Of a map: the value under the key, or null pointer. Lives as long as this value.
  const Value* Find(absl::string_view key) const;
  // Of an object; the attribute must exist in its type.
  const Value& attribute(absl::string_view name) const;
  // An object with one attribute replaced by a value that conforms to its type.
  Value With(absl::string_view name, Value value) const;
  // Of an unknown; null pointer when there are none.
  const Refinements* refinements() const;

  // Whether one was made by copying the other, or both from a third: quick, and then they are
  // equal. Equal values need not be copies.
  bool IsCopyOf(const Value& other) const { return node_ == other.node_; }
  // Whether the value fits the type: the same type, where the dynamic type fits everything.
  bool Conforms(const Type& wanted) const;
  // The same content as a value of `wanted`, which it conforms to: what is dynamic there keeps its
  // own type, the rest has exactly the wanted one. Codecs return such values.
  Value As(const Type& wanted) const;

  // For messages and tests: {name = "web", id = unknown}. Not for sensitive values.
  std::string ToString() const;

  // Same type, same state, same content; order in sets does not matter.
  friend bool operator==(const Value& a, const Value& b);
  // A total order that sets use: by type; known before unknown before null; then by content. For
  // sets of primitives it is the order in which Terraform writes them.
  friend int Compare(const Value& a, const Value& b);

 private:
  struct Node;
  explicit Value(std::shared_ptr<const Node> node);
  // Shared by every copy of the value and the values that contain it.
  std::shared_ptr<const Node> node_;
};

int Compare(const Value& a, const Value& b);
// Equal values have one hash, in this process. Of an unknown its refinements do not count.
size_t Hash(const Value& value);

struct MapEntry {
  std::string key;
  Value value;

  bool operator==(const MapEntry&) const = default;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_VALUE_VALUE_H_
