// The provider of thing_provider.h in a process of its own. What a thing is called says how its
// work goes: "block" stays until it is stopped, "stuck" stays for ever.
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/service_type.h>
#include <unistd.h>

#include <cstdlib>
#include <future>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "provider/framework/plugin/log.h"
#include "provider/framework/plugin/serve.h"
#include "provider/framework/server/server.h"
#include "provider/framework/tfplugin6/service.h"
#include "tests/protocol/thing_provider.h"

namespace {

void Say(absl::string_view line) {
  const std::string text = absl::StrCat(line, "\n");
  if (write(STDERR_FILENO, text.data(), text.size()) < 0) std::abort();
}

bool Work(absl::string_view method, const std::string& name,
          const std::optional<std::stop_token>& stop) {
  if (name == "stuck") {
    Say(absl::StrCat("in ", method));
    while (true) pause();
  }
  if (name != "block" || !stop.has_value()) return false;
  std::promise<void> stopped;
  const std::stop_callback on_stop(*stop, [&] { stopped.set_value(); });
  Say(absl::StrCat("in ", method));
  stopped.get_future().wait();
  Say(absl::StrCat("out ", method));
  return true;
}

}  // namespace

int main() {
  auto server = tf::server::Server::Create(tests::protocol::NewThingProvider(
      {.hook = Work, .upgrade = [](const tf::Value& old, tf::Diagnostics&) {
         Work("upgrade", tests::protocol::NameOf(old), std::nullopt);
         return old;
       }}));
  SIXGATE_CHECK(server.ok(), server.status().ToString().c_str());
  tf::plugin::Logger log(STDERR_FILENO, tf::plugin::LogLevelFromEnvironment(), "provider.fake");
  const std::unique_ptr<grpc::Service> service = tf::tfplugin6::NewService(
      **server, {.log = &log, .provider_address = "registry.terraform.io/example/fake"});
  return tf::plugin::Serve(*service, log,
                           {.addresses = {"registry.terraform.io/example/fake"},
                            .each_second = [&] { (*server)->calls().StopAbandoned(); },
                            .on_shutdown = [&] { (*server)->calls().StopAll(); },
                            .on_exit = [&] { (*server)->Close(); }});
}
