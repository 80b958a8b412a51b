// How a C++ type is written as a Terraform value.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_VALUE_TRAITS_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_VALUE_TRAITS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/base/status_macros.h"
#include "provider/framework/value/path.h"
#include "provider/framework/value/value.h"

namespace tf::schema {

// Where a load failed, and why: every level on the way out adds its step. Empty while all is well.
class Trail {
 public:
  void AddAttribute(absl::string_view name);
  void AddKey(absl::string_view key);
  void AddIndex(size_t index);
  // Elements of sets have no step of their own: the path stops at the set.
  void AddSetElement() { steps_.clear(); }

  // What the value would have to be, without anything of what it is: all that is said of one that
  // is secret. "must be a whole number".
  void Require(std::string must) { must_ = std::move(must); }
  const std::string& must() const { return must_; }
  // For what is secret: the path stops where the first key would be named.
  void HideKeys();

  // `root` with the steps behind it.
  Path PathFrom(Path root) const;

 private:
  std::vector<Path::Step> steps_;  // the innermost first
  std::string must_ = "must be something that the provider can work with";
};

// The type of a T, and both directions. Load is only given wholly known values of the type; its
// errors are kInvalidArgument, and the trail says where and what is required. Messages may quote
// the value: of a secret one nobody sees them.
template <class T>
struct ValueTraits;

// Whether Load rounds: then the digits that are configured are kept wherever they mean the same T.
template <class T>
inline constexpr bool kRounds = false;

template <>
struct ValueTraits<std::string> {
  static Type type() { return Type::String(); }
  static Value Store(const std::string& text) { return Value::String(text); }
  static absl::Status Load(const Value& value, std::string& text, Trail&) {
    text = value.string();
    return absl::OkStatus();
  }
};

template <>
struct ValueTraits<bool> {
  static Type type() { return Type::Bool(); }
  static Value Store(bool flag) { return Value::Bool(flag); }
  static absl::Status Load(const Value& value, bool& flag, Trail&) {
    flag = value.boolean();
    return absl::OkStatus();
  }
};

template <>
struct ValueTraits<int64_t> {
  static Type type() { return Type::Number(); }
  static Value Store(int64_t number) { return Value::Int(number); }
  // Refuses what is not an integer of 64 bits.
  static absl::Status Load(const Value& value, int64_t& number, Trail&);
};

template <>
struct ValueTraits<int32_t> {
  static Type type() { return Type::Number(); }
  static Value Store(int32_t number) { return Value::Int(number); }
  // Refuses what is not an integer of 32 bits.
  static absl::Status Load(const Value& value, int32_t& number, Trail&);
};

template <>
struct ValueTraits<double> {
  static Type type() { return Type::Number(); }
  // The shortest decimal that means this double. NaN and infinities, which no Terraform number can
  // be, are programming errors.
  static Value Store(double number);
  // The nearest double; refuses numbers beyond its range.
  static absl::Status Load(const Value& value, double& number, Trail&);
};
template <>
inline constexpr bool kRounds<double> = true;

template <>
struct ValueTraits<Number> {
  static Type type() { return Type::Number(); }
  static Value Store(const Number& number) { return Value::Number(number); }
  static absl::Status Load(const Value& value, Number& number, Trail&) {
    number = value.number();
    return absl::OkStatus();
  }
};

template <>
struct ValueTraits<Value> {
  static Type type() { return Type::Dynamic(); }
  static Value Store(const Value& value) { return value; }
  static absl::Status Load(const Value& value, Value& target, Trail&) {
    target = value;
    return absl::OkStatus();
  }
};

// Refuses a null element of a known collection: models have no place for one.
absl::Status RequireElements(const Value& collection, Trail& trail);

// The elements of a list or set, each given to `add` once it is loaded.
template <class T, class LoadElement, class Add>
absl::Status LoadElements(const Value& value, Trail& trail, const LoadElement& load,
                          const Add& add) {
  RETURN_IF_ERROR(RequireElements(value, trail));
  for (size_t i = 0; i < value.elements().size(); ++i) {
    T element{};
    const absl::Status status = load(value.elements()[i], element, trail);
    if (!status.ok()) {
      value.type().kind() == Type::Kind::kSet ? trail.AddSetElement() : trail.AddIndex(i);
      return status;
    }
    add(std::move(element));
  }
  return absl::OkStatus();
}

template <class T, class LoadElement>
absl::Status LoadEntries(const Value& value, Trail& trail, const LoadElement& load,
                         std::map<std::string, T>& map) {
  map.clear();
  RETURN_IF_ERROR(RequireElements(value, trail));
  for (const MapEntry& entry : value.entries()) {
    const absl::Status status = load(entry.value, map[entry.key], trail);
    if (!status.ok()) {
      trail.AddKey(entry.key);
      return status;
    }
  }
  return absl::OkStatus();
}

template <class Elements, class StoreElement>
std::vector<Value> StoreElements(const Elements& elements, const StoreElement& store) {
  std::vector<Value> values;
  values.reserve(elements.size());
  for (const auto& element : elements) values.push_back(store(element));
  return values;
}

template <class T, class StoreElement>
std::vector<MapEntry> StoreEntries(const std::map<std::string, T>& map, const StoreElement& store) {
  std::vector<MapEntry> entries;
  entries.reserve(map.size());
  for (const auto& [key, element] : map) entries.push_back({key, store(element)});
  return entries;
}

template <class T>
struct ValueTraits<std::vector<T>> {
  static Type type() { return Type::List(ValueTraits<T>::type()); }
  static Value Store(const std::vector<T>& list) {
    return Value::List(ValueTraits<T>::type(), StoreElements(list, &ValueTraits<T>::Store));
  }
  static absl::Status Load(const Value& value, std::vector<T>& list, Trail& trail) {
    list.clear();
    return LoadElements<T>(value, trail, &ValueTraits<T>::Load,
                           [&](T element) { list.push_back(std::move(element)); });
  }
};
template <class T>
inline constexpr bool kRounds<std::vector<T>> = kRounds<T>;

template <class T>
struct ValueTraits<std::set<T>> {
  static Type type() { return Type::Set(ValueTraits<T>::type()); }
  static Value Store(const std::set<T>& set) {
    return Value::Set(ValueTraits<T>::type(), StoreElements(set, &ValueTraits<T>::Store));
  }
  static absl::Status Load(const Value& value, std::set<T>& set, Trail& trail) {
    set.clear();
    return LoadElements<T>(value, trail, &ValueTraits<T>::Load,
                           [&](T element) { set.insert(std::move(element)); });
  }
};
template <class T>
inline constexpr bool kRounds<std::set<T>> = kRounds<T>;

template <class T>
struct ValueTraits<std::map<std::string, T>> {
  static Type type() { return Type::Map(ValueTraits<T>::type()); }
  static Value Store(const std::map<std::string, T>& map) {
    return Value::Map(ValueTraits<T>::type(), StoreEntries(map, &ValueTraits<T>::Store));
  }
  static absl::Status Load(const Value& value, std::map<std::string, T>& map, Trail& trail) {
    return LoadEntries(value, trail, &ValueTraits<T>::Load, map);
  }
};
template <class T>
inline constexpr bool kRounds<std::map<std::string, T>> = kRounds<T>;

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_VALUE_TRAITS_H_
