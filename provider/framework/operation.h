// What every call of a provider's code comes with.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_OPERATION_H_
#define SIXGATE_PROVIDER_FRAMEWORK_OPERATION_H_

#include <memory>
#include <stop_token>

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

// Plain data, one per request.
struct Operation {
  // Requested when the user interrupts (StopProvider). Long work looks at it and returns what is
  // really there.
  std::stop_token stop;
  // Null when the process was not configured: in validation, functions and moves.
  ProviderDataPtr provider_data;
  ClientCapabilities client;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_OPERATION_H_
