// Where the plugin's unix socket is, who may open it, and that it goes away again.
//
// A socket's name is needed only until the client has connected, and is removed then. So whatever
// ends a plugin later, SIGKILL too, leaves nothing; what one leaves that is killed before that, the
// next one removes.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_SOCKET_PATH_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_SOCKET_PATH_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace tf::plugin {

// Whom a socket is for, and with that how long it has a name.
enum class SocketUse {
  kOneClient,  // Until that is connected.
  kAttaching,  // As long as the process lives: clients come and go.
};

// A path that nothing has yet, in `asked_directory` or, when that is empty, in
// `temporary_directory` or /tmp. A temporary directory whose name is too long for a socket address
// is passed over for /tmp. kInvalidArgument: `asked_directory` is too long; who asked for it looks
// nowhere else.
absl::StatusOr<std::string> NewSocketPath(absl::string_view asked_directory,
                                          absl::string_view temporary_directory,
                                          SocketUse use = SocketUse::kOneClient);

// How to name the socket at `path` to gRPC, server or client: a "unix:" URI. gRPC decodes "%41" in
// one, and its clients refuse some characters, so that every unusual one is encoded. Only for gRPC:
// everybody else takes the path as it is.
std::string GrpcAddress(absl::string_view path);

// Removes from `directory` the sockets for one client that are of no use to anybody: this user's,
// nobody listens at them, and their minute, which is how long clients wait for a plugin to start,
// is over at `now`. Never any other file, nor one for attaching. Looks at a bounded number of
// files, and does not block. Returns how many it removed.
int RemoveAbandonedSockets(const std::string& directory, absl::Time now);

// Opens the socket at `path` to `group`, a name or a number: mode 0660. kInvalidArgument: there is
// no such group. kFailedPrecondition: the system refused.
absl::Status ShareWithGroup(const std::string& path, const std::string& group);

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_SOCKET_PATH_H_
