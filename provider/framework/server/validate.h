// ValidateResourceConfig and its kin: the rules that need nothing but the configuration.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_VALIDATE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_VALIDATE_H_

#include "provider/framework/part.h"

namespace tf::server {

// Every required attribute has a value and none is set that is only the provider's, then the
// validators of every known attribute and those of every body; and warns of deprecated attributes
// that are set.
void ValidateConfig(const schema::Schema& schema, const ClientCapabilities& client,
                    const Value& config, Diagnostics& diagnostics);

// ValidateConfig, then the part's own rules.
void ValidatePart(const Part& part, const Operation& operation, const Value& config,
                  Diagnostics& diagnostics);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_VALIDATE_H_
