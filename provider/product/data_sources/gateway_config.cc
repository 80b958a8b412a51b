// sixgate_gateway_config: everything that a gateway must be configured with, the ruleset included.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "provider/framework/model_data_source.h"
#include "provider/product/data_sources/data_sources.h"
#include "provider/product/diagnostics.h"
#include "provider/product/engine_data.h"
#include "provider/product/files_model.h"
#include "provider/product/find.h"

namespace product {
namespace {

using tf::schema::Field;
using tf::schema::Fields;

constexpr char kDescription[] =
    "The files of a gateway as the registry is now: addresses, routes, and the ruleset with every "
    "opening. `depends_on` must name every host and opening, also those made by `for_each`: they "
    "are not read from the configuration.";

struct CountsModel {
  tf::Attr<int64_t> hosts;
  tf::Attr<int64_t> addresses;
  tf::Attr<int64_t> openings;
  tf::Attr<int64_t> egress_openings;
};

struct GatewayConfigModel {
  tf::Attr<std::string> gateway;
  tf::Attr<FileModels> files;
  tf::Attr<CountsModel> counts;
  tf::Attr<std::vector<std::string>> warnings;
};

Fields<CountsModel> CountsFields() {
  return {
      Field("hosts", &CountsModel::hosts).Computed().Describe("Hosts behind the gateway."),
      Field("addresses", &CountsModel::addresses).Computed().Describe("Stable addresses."),
      Field("openings", &CountsModel::openings).Computed().Describe("Openings, disabled ones too."),
      Field("egress_openings", &CountsModel::egress_openings)
          .Computed()
          .Describe("Egress openings, disabled ones too."),
  };
}

Fields<GatewayConfigModel> GatewayConfigFields() {
  return {
      Field("gateway", &GatewayConfigModel::gateway).Required().Describe("`id` of the gateway."),
      Field("files", &GatewayConfigModel::files, FileFields())
          .Computed()
          .Describe("The gateway's files by absolute path, the ruleset among them."),
      Field("counts", &GatewayConfigModel::counts, CountsFields())
          .Computed()
          .Describe("How much is behind the gateway."),
      Field("warnings", &GatewayConfigModel::warnings)
          .Computed()
          .Describe("What weakens the site or has no effect, a sentence each."),
  };
}

int64_t Count(size_t count) { return static_cast<int64_t>(count); }

class GatewayConfigDataSource final : public tf::ModelDataSource<GatewayConfigModel> {
 public:
  GatewayConfigDataSource()
      : ModelDataSource("sixgate_gateway_config", kDescription, GatewayConfigFields()) {}

  void ReadModel(const tf::Operation& operation, GatewayConfigModel& model,
                 tf::Diagnostics& diagnostics) const override {
    engine::Engine* engine = RequireEngine(operation, diagnostics);
    if (engine == nullptr) return;
    const auto config = engine->ConfigOf(RefTo(*engine, *model.gateway));
    if (!config.ok()) {
      return AddError({"read", "gateway", *model.gateway}, config.status(), diagnostics);
    }
    model.files = FromFiles(config->files);
    model.counts = CountsModel{
        Count(config->view.hosts.size()), Count(config->view.addresses.size()),
        Count(config->view.openings.size()), Count(config->view.egress_openings.size())};
    std::vector<std::string> warnings;
    for (const engine::base::Issue& issue : config->warnings) warnings.push_back(issue.message);
    model.warnings = warnings;
  }
};

}  // namespace

std::unique_ptr<tf::DataSource> NewGatewayConfigDataSource() {
  return std::make_unique<GatewayConfigDataSource>();
}

}  // namespace product
