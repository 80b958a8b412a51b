// UpgradeResourceState: called every time a state is read, at the same version too.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_UPGRADE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_UPGRADE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "provider/framework/resource.h"

namespace tf::server {

// How what an older version stored becomes a value of today's.
struct StoredForm {
  // "Stored state of sixgate_host".
  std::string what;
  int64_t version = 0;
  int64_t version_now = 0;
  // Of version_now.
  Type type;
  std::vector<StateUpgrader> upgraders;
};

// Same version: attributes that are gone are dropped and new ones null; older, the upgrader of that
// version runs. Null with an error where there is none, or the JSON is not of that form.
Value Upgraded(const StoredForm& form, absl::string_view json, Diagnostics& diagnostics);

// The stored JSON of schema version `version` as a state of today's, which can be stored.
Value UpgradeState(const Resource& resource, int64_t version, absl::string_view json,
                   Diagnostics& diagnostics);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_UPGRADE_H_
