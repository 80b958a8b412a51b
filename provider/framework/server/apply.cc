#include "provider/framework/server/apply.h"

#include "absl/strings/str_cat.h"
#include "provider/framework/server/spelling.h"
#include "provider/framework/server/state.h"

namespace tf::server {
namespace {

void Create(const Resource& resource, const ApplyRequest& request, StateResponse& response) {
  resource.Create({request.operation, request.config, request.plan}, response);
  RequireState(resource.type_name(), "create", response.state, response.diagnostics);
}

void Update(const Resource& resource, const ApplyRequest& request, StateResponse& response) {
  response.state = request.prior;
  resource.Update({request.operation, request.config, request.prior, request.plan}, response);
  RequireState(resource.type_name(), "update", response.state, response.diagnostics);
}

void Delete(const Resource& resource, const ApplyRequest& request, StateResponse& response) {
  response.state = request.prior;
  resource.Delete({request.operation, request.prior}, response);
  if (!response.state.IsNull() && !response.diagnostics.HasError()) {
    response.diagnostics.AddError("State left after delete",
                                  absl::StrCat(resource.type_name(),
                                               " reported success but the object is still there. "
                                               "This is a bug in the provider."));
  }
}

}  // namespace

void Apply(const Resource& resource, const ApplyRequest& request, StateResponse& response) {
  const schema::Body& body = resource.schema().body;
  response.state = Value::Null(body.type());
  response.private_state = request.planned_private;
  if (!request.plan.IsNull()) {
    (request.prior.IsNull() ? Create : Update)(resource, request, response);
  } else if (!request.prior.IsNull()) {
    Delete(resource, request, response);
  }
  response.state = RequireType(body, response.state, request.prior, "apply", response.diagnostics);
  response.state = KeepSpelling(body, request.plan, response.state);
  response.state = Storable(body, response.state, "apply", response.diagnostics);
}

void ReadState(const Resource& resource, const ReadStateRequest& request, StateResponse& response) {
  const schema::Body& body = resource.schema().body;
  response.state = request.state;
  response.private_state = request.private_state;
  resource.Read({request.operation, request.state}, response);
  response.state = RequireType(body, response.state, request.state, "read", response.diagnostics);
  response.state = KeepSpelling(body, request.state, response.state);
  response.state = Storable(body, response.state, "read", response.diagnostics);
}

}  // namespace tf::server
