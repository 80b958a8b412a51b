// GenerateResourceConfig: the configuration that an imported object could have been made with.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_GENERATE_CONFIG_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_GENERATE_CONFIG_H_

#include "provider/framework/resource.h"

namespace tf::server {

// What can be configured of the state, as HashiCorp's framework does it
// (fwserver/server_generateresourceconfig.go): null for what only the provider sets, for what is
// deprecated, for an optional and computed `id`, and for optional strings that are empty; and for
// values that are the default anyway. Then the resource's own rules. No object has no
// configuration.
Value GenerateConfig(const Resource& resource, const Value& state, Diagnostics& diagnostics);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_GENERATE_CONFIG_H_
