// Models as JSON: what private state keeps of a struct, what another resource type or an older
// version stored.
//
//   result.private_state.Set("lease", ModelToJson(LeaseFields(), lease));
//   const std::optional<Lease> lease = ModelInPrivateState(LeaseFields(), state, "lease");
#ifndef SIXGATE_PROVIDER_FRAMEWORK_MODEL_JSON_H_
#define SIXGATE_PROVIDER_FRAMEWORK_MODEL_JSON_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "provider/framework/private_state.h"
#include "provider/framework/resource.h"
#include "provider/framework/schema/model.h"

namespace tf {

// As a client stores it: what the type lacks is ignored, and what is missing is null.
// kInvalidArgument, with the path, when it does not fit.
absl::StatusOr<Value> StoredValue(const Type& type, absl::string_view json);
// kInvalidArgument with the path, up to a key, and with what is required there.
absl::Status StoredMisfit(schema::Trail trail);
// The value is wholly known.
std::string JsonOf(const Value& value);

// Fields::Load, with nothing of the value in the message: the fields of an older version need not
// say what is sensitive.
template <class M>
absl::StatusOr<M> LoadStored(const schema::Fields<M>& fields, const Value& object) {
  M model{};
  schema::Trail trail;
  if (fields.LoadInto(object, model, trail).ok()) return model;
  return StoredMisfit(trail);
}

template <class M>
absl::StatusOr<M> ModelFromJson(const schema::Fields<M>& fields, absl::string_view json) {
  ASSIGN_OR_RETURN(const Value value, StoredValue(fields.type(), json));
  if (!value.IsKnown()) return absl::InvalidArgumentError("there is no object");
  return LoadStored(fields, value);
}

// Nothing in the model is unknown.
template <class M>
std::string ModelToJson(const schema::Fields<M>& fields, const M& model) {
  return JsonOf(fields.Store(model));
}

// What ModelToJson wrote under the key; nothing where nothing of that form is.
template <class M>
std::optional<M> ModelInPrivateState(const schema::Fields<M>& fields, const PrivateState& state,
                                     absl::string_view key) {
  const std::string* json = state.Find(key);
  if (json == nullptr) return std::nullopt;
  absl::StatusOr<M> model = ModelFromJson(fields, *json);
  if (!model.ok()) return std::nullopt;
  return *std::move(model);
}

// The upgrader of one older version whose state was an `Old`.
template <class Old, class M>
StateUpgrader UpgraderFrom(int64_t version, const schema::Fields<Old>& old_fields,
                           const schema::Fields<M>& fields,
                           std::function<M(const Old& old)> upgrade) {
  return {version, old_fields.type(),
          [old_fields, fields, upgrade = std::move(upgrade)](const Value& state,
                                                             Diagnostics& diagnostics) {
            const absl::StatusOr<Old> old = LoadStored(old_fields, state);
            if (old.ok()) return fields.Store(upgrade(*old));
            diagnostics.AddError("Stored state cannot be upgraded",
                                 std::string(old.status().message()));
            return Value::Null(fields.type());
          }};
}

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_MODEL_JSON_H_
