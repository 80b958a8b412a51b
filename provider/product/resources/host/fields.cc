// The attributes of sixgate_host.
#include "provider/product/fields.h"
#include "engine/site/host.h"
#include "engine/site/network.h"
#include "provider/product/resources/host/model.h"

namespace product {
namespace {

using engine::site::DefaultBridge;
using engine::site::NetworkManager;
using engine::site::ToWord;
using tf::MapEntry;
using tf::Value;
using tf::schema::Between;
using tf::schema::DefaultObject;
using tf::schema::Each;
using tf::schema::EachKey;
using tf::schema::Field;
using tf::schema::Fields;
using tf::schema::OneOf;
using tf::schema::UseNonNullStateForUnknown;

// Slots are numbered up to 2^63 here; a prefix with more has none that anybody could count.
constexpr int64_t kSlotMax = INT64_MAX;

tf::schema::Validator IsHostSlot() {
  return {"must be 2 or more",
          [](const tf::schema::ValidateRequest& request, tf::Diagnostics& diagnostics) {
            const tf::Number& slot = request.config.number();
            if (slot.IsInteger() && slot >= tf::Number::FromInt64(2) &&
                slot <= tf::Number::FromInt64(kSlotMax)) {
              return;
            }
            diagnostics.AddError(request.path, "Invalid slot of a host",
                                 absl::StrCat("slot ", slot.ToString(),
                                              " is not for a host: slot 0 is for addresses made "
                                              "by hand, slot 1 is the gateway's own, and the first "
                                              "host slot is 2."));
          },
          tf::schema::Takes({tf::Type::Kind::kNumber})};
}

Fields<ContainerEngineModel> ContainerEngineFields() {
  return {
      Field("version", &ContainerEngineModel::version)
          .Optional()
          .Validate(IsEngineVersion())
          .Describe("Docker's release line, such as `\"20.10\"` or `\"29\"`. Absent: "
                    "`default_engine_version`."),
      Field("default_bridge", &ContainerEngineModel::default_bridge)
          .Optional()
          .Validate(OneOf({std::string(ToWord(DefaultBridge::kV4Only)),
                           std::string(ToWord(DefaultBridge::kRouted))}))
          .Describe(
              "Whether `docker0` has IPv6. `v4_only`, unless given: it has none, containers use "
              "networks of their own. "
              "`routed`: it is the network `default`, as older releases can; from 27 on "
              "it turns Docker's own IPv6 filter off."),
  };
}

Field<NetworkModel> ComputedField(std::string name, tf::Attr<std::string> NetworkModel::*member,
                                  std::string description) {
  return Field<NetworkModel>(std::move(name), member)
      .Computed()
      .Modify(UseNonNullStateForUnknown())
      .Describe(std::move(description));
}

Fields<NetworkModel> NetworkFields() {
  return {
      Field("index", &NetworkModel::index)
          .Optional()
          .Computed()
          .Validate(Between(1, kSlotMax))
          .Modify(UseNonNullStateForUnknown())
          .Describe("Which network of the block it is. `default` has 1, the others the lowest that "
                    "is free when they are added."),
      Field("ipv4_subnet", &NetworkModel::ipv4_subnet)
          .Optional()
          .Validate(IsIpv4Prefix())
          .SameWhen(SameIpv4Prefix)
          .Describe("The network's IPv4 range; absent, Docker chooses one."),
      ComputedField("subnet", &NetworkModel::subnet, "The network's IPv6 prefix."),
      ComputedField("gateway", &NetworkModel::gateway, "The bridge's address."),
      ComputedField("dynamic_range", &NetworkModel::dynamic_range,
                    "What Docker hands out by itself; stable addresses are outside of it."),
      ComputedField("bridge", &NetworkModel::bridge, "The Linux interface of the bridge."),
      ComputedField("docker_name", &NetworkModel::docker_name, "What Docker calls the network."),
  };
}

Value DefaultNetworks(const Fields<NetworkModel>& network) {
  return Value::Map(network.type(), {MapEntry{std::string(engine::site::kDefaultNetworkName),
                                              DefaultObject(network.attributes())}});
}

Field<HostModel> DerivedField(std::string name, tf::Attr<std::string> HostModel::*member,
                              std::string description) {
  return Field<HostModel>(std::move(name), member)
      .Computed()
      .Modify(UseNonNullStateForUnknown())
      .Describe(std::move(description));
}

Field<HostModel> SourcePrefixesField() {
  return Field("source_prefixes", &HostModel::source_prefixes)
      .Computed()
      .Modify(UseNonNullStateForUnknown())
      .Describe(
          "Prefixes that packets from the host may have as their source, for filters in front "
          "of it.");
}

}  // namespace

Fields<HostModel> HostFields() {
  const Fields<NetworkModel> network = NetworkFields();
  return {
      IdField<HostModel>("host"),
      RegistryIdField<HostModel>(),
      Field("name", &HostModel::name)
          .Required()
          .Validate(IsName())
          .Describe("Name of the host, unique at its gateway."),
      ReferenceField("gateway", &HostModel::gateway, "`id` of the gateway in front of it."),
      AssignedReplacingField("slot", &HostModel::slot, nullptr)
          .Validate(IsHostSlot())
          .Describe(
              "Which block of the prefix it gets; chosen when absent. Slots 0 and 1 are never "
              "a host's."),
      AssignedReplacingField("block", &HostModel::block, SamePrefix)
          .Validate(IsPrefix())
          .Describe(
              "The block itself, such as `2001:db8:1234:321d:20::/76`; another way to say `slot`."),
      Field("address_plan", &HostModel::address_plan, GivenAddressPlanFields())
          .Optional()
          .Describe("The prefix's `address_plan`. With it and `slot` or `block` every address is "
                    "known in the first plan."),
      Field("interface", &HostModel::interface)
          .Default(Value::String(engine::inventory::HostSpec().interface))
          .Validate(IsInterface())
          .Describe("The uplink's name in the host."),
      Field("mac", &HostModel::mac)
          .Optional()
          .Validate(IsMacAddress())
          .SameWhen(SameMacAddress)
          .Describe(
              "The uplink's MAC address, matched instead of its name. Required with a `shared` "
              "gateway."),
      Field("inside_interface", &HostModel::inside_interface)
          .Optional()
          .Validate(IsInterface())
          .Describe("The gateway's interface for this host, such as `vh20` or `vmbr2.20`. Required "
                    "with a `per_host` gateway, not used with a `shared` one."),
      Field("other_interfaces", &HostModel::other_interfaces)
          .Optional()
          .Validate(Each(IsInterface()))
          .Describe("The host's other interfaces: IPv6 and router advertisements are disabled "
                    "there."),
      WordField("network_manager", &HostModel::network_manager, NetworkManager::kSystemdNetworkd)
          .Describe("What configures the host's interfaces; `none`: you do."),
      Field("container_engine", &HostModel::container_engine, ContainerEngineFields())
          .Optional()
          .Describe("The Docker engine. Absent: the newest that was known when the host was made."),
      Field("networks", &HostModel::networks, network)
          .Default(DefaultNetworks(network))
          .Validate(EachKey(IsName()))
          .Describe("Container networks by name. Adding or removing one moves no other."),
      LabelsField<HostModel>(),
      DeletionProtectionField<HostModel>(),
      DeployField<HostModel>("the host's"),
      DerivedField("default_engine_version", &HostModel::default_engine_version,
                   "The engine version taken where `container_engine` gives none; frozen when the "
                   "host is made."),
      DerivedField("link", &HostModel::link, "The transit network between gateway and host."),
      DerivedField("address", &HostModel::address, "The host's own address."),
      DerivedField("gateway_address", &HostModel::gateway_address,
                   "The gateway's address on the link."),
      SourcePrefixesField(),
      FilesField<HostModel>(
          "Everything the host needs, by path. The paths depend on the host's own "
          "arguments only, so `for_each` over them always works."),
      DriftField<HostModel>(),
  };
}

}  // namespace product
