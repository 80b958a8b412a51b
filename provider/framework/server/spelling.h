// Semantic equality: what means the same keeps the spelling it had.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_SPELLING_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_SPELLING_H_

#include "provider/framework/schema/schema.h"
#include "provider/framework/value/value.h"

namespace tf::server {

// `now`, with the spelling of `before` wherever an attribute's semantic equality says that both
// mean the same. Attributes without one, and values that are not known in both, stay as they are.
Value KeepSpelling(const schema::Body& body, const Value& before, const Value& now);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_SPELLING_H_
