#include "provider/product/resources/egress_opening/resource.h"

#include <memory>
#include <string>

#include "engine/base/status_macros.h"
#include "engine/inventory/build.h"
#include "provider/product/opening_resource.h"
#include "provider/product/resources/egress_opening/model.h"

namespace product {
namespace {

using engine::inventory::EgressOpeningRecord;
using engine::inventory::EgressOpeningSpec;

constexpr char kDescription[] =
    "What may leave by the WAN of a gateway whose `policy.egress` is `\"deny\"`: source, "
    "destinations, protocol and ports, over IPv6. Packets to other hosts of the site need a "
    "`sixgate_firewall_opening` there. Identical ones may be declared more than once; the last "
    "that "
    "goes ends the flows.";

class EgressOpeningResource final
    : public OpeningResource<EgressOpeningModel, EgressOpeningSpec, EgressOpeningRecord> {
 public:
  EgressOpeningResource()
      : OpeningResource("sixgate_egress_opening", "egress opening", kDescription,
                        EgressOpeningFields(), &EgressOpeningModel::source) {}

 protected:
  Collection& Records(engine::Engine& engine) const override { return engine.egress_openings(); }
  absl::StatusOr<EgressOpeningSpec> ToSpec(const EgressOpeningModel& model) const override {
    return product::ToSpec(model);
  }
  void FromRecord(const EgressOpeningRecord& record, EgressOpeningModel& model) const override {
    product::FromRecord(record, model);
  }
  absl::StatusOr<std::string> InnerText(const engine::site::Host& host,
                                        const EgressOpeningSpec& spec) const override {
    ASSIGN_OR_RETURN(const auto opening, engine::inventory::BuildEgressOpening(host, spec, ""));
    return opening.source.ToString();
  }
};

}  // namespace

std::unique_ptr<tf::Resource> NewEgressOpeningResource() {
  return std::make_unique<EgressOpeningResource>();
}

}  // namespace product
