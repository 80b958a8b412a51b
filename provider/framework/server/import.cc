#include "provider/framework/server/import.h"

#include "absl/strings/str_cat.h"
#include "provider/framework/server/state.h"

namespace tf::server {

void Import(const Resource& resource, const ImportRequest& request, StateResponse& response) {
  response.state = Value::Null(resource.schema().type());
  const auto* with_import = dynamic_cast<const ResourceWithImport*>(&resource);
  if (with_import == nullptr) {
    response.diagnostics.AddError("Import not possible",
                                  absl::StrCat(resource.type_name(), " cannot be imported."));
    return;
  }
  if (request.id.empty() || request.id.size() > kImportIdBytesMax) {
    response.diagnostics.AddError("Invalid import id",
                                  absl::StrCat("An id has 1 to ", kImportIdBytesMax,
                                               " bytes; this one has ", request.id.size(), "."));
    return;
  }
  with_import->Import(request, response);
  const schema::Body& body = resource.schema().body;
  RequireState(resource.type_name(), "import", response.state, response.diagnostics);
  response.state =
      RequireType(body, response.state, Value::Null(body.type()), "import", response.diagnostics);
  response.state = Storable(body, response.state, "import", response.diagnostics);
}

void Move(const Resource& resource, const MoveRequest& request, StateResponse& response) {
  response.state = Value::Null(resource.schema().type());
  const auto* with_move = dynamic_cast<const ResourceWithMove*>(&resource);
  if (with_move == nullptr || !with_move->Move(request, response)) {
    response.state = Value::Null(resource.schema().type());
    response.diagnostics.AddError(
        "Move from another resource type not possible",
        absl::StrCat(resource.type_name(), " cannot take over the state of \"",
                     request.source_type_name, "\" from provider \"",
                     request.source_provider_address,
                     "\". Import the object instead, and remove the old resource from the state."));
    return;
  }
  const schema::Body& body = resource.schema().body;
  RequireState(resource.type_name(), "move", response.state, response.diagnostics);
  response.state =
      RequireType(body, response.state, Value::Null(body.type()), "move", response.diagnostics);
  response.state = Storable(body, response.state, "move", response.diagnostics);
}

}  // namespace tf::server
