// The mock provider's executable.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "engine/base/status_macros.h"
#include "grpcpp/impl/service_type.h"
#include "provider/framework/plugin/log.h"
#include "provider/framework/plugin/serve.h"
#include "provider/framework/server/server.h"
#include "provider/framework/tfplugin6/service.h"
#include "tests/protocol/mock_provider/provider.h"

namespace {

using tf::server::Server;

std::string DefinitionsPath() {
  const char* path = std::getenv("TFCOREMOCK_DYNAMIC_RESOURCES_FILE");
  return path != nullptr && *path != '\0' ? path : "dynamic_resources.json";
}

absl::StatusOr<std::unique_ptr<Server>> NewServer() {
  ASSIGN_OR_RETURN(const mock::Definitions definitions, mock::ReadDefinitions(DefinitionsPath()));
  return Server::Create(mock::NewProvider(definitions));
}

}  // namespace

int main(int argc, char** argv) {
  const bool debug = argc > 1 && absl::string_view(argv[1]) == "-debug";
  auto server = NewServer();
  // The client shows what is wrong with the file better than we could on stderr.
  if (!server.ok()) server = Server::Create(mock::NewBrokenProvider(server.status()));
  if (!server.ok()) {
    std::fprintf(stderr, "tfcoremock: %s\n", std::string(server.status().message()).c_str());
    return 1;
  }
  tf::plugin::Logger log(STDERR_FILENO, tf::plugin::LogLevelFromEnvironment(),
                         "provider.tfcoremock");
  const std::unique_ptr<grpc::Service> service = tf::tfplugin6::NewService(**server);
  return tf::plugin::Serve(*service, log,
                           {.addresses = {"registry.terraform.io/hashicorp/tfcoremock",
                                          "registry.opentofu.org/hashicorp/tfcoremock"},
                            .debug = debug,
                            .each_second = [&] { (*server)->calls().StopAbandoned(); },
                            .on_shutdown = [&] { (*server)->calls().StopAll(); }});
}
