// The plugin's executable: builds sixgate's provider and hands it to the framework.
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "grpcpp/impl/service_type.h"
#include "provider/framework/plugin/log.h"
#include "provider/framework/plugin/serve.h"
#include "provider/framework/server/server.h"
#include "provider/framework/tfplugin6/service.h"
#include "provider/product/command.h"
#include "provider/product/provider.h"

int main(int argc, char** argv) {
  const absl::string_view command = argc > 1 ? argv[1] : "";
  const bool debug = command == "--debug";
  if (!command.empty() && !debug) return product::RunCommand(argc - 1, argv + 1);

  auto server = tf::server::Server::Create(product::NewProvider());
  if (!server.ok()) {
    std::fprintf(stderr, "sixgate: %s\n", std::string(server.status().message()).c_str());
    return 1;
  }
  tf::plugin::Logger log(STDERR_FILENO, tf::plugin::LogLevelFromEnvironment(), "provider.sixgate");
  const std::unique_ptr<grpc::Service> service = tf::tfplugin6::NewService(**server);
  return tf::plugin::Serve(*service, log,
                           {.addresses = {"registry.terraform.io/sixgate/sixgate",
                                          "registry.opentofu.org/sixgate/sixgate"},
                            .debug = debug,
                            .on_shutdown = [&] { (*server)->Stop(); },
                            // A registry that is closed is one file, whole in itself.
                            .on_exit = [&] { (*server)->Close(); }});
}
