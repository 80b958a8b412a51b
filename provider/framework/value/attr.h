// A member of a model struct that mirrors a Terraform attribute.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_VALUE_ATTR_H_
#define SIXGATE_PROVIDER_FRAMEWORK_VALUE_ATTR_H_

#include <utility>

#include "engine/base/check.h"

namespace tf {

// A member of a model: null (the default), unknown, or a value.
template <class T>
class Attr {
 public:
  Attr() = default;
  Attr(T value) : state_(State::kKnown), value_(std::move(value)) {}  // NOLINT: a value is one
  static Attr Unknown() {
    Attr attr;
    attr.state_ = State::kUnknown;
    return attr;
  }

  bool IsNull() const { return state_ == State::kNull; }
  bool IsUnknown() const { return state_ == State::kUnknown; }
  bool IsKnown() const { return state_ == State::kKnown; }
  // The value, which must be known.
  const T& operator*() const {
    SIXGATE_CHECK(IsKnown(), "only a known attribute has a value");
    return value_;
  }
  T& operator*() {
    SIXGATE_CHECK(IsKnown(), "only a known attribute has a value");
    return value_;
  }
  const T* operator->() const { return &**this; }
  T* operator->() { return &**this; }
  // The value, or `other` when it is null or unknown.
  T value_or(T other) const { return IsKnown() ? value_ : std::move(other); }

  bool operator==(const Attr&) const = default;

 private:
  enum class State { kNull, kUnknown, kKnown };
  State state_ = State::kNull;
  T value_{};
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_VALUE_ATTR_H_
