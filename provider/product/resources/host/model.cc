#include "provider/product/resources/host/model.h"

#include <optional>
#include <utility>

#include "engine/base/status_macros.h"
#include "engine/net/mac_address.h"
#include "engine/net/prefix.h"
#include "engine/site/engine_version.h"
#include "engine/site/host.h"
#include "engine/site/ipv4_prefix.h"
#include "provider/product/fields.h"

namespace product {
namespace {

using engine::inventory::AtAttribute;
using engine::inventory::ContainerEngineSpec;
using engine::inventory::HostRecord;
using engine::inventory::HostSpec;
using engine::inventory::NetworkSpec;
using engine::net::MacAddress;
using engine::net::Prefix;
using engine::site::DefaultBridge;
using engine::site::EngineVersion;
using engine::site::FromWord;
using engine::site::Ipv4Prefix;
using engine::site::Network;
using engine::site::ToWord;

absl::Status ReadEngine(const ContainerEngineModel& model, ContainerEngineSpec& spec) {
  RETURN_IF_ERROR(
      ReadText(model.version, "container_engine.version", &EngineVersion::Parse, spec.version));
  return ReadText(model.default_bridge, "container_engine.default_bridge", &FromWord<DefaultBridge>,
                  spec.default_bridge);
}

absl::Status ReadNetworks(const NetworkModels& models, HostSpec& spec) {
  spec.networks.clear();
  for (const auto& [name, model] : models) {
    NetworkSpec& network = spec.networks[name];
    if (model.index.IsKnown()) network.index = static_cast<uint64_t>(*model.index);
    RETURN_IF_ERROR(ReadText(model.ipv4_subnet, "networks." + name + ".ipv4_subnet",
                             &Ipv4Prefix::Parse, network.ipv4_subnet));
  }
  return absl::OkStatus();
}

NetworkModel FromNetwork(const Network& network) {
  return {static_cast<int64_t>(network.index),
          network.ipv4_subnet.has_value() ? tf::Attr<std::string>(network.ipv4_subnet->ToString())
                                          : tf::Attr<std::string>(),
          network.subnet.ToString(),
          network.gateway.ToString(),
          network.dynamic_range.ToString(),
          network.bridge,
          network.docker_name};
}

void FromEngine(const std::optional<ContainerEngineSpec>& spec,
                tf::Attr<ContainerEngineModel>& model) {
  model = tf::Attr<ContainerEngineModel>();
  if (!spec.has_value()) return;
  ContainerEngineModel engine;
  if (spec->version.has_value()) engine.version = spec->version->ToString();
  if (spec->default_bridge.has_value()) {
    engine.default_bridge = std::string(ToWord(*spec->default_bridge));
  }
  model = engine;
}

}  // namespace

absl::StatusOr<HostSpec> ToSpec(const HostModel& model) {
  HostSpec spec;
  spec.name = model.name.value_or("");
  spec.gateway = model.gateway.value_or("");
  if (model.slot.IsKnown()) spec.slot = absl::uint128(static_cast<uint64_t>(*model.slot));
  RETURN_IF_ERROR(ReadText(model.block, "block", &Prefix::Parse, spec.block));
  const auto plan = ToAddressPlan(model.address_plan);
  if (!plan.ok()) return AtAttribute(plan.status(), "address_plan");
  spec.address_plan = *plan;
  spec.interface = model.interface.value_or(spec.interface);
  RETURN_IF_ERROR(ReadText(model.mac, "mac", &MacAddress::ParseUnicast, spec.mac));
  spec.inside_interface = model.inside_interface.value_or("");
  spec.other_interfaces = model.other_interfaces.value_or({});
  RETURN_IF_ERROR(ReadText(model.network_manager, "network_manager",
                           &FromWord<engine::site::NetworkManager>, spec.network_manager));
  if (model.container_engine.IsKnown()) {
    RETURN_IF_ERROR(ReadEngine(*model.container_engine, spec.container_engine.emplace()));
  }
  RETURN_IF_ERROR(ReadText(model.default_engine_version, "default_engine_version",
                           &EngineVersion::Parse, spec.default_engine_version));
  if (model.networks.IsKnown()) RETURN_IF_ERROR(ReadNetworks(*model.networks, spec));
  spec.labels = model.labels.value_or({});
  spec.deletion_protection = model.deletion_protection.value_or(false);
  spec.deploy_directory = DeployDirectory(model.deploy);
  return spec;
}

void FromHost(const engine::site::Host& host, HostModel& model) {
  model.slot = static_cast<int64_t>(absl::Uint128Low64(host.slot()));
  model.block = host.block.prefix().ToString();
  model.link = host.link().network.ToString();
  model.address = host.address().ToString();
  model.gateway_address = host.gateway_address().ToString();
  model.source_prefixes = TextsOf<std::vector<std::string>>(host.source_prefixes());
  NetworkModels networks;
  for (const auto& [name, network] : host.networks) networks[name] = FromNetwork(network);
  model.networks = networks;
}

void FromRecord(const HostRecord& record, HostModel& model) {
  const HostSpec& spec = record.spec;
  model.id = record.header.id;
  model.registry_id = record.header.registry_id;
  model.name = spec.name;
  model.gateway = spec.gateway;
  model.address_plan = spec.address_plan.has_value()
                           ? tf::Attr<AddressPlanModel>(FromAddressPlan(*spec.address_plan))
                           : tf::Attr<AddressPlanModel>();
  model.interface = spec.interface;
  model.mac =
      spec.mac.has_value() ? tf::Attr<std::string>(spec.mac->ToString()) : tf::Attr<std::string>();
  model.inside_interface =
      spec.inside_interface.empty() ? tf::Attr<std::string>() : spec.inside_interface;
  StoreEmptyAsIs(spec.other_interfaces, model.other_interfaces);
  model.network_manager = std::string(ToWord(spec.network_manager));
  FromEngine(spec.container_engine, model.container_engine);
  model.default_engine_version =
      spec.default_engine_version.has_value()
          ? tf::Attr<std::string>(spec.default_engine_version->ToString())
          : tf::Attr<std::string>();
  StoreEmptyAsIs(spec.labels, model.labels);
  model.deletion_protection = spec.deletion_protection;
  model.deploy = spec.deploy_directory.has_value()
                     ? tf::Attr<DeployModel>(DeployModel{*spec.deploy_directory})
                     : tf::Attr<DeployModel>();
  FromHost(record.host, model);
}

}  // namespace product
