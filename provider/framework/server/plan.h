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
};

// Fills `response.plan` (null for a destroy), the attributes that force a replacement (sorted, each
// once), private state and diagnostics.
void PlanChange(const Resource& resource, const PlanChangeRequest& request, PlanResponse& response);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_PLAN_H_
