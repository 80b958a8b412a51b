// The whole main of a provider's executable:
//
//   int main(int argc, char** argv) {
//     return tf::plugin::ServeProvider(argc, argv, std::make_unique<ExampleProvider>(),
//                                      {.addresses = {"registry.terraform.io/example/example"}});
//   }
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_SERVE_PROVIDER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_SERVE_PROVIDER_H_

#include <memory>
#include <string>
#include <vector>

#include "provider/framework/provider.h"

namespace tf::plugin {

struct ServeProviderOptions {
  // The provider's source addresses, `host/namespace/type`, one for each registry. At least one;
  // the type of the first is the provider's name in logs.
  std::vector<std::string> addresses = {};

  // How many requests the provider's code is given at once; more wait. Clients make ten unless
  // their user says more with -parallelism. At least one.
  int calls_max = 10;
};

// Serves until the client or a signal ends the process, which then does not return; see Serve for
// what it does to the process. With --debug as the only argument it serves for clients that attach.
// Returns 1, with the reason on stderr, when it cannot serve: a schema that breaks Terraform's
// rules, or a process that no client started; 2 for other arguments. Call it early in main and on
// the main thread.
int ServeProvider(int argc, const char* const* argv, std::unique_ptr<Provider> provider,
                  const ServeProviderOptions& options);

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_SERVE_PROVIDER_H_
