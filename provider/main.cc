// The plugin's executable: builds sixgate's provider and hands it to the framework.
#include "absl/strings/string_view.h"
#include "provider/framework/plugin/serve_provider.h"
#include "provider/product/command.h"
#include "provider/product/provider.h"

int main(int argc, char** argv) {
  const bool has_command = argc > 1 && absl::string_view(argv[1]) != "--debug";
  if (has_command) return product::RunCommand(argc - 1, argv + 1);
  return tf::plugin::ServeProvider(argc, argv, product::NewProvider(),
                                   {.addresses = {"registry.terraform.io/sixgate/sixgate",
                                                  "registry.opentofu.org/sixgate/sixgate"}});
}
