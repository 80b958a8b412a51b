#include "provider/framework/server/action.h"

#include "provider/framework/server/defaults.h"
#include "provider/framework/server/state.h"

namespace tf::server {

void PlanAction(const Action& action, const PlanActionRequest& request,
                PlanActionResponse& response) {
  response.deferred = request.operation.deferred;
  const auto* with_plan = dynamic_cast<const ActionWithPlan*>(&action);
  if (with_plan != nullptr && !response.deferred.has_value()) {
    with_plan->Plan({request.operation, WithDefaults(action.schema().body, request.config)},
                    response);
  }
  CheckDeferred(request.operation, action.type_name(), response.deferred, response.diagnostics);
}

void InvokeAction(const Action& action, const InvokeRequest& request, Diagnostics& diagnostics) {
  action.Invoke(
      {request.operation, WithDefaults(action.schema().body, request.config), request.progress},
      diagnostics);
}

}  // namespace tf::server
