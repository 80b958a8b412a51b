#include "provider/product/resources/gateway/model.h"

#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "engine/base/status_macros.h"
#include "engine/net/address.h"
#include "engine/net/mac_address.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix.h"
#include "engine/site/ipv4_prefix.h"
#include "provider/product/fields.h"

namespace product {
namespace {

using engine::inventory::AtAttribute;
using engine::inventory::GatewayRecord;
using engine::inventory::GatewaySpec;
using engine::inventory::WanSpec;
using engine::net::Address;
using engine::net::MacAddress;
using engine::net::PortRange;
using engine::net::Prefix;
using engine::site::FromWord;
using engine::site::Inside;
using engine::site::Ipv4Prefix;
using engine::site::Limits;
using engine::site::Permission;
using engine::site::Policy;
using engine::site::ToWord;
using Texts = std::set<std::string>;

absl::Status ReadWan(const WanModel& model, WanSpec& wan) {
  wan.interface = model.interface.value_or("");
  RETURN_IF_ERROR(ReadText(model.mac, "wan.mac", &MacAddress::ParseUnicast, wan.mac));
  RETURN_IF_ERROR(ReadText(model.address, "wan.address", &ParseInterfaceAddress, wan.address));
  return ReadText(model.next_hop, "wan.next_hop", &Address::Parse, wan.next_hop);
}

absl::Status ReadInside(const InsideModel& model, Inside& inside) {
  inside.interface = model.interface.value_or("");
  return ReadText(model.mode, "inside.mode", &FromWord<engine::site::InsideMode>, inside.mode);
}

// Name servers of both families stand in one attribute.
absl::Status ReadResolvers(const tf::Attr<Texts>& texts, Policy& policy) {
  for (const std::string& text : texts.value_or({})) {
    if (absl::StrContains(text, ':')) {
      const auto address = Address::Parse(text);
      if (!address.ok()) return AtAttribute(address.status(), "policy.resolvers");
      policy.resolvers.push_back(*address);
    } else {
      const auto address = Ipv4Prefix::Parse(text);
      if (!address.ok()) return AtAttribute(address.status(), "policy.resolvers");
      policy.ipv4_resolvers.push_back(*address);
    }
  }
  return absl::OkStatus();
}

absl::Status ReadPolicy(const PolicyModel& model, Policy& policy) {
  RETURN_IF_ERROR(ReadText(model.egress, "policy.egress", &FromWord<Permission>, policy.egress));
  RETURN_IF_ERROR(ReadText(model.between_hosts, "policy.between_hosts", &FromWord<Permission>,
                           policy.between_hosts));
  RETURN_IF_ERROR(ReadText(model.ping, "policy.ping", &FromWord<Permission>, policy.ping));
  policy.log_drops = model.log_drops.value_or(false);
  RETURN_IF_ERROR(ReadTexts(model.management_sources, "policy.management_sources",
                            &Prefix::ParseWithBareAddress, policy.management_sources));
  RETURN_IF_ERROR(ReadTexts(model.management_ports, "policy.management_ports", &PortRange::Parse,
                            policy.management_ports));
  RETURN_IF_ERROR(ReadResolvers(model.resolvers, policy));
  RETURN_IF_ERROR(ReadTexts(model.ntp, "policy.ntp", &Address::Parse, policy.ntp));
  return ReadTexts(model.ipv4_allow, "policy.ipv4_allow", &Ipv4Prefix::Parse, policy.ipv4_allow);
}

// The validators keep it from 1 to a thousand million.
std::optional<uint32_t> LimitOf(const tf::Attr<int64_t>& limit) {
  return limit.IsKnown() ? std::optional<uint32_t>(static_cast<uint32_t>(*limit)) : std::nullopt;
}

tf::Attr<int64_t> FromLimit(const std::optional<uint32_t>& limit) {
  return limit.has_value() ? tf::Attr<int64_t>(int64_t{*limit}) : tf::Attr<int64_t>();
}

PolicyModel FromPolicy(const Policy& policy) {
  Texts resolvers = TextsOf<Texts>(policy.resolvers);
  for (const Ipv4Prefix& address : policy.ipv4_resolvers) resolvers.insert(address.AddressText());
  return {std::string(ToWord(policy.egress)),
          std::string(ToWord(policy.between_hosts)),
          std::string(ToWord(policy.ping)),
          policy.log_drops,
          TextsOf<Texts>(policy.management_sources),
          TextsOf<std::vector<std::string>>(policy.management_ports),
          std::move(resolvers),
          TextsOf<Texts>(policy.ntp),
          TextsOf<Texts>(policy.ipv4_allow)};
}

void FromLimits(const Limits& limits, tf::Attr<LimitsModel>& model) {
  if (limits == Limits()) {
    // `limits = {}` means the same as none.
    if (model.IsKnown()) *model = LimitsModel();
    return;
  }
  model = LimitsModel{FromLimit(limits.new_connections_per_second),
                      FromLimit(limits.concurrent_states)};
}

}  // namespace

absl::StatusOr<GatewaySpec> ToSpec(const GatewayModel& model) {
  GatewaySpec spec;
  spec.name = model.name.value_or("");
  spec.prefix = model.prefix.value_or("");
  const auto plan = ToAddressPlan(model.address_plan);
  if (!plan.ok()) return AtAttribute(plan.status(), "address_plan");
  spec.address_plan = *plan;
  RETURN_IF_ERROR(ReadText(model.kind, "kind", &FromWord<engine::site::GatewayKind>, spec.kind));
  RETURN_IF_ERROR(ReadText(model.network_manager, "network_manager",
                           &FromWord<engine::site::NetworkManager>, spec.network_manager));
  if (model.wan.IsKnown()) RETURN_IF_ERROR(ReadWan(*model.wan, spec.wan));
  if (model.inside.IsKnown()) RETURN_IF_ERROR(ReadInside(*model.inside, spec.inside));
  if (model.policy.IsKnown()) RETURN_IF_ERROR(ReadPolicy(*model.policy, spec.policy));
  if (model.limits.IsKnown()) {
    spec.limits = {LimitOf(model.limits->new_connections_per_second),
                   LimitOf(model.limits->concurrent_states)};
  }
  spec.deploy_directory = DeployDirectory(model.deploy);
  return spec;
}

void FromGateway(const engine::site::Gateway& gateway, GatewayModel& model) {
  const engine::site::Wan& wan = gateway.wan;
  const std::string address = wan.address.length == engine::net::kAddressBits
                                  ? wan.address.address.ToString()
                                  : wan.address.ToString();
  model.wan = WanModel{wan.interface, wan.mac.ToString(), address, wan.next_hop.ToString(),
                       wan.link_local().ToString()};
  model.upstream_route =
      UpstreamRouteModel{gateway.prefix().ToString(), wan.link_local().ToString()};
}

void FromRecord(const GatewayRecord& record, GatewayModel& model) {
  const GatewaySpec& spec = record.spec;
  model.id = record.header.id;
  model.registry_id = record.header.registry_id;
  model.name = spec.name;
  model.prefix = spec.prefix;
  model.kind = std::string(ToWord(spec.kind));
  model.address_plan = spec.address_plan.has_value()
                           ? tf::Attr<AddressPlanModel>(FromAddressPlan(*spec.address_plan))
                           : tf::Attr<AddressPlanModel>();
  FromGateway(record.gateway, model);
  model.inside =
      InsideModel{spec.inside.interface.empty() ? tf::Attr<std::string>() : spec.inside.interface,
                  std::string(ToWord(spec.inside.mode))};
  model.network_manager = std::string(ToWord(spec.network_manager));
  model.policy = FromPolicy(spec.policy);
  FromLimits(spec.limits, model.limits);
  model.deploy = spec.deploy_directory.has_value()
                     ? tf::Attr<DeployModel>(DeployModel{*spec.deploy_directory})
                     : tf::Attr<DeployModel>();
}

}  // namespace product
