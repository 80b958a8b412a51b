// A list resource: finds objects of a managed resource that no state may know yet, for
// `terraform query`.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_LIST_RESOURCE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_LIST_RESOURCE_H_

#include <cstdint>
#include <functional>
#include <string>

#include "provider/framework/part.h"

namespace tf {

struct ListRequest {
  const Operation& operation;
  // Wholly known, with defaults.
  Value config;
  // Whether results carry the whole object.
  bool include_resource = false;
  // No more than this many results are wanted; at least 1.
  int64_t limit = 0;
};

struct ListResult {
  // Of the managed resource's identity schema. May be left null where `resource` is set: then it is
  // what the managed resource says of that.
  Value identity = {};
  std::string display_name = {};
  // A state of the managed resource; null unless it is included.
  Value resource = {};
  // An error ends the search; a result of warnings alone has no identity.
  Diagnostics diagnostics = {};
};

// Takes the next result. False: no further one is wanted.
using PushResult = std::function<bool(ListResult result)>;

// Its type name is that of the managed resource, which has an identity.
class ListResource : public Part {
 public:
  // Pushes each object as it is found, the same ones in the same order for the same question, and
  // returns once there are no more, none is wanted, or the operation's stop is requested.
  virtual void List(const ListRequest& request, const PushResult& push) const = 0;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_LIST_RESOURCE_H_
