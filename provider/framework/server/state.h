// What a state must be before it may be stored.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_STATE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_STATE_H_

#include "absl/strings/string_view.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/resource.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/value/value.h"

namespace tf::server {

// What a resource answered, and what the server adds.
struct StateResult : StateResponse {
  // Null for no object, and for a resource without identities.
  Value identity;
};

// The object with its write-only attributes null, as plans and states must have them.
Value WithoutWriteOnly(const schema::Body& body, const Value& object);

// The state if it has the body's type; else `fallback`, which has it, and an error.
Value RequireType(const schema::Body& body, const Value& state, const Value& fallback,
                  absl::string_view operation, Diagnostics& diagnostics);

// The value without unknowns, which become null with an error that names them and `operation`.
Value WhollyKnown(const Value& object, absl::string_view operation, Diagnostics& diagnostics);

// The object with empty collections for nested blocks that are null in it: no blocks are never null
// for the client, and a provider that fills in an object need not know that.
Value WithoutNullBlocks(const schema::Body& body, const Value& object);

// Makes a state fit to be stored: write-only attributes null, no null blocks, every value known, as
// WhollyKnown does it.
Value Storable(const schema::Body& body, const Value& state, absl::string_view operation,
               Diagnostics& diagnostics);

// A deferral of the part's own that the client did not allow is an error.
void CheckDeferred(const Operation& operation, absl::string_view type_name,
                   const std::optional<DeferredReason>& deferred, Diagnostics& diagnostics);

// Success without a state is an error: the client would forget an object that exists.
void RequireState(absl::string_view type_name, absl::string_view operation, const Value& state,
                  Diagnostics& diagnostics);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_STATE_H_
