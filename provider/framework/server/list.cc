#include "provider/framework/server/list.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "provider/framework/server/defaults.h"
#include "provider/framework/server/identity.h"
#include "provider/framework/server/state.h"

namespace tf::server {
namespace {

bool IsOnlyDiagnostics(const ListResult& result) {
  return !result.diagnostics.empty() && result.identity.IsNull() && result.resource.IsNull() &&
         result.display_name.empty();
}

// Makes one result what the client takes.
ListResult Finished(const Resource& resource, const ListRequest& request, ListResult result) {
  const schema::Body& body = resource.schema().body;
  if (result.diagnostics.HasError() || IsOnlyDiagnostics(result)) return result;
  const auto& with_identity = dynamic_cast<const ResourceWithIdentity&>(resource);
  if (!result.resource.IsNull()) {
    result.resource =
        RequireType(body, result.resource, Value::Null(body.type()), "list", result.diagnostics);
    result.resource = Storable(body, result.resource, "list", result.diagnostics);
  }
  if (result.identity.IsNull()) {
    result.identity = IdentityAfter(resource, {request.operation, result.resource, Value()}, "list",
                                    result.diagnostics);
  }
  if (result.diagnostics.HasError()) return result;
  if (!result.identity.Conforms(with_identity.identity_schema().type()) ||
      !IsSet(result.identity) || !result.identity.IsWhollyKnown()) {
    result.diagnostics.AddError(
        "No identity after list",
        absl::StrCat("A ", resource.type_name(), " named \"", result.display_name,
                     "\" was found without one. This is a bug in the provider."));
  }
  if (!request.include_resource) {
    result.resource = Value();
  } else if (result.resource.IsNull()) {
    result.diagnostics.AddWarning(
        Path(), "No object after list",
        absl::StrCat("The whole object of \"", result.display_name,
                     "\" was asked for and not given. This is a bug in the provider."));
  }
  return result;
}

}  // namespace

void List(const ListResource& list, const Resource& resource, const ListRequest& request,
          const PushResult& push) {
  const ListRequest asked = {.operation = request.operation,
                             .config = WithDefaults(list.schema().body, request.config),
                             .include_resource = request.include_resource,
                             .limit = request.limit > 0 ? request.limit : kListLimit};
  int64_t left = asked.limit;
  bool wanted = true;
  list.List(asked, [&](ListResult result) {
    if (!wanted) return false;
    const bool is_result = !IsOnlyDiagnostics(result);
    ListResult finished = Finished(resource, asked, std::move(result));
    const bool failed = finished.diagnostics.HasError();
    wanted = push(std::move(finished)) && !failed && !asked.operation.stop.stop_requested() &&
             (!is_result || --left > 0);
    return wanted;
  });
}

}  // namespace tf::server
