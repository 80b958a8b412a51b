// A client that gets killed: starts the plugin named on its command line, says "connected" on
// stderr, and calls it again and again until it is no more.
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>

#include "proto/tfplugin6.grpc.pb.h"
#include "provider/framework/testing/plugin_client.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto client = tf::testing::PluginClient::Start(
      {.command = {.arguments = {argv[1]}, .environment = {{"TMPDIR", argv[2]}}}});
  if (!client.ok()) {
    std::fprintf(stderr, "%s\n", std::string(client.status().message()).c_str());
    return 1;
  }
  std::fprintf(stderr, "connected\n");
  const auto stub = tfplugin6::Provider::NewStub((*client)->channel());
  while (true) {
    grpc::ClientContext context;
    tfplugin6::GetProviderSchema::Response response;
    if (!stub->GetProviderSchema(&context, {}, &response).ok()) return 1;
  }
}
