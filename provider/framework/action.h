// An action: does something to the world that leaves no state, like a restart.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_ACTION_H_
#define SIXGATE_PROVIDER_FRAMEWORK_ACTION_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "provider/framework/part.h"

namespace tf {

struct InvokeRequest {
  const Operation& operation;
  // Wholly known, with defaults.
  Value config;
  // Shows the user a line while the action runs. May be called from any thread until Invoke
  // returns.
  std::function<void(absl::string_view message)> progress;
};

class Action : public Part {
 public:
  virtual void Invoke(const InvokeRequest& request, Diagnostics& diagnostics) const = 0;
};

struct PlanActionRequest {
  const Operation& operation;
  // With defaults; may hold unknowns.
  Value config;
};

struct PlanActionResponse {
  Diagnostics diagnostics;
  // The client takes kProviderConfigUnknown only.
  std::optional<DeferredReason> deferred = std::nullopt;
};

// Can tell before anything is changed that it would fail. Free of side effects.
class ActionWithPlan {
 public:
  virtual ~ActionWithPlan() = default;
  virtual void Plan(const PlanActionRequest& request, PlanActionResponse& response) const = 0;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_ACTION_H_
