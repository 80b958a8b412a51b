// How core compares: what the judges of change_rules.h share.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_COMPARE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_COMPARE_H_

#include <string>

#include "absl/strings/str_cat.h"
#include "provider/framework/server/unknowns.h"
#include "provider/framework/value/value.h"

namespace tf::testing {

// The value without what is promised of unknown ones.
inline Value Unrefined(const Value& value) {
  return server::ReplaceUnknowns(value, Path(), [](const Path&, const Value& unknown) {
    return Value::Unknown(unknown.type());
  });
}

inline bool SameUnrefined(const Value& a, const Value& b) { return Unrefined(a) == Unrefined(b); }

// Of an unknown object everything is unknown, of a null one everything null.
inline Value AttributeOf(const Value& object, const std::string& name, const Type& type) {
  if (object.IsUnknown()) return Value::Unknown(type);
  return object.IsNull() ? Value::Null(type) : object.attribute(name);
}

// How many elements a collection has, as a message says it.
inline std::string CountText(const Value& collection) {
  if (collection.IsUnknown()) return "unknown";
  if (collection.IsNull()) return "null";
  return absl::StrCat(collection.type().kind() == Type::Kind::kMap ? collection.entries().size()
                                                                   : collection.elements().size());
}

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_COMPARE_H_
