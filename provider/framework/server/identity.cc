#include "provider/framework/server/identity.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/codec/type_json.h"
#include "provider/framework/server/state.h"
#include "provider/framework/server/upgrade.h"

namespace tf::server {
namespace {

constexpr absl::string_view kBug = "This is a bug in the provider.";

// What was not known before may be known now, as after an import by half of the identity.
bool Changes(const Value& before, const Value& now) {
  if (!before.IsKnown() || !(before.type() == now.type())) return false;
  for (size_t i = 0; i < before.elements().size(); ++i) {
    const Value& was = before.elements()[i];
    if (was.IsKnown() && now.elements()[i].IsWhollyKnown() && !(was == now.elements()[i])) {
      return true;
    }
  }
  return false;
}

bool CheckType(const Resource& resource, const Type& type, const Value& identity,
               Diagnostics& diagnostics) {
  if (!identity.IsKnown()) {
    diagnostics.AddError(absl::StrCat("No identity for ", resource.type_name()),
                         absl::StrCat("It is null or unknown as a whole. ", kBug));
    return false;
  }
  if (identity.Conforms(type)) return true;
  diagnostics.AddError(
      absl::StrCat("Identity of another type for ", resource.type_name()),
      absl::StrCat("It has type ", codec::EncodeType(identity.type()),
                   " where the identity schema has ", codec::EncodeType(type), ". ", kBug));
  return false;
}

// What the resource says, if that has the type it should have.
std::optional<Value> Ask(const ResourceWithIdentity& with_identity, const IdentityRequest& request,
                         const Resource& resource, Diagnostics& diagnostics) {
  Value identity = with_identity.Identity(request);
  if (CheckType(resource, with_identity.identity_schema().type(), identity, diagnostics)) {
    return identity;
  }
  return std::nullopt;
}

void AddChanged(const Resource& resource, absl::string_view operation, const Value& before,
                const Value& now, Diagnostics& diagnostics) {
  diagnostics.AddError(
      absl::StrCat("Identity changed in ", operation),
      absl::StrCat(resource.type_name(), " had identity ", before.ToString(), " and now has ",
                   now.ToString(), ", though the object is the same one. ", kBug));
}

// `identity`, with what `asked` has where it has nothing.
Value Completed(const Value& identity, const Value& asked) {
  if (!asked.IsKnown()) return identity;
  std::vector<Value> values;
  for (size_t i = 0; i < identity.elements().size(); ++i) {
    const Value& value = identity.elements()[i];
    values.push_back(value.IsNull() ? asked.elements()[i] : value);
  }
  return Value::Object(identity.type(), std::move(values));
}

}  // namespace

bool IsSet(const Value& identity) {
  return identity.IsKnown() &&
         std::any_of(identity.elements().begin(), identity.elements().end(),
                     [](const Value& attribute) { return !attribute.IsNull(); });
}

Value FirstIdentity(const Resource& resource, const IdentityRequest& request,
                    Diagnostics& diagnostics) {
  const auto* with_identity = dynamic_cast<const ResourceWithIdentity*>(&resource);
  if (with_identity == nullptr || request.state.IsNull() || diagnostics.HasError()) return Value();
  const std::optional<Value> said = Ask(*with_identity, request, resource, diagnostics);
  if (!said.has_value()) return request.prior;
  const Value now = Completed(*said, request.prior);
  return IsSet(now) ? now : Value::Null(now.type());
}

Value IdentityAfter(const Resource& resource, const IdentityRequest& request,
                    absl::string_view operation, Diagnostics& diagnostics, IdentityMay may) {
  const auto* with_identity = dynamic_cast<const ResourceWithIdentity*>(&resource);
  if (with_identity == nullptr || request.state.IsNull()) return Value();
  Diagnostics found;
  const std::optional<Value> now = Ask(*with_identity, request, resource, found);
  if (now.has_value()) {
    if (!IsSet(*now) || !now->IsWhollyKnown()) {
      found.AddError(
          absl::StrCat("No identity after ", operation),
          absl::StrCat(resource.type_name(), " does not say which object it is. ", kBug));
    } else if (may == IdentityMay::kStay && !with_identity->HasMutableIdentity() &&
               Changes(request.prior, *now)) {
      AddChanged(resource, operation, request.prior, *now, found);
    }
  }
  if (!found.HasError()) return *now;
  if (!diagnostics.HasError()) diagnostics.Append(found);
  // That of a create may hold unknowns, which the client stores nowhere.
  return request.prior.IsWhollyKnown() ? request.prior : Value();
}

Value PlannedIdentity(const Resource& resource, const PlannedIdentityRequest& request,
                      Diagnostics& diagnostics) {
  const auto* with_identity = dynamic_cast<const ResourceWithIdentity*>(&resource);
  if (with_identity == nullptr || diagnostics.HasError()) return Value();
  const Value& prior = request.prior_identity;
  if (!request.plan.IsKnown()) return prior;
  const std::optional<Value> planned =
      Ask(*with_identity, {request.operation, request.plan, prior}, resource, diagnostics);
  if (!planned.has_value()) return prior;
  // That of a new object comes with the apply. The protocol has a place for unknowns in it, but
  // OpenTofu 1.12 cannot write them into a plan, nor Terraform 1.15 show them.
  if (request.prior_state.IsNull()) return Value::Null(planned->type());
  if (!request.replaces && !with_identity->HasMutableIdentity() && Changes(prior, *planned)) {
    AddChanged(resource, "plan", prior, *planned, diagnostics);
  }
  // The client takes no unknowns for an object that is there.
  const bool is_new = with_identity->HasMutableIdentity() && planned->IsWhollyKnown();
  return is_new ? *planned : prior;
}

Value UpgradeIdentity(const Resource& resource, int64_t version, absl::string_view json,
                      Diagnostics& diagnostics) {
  const auto* with_identity = dynamic_cast<const ResourceWithIdentity*>(&resource);
  if (with_identity == nullptr) {
    diagnostics.AddError(absl::StrCat(resource.type_name(), " has no identity"),
                         "The state was written by another version of the provider. Use that one.");
    return Value();
  }
  const schema::IdentitySchema& schema = with_identity->identity_schema();
  if (json.empty()) return Value::Null(schema.type());
  const Value identity =
      Upgraded({.what = absl::StrCat("Stored identity of ", resource.type_name()),
                .version = version,
                .version_now = schema.version,
                .type = schema.type(),
                .upgraders = with_identity->IdentityUpgraders()},
               json, diagnostics);
  if (diagnostics.HasError() || !CheckType(resource, schema.type(), identity, diagnostics)) {
    return Value();
  }
  return WhollyKnown(identity, "upgrade of the identity", diagnostics);
}

}  // namespace tf::server
