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
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "provider/framework/value/value.h"

namespace tf::schema {

// The type of a T, and both directions. Load is only given wholly known values of the type.
template <class T>
struct ValueTraits;

template <>
struct ValueTraits<std::string> {
  static Type type() { return Type::String(); }
  static Value Store(const std::string& text) { return Value::String(text); }
  static absl::Status Load(const Value& value, std::string& text) {
    text = value.string();
    return absl::OkStatus();
  }
};

template <>
struct ValueTraits<bool> {
  static Type type() { return Type::Bool(); }
  static Value Store(bool flag) { return Value::Bool(flag); }
  static absl::Status Load(const Value& value, bool& flag) {
    flag = value.boolean();
    return absl::OkStatus();
  }
};

template <>
struct ValueTraits<int64_t> {
  static Type type() { return Type::Number(); }
  static Value Store(int64_t number) { return Value::Int(number); }
  // kInvalidArgument when the number is not an integer of 64 bits.
  static absl::Status Load(const Value& value, int64_t& number) {
    const std::optional<int64_t> integer = value.number().ToInt64();
    if (!integer.has_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat(value.number().ToString(), " is not a whole number of at most 64 bits"));
    }
    number = *integer;
    return absl::OkStatus();
  }
};

template <>
struct ValueTraits<Number> {
  static Type type() { return Type::Number(); }
  static Value Store(const Number& number) { return Value::Number(number); }
  static absl::Status Load(const Value& value, Number& number) {
    number = value.number();
    return absl::OkStatus();
  }
};

template <>
struct ValueTraits<Value> {
  static Type type() { return Type::Dynamic(); }
  static Value Store(const Value& value) { return value; }
  static absl::Status Load(const Value& value, Value& target) {
    target = value;
    return absl::OkStatus();
  }
};

// kInvalidArgument that names a null element of a known collection: models have no place for one.
absl::Status RequireElements(const Value& collection);

template <class T>
struct ValueTraits<std::vector<T>> {
  static Type type() { return Type::List(ValueTraits<T>::type()); }
  static Value Store(const std::vector<T>& list) {
    std::vector<Value> elements;
    elements.reserve(list.size());
    for (const T& element : list) elements.push_back(ValueTraits<T>::Store(element));
    return Value::List(ValueTraits<T>::type(), std::move(elements));
  }
  static absl::Status Load(const Value& value, std::vector<T>& list) {
    list.clear();
    RETURN_IF_ERROR(RequireElements(value));
    for (const Value& element : value.elements()) {
      T loaded{};
      RETURN_IF_ERROR(ValueTraits<T>::Load(element, loaded));
      list.push_back(std::move(loaded));
    }
    return absl::OkStatus();
  }
};

template <class T>
struct ValueTraits<std::set<T>> {
  static Type type() { return Type::Set(ValueTraits<T>::type()); }
  static Value Store(const std::set<T>& set) {
    std::vector<Value> elements;
    elements.reserve(set.size());
    for (const T& element : set) elements.push_back(ValueTraits<T>::Store(element));
    return Value::Set(ValueTraits<T>::type(), std::move(elements));
  }
  static absl::Status Load(const Value& value, std::set<T>& set) {
    set.clear();
    RETURN_IF_ERROR(RequireElements(value));
    for (const Value& element : value.elements()) {
      T loaded{};
      RETURN_IF_ERROR(ValueTraits<T>::Load(element, loaded));
      set.insert(std::move(loaded));
    }
    return absl::OkStatus();
  }
};

template <class T>
struct ValueTraits<std::map<std::string, T>> {
  static Type type() { return Type::Map(ValueTraits<T>::type()); }
  static Value Store(const std::map<std::string, T>& map) {
    std::vector<MapEntry> entries;
    entries.reserve(map.size());
    for (const auto& [key, element] : map) {
      entries.push_back({key, ValueTraits<T>::Store(element)});
    }
    return Value::Map(ValueTraits<T>::type(), std::move(entries));
  }
  static absl::Status Load(const Value& value, std::map<std::string, T>& map) {
    map.clear();
    RETURN_IF_ERROR(RequireElements(value));
    for (const MapEntry& entry : value.entries()) {
      RETURN_IF_ERROR(ValueTraits<T>::Load(entry.value, map[entry.key]));
    }
    return absl::OkStatus();
  }
};

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_VALUE_TRAITS_H_
