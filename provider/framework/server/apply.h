// ApplyResourceChange and ReadResource: calls the resource and keeps the promises that the client
// checks afterwards.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_APPLY_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_APPLY_H_

#include "provider/framework/server/state.h"

namespace tf::server {

// Values have the type of the resource's schema; null where there is no object.
struct ApplyRequest {
  const Operation& operation;
  Value config;
  Value prior;
  Value plan;
  PrivateState planned_private;
  // For a destroy the one before.
  Value planned_identity = {};
};

// Creates, updates or deletes. The response's state is what is really there, wholly known, in the
// plan's spelling; a resource that breaks this gets an error that names the attribute.
void Apply(const Resource& resource, const ApplyRequest& request, StateResult& result);

struct ReadStateRequest {
  const Operation& operation;
  Value state;
  PrivateState private_state;
  Value identity = {};
};

// The state as it is now, in the spelling it had; null when the object is gone.
void ReadState(const Resource& resource, const ReadStateRequest& request, StateResult& result);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_APPLY_H_
