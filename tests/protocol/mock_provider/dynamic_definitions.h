// Reads the types that users define themselves, in the file that
// TFCOREMOCK_DYNAMIC_RESOURCES_FILE names or in dynamic_resources.json:
//
//   {"tfcoremock_server": {"attributes": {"name": {"type": "string", "required": true}}}}
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_DYNAMIC_DEFINITIONS_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_DYNAMIC_DEFINITIONS_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tests/protocol/mock_provider/definition.h"

namespace mock {

// More than any schema that a client would take (64 MiB of it, on the wire).
inline constexpr size_t kDefinitionsBytesMax = size_t{16} << 20;
// Attributes and blocks in each other; what Terraform's codecs carry is no deeper.
inline constexpr int kDefinitionDepthMax = 24;

// kInvalidArgument for what is not JSON, has a member that is not known or of another kind, or is
// too large or too deep; the message names the place: "tfcoremock_server.attributes.name: …".
absl::StatusOr<Definitions> ParseDefinitions(absl::string_view json);

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_DYNAMIC_DEFINITIONS_H_
