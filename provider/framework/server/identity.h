// Resource identities: filled in beside every plan and state, and kept from changing.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_IDENTITY_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_IDENTITY_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "provider/framework/resource.h"

namespace tf::server {

// Whether the object may be known by another identity from now on.
enum class IdentityMay { kStay, kChange };

// The identity of the object that `request.state` is after an operation, null for no object and for
// a resource without identities. One that the resource does not give, or that is another than
// before and may not be, is an error, and the one before is returned, as far as it is known; where
// there are errors already, nothing is added.
Value IdentityAfter(const Resource& resource, const IdentityRequest& request,
                    absl::string_view operation, Diagnostics& diagnostics,
                    IdentityMay may = IdentityMay::kStay);

// The same where the state is the first that there is of the object, and holds no more than the
// user said (an import, a move): what it does not say stands as it was asked for, or is null. What
// it does say need not be how the user wrote it.
Value FirstIdentity(const Resource& resource, const IdentityRequest& request,
                    Diagnostics& diagnostics);

// Whether it says anything.
bool IsSet(const Value& identity);

struct PlannedIdentityRequest {
  const Operation& operation;
  // Null for a create.
  const Value& prior_state;
  const Value& prior_identity;
  // Null for a destroy.
  const Value& plan;
  // A replacement makes another object, whose identity may be another one.
  bool replaces = false;
};

// What the identity will be: wholly known, or null where nobody can say yet, as for a create.
Value PlannedIdentity(const Resource& resource, const PlannedIdentityRequest& request,
                      Diagnostics& diagnostics);

// The stored JSON of identity version `version` as an identity of today's; null with an error, and
// for no JSON: Terraform asks about states that never had an identity, too.
Value UpgradeIdentity(const Resource& resource, int64_t version, absl::string_view json,
                      Diagnostics& diagnostics);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_IDENTITY_H_
