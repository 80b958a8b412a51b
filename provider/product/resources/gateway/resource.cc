#include "provider/product/resources/gateway/resource.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/inventory/build.h"
#include "engine/net/address.h"
#include "engine/site/gateway.h"
#include "provider/product/find.h"
#include "provider/product/record_resource.h"
#include "provider/product/resources/gateway/model.h"

namespace product {
namespace {

using engine::inventory::GatewayRecord;
using engine::inventory::GatewaySpec;
using engine::plan::AddressPlan;
using engine::site::Gateway;

constexpr char kDescription[] =
    "The router and firewall of a prefix, outside of the hosts. It claims slots 0 and 1 of the "
    "prefix, drops whatever no opening allows, and fails closed.";

class GatewayResource final : public RecordResource<GatewayModel, GatewaySpec, GatewayRecord> {
 public:
  GatewayResource() : RecordResource("sixgate_gateway", "gateway", kDescription, GatewayFields()) {}

 protected:
  Collection& Records(engine::Engine& engine) const override { return engine.gateways(); }
  std::string Label(const GatewayModel& model) const override { return model.name.value_or(""); }
  absl::StatusOr<GatewaySpec> ToSpec(const GatewayModel& model) const override {
    return product::ToSpec(model);
  }
  void FromRecord(const GatewayRecord& record, GatewayModel& model) const override {
    product::FromRecord(record, model);
  }
  absl::Status Render(engine::Engine&, const GatewayRecord& record,
                      GatewayModel& model) const override {
    return StoreWritten(engine::Engine::GatewayFiles(record.gateway), model);
  }
  absl::Status Observe(engine::Engine& engine, const GatewayRecord& record,
                       GatewayModel& model) const override {
    return StoreFound(engine::Engine::GatewayFiles(record.gateway),
                      engine.GatewayDrift(RefOf(record)), model);
  }

  // A next hop that was not given is not the user's word for it: on a prefix that is delivered
  // on_link there must be one.
  void PrepareCheck(const GatewayModel& config, GatewaySpec& spec) const override {
    if (config.wan.IsKnown() && config.wan->next_hop.IsNull()) spec.wan.next_hop.reset();
  }

  void PlanKnown(engine::Engine* engine, Change& change) const override {
    GatewayModel& plan = change.plan;
    plan.drift = std::vector<std::string>();
    if (!plan.wan.IsKnown()) return;
    if (change.config.wan.IsKnown() && change.config.wan->next_hop.IsNull()) {
      plan.wan->next_hop = engine::site::DefaultNextHop().ToString();
    }
    const absl::StatusOr<GatewaySpec> spec = product::ToSpec(plan);
    if (!spec.ok()) return;  // said by whoever asks for the spec next
    const auto prefix = FindById(engine, &engine::Engine::prefixes, plan.prefix);
    std::optional<AddressPlan> address_plan = spec->address_plan;
    if (!address_plan.has_value() && prefix.has_value()) address_plan = prefix->address_plan;
    if (!address_plan.has_value() || !IsBuildable(change)) return;
    const absl::StatusOr<Gateway> gateway = Build(*address_plan, *spec);
    if (!gateway.ok()) return;  // said by the check, with what it knows besides
    FromGateway(*gateway, plan);
    const auto files = engine::Engine::GatewayFiles(*gateway);
    if (!files.ok() || !IsSettled(plan)) return;
    std::vector<std::string> paths;
    for (const engine::File& file : *files) paths.push_back(file.path);
    PlanFiles(IsUnchanged(*address_plan, *gateway, change.prior) ? change.prior : nullptr, paths,
              plan);
  }

 private:
  // As far as the gateway's own arguments say it. How the prefix is delivered is the registry's to
  // know, and may change in the same apply; neither addresses nor paths depend on it.
  static absl::StatusOr<Gateway> Build(const AddressPlan& address_plan, const GatewaySpec& spec) {
    return engine::inventory::BuildGateway(
        address_plan, engine::inventory::DeliveryByArguments(address_plan, spec), spec);
  }

  static bool IsUnchanged(const AddressPlan& address_plan, const Gateway& gateway,
                          const GatewayModel* prior) {
    if (prior == nullptr || !AreKnown(prior->files)) return false;
    const absl::StatusOr<GatewaySpec> spec = product::ToSpec(*prior);
    if (!spec.ok()) return false;
    const absl::StatusOr<Gateway> before = Build(spec->address_plan.value_or(address_plan), *spec);
    return before.ok() && *before == gateway;
  }

  // All that addresses depend on is known.
  static bool IsBuildable(const Change& change) {
    const GatewayModel& plan = change.plan;
    return !(change.config.wan.IsKnown() && change.config.wan->address.IsUnknown()) &&
           plan.wan->mac.IsKnown() && plan.wan->interface.IsKnown() &&
           !plan.wan->next_hop.IsUnknown() &&
           (plan.wan->address.IsKnown() || !plan.address_plan.IsUnknown());
  }

  // All that files depend on is known.
  static bool IsSettled(const GatewayModel& plan) {
    return !plan.name.IsUnknown() && plan.inside.IsKnown() && !plan.inside->interface.IsUnknown() &&
           plan.inside->mode.IsKnown() && plan.policy.IsKnown() &&
           !plan.policy->management_sources.IsUnknown() &&
           !plan.policy->management_ports.IsUnknown() && !plan.policy->resolvers.IsUnknown() &&
           !plan.policy->ntp.IsUnknown() && !plan.policy->ipv4_allow.IsUnknown() &&
           !plan.limits.IsUnknown();
  }
};

}  // namespace

std::unique_ptr<tf::Resource> NewGatewayResource() { return std::make_unique<GatewayResource>(); }

}  // namespace product
