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

namespace tf::schema {

// A string that is one of `allowed`.
Validator OneOf(std::vector<std::string> allowed);

// A number from `min` to `max`, both included.
Validator Between(int64_t min, int64_t max);

// A string whose length in bytes is from `min` to `max`.
Validator LengthBetween(size_t min, size_t max);

// A string that `parse` accepts; its error message becomes the detail. `what` names the kind of
// value in the summary: "Invalid IPv6 prefix".
Validator Parses(const std::string& what, std::function<absl::Status(absl::string_view)> parse);

// A wholly known value that a model can hold: Fields asks it of every attribute, so that what
// cannot be loaded is an error of the attribute, at the place that the trail leads to. `check`'s
// message becomes the detail.
Validator FitsModel(std::function<absl::Status(const Value&, Trail&)> check);

// Every known element of a list or set, every known value of a map.
Validator Each(const Validator& element);

// Every key of a map; `validator` sees it as a string value.
Validator EachKey(const Validator& key);

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_VALIDATORS_H_
