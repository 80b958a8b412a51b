// Finds the unknowns in a value, wherever they are.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_UNKNOWNS_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_UNKNOWNS_H_

#include <functional>

#include "provider/framework/value/path.h"
#include "provider/framework/value/value.h"

namespace tf::server {

// The value with each unknown part, or itself, replaced by what `known` returns for it, which has
// the unknown's type. `path` is where the value is; it ends at the first set.
Value ReplaceUnknowns(const Value& value, const Path& path,
                      const std::function<Value(const Path&, const Value& unknown)>& known);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_UNKNOWNS_H_
