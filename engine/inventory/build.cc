#include "engine/inventory/build.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/inventory/error.h"

namespace engine::inventory {

absl::StatusOr<std::optional<plan::AddressPlan>> BuildPlan(const net::Prefix& cidr,
                                                           const PrefixSpec& spec) {
  auto plan = plan::AddressPlan::WithDefaults(
      cidr, {.host = spec.host_length, .network = spec.network_length});
  if (plan.ok()) return plan;
  return AtAttribute(plan.status(),
                     spec.host_length.has_value() ? "host_length" : "network_length");
}

absl::StatusOr<site::Gateway> BuildGateway(const plan::AddressPlan& plan, site::Delivery delivery,
                                           const GatewaySpec& spec) {
  if (delivery == site::Delivery::kOnLink && !spec.wan.next_hop.has_value()) {
    return AtAttribute(
        // The same apply may change how it is delivered.
        absl::FailedPreconditionError(absl::StrCat(
            "gateway ", base::Quote(spec.name),
            " has no wan.next_hop: its prefix is delivered on_link, where there is no default; "
            "name the provider's router")),
        "wan.next_hop");
  }
  return site::Gateway{.name = spec.name,
                       .plan = plan,
                       .kind = spec.kind,
                       .delivery = delivery,
                       .wan = {.interface = spec.wan.interface,
                               .mac = spec.wan.mac,
                               .address = spec.wan.address.value_or(site::DefaultWanAddress(plan)),
                               .next_hop = spec.wan.next_hop.value_or(site::DefaultNextHop())},
                       .inside = spec.inside,
                       .network_manager = spec.network_manager,
                       .policy = spec.policy,
                       .limits = spec.limits};
}

site::Delivery DeliveryByArguments(const plan::AddressPlan& plan, const GatewaySpec& spec) {
  const bool inside = spec.wan.next_hop.has_value() && plan.cidr().Contains(*spec.wan.next_hop);
  return inside ? site::Delivery::kOnLink : site::Delivery::kRouted;
}

absl::StatusOr<std::optional<plan::HostBlock>> WantedBlock(const plan::AddressPlan& plan,
                                                           const HostSpec& spec) {
  std::optional<plan::HostBlock> wanted;
  if (spec.slot.has_value()) {
    RETURN_IF_ERROR(AtAttribute(plan.CheckHostSlot(*spec.slot), "slot"));
    const auto block = plan.Block(*spec.slot);
    RETURN_IF_ERROR(AtAttribute(block.status(), "slot"));
    wanted = *block;
  }
  if (spec.block.has_value()) {
    const auto block = plan.Block(*spec.block);
    RETURN_IF_ERROR(AtAttribute(block.status(), "block"));
    RETURN_IF_ERROR(AtAttribute(plan.CheckHostSlot(block->slot()), "block"));
    if (wanted.has_value() && *wanted != *block) {
      return AtAttribute(absl::InvalidArgumentError(absl::StrCat(
                             "block ", spec.block->ToString(), " is not slot ",
                             absl::StrCat(absl::Uint128Low64(*spec.slot)), ", which is ",
                             wanted->prefix().ToString(), ": leave one of them out")),
                         "block");
    }
    wanted = *block;
  }
  return wanted;
}

absl::StatusOr<site::Host> BuildHost(const plan::HostBlock& block, const HostSpec& spec,
                                     const std::map<std::string, uint64_t>& prior) {
  site::ContainerEngine container_engine;
  const ContainerEngineSpec asked = spec.container_engine.value_or(ContainerEngineSpec());
  container_engine.version =
      asked.version.value_or(spec.default_engine_version.value_or(site::EngineVersion()));
  container_engine.default_bridge =
      asked.default_bridge.value_or(site::DefaultBridgeOf(container_engine.version));
  site::Host host = {.name = spec.name,
                     .block = block,
                     .interface = spec.interface,
                     .mac = spec.mac,
                     .inside_interface = spec.inside_interface,
                     .other_interfaces = spec.other_interfaces,
                     .network_manager = spec.network_manager,
                     .container_engine = container_engine,
                     .networks = {}};
  std::map<std::string, std::optional<uint64_t>> wanted;
  for (const auto& [name, network] : spec.networks) wanted[name] = network.index;
  const auto indices = site::AssignNetworkIndices(wanted, prior, block.NetworkCount());
  RETURN_IF_ERROR(AtAttribute(indices.status(), "networks"));
  for (const auto& [name, index] : *indices) {
    auto network = site::MakeNetwork(block, name, index,
                                     {.default_bridge = container_engine.default_bridge,
                                      .ipv4_subnet = spec.networks.at(name).ipv4_subnet});
    RETURN_IF_ERROR(AtAttribute(network.status(), absl::StrCat("networks.", name)));
    host.networks.emplace(name, *std::move(network));
  }
  return host;
}

namespace {

// The address or network of the host that an opening names; `otherwise` when it names none.
template <class Spec>
absl::StatusOr<net::Prefix> Named(const site::Host& host, const Spec& spec,
                                  const net::Prefix& otherwise) {
  if (!spec.network.has_value()) {
    return spec.address.has_value() ? net::Prefix::Containing(*spec.address, net::kAddressBits)
                                    : otherwise;
  }
  if (spec.address.has_value()) {
    return AtAttribute(absl::InvalidArgumentError(absl::StrCat(
                           "both address ", spec.address->ToString(), " and network ",
                           base::Quote(*spec.network), " are given: leave one of them out")),
                       "network");
  }
  const auto network = host.networks.find(*spec.network);
  if (network == host.networks.end()) return UnknownNetwork(host, *spec.network);
  return network->second.subnet;
}

}  // namespace

absl::StatusOr<site::Opening> BuildOpening(const site::Host& host, const OpeningSpec& spec,
                                           const std::string& id) {
  ASSIGN_OR_RETURN(const net::Prefix destination,
                   Named(host, spec, net::Prefix::Containing(host.address(), net::kAddressBits)));
  return site::Opening{.id = id,
                       .host = host.name,
                       .destination = destination,
                       .protocol = spec.protocol,
                       .ports = spec.ports,
                       .sources = spec.sources,
                       .description = spec.description,
                       .log = spec.log,
                       .enabled = spec.enabled,
                       .expires_at = spec.expires_at};
}

absl::StatusOr<site::EgressOpening> BuildEgressOpening(const site::Host& host,
                                                       const EgressOpeningSpec& spec,
                                                       const std::string& id) {
  ASSIGN_OR_RETURN(const net::Prefix source, Named(host, spec, host.block.prefix()));
  return site::EgressOpening{.id = id,
                             .host = host.name,
                             .source = source,
                             .protocol = spec.protocol,
                             .ports = spec.ports,
                             .destinations = spec.destinations,
                             .description = spec.description,
                             .log = spec.log,
                             .enabled = spec.enabled,
                             .expires_at = spec.expires_at};
}

absl::Status UnknownNetwork(const site::Host& host, absl::string_view network) {
  std::vector<std::string> names;
  for (const auto& [name, known] : host.networks) names.push_back(base::Quote(name));
  // The same apply may add it.
  return AtAttribute(absl::FailedPreconditionError(absl::StrCat(
                         "host ", base::Quote(host.name), " has no network ", base::Quote(network),
                         "; it has ", absl::StrJoin(names, ", "))),
                     "network");
}

absl::Status FirstError(const base::Issues& issues) {
  for (const base::Issue& issue : issues) {
    if (issue.severity != base::Severity::kError) continue;
    return AtAttribute(absl::InvalidArgumentError(issue.message), issue.path);
  }
  return absl::OkStatus();
}

}  // namespace engine::inventory
