#include "provider/framework/server/apply.h"

#include "absl/strings/str_cat.h"
#include "provider/framework/server/identity.h"
#include "provider/framework/server/import.h"
#include "provider/framework/server/spelling.h"

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

void Apply(const Resource& resource, const ApplyRequest& request, StateResult& result) {
  const schema::Body& body = resource.schema().body;
  result.state = Value::Null(body.type());
  result.private_state = request.planned_private;
  if (!request.plan.IsNull()) {
    (request.prior.IsNull() ? Create : Update)(resource, request, result);
  } else if (!request.prior.IsNull()) {
    Delete(resource, request, result);
  }
  result.state = RequireType(body, result.state, request.prior, "apply", result.diagnostics);
  result.state = KeepSpelling(body, request.plan, result.state);
  result.state = Storable(body, result.state, "apply", result.diagnostics);
  result.identity =
      IdentityAfter(resource, {request.operation, result.state, request.planned_identity}, "apply",
                    result.diagnostics);
}

void ReadState(const Resource& resource, const ReadStateRequest& request, StateResult& result) {
  const schema::Body& body = resource.schema().body;
  result.state = request.state;
  result.private_state = request.private_state;
  result.identity = request.identity;
  result.deferred = request.operation.deferred;
  if (result.deferred.has_value()) return;
  const bool is_imported = result.private_state.Find(kImportBeforeReadKey) != nullptr;
  result.private_state.Remove(kImportBeforeReadKey);
  resource.Read({request.operation, request.state}, result);
  CheckDeferred(request.operation, resource.type_name(), result.deferred, result.diagnostics);
  result.state = RequireType(body, result.state, request.state, "read", result.diagnostics);
  result.state = KeepSpelling(body, request.state, result.state);
  result.state = Storable(body, result.state, "read", result.diagnostics);
  // What is gone keeps its name: the client shows in its plan which object that was, as with
  // terraform-plugin-framework (fwserver/server_readresource.go).
  if (result.state.IsNull()) return;
  result.identity =
      IdentityAfter(resource, {request.operation, result.state, request.identity}, "read",
                    result.diagnostics, is_imported ? IdentityMay::kChange : IdentityMay::kStay);
}

}  // namespace tf::server
