#include "provider/framework/server/upgrade.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "provider/framework/codec/json.h"
#include "provider/framework/server/state.h"

namespace tf::server {
namespace {

Value Parse(absl::string_view json, const Type& type, const Resource& resource,
            Diagnostics& diagnostics) {
  absl::StatusOr<Value> state = codec::DecodeJson(json, type, codec::JsonForm::kStoredState);
  if (state.ok()) return *state;
  diagnostics.AddError(
      absl::StrCat("Stored state of ", resource.type_name(), " cannot be read"),
      absl::StrCat(state.status().message(),
                   ". The state file was changed by hand or damaged: restore a backup of it, or "
                   "remove the resource from the state and import it again."));
  return Value::Null(resource.schema().type());
}

Value Upgraded(const Resource& resource, int64_t version, absl::string_view json,
               Diagnostics& diagnostics) {
  const schema::Schema& schema = resource.schema();
  const Type type = schema.type();
  if (version == schema.version) return Parse(json, type, resource, diagnostics);
  if (const auto* with_upgrade = dynamic_cast<const ResourceWithUpgrade*>(&resource)) {
    for (const StateUpgrader& upgrader : with_upgrade->Upgraders()) {
      if (upgrader.from_version != version) continue;
      const Value old_state = Parse(json, upgrader.from_type, resource, diagnostics);
      return diagnostics.HasError() ? Value::Null(type) : upgrader.upgrade(old_state, diagnostics);
    }
  }
  diagnostics.AddError(
      absl::StrCat("Stored state of ", resource.type_name(), " has an unknown version"),
      absl::StrCat("The state has schema version ", version, "; this provider knows version ",
                   schema.version,
                   " and no way from the one to the other. Use the provider's "
                   "version that wrote the state, or a newer one."));
  return Value::Null(type);
}

}  // namespace

Value UpgradeState(const Resource& resource, int64_t version, absl::string_view json,
                   Diagnostics& diagnostics) {
  const schema::Body& body = resource.schema().body;
  const Value state = Upgraded(resource, version, json, diagnostics);
  RequireState(resource.type_name(), "upgrade", state, diagnostics);
  return Storable(body, RequireType(body, state, Value::Null(body.type()), "upgrade", diagnostics),
                  "upgrade", diagnostics);
}

}  // namespace tf::server
