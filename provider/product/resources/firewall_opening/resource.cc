// sixgate_firewall_opening: one exact permission through the gateway.
#include <memory>
#include <string>

#include "engine/inventory/build.h"
#include "provider/product/find.h"
#include "provider/product/record_resource.h"
#include "provider/product/resources/firewall_opening/model.h"
#include "provider/product/resources/resources.h"

namespace product {
namespace {

using engine::inventory::OpeningRecord;
using engine::inventory::OpeningSpec;
using tf::Path;

constexpr char kDescription[] =
    "One exact permission through the gateway: sources, destination, protocol and ports. Nothing "
    "else is reachable. Identical openings may be declared more than once; the last that goes "
    "closes it.";

class FirewallOpeningResource final
    : public RecordResource<OpeningModel, OpeningSpec, OpeningRecord> {
 public:
  FirewallOpeningResource()
      : RecordResource("sixgate_firewall_opening", "firewall opening", kDescription,
                       OpeningFields()) {}

  void ValidateConfig(const OpeningModel& config, tf::Diagnostics& diagnostics) const override {
    if (!config.address.IsNull() && !config.network.IsNull()) {
      diagnostics.AddError(Path::Root("network"), "address and network exclude each other",
                           "Open one address, or the whole network by its name.");
    }
    if (!config.protocol.IsKnown() || config.ports.IsUnknown()) return;
    const bool has_ports = config.ports.IsKnown() && !config.ports->empty();
    if (*config.protocol == "icmpv6" && has_ports) {
      diagnostics.AddError(Path::Root("ports"), "icmpv6 has no ports",
                           "Remove ports: the opening is for echo requests.");
    } else if (*config.protocol != "icmpv6" && !has_ports) {
      diagnostics.AddError(Path::Root("ports"), "Missing ports",
                           "Name the ports, such as [\"443\"] or [\"8000-8010\"]; \"1-65535\" is "
                           "all of them.");
    }
  }

 protected:
  Collection& Records(engine::Engine& engine) const override { return engine.openings(); }
  std::string Label(const OpeningModel& model) const override {
    return model.description.value_or(model.destination.value_or(""));
  }
  absl::StatusOr<OpeningSpec> ToSpec(const OpeningModel& model) const override {
    return product::ToSpec(model);
  }
  void FromRecord(const OpeningRecord& record, OpeningModel& model) const override {
    product::FromRecord(record, model);
  }
  absl::Status Render(engine::Engine& engine, const OpeningRecord& record,
                      OpeningModel& model) const override {
    // What was planned holds, though time goes on: the next read looks at the clock.
    return model.expired.IsKnown() ? absl::OkStatus() : Observe(engine, record, model);
  }
  absl::Status Observe(engine::Engine& engine, const OpeningRecord& record,
                       OpeningModel& model) const override {
    model.expired = record.spec.expires_at.has_value() && *record.spec.expires_at <= engine.Now();
    return absl::OkStatus();
  }

  void PlanKnown(engine::Engine* engine, Change& change) const override {
    OpeningModel& plan = change.plan;
    if (plan.expires_at.IsNull()) {
      plan.expired = false;
    } else if (change.prior != nullptr && plan.expires_at == change.prior->expires_at) {
      plan.expired = change.prior->expired;
    }
    if (plan.address.IsUnknown() || plan.network.IsUnknown() || !plan.protocol.IsKnown() ||
        plan.ports.IsUnknown()) {
      return;
    }
    const auto host = FindById(engine, &engine::Engine::hosts, plan.host);
    const auto spec = product::ToSpec(plan);
    if (!host.has_value() || !spec.ok()) return;
    const auto opening = engine::inventory::BuildOpening(host->host, *spec, plan.id.value_or(""));
    // Networks and the engine's version may change in the same apply, and with them the rest.
    if (opening.ok() && plan.network.IsNull()) {
      plan.destination = DestinationText(opening->destination);
    }
  }
};

}  // namespace

std::unique_ptr<tf::Resource> NewFirewallOpeningResource() {
  return std::make_unique<FirewallOpeningResource>();
}

}  // namespace product
