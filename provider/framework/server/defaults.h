// Defaults: what counts where the configuration says nothing.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_DEFAULTS_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_DEFAULTS_H_

#include "provider/framework/operation.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/server/rewrite.h"
#include "provider/framework/value/value.h"

namespace tf::server {

// Whether the provider may fill in the block, here where `trio` stands.
bool MayCompute(const schema::Block& block, const ClientCapabilities& client, const Trio& trio);

// `config` with each default in the place of the null that it stands for, also where a default
// itself leaves something out.
Value WithDefaults(const schema::Body& body, const Value& config);

struct ProposedChange {
  const Value& config;
  const Value& prior;
  const Value& proposed;
};

// The state that the client proposed, with the defaults for what is not configured. Computed
// attributes inside a default keep their prior value, as the client keeps it inside what is
// configured. So do computed blocks that are not configured, where the client knows such blocks:
// only then are lists, sets and maps of them null in the configuration.
Value ProposeDefaults(const schema::Body& body, const ClientCapabilities& client,
                      const ProposedChange& change);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_DEFAULTS_H_
