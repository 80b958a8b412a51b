// What a configuration asks for: one struct for each kind, with an attribute of Terraform's
// resource in each field. An absent field that the user may leave to sixgate is *assigned*: chosen
// when the object is made, and kept. In a record (record.h) all of them are there.
#ifndef SIXGATE_ENGINE_INVENTORY_SPEC_H_
#define SIXGATE_ENGINE_INVENTORY_SPEC_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/time/time.h"
#include "engine/inventory/kind.h"
#include "engine/net/address.h"
#include "engine/net/mac_address.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix.h"
#include "engine/plan/address_plan.h"
#include "engine/site/engine_version.h"
#include "engine/site/gateway.h"
#include "engine/site/ipv4_prefix.h"
#include "engine/site/network.h"
#include "engine/site/opening.h"

namespace engine::inventory {

using StringMap = std::map<std::string, std::string>;

struct PrefixSpec {
  static constexpr Kind kKind = Kind::kPrefix;

  std::string name;
  // The id of the prefix that this one is a part of; absent for a root.
  std::optional<std::string> parent;
  // Root: required, and another one renumbers. Child: exactly this block; assigned. In an update it
  // is the block that the child has, or one that it is to grow or shrink to.
  std::optional<net::Prefix> cidr;
  // Child without cidr: required. In an update another length than the cidr's grows or shrinks it.
  std::optional<int> length;
  std::vector<net::Prefix> reserved;
  // Assigned, unless the defaults do not fit; fixed at creation.
  std::optional<int> host_length;
  std::optional<int> network_length;
  site::Delivery delivery = site::Delivery::kRouted;
  StringMap keepers;
  StringMap labels;
  bool deletion_protection = false;

  bool operator==(const PrefixSpec&) const = default;
};

struct WanSpec {
  std::string interface;
  net::MacAddress mac;
  // Assigned: ::1 of slot 1.
  std::optional<net::InterfaceAddress> address;
  // Absent: fe80::1; required where the prefix is delivered on_link.
  std::optional<net::Address> next_hop;

  bool operator==(const WanSpec&) const = default;
};

struct GatewaySpec {
  static constexpr Kind kKind = Kind::kGateway;

  std::string name;
  // An id.
  std::string prefix;
  // What the configuration believes the prefix's plan to be.
  std::optional<plan::AddressPlan> address_plan;
  site::GatewayKind kind = site::GatewayKind::kNftables;
  WanSpec wan;
  site::Inside inside;
  site::NetworkManager network_manager = site::NetworkManager::kSystemdNetworkd;
  // Without management_ports, unlike what a user gets who says nothing:
  // site::DefaultManagementPorts().
  site::Policy policy;
  site::Limits limits;
  std::optional<std::string> deploy_directory;

  bool operator==(const GatewaySpec&) const = default;
};

struct ContainerEngineSpec {
  // Absent: HostSpec::default_engine_version.
  std::optional<site::EngineVersion> version;
  // Absent: what site::DefaultBridgeOf says for the version.
  std::optional<site::DefaultBridge> default_bridge;

  bool operator==(const ContainerEngineSpec&) const = default;
};

struct NetworkSpec {
  // Assigned, see site::AssignNetworkIndices.
  std::optional<uint64_t> index;
  std::optional<site::Ipv4Prefix> ipv4_subnet;

  bool operator==(const NetworkSpec&) const = default;
};

struct HostSpec {
  static constexpr Kind kKind = Kind::kHost;

  std::string name;
  // An id.
  std::string gateway;
  // Assigned, and the same thing said in two ways. Records have `block` only.
  std::optional<absl::uint128> slot;
  std::optional<net::Prefix> block;
  std::optional<plan::AddressPlan> address_plan;
  std::string interface = "eth1";
  std::optional<net::MacAddress> mac;
  std::string inside_interface;
  std::set<std::string> other_interfaces;
  site::NetworkManager network_manager = site::NetworkManager::kSystemdNetworkd;
  std::optional<ContainerEngineSpec> container_engine;
  // Assigned: the newest version known when the host was made.
  std::optional<site::EngineVersion> default_engine_version;
  std::map<std::string, NetworkSpec> networks = {{std::string(site::kDefaultNetworkName), {}}};
  StringMap labels;
  bool deletion_protection = false;
  std::optional<std::string> deploy_directory;

  bool operator==(const HostSpec&) const = default;
};

struct AddressSpec {
  static constexpr Kind kKind = Kind::kAddress;

  std::string name;
  // An id.
  std::string host;
  // A name of the host's networks.
  std::string network = std::string(site::kDefaultNetworkName);
  // Assigned: the lowest that is free.
  std::optional<net::Address> address;

  bool operator==(const AddressSpec&) const = default;
};

struct OpeningSpec {
  static constexpr Kind kKind = Kind::kOpening;

  // An id.
  std::string host;
  // What is opened: an address in the host's block, or one of its networks by name, or, with
  // neither, the host's own address.
  std::optional<net::Address> address;
  std::optional<std::string> network;
  site::Protocol protocol = site::Protocol::kTcp;
  std::vector<net::PortRange> ports;
  std::vector<net::Prefix> sources = {net::Prefix()};
  std::string description;
  bool log = false;
  bool enabled = true;
  std::optional<absl::Time> expires_at;

  bool operator==(const OpeningSpec&) const = default;
};

// What it shares with an OpeningSpec has the same name there.
struct EgressOpeningSpec {
  static constexpr Kind kKind = Kind::kEgressOpening;

  // An id.
  std::string host;
  // What may send: an address in the host's block, or one of its networks by name, or, with
  // neither, the host and all of its containers.
  std::optional<net::Address> address;
  std::optional<std::string> network;
  site::Protocol protocol = site::Protocol::kTcp;
  std::vector<net::PortRange> ports;
  std::vector<net::Prefix> destinations;
  std::string description;
  bool log = false;
  bool enabled = true;
  std::optional<absl::Time> expires_at;

  bool operator==(const EgressOpeningSpec&) const = default;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_SPEC_H_
