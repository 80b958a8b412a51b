#include "provider/framework/plugin/serve_provider.h"

#include <unistd.h>

#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/base/check.h"
#include "engine/base/quote.h"
#include "grpcpp/impl/service_type.h"
#include "provider/framework/plugin/log.h"
#include "provider/framework/plugin/serve.h"
#include "provider/framework/server/server.h"
#include "provider/framework/tfplugin6/service.h"

namespace tf::plugin {
namespace {

constexpr int kUsage = 2;

int Fail(absl::string_view name, absl::string_view message, int code) {
  std::fprintf(stderr, "%s\n", absl::StrCat(name, ": ", message).c_str());
  return code;
}

}  // namespace

int ServeProvider(int argc, const char* const* argv, std::unique_ptr<Provider> provider,
                  const ServeProviderOptions& options) {
  SIXGATE_CHECK(!options.addresses.empty(), "a provider has a source address");
  const std::string& address = options.addresses.front();
  const std::string name = address.substr(address.rfind('/') + 1);
  const bool debug = argc == 2 && absl::string_view(argv[1]) == "--debug";
  if (argc > 1 && !debug) {
    return Fail(name,
                absl::StrCat("unknown argument ", engine::base::Quote(argv[1]),
                             "; there is only --debug, to serve for clients that attach"),
                kUsage);
  }
  auto server = server::Server::Create(std::move(provider));
  if (!server.ok()) return Fail(name, server.status().message(), 1);
  Logger log(STDERR_FILENO, LogLevelFromEnvironment(), absl::StrCat("provider.", name));
  const std::unique_ptr<grpc::Service> service =
      tfplugin6::NewService(**server, {.log = &log, .provider_address = address});
  return Serve(*service, log,
               {.addresses = options.addresses,
                .debug = debug,
                .calls_max = options.calls_max,
                .each_second = [&] { (*server)->calls().StopAbandoned(); },
                .on_shutdown = [&] { (*server)->calls().StopAll(); },
                // What the provider holds open is closed with it.
                .on_exit = [&] { (*server)->Close(); }});
}

}  // namespace tf::plugin
