// What every call of a provider's code comes with.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_OPERATION_H_
#define SIXGATE_PROVIDER_FRAMEWORK_OPERATION_H_

#include <memory>
#include <optional>
#include <stop_token>

#include "provider/framework/log.h"
#include "provider/framework/value/value.h"

namespace tf {

// What Configure made: a client, an engine. The product derives from it.
class ProviderData {
 public:
  virtual ~ProviderData() = default;
};

// Shared by the server and the requests in flight: a reattached process is configured again while
// older requests still run.
using ProviderDataPtr = std::shared_ptr<ProviderData>;

struct ClientCapabilities {
  bool deferral_allowed = false;
  bool write_only_attributes_allowed = false;
  bool store_planned_private = false;
  bool computed_blocks_allowed = false;
};

// Why something cannot be planned or read yet. Only for clients that say deferral_allowed; others
// get an error instead.
enum class DeferredReason {
  kUnknown,
  kResourceConfigUnknown,
  kProviderConfigUnknown,
  // Something that it depends on does not exist yet.
  kAbsentPrerequisite,
};

// Plain data, one per request.
struct Operation {
  // Requested when the user interrupts (StopProvider). Long work looks at it and returns what is
  // really there.
  std::stop_token stop;
  // Null when the process was not configured: in validation, functions and moves.
  ProviderDataPtr provider_data;
  ClientCapabilities client;
  // What Configure deferred everything for.
  std::optional<DeferredReason> deferred = std::nullopt;
  // What the module that holds the block says in its `provider_meta` block; null where it has none,
  // and where the provider has no schema for it.
  Value provider_meta = {};
  // Its lines carry the request's fields: which RPC, its id, the part's type. Silent in unit tests.
  Log log = {};
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_OPERATION_H_
