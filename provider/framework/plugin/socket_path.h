// Where the plugin's unix socket is, who may open it, and that it goes away again.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_SOCKET_PATH_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_SOCKET_PATH_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tf::plugin {

// A path that nothing has yet, in `asked_directory` or, when that is empty, in
// `temporary_directory` or /tmp. A temporary directory whose name is too long for a socket address
// is passed over for /tmp. kInvalidArgument: `asked_directory` is too long; who asked for it looks
// nowhere else.
absl::StatusOr<std::string> NewSocketPath(absl::string_view asked_directory,
                                          absl::string_view temporary_directory);

// Opens the socket at `path` to `group`, a name or a number: mode 0660. kInvalidArgument: there is
// no such group. kFailedPrecondition: the system refused.
absl::Status ShareWithGroup(const std::string& path, const std::string& group);

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_SOCKET_PATH_H_
