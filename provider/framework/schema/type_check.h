// What a validator can be asked about, so that one at the wrong attribute is found when the schema
// is made and not when the first user sets the attribute.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_TYPE_CHECK_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_TYPE_CHECK_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "provider/framework/value/type.h"

namespace tf::schema {

// Of values of the type. kInvalidArgument completes "the validator …": "is for string, not number".
using TypeCheck = std::function<absl::Status(const Type&)>;

// Values of these kinds. One of the dynamic type may be of any kind, and so is of none of them.
TypeCheck Takes(std::vector<Type::Kind> kinds);
// Lists, sets and maps of what `element` takes; null takes all.
TypeCheck TakesCollectionOf(TypeCheck element);
// What each of them takes; null takes all.
TypeCheck TakesAllOf(std::vector<TypeCheck> checks);
// Objects with these parts, each there once: paths of attributes and single blocks, "wan.address".
// Parts are checked with `part`, if it is not null.
TypeCheck TakesObjectWith(std::vector<std::string> names, TypeCheck part = nullptr);

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_TYPE_CHECK_H_
