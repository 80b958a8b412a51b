// The files of the mock provider: JSON that people read and write.
//
//   {
//     "resource_type": "tfcoremock_simple_resource",
//     "values": {
//       "id": {
//         "string": "a"
//       }
//     }
//   }
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_STORED_JSON_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_STORED_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "provider/framework/codec/json_reader.h"
#include "provider/framework/value/number.h"
#include "tests/protocol/mock_provider/stored_value.h"

namespace mock {

// Plain data: one object with the type of its resource.
struct StoredResource {
  std::string resource_type = {};
  StoredMap values = {};

  // The file's name without ".json". kInvalidArgument when the values have no string of that name.
  absl::StatusOr<std::string> Id() const;
  bool operator==(const StoredResource&) const = default;
};

// Byte for byte what Go's encoding/json makes of it: indented by two blanks, or on one line.
std::string ToIndentedJson(const StoredResource& resource);
std::string ToCompactJson(const StoredResource& resource);

// Members that are not known are passed over, those that are null count as absent.
// kInvalidArgument for what is no JSON, or has another kind of value where the form has its own.
absl::StatusOr<StoredResource> ParseStoredResource(absl::string_view json);
absl::StatusOr<StoredValue> ReadStoredValue(tf::codec::JsonReader& reader);

// As Go prints it in the shortest form: "0.1", "1e+06".
std::string ShortestText(const tf::Number& number);

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_STORED_JSON_H_
