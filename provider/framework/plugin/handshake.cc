#include "provider/framework/plugin/handshake.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace tf::plugin {
namespace {

constexpr absl::string_view kMagicCookie =
    "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

std::string Variable(const char* name) {
  const char* text = std::getenv(name);
  return text == nullptr ? "" : text;
}

}  // namespace

Environment ReadEnvironment() {
  return {.started_by_client = Variable("TF_PLUGIN_MAGIC_COOKIE") == kMagicCookie,
          .client_certificate = Variable("PLUGIN_CLIENT_CERT"),
          .socket_directory = Variable("PLUGIN_UNIX_SOCKET_DIR"),
          .socket_group = Variable("PLUGIN_UNIX_SOCKET_GROUP"),
          .temporary_directory = Variable("TMPDIR"),
          .asks_multiplexing = !Variable("PLUGIN_MULTIPLEX_GRPC").empty()};
}

std::string HandshakeLine(absl::string_view socket_path, absl::string_view certificate_field,
                          bool asks_multiplexing) {
  return absl::StrCat("1|6|unix|", socket_path, "|grpc|", certificate_field,
                      asks_multiplexing ? "|false" : "", "\n");
}

}  // namespace tf::plugin
