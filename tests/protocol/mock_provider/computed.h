// Values that a definition says the provider computes.
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_COMPUTED_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_COMPUTED_H_

#include "absl/status/status.h"
#include "tests/protocol/mock_provider/definition.h"
#include "tests/protocol/mock_provider/stored_value.h"

namespace mock {

// Gives every attribute that has no value the one of its definition, if there is one, also inside
// of objects and blocks and of the values given. kInvalidArgument for a definition that has a value
// but is not computed, or one of another kind than its type.
absl::Status AddComputed(const Definition& definition, StoredMap& values);

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_COMPUTED_H_
