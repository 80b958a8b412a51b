// An ephemeral resource: a value that lives for one run and is never stored, like a token.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_EPHEMERAL_RESOURCE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_EPHEMERAL_RESOURCE_H_

#include <optional>

#include "absl/time/time.h"
#include "provider/framework/part.h"
#include "provider/framework/private_state.h"

namespace tf {

struct OpenRequest {
  const Operation& operation;
  // Wholly known, with defaults.
  Value config;
};

struct OpenResponse {
  // In: the configuration. Out: wholly known, and equal to the configuration where that says
  // something.
  Value result;
  // When the client is to call Renew, at the latest; nothing: never.
  std::optional<absl::Time> renew_at;
  // Given to Renew and Close.
  PrivateState private_state;
  Diagnostics diagnostics;
  std::optional<DeferredReason> deferred = std::nullopt;
};

class EphemeralResource : public Part {
 public:
  virtual void Open(const OpenRequest& request, OpenResponse& response) const = 0;
};

struct RenewRequest {
  const Operation& operation;
};

struct RenewResponse {
  std::optional<absl::Time> renew_at;
  // In: as Open or the last Renew left it.
  PrivateState private_state;
  Diagnostics diagnostics;
};

// What Open gave out must be renewed from time to time.
class EphemeralResourceWithRenew {
 public:
  virtual ~EphemeralResourceWithRenew() = default;
  virtual void Renew(const RenewRequest& request, RenewResponse& response) const = 0;
};

struct CloseRequest {
  const Operation& operation;
  PrivateState private_state;
};

// What Open gave out must be given back.
class EphemeralResourceWithClose {
 public:
  virtual ~EphemeralResourceWithClose() = default;
  // Succeeds also where it is closed already: clients may ask twice.
  virtual void Close(const CloseRequest& request, Diagnostics& diagnostics) const = 0;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_EPHEMERAL_RESOURCE_H_
