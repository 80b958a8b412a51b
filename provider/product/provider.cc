#include "provider/product/provider.h"

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "engine/engine.h"
#include "provider/framework/schema/model.h"
#include "provider/framework/schema/validators.h"
#include "provider/product/attributes.h"
#include "provider/product/data_sources/data_sources.h"
#include "provider/product/diagnostics.h"
#include "provider/product/engine_data.h"
#include "provider/product/functions/functions.h"
#include "provider/product/resources/resources.h"

namespace product {
namespace {

using tf::schema::Field;
using tf::schema::Fields;
using tf::schema::LengthBetween;

// Recorded in every change; longer would be a text, not a name.
constexpr size_t kOwnerBytesMax = 200;

struct ProviderModel {
  tf::Attr<std::string> registry;
  tf::Attr<std::string> operation_timeout;
  tf::Attr<std::string> owner;
};

Fields<ProviderModel> ProviderFields() {
  return {
      Field("registry", &ProviderModel::registry)
          .Optional()
          .Validate(LengthBetween(1, 4096))
          .Describe("Where allocations and records are kept: `sqlite:<path>`, relative to the "
                    "working directory. The file is made by the first apply. Also "
                    "`SIXGATE_REGISTRY`; `sqlite:.sixgate/registry.db` when neither is given."),
      Field("operation_timeout", &ProviderModel::operation_timeout)
          .Optional()
          .Validate(IsDuration())
          .Describe("How long one operation waits for a registry that others are writing to; `60s` "
                    "unless given."),
      Field("owner", &ProviderModel::owner)
          .Optional()
          .Validate(LengthBetween(1, kOwnerBytesMax))
          .Describe("The name that is recorded with every change; configurations that share a "
                    "registry each set their own. `default` unless given."),
  };
}

class SixgateProvider final : public tf::Provider {
 public:
  SixgateProvider() : fields_(ProviderFields()) {
    schema_.body = fields_.body();
    schema_.description =
        "sixgate turns one delegated IPv6 prefix into a secure, routed container site: an address "
        "for every container, nothing reachable unless an opening says so.\n\n"
        "A site begins with a `sixgate_prefix`, which a `sixgate_gateway` routes and filters. Each "
        "`sixgate_host` gets a block of it, each of its container networks a prefix inside that, "
        "and a `sixgate_address` is a stable address there. `sixgate_firewall_opening` and "
        "`sixgate_egress_opening` say what may come in and what may leave. The files that the "
        "machines need are attributes, and `deploy` writes them to a directory; the gateway's "
        "ruleset is in the data source `sixgate_gateway_config`.\n\n"
        "What is allocated is kept in a registry, a file apart from the state: keep both.";
  }

  const tf::schema::Schema& schema() const override { return schema_; }

  std::vector<std::unique_ptr<tf::Resource>> Resources() const override { return NewResources(); }

  std::vector<std::unique_ptr<tf::DataSource>> DataSources() const override {
    std::vector<std::unique_ptr<tf::DataSource>> data_sources;
    data_sources.push_back(NewGatewayConfigDataSource());
    data_sources.push_back(NewSiteDataSource());
    return data_sources;
  }

  std::vector<std::unique_ptr<tf::Function>> Functions() const override {
    return product::Functions();
  }

  void Configure(const tf::ConfigureRequest& request, tf::ConfigureResponse& response) override {
    if (!request.config.IsWhollyKnown()) {
      // The registry is not known while planning: values that it would tell stay unknown.
      response.data = std::make_shared<EngineData>(nullptr);
      return;
    }
    ProviderModel config;
    if (!request.config.IsNull()) {
      // Only strings: loading them cannot fail.
      config = fields_.Load(request.config).value_or(ProviderModel());
    }
    auto engine = engine::Engine::Open(OptionsOf(config));
    if (!engine.ok()) {
      AddError({"configure", "provider", "sixgate"}, engine.status(), response.diagnostics);
      return;
    }
    response.data = std::make_shared<EngineData>(*std::move(engine));
  }

 private:
  static engine::EngineOptions OptionsOf(const ProviderModel& config) {
    engine::EngineOptions options;
    const char* environment = std::getenv("SIXGATE_REGISTRY");
    if (config.registry.IsKnown()) {
      options.registry_url = *config.registry;
    } else if (environment != nullptr && *environment != '\0') {
      options.registry_url = environment;
    }
    options.owner = config.owner.value_or(options.owner);
    if (config.operation_timeout.IsKnown()) {
      // The validator has seen that it is a duration.
      absl::ParseDuration(*config.operation_timeout, &options.operation_timeout);
    }
    return options;
  }

  const Fields<ProviderModel> fields_;
  tf::schema::Schema schema_;
};

}  // namespace

std::unique_ptr<tf::Provider> NewProvider() { return std::make_unique<SixgateProvider>(); }

}  // namespace product
