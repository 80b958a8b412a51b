// What an error is about, carried inside the status: an attribute of the user's configuration, and
// whose object is in the way.
//
//   return AtAttribute(absl::InvalidArgumentError("…"), "networks.web.index");
#ifndef SIXGATE_ENGINE_INVENTORY_ERROR_H_
#define SIXGATE_ENGINE_INVENTORY_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace engine::inventory {

// `status` with the attribute named; one that is named already stays, since whoever was nearest to
// the fault knew best. Names are joined with dots as in base::Issue::path. An OK status stays OK.
absl::Status AtAttribute(absl::Status status, absl::string_view attribute);

// The attribute, or "" when the error is about the whole object.
std::string AttributeOf(const absl::Status& status);

// `status` with the owner of the object that is in the way, for plans: an apply can put right only
// what its own configuration has.
absl::Status WithOccupantOwner(absl::Status status, absl::string_view owner);

// That owner, or "".
std::string OccupantOwnerOf(const absl::Status& status);

// Another code and message that is about the same things.
absl::Status Reword(const absl::Status& status, absl::StatusCode code, absl::string_view message);

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_ERROR_H_
