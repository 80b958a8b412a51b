#include "provider/framework/server/action.h"

#include "absl/strings/str_cat.h"
#include "provider/framework/server/defaults.h"
#include "provider/framework/server/state.h"

namespace tf::server {

void PlanAction(const Action& action, const PlanActionRequest& request,
                PlanActionResponse& response) {
  if (request.operation.deferred.has_value()) {
    // The client takes no other reason.
    response.deferred = DeferredReason::kProviderConfigUnknown;
    return;
  }
  const auto* with_plan = dynamic_cast<const ActionWithPlan*>(&action);
  if (with_plan == nullptr) return;
  with_plan->Plan({request.operation, WithDefaults(action.schema().body, request.config)},
                  response);
  if (response.deferred.has_value() &&
      response.deferred != DeferredReason::kProviderConfigUnknown) {
    response.deferred.reset();
    response.diagnostics.AddError(
        "Action cannot be deferred for this reason",
        absl::StrCat(action.type_name(),
                     " may only wait for the provider's configuration; it has to accept unknown "
                     "values of its own. This is a bug in the provider."));
  }
  CheckDeferred(request.operation, action.type_name(), response.deferred, response.diagnostics);
}

void InvokeAction(const Action& action, const InvokeRequest& request, Diagnostics& diagnostics) {
  action.Invoke(
      {request.operation, WithDefaults(action.schema().body, request.config), request.progress},
      diagnostics);
}

}  // namespace tf::server
