// PlanResourceChange, in the order of HashiCorp's framework
// (fwserver/server_planresourcechange.go): what will the object be, and must it be replaced?
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_PLAN_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_PLAN_H_

#include "provider/framework/resource.h"

namespace tf::server {

// Values have the type of the resource's schema; null where there is no object.
struct PlanChangeRequest {
  const Operation& operation;
  Value config;
  Value prior;
  Value proposed;
  PrivateState prior_private;
  Value prior_identity = {};
  // Of the first plan, when this one is made in the apply.
  PrivateState planned_private = {};
};

struct PlanResult : PlanResponse {
  // Null where nobody can say.
  Value identity;
};

// Fills `result.plan` (null for a destroy), the attributes that force a replacement (sorted, each
// once), identity, private state and diagnostics.
void PlanChange(const Resource& resource, const PlanChangeRequest& request, PlanResult& result);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_PLAN_H_
