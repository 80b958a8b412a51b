// The schemas that Terraform sees, made of definitions.
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_SCHEMAS_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_SCHEMAS_H_

#include "absl/status/statusor.h"
#include "provider/framework/schema/schema.h"
#include "tests/protocol/mock_provider/definition.h"

namespace mock {

// All three: kInvalidArgument for an attribute of no known type, a collection that does not say
// what its elements are, a block of no known mode, and for an own attribute `id`.

// Attributes are as defined; `id` is optional and computed, and replaces the resource.
absl::StatusOr<tf::schema::Schema> ResourceSchema(const Definition& definition);

// `id` is required, everything else computed.
absl::StatusOr<tf::schema::Schema> DataSourceSchema(const Definition& definition);

// No `id`; what is computed elsewhere is optional here, for an action computes nothing.
absl::StatusOr<tf::schema::Schema> ActionSchema(const Definition& definition);

// Only `id`, optional.
tf::schema::Schema ListSchema(const Definition& definition);

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_SCHEMAS_H_
