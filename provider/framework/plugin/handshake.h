// What a client tells a plugin through the environment, and the one line the plugin answers with.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_HANDSHAKE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_HANDSHAKE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tf::plugin {

// An unset variable is an empty text: clients mean the same by both.
struct Environment {
  // TF_PLUGIN_MAGIC_COOKIE has the value that Terraform and OpenTofu set: a client started us.
  bool started_by_client = false;
  std::string client_certificate;   // PLUGIN_CLIENT_CERT: PEM. Empty: no TLS.
  std::string socket_directory;     // PLUGIN_UNIX_SOCKET_DIR
  std::string socket_group;         // PLUGIN_UNIX_SOCKET_GROUP: a name or a number.
  std::string temporary_directory;  // TMPDIR
  bool asks_multiplexing = false;   // PLUGIN_MULTIPLEX_GRPC is set.
};

Environment ReadEnvironment();

// The handshake line with its newline: `1|6|unix|<path>|grpc|<certificate>`. A seventh field, which
// says that we do not multiplex, only for clients that ask: older ones would take it for a part of
// the sixth. PLUGIN_PROTOCOL_VERSIONS is not looked at: 6 is all we speak, and a client that wants
// another version says so in better words than we could.
std::string HandshakeLine(absl::string_view socket_path, absl::string_view certificate_field,
                          bool asks_multiplexing);

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_HANDSHAKE_H_
