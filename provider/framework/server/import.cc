#include "provider/framework/server/import.h"

#include "absl/strings/str_cat.h"
#include "provider/framework/server/identity.h"

namespace tf::server {
namespace {

// Whether the request says which object in a way that the resource knows.
bool CheckRequest(const Resource& resource, const ImportRequest& request,
                  Diagnostics& diagnostics) {
  if (!request.identity.IsNull()) {
    if (dynamic_cast<const ResourceWithIdentity*>(&resource) != nullptr) return true;
    diagnostics.AddError("Import by identity not possible",
                         absl::StrCat(resource.type_name(), " is imported by its id."));
    return false;
  }
  if (!request.id.empty() && request.id.size() <= kImportIdBytesMax) return true;
  diagnostics.AddError("Invalid import id",
                       absl::StrCat("An id has 1 to ", kImportIdBytesMax, " bytes; this one has ",
                                    request.id.size(), "."));
  return false;
}

// Makes the state fit to be stored, and says whose it is.
void Finish(const Resource& resource, const Operation& operation, const Value& identity,
            absl::string_view name, StateResult& result) {
  const schema::Body& body = resource.schema().body;
  RequireState(resource.type_name(), name, result.state, result.diagnostics);
  result.state =
      RequireType(body, result.state, Value::Null(body.type()), name, result.diagnostics);
  result.state = Storable(body, result.state, name, result.diagnostics);
  result.identity =
      FirstIdentity(resource, {operation, result.state, identity}, result.diagnostics);
}

}  // namespace

void Import(const Resource& resource, const ImportRequest& request, StateResult& result) {
  result.state = Value::Null(resource.schema().type());
  const auto* with_import = dynamic_cast<const ResourceWithImport*>(&resource);
  if (with_import == nullptr) {
    result.diagnostics.AddError("Import not possible",
                                absl::StrCat(resource.type_name(), " cannot be imported."));
    return;
  }
  if (!CheckRequest(resource, request, result.diagnostics)) return;
  result.deferred = request.operation.deferred;
  if (!result.deferred.has_value()) with_import->Import(request, result);
  CheckDeferred(request.operation, resource.type_name(), result.deferred, result.diagnostics);
  if (!result.deferred.has_value()) {
    Finish(resource, request.operation, request.identity, "import", result);
    if (dynamic_cast<const ResourceWithIdentity*>(&resource) != nullptr) {
      result.private_state.Set(kImportBeforeReadKey, "true");
    }
  }
}

void Move(const Resource& resource, const MoveRequest& request, StateResult& result) {
  result.state = Value::Null(resource.schema().type());
  const auto* with_move = dynamic_cast<const ResourceWithMove*>(&resource);
  if (with_move == nullptr || !with_move->Move(request, result)) {
    result.state = Value::Null(resource.schema().type());
    result.diagnostics.AddError(
        "Move from another resource type not possible",
        absl::StrCat(resource.type_name(), " cannot take over the state of \"",
                     request.source_type_name, "\" from provider \"",
                     request.source_provider_address,
                     "\". Import the object instead, and remove the old resource from the state."));
    return;
  }
  Finish(resource, request.operation, Value(), "move", result);
}

}  // namespace tf::server
