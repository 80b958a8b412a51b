// UpgradeResourceState: called every time a state is read, at the same version too.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_UPGRADE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_UPGRADE_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "provider/framework/resource.h"

namespace tf::server {

// The stored JSON of schema version `version` as a state of today's: same version, attributes that
// are gone are dropped and new ones null; older, the resource's upgrader of that version runs. An
// error where there is none, or the JSON is not a state.
Value UpgradeState(const Resource& resource, int64_t version, absl::string_view json,
                   Diagnostics& diagnostics);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_UPGRADE_H_
