#include "provider/product/resources/firewall_opening/resource.h"

#include <memory>
#include <string>

#include "engine/base/status_macros.h"
#include "engine/inventory/build.h"
#include "provider/product/opening_resource.h"
#include "provider/product/resources/firewall_opening/model.h"

namespace product {
namespace {

using engine::inventory::OpeningRecord;
using engine::inventory::OpeningSpec;

constexpr char kDescription[] =
    "One exact permission through the gateway: sources, destination, protocol and ports. Nothing "
    "else is reachable. Identical openings may be declared more than once; the last that goes "
    "closes it.";

class FirewallOpeningResource final
    : public OpeningResource<OpeningModel, OpeningSpec, OpeningRecord> {
 public:
  FirewallOpeningResource()
      : OpeningResource("sixgate_firewall_opening", "firewall opening", kDescription,
                        OpeningFields(), &OpeningModel::destination) {}

 protected:
  Collection& Records(engine::Engine& engine) const override { return engine.openings(); }
  absl::StatusOr<OpeningSpec> ToSpec(const OpeningModel& model) const override {
    return product::ToSpec(model);
  }
  void FromRecord(const OpeningRecord& record, OpeningModel& model) const override {
    product::FromRecord(record, model);
  }
  absl::StatusOr<std::string> InnerText(const engine::site::Host& host,
                                        const OpeningSpec& spec) const override {
    ASSIGN_OR_RETURN(const auto opening, engine::inventory::BuildOpening(host, spec, ""));
    return DestinationText(opening.destination);
  }
};

}  // namespace

std::unique_ptr<tf::Resource> NewFirewallOpeningResource() {
  return std::make_unique<FirewallOpeningResource>();
}

}  // namespace product
