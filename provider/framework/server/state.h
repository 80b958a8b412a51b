// What a state must be before it may be stored.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_STATE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_STATE_H_

#include "absl/strings/string_view.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/value/value.h"

namespace tf::server {

// The object with its write-only attributes null, as plans and states must have them.
Value WithoutWriteOnly(const schema::Body& body, const Value& object);

// The state if it has the body's type; else `fallback`, which has it, and an error.
Value RequireType(const schema::Body& body, const Value& state, const Value& fallback,
                  absl::string_view operation, Diagnostics& diagnostics);

// Makes a state fit to be stored: write-only attributes null, every value known. Unknown ones
// become null with an error that names them and `operation`.
Value Storable(const schema::Body& body, const Value& state, absl::string_view operation,
               Diagnostics& diagnostics);

// Success without a state is an error: the client would forget an object that exists.
void RequireState(absl::string_view type_name, absl::string_view operation, const Value& state,
                  Diagnostics& diagnostics);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_STATE_H_
