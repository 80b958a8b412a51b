// Everything between exec and a provider's gRPC service: what makes a process a go-plugin plugin
// that Terraform and OpenTofu can start, talk to and end.
//
//   int main(int argc, char** argv) {
//     Logger log(STDERR_FILENO, LogLevelFromEnvironment(), "provider.sixgate");
//     ProviderService service(…);
//     return Serve(service, log, {.addresses = {"registry.terraform.io/sixgate/sixgate",
//                                               "registry.opentofu.org/sixgate/sixgate"},
//                                 .on_shutdown = [&] { service.Stop(); }});
//   }
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_SERVE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_SERVE_H_

#include <functional>
#include <string>
#include <vector>

#include "provider/framework/plugin/log.h"

namespace grpc {
class Service;
}  // namespace grpc

namespace tf::plugin {

struct ServeOptions {
  // The provider's source addresses, `host/namespace/type`, one for each registry. At least one.
  std::vector<std::string> addresses = {};

  // Serve for clients that attach: without TLS, until SIGINT or SIGTERM. What to give the clients
  // is printed to stdout.
  bool debug = false;

  // How many calls of the service run at once, StopProvider not counted; more wait. Clients make
  // ten unless their user says more with -parallelism. At least one.
  int calls_max = 10;

  // Called about once a second while the plugin serves, on the main thread; must return at once.
  std::function<void()> each_second = nullptr;

  // The process ends: tell the calls in flight to return what they have. Called once, must return
  // at once. No further call starts; those inside have a second.
  std::function<void()> on_shutdown = nullptr;

  // All calls have ended, or their second is over. Called once, as the last thing before the
  // process goes; destructors do not run after it. Clients kill a plugin two seconds after they
  // asked it to end, and SIGALRM does after three in any case.
  std::function<void()> on_exit = nullptr;
};

// Serves `service` (tfplugin6.Provider) until the client or a signal ends the process, then leaves
// it with code 0 and does not return. Returns 1, with the reason on stderr, when it cannot serve:
// nobody who knows plugins started us, stdout is closed, the client's certificate is malformed, or
// there is no place for the socket. Call it early in main and on the main thread, before any other
// thread is started.
//
// What it does to the process, but for debug mode: stdin and stdout become /dev/null (before and
// after the one handshake line), no child inherits stderr (the client would wait for the child:
// give children their own), and SIGINT is ignored (a Ctrl-C reaches the whole process group, and
// the client then calls StopProvider). In any mode, a stderr that is closed becomes /dev/null: a
// socket in its place would be written to.
//
// Handlers run on gRPC's threads.
int Serve(grpc::Service& service, Logger& log, const ServeOptions& options);

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_SERVE_H_
