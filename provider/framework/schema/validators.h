// The usual validators, as values: Field("mode", &Model::mode).Validate(OneOf({"a", "b"})).
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_VALIDATORS_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_VALIDATORS_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "provider/framework/schema/attribute.h"
#include "provider/framework/schema/value_traits.h"
#include "provider/framework/value/number.h"

namespace tf::schema {

// A string that is one of `allowed`.
Validator OneOf(std::vector<std::string> allowed);

// A string that is none of `refused`.
Validator NoneOf(std::vector<std::string> refused);

// A number that is one of `allowed`.
Validator OneOfNumbers(const std::vector<int64_t>& allowed);

// A whole number from `min` to `max`, both included.
Validator Between(int64_t min, int64_t max);

// A number, whole or not, that is no smaller or no larger.
Validator AtLeast(const Number& min);
Validator AtMost(const Number& max);
inline Validator AtLeast(int64_t min) { return AtLeast(Number::FromInt64(min)); }
inline Validator AtMost(int64_t max) { return AtMost(Number::FromInt64(max)); }

// A string whose length in bytes is from `min` to `max`.
Validator LengthBetween(size_t min, size_t max);

// A string in which the regular expression matches somewhere: anchor it with ^ and $ to mean all of
// it. RE2's syntax, and so in time that grows with the text alone. `description` completes "must".
// A wrong pattern is a programming error.
Validator Matches(const std::string& pattern, const std::string& description);

// A list, set or map with `min` to `max` elements. A set with unknown elements may turn out
// smaller.
Validator SizeBetween(size_t min, size_t max);

// A list that has each of its known elements once.
Validator UniqueElements();

// A string that `parse` accepts; its error message becomes the detail. `what` names the kind of
// value in the summary: "Invalid IPv6 prefix".
Validator Parses(const std::string& what, std::function<absl::Status(absl::string_view)> parse);

// A wholly known value that a model can hold: Fields asks it of every attribute, so that what
// cannot be loaded is an error of the attribute, at the place that the trail leads to. `check`'s
// message becomes the detail.
Validator FitsModel(std::function<absl::Status(const Value&, Trail&)> check);

// What any of `choices` takes. What all of them refuse is refused with the words of each.
Validator AnyOf(std::vector<Validator> choices);

// Every known element of a list or set, every known value of a map.
Validator Each(const Validator& element);

// Every key of a map; `validator` sees it as a string value.
Validator EachKey(const Validator& key);

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_VALIDATORS_H_
