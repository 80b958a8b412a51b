// PlanAction and InvokeAction.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_ACTION_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_ACTION_H_

#include "provider/framework/action.h"

namespace tf::server {

// Asks the action with defaults set, if it has something to say before it is invoked.
void PlanAction(const Action& action, const PlanActionRequest& request,
                PlanActionResponse& response);

// Invokes with defaults set.
void InvokeAction(const Action& action, const InvokeRequest& request, Diagnostics& diagnostics);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_ACTION_H_
