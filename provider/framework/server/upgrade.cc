#include "provider/framework/server/upgrade.h"

#include "absl/strings/str_cat.h"
#include "provider/framework/codec/json.h"
#include "provider/framework/server/state.h"

namespace tf::server {
namespace {

Value Parse(absl::string_view json, const Type& type, const StoredForm& form,
            Diagnostics& diagnostics) {
  absl::StatusOr<Value> value = codec::DecodeJson(json, type, codec::JsonForm::kStoredState);
  if (value.ok()) return *value;
  diagnostics.AddError(
      absl::StrCat(form.what, " cannot be read"),
      absl::StrCat(value.status().message(),
                   ". The state file was changed by hand or damaged: restore a backup of it, or "
                   "remove the resource from the state and import it again."));
  return Value::Null(form.type);
}

}  // namespace

Value Upgraded(const StoredForm& form, absl::string_view json, Diagnostics& diagnostics) {
  if (form.version == form.version_now) return Parse(json, form.type, form, diagnostics);
  for (const StateUpgrader& upgrader : form.upgraders) {
    if (upgrader.from_version != form.version) continue;
    const Value old = Parse(json, upgrader.from_type, form, diagnostics);
    return diagnostics.HasError() ? Value::Null(form.type) : upgrader.upgrade(old, diagnostics);
  }
  diagnostics.AddError(absl::StrCat(form.what, " has an unknown version"),
                       absl::StrCat("The state has schema version ", form.version,
                                    "; this provider knows version ", form.version_now,
                                    " and no way from the one to the other. Use the provider's "
                                    "version that wrote the state, or a newer one."));
  return Value::Null(form.type);
}

Value UpgradeState(const Resource& resource, int64_t version, absl::string_view json,
                   Diagnostics& diagnostics) {
  const schema::Schema& schema = resource.schema();
  const auto* with_upgrade = dynamic_cast<const ResourceWithUpgrade*>(&resource);
  const StoredForm form = {.what = absl::StrCat("Stored state of ", resource.type_name()),
                           .version = version,
                           .version_now = schema.version,
                           .type = schema.type(),
                           .upgraders = with_upgrade != nullptr ? with_upgrade->Upgraders()
                                                                : std::vector<StateUpgrader>()};
  const Value state = Upgraded(form, json, diagnostics);
  RequireState(resource.type_name(), "upgrade", state, diagnostics);
  return Storable(schema.body,
                  RequireType(schema.body, state, Value::Null(form.type), "upgrade", diagnostics),
                  "upgrade", diagnostics);
}

}  // namespace tf::server
