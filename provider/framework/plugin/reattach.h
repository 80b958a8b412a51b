// Debug mode: a provider that a developer starts, perhaps under a debugger, and clients attach to.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_REATTACH_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_REATTACH_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace tf::plugin {

// `TF_REATTACH_PROVIDERS='{…}'` and a newline, to be pasted into a shell. `addresses` are the
// provider's source addresses with host, one for each registry: a client looks only for its own.
std::string ReattachLine(const std::vector<std::string>& addresses, pid_t pid,
                         absl::string_view socket_path);

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_REATTACH_H_
