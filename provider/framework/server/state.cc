#include "provider/framework/server/state.h"

#include "absl/strings/str_cat.h"
#include "provider/framework/codec/type_json.h"
#include "provider/framework/server/rewrite.h"
#include "provider/framework/server/unknowns.h"

namespace tf::server {

Value WithoutWriteOnly(const schema::Body& body, const Value& object) {
  const Value none = Value::Null(object.type());
  return Rewrite(
      body, {none, none, object}, [](const schema::Attribute& a) { return a.write_only; },
      [](const schema::Attribute& attribute, const Path&, const Trio&) {
        return Value::Null(attribute.value_type());
      });
}

Value RequireType(const schema::Body& body, const Value& state, const Value& fallback,
                  absl::string_view operation, Diagnostics& diagnostics) {
  if (state.Conforms(body.type())) return state;
  diagnostics.AddError(absl::StrCat("Object of another type after ", operation),
                       absl::StrCat("The object has type ", codec::EncodeType(state.type()),
                                    " where the schema has ", codec::EncodeType(body.type()),
                                    ". This is a bug in the provider."));
  return fallback;
}

Value WhollyKnown(const Value& object, absl::string_view operation, Diagnostics& diagnostics) {
  return ReplaceUnknowns(object, Path(), [&](const Path& path, const Value& unknown) {
    diagnostics.AddError(path, absl::StrCat("Unknown value after ", operation),
                         absl::StrCat(path.empty() ? "The object" : path.ToString(),
                                      " was not set. This is a bug in the provider."));
    return Value::Null(unknown.type());
  });
}

Value WithoutNullBlocks(const schema::Body& body, const Value& object) {
  const Value none = Value::Null(object.type());
  return Rewrite(
      body, {none, none, object}, [](const schema::Attribute&) { return false; },
      [](const schema::Attribute&, const Path&, const Trio& trio) { return trio.plan; },
      [](const schema::Block& block, const Path&, const Trio& trio) {
        return trio.plan.IsNull() ? schema::NoBlocks(block) : trio.plan;
      });
}

Value Storable(const schema::Body& body, const Value& state, absl::string_view operation,
               Diagnostics& diagnostics) {
  return WithoutNullBlocks(body,
                           WhollyKnown(WithoutWriteOnly(body, state), operation, diagnostics));
}

void CheckDeferred(const Operation& operation, absl::string_view type_name,
                   const std::optional<DeferredReason>& deferred, Diagnostics& diagnostics) {
  // What Configure deferred was allowed there; Terraform says so again with most requests, but not
  // when it opens ephemeral resources.
  const bool allowed = operation.client.deferral_allowed || operation.deferred.has_value();
  if (!deferred.has_value() || allowed || diagnostics.HasError()) return;
  diagnostics.AddError(
      absl::StrCat(type_name, " cannot be planned yet"),
      "Something that it depends on is not known yet, and this client cannot come back to it: run "
      "apply with -target for what it depends on first, or use a client that has deferred "
      "actions.");
}

void RequireState(absl::string_view type_name, absl::string_view operation, const Value& state,
                  Diagnostics& diagnostics) {
  if (!state.IsNull() || diagnostics.HasError()) return;
  diagnostics.AddError(absl::StrCat("No state after ", operation),
                       absl::StrCat(type_name,
                                    " reported success but returned no object. This is "
                                    "a bug in the provider."));
}

}  // namespace tf::server
