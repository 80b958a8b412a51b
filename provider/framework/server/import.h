// ImportResourceState and MoveResourceState: how an object comes into a state that did not make it.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_IMPORT_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_IMPORT_H_

#include <cstddef>

#include "provider/framework/server/state.h"

namespace tf::server {

// No id of any product is longer; more is a mistake, not an id.
inline constexpr size_t kImportIdBytesMax = 4096;

// In the private state from an import to the read that follows it, unseen by the resource: the read
// may find another identity than was asked for, as the system spells it
// (terraform-plugin-framework, internal/privatestate/data.go).
inline constexpr char kImportBeforeReadKey[] = ".import_before_read";

// The state to begin with, and as much of the identity as is known: the client reads the resource
// next. Without an object only where it is deferred, or with an error.
void Import(const Resource& resource, const ImportRequest& request, StateResult& result);

// The state that the source's object has here, and its identity, if that is known. Sources that the
// resource does not know are refused with an error that names them.
void Move(const Resource& resource, const MoveRequest& request, StateResult& result);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_IMPORT_H_
