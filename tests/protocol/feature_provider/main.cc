// A provider that has every feature of the protocol once, for tests with real clients.
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>

#include "grpcpp/impl/service_type.h"
#include "provider/framework/plugin/log.h"
#include "provider/framework/plugin/serve.h"
#include "provider/framework/server/server.h"
#include "provider/framework/tfplugin6/service.h"
#include "tests/protocol/feature_provider/parts.h"
#include "tests/protocol/feature_provider/world.h"

namespace feature {
namespace {

class FeatureProvider final : public tf::Provider {
 public:
  FeatureProvider() {
    schema_.body.attributes = {Required("directory"), Optional("region")};
    meta_.body.attributes = {Optional("module_name")};
  }

  const tf::schema::Schema& schema() const override { return schema_; }
  const tf::schema::Schema* meta_schema() const override { return &meta_; }

  std::vector<std::unique_ptr<tf::Resource>> Resources() const override {
    std::vector<std::unique_ptr<tf::Resource>> resources;
    resources.push_back(NewMachine());
    resources.push_back(NewBox());
    return resources;
  }
  std::vector<std::unique_ptr<tf::EphemeralResource>> EphemeralResources() const override {
    std::vector<std::unique_ptr<tf::EphemeralResource>> resources;
    resources.push_back(NewToken());
    return resources;
  }
  std::vector<std::unique_ptr<tf::ListResource>> ListResources() const override {
    std::vector<std::unique_ptr<tf::ListResource>> resources;
    resources.push_back(NewMachineList());
    return resources;
  }
  std::vector<std::unique_ptr<tf::Action>> Actions() const override {
    std::vector<std::unique_ptr<tf::Action>> actions;
    actions.push_back(NewRestart());
    return actions;
  }
  std::vector<std::unique_ptr<tf::Function>> Functions() const override { return NewFunctions(); }

  void Configure(const tf::ConfigureRequest& request, tf::ConfigureResponse& response) override {
    response.data = std::make_shared<World>(request.config.attribute("directory").string());
    if (request.config.attribute("region").IsUnknown()) {
      response.deferred = tf::DeferredReason::kProviderConfigUnknown;
    }
  }

 private:
  tf::schema::Schema schema_;
  tf::schema::Schema meta_;
};

}  // namespace
}  // namespace feature

int main() {
  auto server = tf::server::Server::Create(std::make_unique<feature::FeatureProvider>());
  if (!server.ok()) {
    std::fprintf(stderr, "feature: %s\n", std::string(server.status().message()).c_str());
    return 1;
  }
  tf::plugin::Logger log(STDERR_FILENO, tf::plugin::LogLevelFromEnvironment(), "provider.feature");
  const std::unique_ptr<grpc::Service> service = tf::tfplugin6::NewService(**server);
  return tf::plugin::Serve(*service, log,
                           {.addresses = {"registry.terraform.io/sixgate/feature",
                                          "registry.opentofu.org/sixgate/feature"},
                            .each_second = [&] { (*server)->calls().StopAbandoned(); },
                            .on_shutdown = [&] { (*server)->calls().StopAll(); },
                            .on_exit = [&] { (*server)->Close(); }});
}
