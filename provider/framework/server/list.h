// ListResource: a search, one result at a time.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_LIST_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_LIST_H_

#include "provider/framework/list_resource.h"
#include "provider/framework/resource.h"

namespace tf::server {

// What a client gets that says no limit: as many as Terraform asks for by itself.
inline constexpr int64_t kListLimit = 100;

// Lists with defaults set and gives each result to `push`: with its identity, and its object only
// where that is asked for. Ends with the first error, at the limit, or when `push` says so.
// `resource` is the managed one.
void List(const ListResource& list, const Resource& resource, const ListRequest& request,
          const PushResult& push);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_LIST_H_
