#include "provider/product/resources/host/resource.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/inventory/build.h"
#include "engine/plan/address_plan.h"
#include "engine/site/engine_version.h"
#include "engine/site/host.h"
#include "engine/site/words.h"
#include "provider/product/find.h"
#include "provider/product/record_resource.h"
#include "provider/product/resources/host/model.h"

namespace product {
namespace {

using engine::inventory::GatewayRecord;
using engine::inventory::HostRecord;
using engine::inventory::HostSpec;
using engine::plan::AddressPlan;
using engine::site::FromWord;
using engine::site::Host;
using engine::site::NetworkManager;

constexpr char kDescription[] =
    "A machine that runs containers. It gets a block of the prefix, routed whole to it, with one "
    "network for each container network, and every file that it needs.";

class HostResource final : public RecordResource<HostModel, HostSpec, HostRecord> {
 public:
  HostResource() : RecordResource("sixgate_host", "host", kDescription, HostFields()) {}

  void ValidateConfig(const HostModel& config, tf::Diagnostics& diagnostics) const override {
    if (config.slot.IsKnown() && config.block.IsKnown()) {
      diagnostics.AddError(tf::Path::Root("block"), "slot and block say the same",
                           "Give only one of them.");
    }
  }

 protected:
  Collection& Records(engine::Engine& engine) const override { return engine.hosts(); }
  std::string Label(const HostModel& model) const override { return model.name.value_or(""); }
  absl::StatusOr<HostSpec> ToSpec(const HostModel& model) const override {
    return product::ToSpec(model);
  }
  void FromRecord(const HostRecord& record, HostModel& model) const override {
    product::FromRecord(record, model);
  }
  absl::Status Render(engine::Engine& engine, const HostRecord& record,
                      HostModel& model) const override {
    return StoreWritten(FilesOf(engine, record), model);
  }
  absl::Status Observe(engine::Engine& engine, const HostRecord& record,
                       HostModel& model) const override {
    return StoreFound(FilesOf(engine, record), engine.HostDrift(RefOf(record)), model);
  }

  void PlanKnown(engine::Engine* engine, Change& change) const override {
    HostModel& plan = change.plan;
    PlanFiles(change, nullptr);
    FreezeEngineVersion(change);
    ForgetMovedBlock(change);
    // Slot and block are two words for one thing: the one that was not given follows.
    const absl::StatusOr<HostSpec> spec = product::ToSpec(plan);
    if (!spec.ok() || !IsSettled(change.config, plan))
      return;  // said by whoever asks for the spec next
    const auto gateway = FindById(engine, &engine::Engine::gateways, plan.gateway);
    const std::optional<Host> host = FindHost(*spec, gateway, change.prior);
    if (!host.has_value()) return;
    FromHost(*host, plan);
    if (IsUnchanged(*host, gateway, change.prior)) PlanFiles(change, change.prior);
  }

 private:
  static absl::StatusOr<std::vector<engine::File>> FilesOf(engine::Engine& engine,
                                                           const HostRecord& record) {
    const auto gateway = FindById(&engine, &engine::Engine::gateways, record.spec.gateway);
    if (!gateway.has_value()) {
      return absl::FailedPreconditionError("the gateway went while the host's files were made");
    }
    return engine::Engine::HostFiles(gateway->gateway, record.host);
  }

  // The default is what this version of sixgate renders for, once; afterwards the state has it.
  static void FreezeEngineVersion(Change& change) {
    if (change.prior == nullptr) {
      change.plan.default_engine_version = engine::site::EngineVersion().ToString();
    }
  }

  // Another slot is another block, and the other way round; both replace the host.
  static void ForgetMovedBlock(Change& change) {
    if (change.prior == nullptr) return;
    HostModel& plan = change.plan;
    const bool slot_moves = !change.config.slot.IsNull() && !(plan.slot == change.prior->slot);
    const bool block_moves = !change.config.block.IsNull() && !(plan.block == change.prior->block);
    if (slot_moves) plan.block = tf::Attr<std::string>::Unknown();
    if (block_moves) plan.slot = tf::Attr<int64_t>::Unknown();
  }

  static void PlanFiles(Change& change, const HostModel* unchanged_prior) {
    const auto manager =
        FromWord<NetworkManager>(change.plan.network_manager.value_or(std::string()));
    if (!manager.ok()) return;  // not known yet, or said by its validator
    product::PlanFiles(unchanged_prior, engine::Engine::HostPaths(*manager), change.plan);
  }

  static bool IsUnchanged(const Host& host, const std::optional<GatewayRecord>& gateway,
                          const HostModel* prior) {
    if (prior == nullptr || !AreKnown(prior->files)) return false;
    const absl::StatusOr<HostSpec> spec = product::ToSpec(*prior);
    return spec.ok() && FindHost(*spec, gateway, prior) == host;
  }

  static bool HasKnownIndices(const HostModel& config) {
    if (!config.networks.IsKnown()) return !config.networks.IsUnknown();
    for (const auto& [name, network] : *config.networks) {
      if (network.index.IsUnknown()) return false;
    }
    return true;
  }

  // All that the host's addresses and files depend on is known.
  static bool IsSettled(const HostModel& config, const HostModel& plan) {
    if (config.slot.IsUnknown() || config.block.IsUnknown() || !HasKnownIndices(config) ||
        !plan.networks.IsKnown() || plan.name.IsUnknown() || plan.interface.IsUnknown() ||
        plan.mac.IsUnknown() || plan.inside_interface.IsUnknown() ||
        plan.other_interfaces.IsUnknown() || plan.network_manager.IsUnknown() ||
        plan.container_engine.IsUnknown() || plan.address_plan.IsUnknown()) {
      return false;
    }
    for (const auto& [name, network] : *plan.networks) {
      if (network.ipv4_subnet.IsUnknown()) return false;
    }
    return !plan.container_engine.IsKnown() || (!plan.container_engine->version.IsUnknown() &&
                                                !plan.container_engine->default_bridge.IsUnknown());
  }

  // The host as it will be, when its block is known.
  static std::optional<Host> FindHost(const HostSpec& spec,
                                      const std::optional<GatewayRecord>& gateway,
                                      const HostModel* prior) {
    std::optional<AddressPlan> address_plan = spec.address_plan;
    if (!address_plan.has_value() && gateway.has_value()) address_plan = gateway->gateway.plan;
    if (!address_plan.has_value()) return std::nullopt;
    const auto block = engine::inventory::WantedBlock(*address_plan, spec);
    if (!block.ok() || !block->has_value()) return std::nullopt;  // an error is the check's to say
    const auto host = engine::inventory::BuildHost(**block, spec, PriorIndices(prior));
    return host.ok() ? std::optional<Host>(*host) : std::nullopt;
  }

  static std::map<std::string, uint64_t> PriorIndices(const HostModel* prior) {
    std::map<std::string, uint64_t> indices;
    if (prior == nullptr || !prior->networks.IsKnown()) return indices;
    for (const auto& [name, network] : *prior->networks) {
      if (network.index.IsKnown()) indices[name] = static_cast<uint64_t>(*network.index);
    }
    return indices;
  }
};

}  // namespace

std::unique_ptr<tf::Resource> NewHostResource() { return std::make_unique<HostResource>(); }

}  // namespace product
