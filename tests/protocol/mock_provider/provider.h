// A provider that behaves as hashicorp/tfcoremock does, and shows that the framework can carry one
// that has nothing in common with sixgate: every kind of schema there is, some of it made at run
// time.
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_PROVIDER_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_PROVIDER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "provider/framework/provider.h"
#include "tests/protocol/mock_provider/definition.h"

namespace mock {

// What the file defines; nothing when it does not exist. kInvalidArgument and the codes of files.h.
absl::StatusOr<Definitions> ReadDefinitions(const std::string& path);

// Offers these besides the two that are always there. What is wrong with a definition is among the
// provider's SchemaProblems.
std::unique_ptr<tf::Provider> NewProvider(const Definitions& dynamic);

// Offers nothing, and tells the client why.
std::unique_ptr<tf::Provider> NewBrokenProvider(const absl::Status& reason);

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_PROVIDER_H_
