// A value as the mock provider keeps it in files: without its type, which the schema knows.
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_STORED_VALUE_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_STORED_VALUE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "provider/framework/value/number.h"
#include "provider/framework/value/value.h"

namespace mock {

struct StoredValue;

using StoredList = std::vector<StoredValue>;
using StoredMap = std::map<std::string, StoredValue, std::less<>>;

// Plain data. One member is set, or none where an element of a collection is null. Attributes of
// objects that are null are left out.
struct StoredValue {
  std::optional<bool> boolean = {};
  std::optional<tf::Number> number = {};
  std::optional<std::string> string = {};
  std::optional<StoredList> list = {};
  std::optional<StoredMap> map = {};
  std::optional<StoredMap> object = {};
  std::optional<StoredList> set = {};

  bool operator==(const StoredValue& other) const;
};

// Null collections and objects inside of collections become empty ones; unknown attributes of
// objects are left out like null ones. kInvalidArgument for an unknown element of a collection.
absl::StatusOr<StoredValue> ToStored(const tf::Value& value);

// The value as one of `type`. What `stored` has no member of that kind for, and attributes that it
// leaves out, are null; attributes that the type does not have are passed over.
tf::Value FromStored(const StoredValue& stored, const tf::Type& type);

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_STORED_VALUE_H_
