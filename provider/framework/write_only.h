// Write-only values: they stand in configurations only, and reach a resource through the plan that
// it is given.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_WRITE_ONLY_H_
#define SIXGATE_PROVIDER_FRAMEWORK_WRITE_ONLY_H_

#include "provider/framework/schema/schema.h"
#include "provider/framework/value/value.h"

namespace tf {

// `plan` with the configuration's value in each write-only attribute, at any depth. Both are
// objects of the body's type; what the configuration does not have stays as it is.
Value WithWriteOnly(const schema::Body& body, const Value& plan, const Value& config);

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_WRITE_ONLY_H_
