// The attributes of sixgate_gateway.
#include "provider/product/fields.h"
#include "engine/site/gateway.h"
#include "provider/product/resources/gateway/model.h"

namespace product {
namespace {

using engine::site::GatewayKind;
using engine::site::InsideMode;
using engine::site::NetworkManager;
using engine::site::Permission;
using engine::site::ToWord;
using tf::Type;
using tf::Value;
using tf::schema::Between;
using tf::schema::DefaultObject;
using tf::schema::Each;
using tf::schema::Field;
using tf::schema::Fields;
using tf::schema::OneOf;
using tf::schema::UseNonNullStateForUnknown;

// More would be no limit.
constexpr int64_t kLimitMax = 1'000'000'000;

std::string Word(auto value) { return std::string(ToWord(value)); }

Fields<WanModel> WanFields() {
  return {
      Field("interface", &WanModel::interface)
          .Required()
          .Validate(IsInterface())
          .Describe("Interface towards the provider."),
      Field("mac", &WanModel::mac)
          .Required()
          .Validate(IsMacAddress())
          .SameWhen(SameMacAddress)
          .Describe("The MAC address that the provider routes the prefix to."),
      Field("address", &WanModel::address)
          .Optional()
          .Computed()
          .Validate(IsInterfaceAddress())
          .SameWhen(SameInterfaceAddress)
          .Modify(UseNonNullStateForUnknown())
          .Describe("The gateway's own address, `::1` of slot 1 unless given, as a /128."),
      Field("next_hop", &WanModel::next_hop)
          .Optional()
          .Computed()
          .Validate(IsAddress())
          .SameWhen(SameAddress)
          .Describe("The provider's router, `fe80::1` unless given. Required when the prefix is "
                    "delivered `on_link`."),
      Field("link_local", &WanModel::link_local)
          .Computed()
          .Describe("What the prefix must be routed to: the link-local address that the MAC "
                    "address makes (EUI-64)."),
  };
}

Fields<InsideModel> InsideFields() {
  return {
      Field("interface", &InsideModel::interface)
          .Optional()
          .Validate(IsInterface())
          .Describe("`shared`: the link to all hosts, required. `per_host`: the trunk that VLAN "
                    "interfaces are made on; absent when the hosts' interfaces exist already."),
      Field("mode", &InsideModel::mode)
          .Required()
          .Validate(OneOf({Word(InsideMode::kPerHost), Word(InsideMode::kShared)}))
          .Describe("`per_host`: one interface or VLAN for each host, which makes source checks "
                    "exact. `shared`: one link for all; every host then needs `mac`. To change it "
                    "with hosts, first apply `mac` or `inside_interface` of each."),
  };
}

Field<PolicyModel> PermissionField(std::string name, tf::Attr<std::string> PolicyModel::*member,
                                   Permission fallback, std::string description) {
  return WordField(std::move(name), member, fallback).Describe(std::move(description));
}

Field<PolicyModel> AddressesField(std::string name,
                                  tf::Attr<std::set<std::string>> PolicyModel::*member,
                                  const tf::schema::Validator& each,
                                  tf::schema::SemanticEquality same, std::string description) {
  return Field<PolicyModel>(std::move(name), member)
      .Default(Value::Set(Type::String(), {}))
      .Validate(Each(each))
      .SameWhen(std::move(same))
      .Describe(std::move(description));
}

Fields<PolicyModel> PolicyFields() {
  return {
      PermissionField("egress", &PolicyModel::egress, Permission::kAllow,
                      "Whether hosts and containers may open connections to the outside."),
      PermissionField("between_hosts", &PolicyModel::between_hosts, Permission::kDeny,
                      "Whether hosts may open connections to each other."),
      PermissionField("ping", &PolicyModel::ping, Permission::kAllow,
                      "Whether hosts and `sixgate_address`es answer echo requests, limited by "
                      "source."),
      Field("log_drops", &PolicyModel::log_drops)
          .Default(Value::Bool(false))
          .Describe("Whether to log what is dropped, at a limited rate, with the prefix "
                    "`sixgate:<reason>:`."),
      Field("management_sources", &PolicyModel::management_sources)
          .Default(Value::Set(Type::String(), {}))
          .Validate(Each(IsSource()))
          .SameWhen(SameSources)
          .Describe("Who may reach `management_ports` of the gateway and of every host."),
      Field("management_ports", &PolicyModel::management_ports)
          .Default(Value::List(Type::String(), {Value::String("22")}))
          .Validate(Each(IsPortRange()))
          .SameWhen(SamePortRanges)
          .Describe("TCP ports that `management_sources` may reach."),
      AddressesField("resolvers", &PolicyModel::resolvers, IsAnyAddress(), SameAnyAddresses,
                     "Name servers, reachable whatever `egress` says. IPv4 ones are for "
                     "containers' IPv4."),
      AddressesField("ntp", &PolicyModel::ntp, IsAddress(), SameAnyAddresses,
                     "Time servers, reachable whatever `egress` says."),
      AddressesField("ipv4_allow", &PolicyModel::ipv4_allow, IsIpv4Prefix(), SameIpv4Prefixes,
                     "Private IPv4 ranges that containers may reach."),
  };
}

Fields<LimitsModel> LimitsFields() {
  return {
      Field("new_connections_per_second", &LimitsModel::new_connections_per_second)
          .Optional()
          .Validate(Between(1, kLimitMax))
          .Describe("New connections a second, for each host in each direction."),
      Field("concurrent_states", &LimitsModel::concurrent_states)
          .Optional()
          .Validate(Between(1, kLimitMax))
          .Describe("Connections at one time, for each host in each direction."),
  };
}

Fields<UpstreamRouteModel> UpstreamRouteFields() {
  return {
      Field("prefix", &UpstreamRouteModel::prefix)
          .Computed()
          .Describe("The delegated prefix: the route's destination."),
      Field("next_hop", &UpstreamRouteModel::next_hop)
          .Computed()
          .Describe("The gateway's link-local address, to which the prefix must be routed."),
  };
}

}  // namespace

Fields<GatewayModel> GatewayFields() {
  const Fields<PolicyModel> policy = PolicyFields();
  return {
      IdField<GatewayModel>("gateway"),
      RegistryIdField<GatewayModel>(),
      Field("name", &GatewayModel::name)
          .Required()
          .Validate(IsName())
          .Describe("Name of the gateway, unique in the registry."),
      ReferenceField("prefix", &GatewayModel::prefix, "`id` of the prefix that it routes."),
      Field("kind", &GatewayModel::kind)
          .Required()
          .Validate(OneOf({Word(GatewayKind::kNftables)}))
          .Modify(ReplacesOnceSet())
          .Describe("What the gateway is. `nftables`: a Linux machine with nftables."),
      Field("address_plan", &GatewayModel::address_plan, GivenAddressPlanFields())
          .Optional()
          .Describe("The prefix's `address_plan`. With it addresses are known in the first plan."),
      Field("wan", &GatewayModel::wan, WanFields())
          .Required()
          .Describe("The interface towards the provider, where the prefix arrives."),
      Field("inside", &GatewayModel::inside, InsideFields())
          .Required()
          .Describe("The interfaces towards the hosts."),
      WordField("network_manager", &GatewayModel::network_manager, NetworkManager::kSystemdNetworkd)
          .Describe("What configures the gateway's interfaces; `none`: you do."),
      Field("policy", &GatewayModel::policy, policy)
          .Default(DefaultObject(policy.attributes()))
          .Describe("What is allowed besides the openings."),
      Field("limits", &GatewayModel::limits, LimitsFields())
          .Optional()
          .Describe(
              "What each host may use at most, so that no container can fill the gateway's table "
              "of connections. Absent: no limits."),
      DeployField<GatewayModel>("the gateway's"),
      Field("upstream_route", &GatewayModel::upstream_route, UpstreamRouteFields())
          .Computed()
          .Modify(UseNonNullStateForUnknown())
          .Describe("The route to ask the provider for."),
      FilesField<GatewayModel>("The gateway's files by path, but for the ruleset, which is in the "
                               "data source `sixgate_gateway_config` and in `deploy`."),
      DriftField<GatewayModel>(),
  };
}

}  // namespace product
