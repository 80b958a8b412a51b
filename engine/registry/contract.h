// What every backend checks in the same way and says in the same words. For backends only.
#ifndef SIXGATE_ENGINE_REGISTRY_CONTRACT_H_
#define SIXGATE_ENGINE_REGISTRY_CONTRACT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/registry/registry.h"

namespace engine::registry {

// kInvalidArgument or kOutOfRange, as Snapshot::Run promises.
absl::Status ValidateQueries(absl::Span<const Query> queries);

// kInvalidArgument or kOutOfRange, as Registry::Commit promises.
absl::Status ValidateTransaction(const Transaction& transaction);

// kAborted, naming the guard, if it does not hold in a store where `first` is the first key of
// guard.range (its value is not looked at), or null if there is none.
absl::Status CheckGuard(const Guard& guard, const KeyValue* first);

// The key or other text from outside, in quotes, with control characters escaped.
std::string Quoted(absl::string_view text);

}  // namespace engine::registry

#endif  // SIXGATE_ENGINE_REGISTRY_CONTRACT_H_
