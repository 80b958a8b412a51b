#include "engine/site/check.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/net/reserved.h"
#include "engine/plan/container_network.h"
#include "engine/site/findings_internal.h"
#include "engine/site/names.h"

namespace engine::site {
namespace {

using base::Quote;

// Beyond this many, multicast of neighbour discovery alone loads a shared link: the solicited-node
// group of every host's ::2 is the same one.
constexpr size_t kSharedLinkHostsMax = 256;

bool IsUnicastMac(const net::MacAddress& mac) {
  return net::MacAddress::ParseUnicast(mac.ToString()).ok();
}

// Whether any address of `prefix` is in a block that a host may have.
bool TouchesHostBlocks(const plan::AddressPlan& plan, const net::Prefix& prefix) {
  if (!plan.cidr().Overlaps(prefix)) return false;
  const absl::StatusOr<absl::uint128> slot = plan.SlotOf(prefix);
  return !slot.ok() || *slot >= plan::kFirstHostSlot;
}

void CheckWan(const Gateway& gateway, Findings& findings) {
  const Wan& wan = gateway.wan;
  findings.Add("wan.interface", CheckInterfaceName("interface", wan.interface));
  if (!IsUnicastMac(wan.mac)) {
    findings.Error("wan.mac", "no interface can have the MAC ", wan.mac.ToString(),
                   "; write the one that the provider routes the prefix to");
  }
  if (TouchesHostBlocks(gateway.plan, wan.address.prefix())) {
    findings.Error("wan.address", "address ", Quote(wan.address.ToString()),
                   " would make blocks of hosts neighbours on the provider's wire; write ",
                   Quote(DefaultWanAddress(gateway.plan).ToString()));
  }
  const bool routed = gateway.delivery == Delivery::kRouted;
  if (!IsLinkLocal(wan.next_hop) && routed && gateway.prefix().Contains(wan.next_hop)) {
    findings.Error(
        "wan.next_hop", "next hop ", Quote(wan.next_hop.ToString()),
        " is inside the prefix that is routed to this gateway; write the provider's, as a "
        "rule \"fe80::1\"");
  }
  if (!routed && TouchesHostBlocks(gateway.plan, net::Prefix::Containing(wan.next_hop, 128))) {
    findings.Error("wan.next_hop", "next hop ", Quote(wan.next_hop.ToString()),
                   " is in a block that a host may get; reserve that block and give the gateway a "
                   "longer prefix, or ask the provider for a link-local next hop");
  }
  if (!routed) {
    findings.Warn(
        "wan.address",
        "the prefix is on_link: only hosts and stable container addresses are answered for "
        "on the provider's wire, containers with dynamic addresses have no return path");
  }
}

void CheckPolicy(const Gateway& gateway, Findings& findings) {
  const Policy& policy = gateway.policy;
  if (!policy.management_sources.empty() && policy.management_ports.empty()) {
    findings.Error("policy.management_ports",
                   "management_sources are given, but no port that they may reach; write [\"22\"]");
  }
  for (const net::Prefix& source : policy.management_sources) {
    if (source.length() == 0) {
      findings.Warn("policy.management_sources",
                    "the management ports of the gateway and of every host are open to everybody");
    }
  }
  for (const Ipv4Prefix& resolver : policy.ipv4_resolvers) {
    if (resolver.length() == 32) continue;
    findings.Error("policy.resolvers", "resolver ", Quote(resolver.ToString()),
                   " is not one address; ranges belong in ipv4_allow");
  }
}

}  // namespace

base::Issues CheckGateway(const Gateway& gateway) {
  Findings findings(absl::StrCat("gateway ", Quote(gateway.name)));
  findings.Add("name", CheckName("name", gateway.name));
  CheckWan(gateway, findings);
  const std::string& inside = gateway.inside.interface;
  if (!inside.empty()) {
    findings.Add("inside.interface", CheckInterfaceName("interface", inside));
    if (inside == gateway.wan.interface) {
      findings.Error("inside.interface", "interface ", Quote(inside),
                     " is the WAN as well; hosts would be on the provider's wire");
    }
  } else if (gateway.inside.mode == InsideMode::kShared) {
    findings.Error("inside.interface", "a shared link needs the interface that it is on");
  }
  if (gateway.inside.mode == InsideMode::kShared) {
    findings.Warn("inside.mode",
                  "hosts of a shared link can take each other's MAC and address, which no gateway "
                  "can tell; let the hypervisor fix each port's MAC and isolate the ports, or use "
                  "\"per_host\"");
  }
  CheckPolicy(gateway, findings);
  if (gateway.limits.new_connections_per_second == 0u) {
    findings.Error("limits.new_connections_per_second",
                   "a limit of 0 stops all traffic; leave it out for no limit");
  }
  if (gateway.limits.concurrent_states == 0u) {
    findings.Error("limits.concurrent_states",
                   "a limit of 0 stops all traffic; leave it out for no limit");
  }
  return findings.Take();
}

namespace {

void CheckInterfaces(const Gateway& gateway, const Host& host, Findings& findings) {
  findings.Add("interface", CheckInterfaceName("interface", host.interface));
  if (host.mac.has_value() && !IsUnicastMac(*host.mac)) {
    findings.Error("mac", "no interface can have the MAC ", host.mac->ToString());
  }
  for (const std::string& other : host.other_interfaces) {
    findings.Add("other_interfaces", CheckInterfaceName("interface", other));
    if (other == host.interface) {
      findings.Error("other_interfaces", "interface ", Quote(other),
                     " is the uplink, where IPv6 must stay enabled");
    }
  }
  if (gateway.inside.mode == InsideMode::kShared) {
    if (!host.inside_interface.empty()) {
      // Not refused: the mode of a gateway with hosts changes once they are ready for either.
      findings.Warn("inside_interface", "interface ", Quote(host.inside_interface),
                    " is not used: all hosts of a shared link are behind interface ",
                    Quote(gateway.inside.interface), "; leave it out");
    }
    if (!host.mac.has_value()) {
      findings.Error("mac",
                     "a host on a shared link needs its MAC: without it another host could "
                     "take its address; set mac first");
    }
    return;
  }
  if (host.inside_interface.empty()) {
    findings.Error("inside_interface",
                   "with inside.mode \"per_host\" each host has an interface of the gateway; set "
                   "inside_interface first");
    return;
  }
  findings.Add("inside_interface", CheckInterfaceName("interface", host.inside_interface));
  if (host.inside_interface == gateway.wan.interface) {
    findings.Error("inside_interface", "interface ", Quote(host.inside_interface),
                   " is the gateway's WAN");
  }
  if (host.inside_interface == gateway.inside.interface) {
    findings.Error("inside_interface", "interface ", Quote(host.inside_interface),
                   " is the trunk; name a VLAN on it, as ",
                   Quote(absl::StrCat(host.inside_interface, ".20")));
  }
  if (!gateway.inside.interface.empty() &&
      absl::StartsWith(host.inside_interface, absl::StrCat(gateway.inside.interface, ".")) &&
      !VlanId(gateway, host).has_value()) {
    findings.Error("inside_interface", "interface ", Quote(host.inside_interface),
                   " is on the trunk, but does not end with a VLAN from 1 to 4094");
  }
}

void CheckNetworks(const Host& host, Findings& findings) {
  std::map<std::string, std::string> bridges;
  std::map<uint64_t, std::string> indices;
  for (const auto& [name, network] : host.networks) {
    const std::string path = absl::StrCat("networks.", name);
    const absl::StatusOr<Network> expected =
        MakeNetwork(host.block, name, network.index,
                    {.default_bridge = host.container_engine.default_bridge,
                     .ipv4_subnet = network.ipv4_subnet});
    if (!expected.ok()) {
      findings.Add(path, expected.status());
      continue;
    }
    if (!(network == *expected)) {
      findings.Error(path, "network ", Quote(name), " does not follow from its name and index ",
                     network.index, ": its subnet would be ", expected->subnet.ToString());
    }
    const auto [same_index, new_index] = indices.emplace(network.index, name);
    if (!new_index) {
      findings.Error(path, "networks ", Quote(same_index->second), " and ", Quote(name),
                     " have the same index ", network.index);
    }
    const auto [same_bridge, new_bridge] = bridges.emplace(network.bridge, name);
    if (!new_bridge) {
      findings.Error(path, "networks ", Quote(same_bridge->second), " and ", Quote(name),
                     " would share the bridge ", Quote(network.bridge), "; rename one");
    }
    if (network.bridge == host.interface || host.other_interfaces.contains(network.bridge)) {
      findings.Error(path, "bridge ", Quote(network.bridge),
                     " is an interface of the host already");
    }
    for (const auto& [other_name, other] : host.networks) {
      if (other_name >= name) break;
      if (network.ipv4_subnet && other.ipv4_subnet &&
          network.ipv4_subnet->Overlaps(*other.ipv4_subnet)) {
        findings.Error(absl::StrCat(path, ".ipv4_subnet"), "networks ", Quote(other_name), " and ",
                       Quote(name), " overlap in IPv4");
      }
    }
  }
}

}  // namespace

base::Issues CheckHost(const Gateway& gateway, const Host& host) {
  Findings findings(absl::StrCat("host ", Quote(host.name)));
  findings.Add("name", CheckName("name", host.name));
  const absl::StatusOr<plan::HostBlock> block = gateway.plan.Block(host.block.prefix());
  if (!block.ok()) {
    findings.Add("block", block.status());
  } else if (!(*block == host.block)) {
    findings.Error("block", "block ", host.block.prefix().ToString(),
                   " was made by another address plan than the gateway's");
  } else {
    findings.Add("slot", gateway.plan.CheckHostSlot(host.slot()));
  }
  CheckInterfaces(gateway, host, findings);
  if (host.container_engine.default_bridge == DefaultBridge::kRouted &&
      host.container_engine.version.filters_ipv6()) {
    findings.Warn(
        "container_engine.default_bridge", "engine ", host.container_engine.version.ToString(),
        " routes its default bridge only with its own IPv6 filter off (ip6tables), for all "
        "of the host's networks: the gateway and the host's own table are then the only "
        "ones; \"v4_only\" keeps the engine's");
  }
  CheckNetworks(host, findings);
  return findings.Take();
}

base::Issues CheckContainerAddress(const Host& host, const ContainerAddress& address) {
  Findings findings(absl::StrCat("address ", Quote(address.name), " of host ", Quote(host.name)));
  findings.Add("name", CheckName("name", address.name));
  const auto network = host.networks.find(address.network);
  if (network == host.networks.end()) {
    findings.Error("network", "the host has no network ", Quote(address.network));
    return findings.Take();
  }
  findings.Add("address", plan::CheckStaticAddress(network->second.subnet, address.address));
  if (network->second.docker_name == "bridge") {
    findings.Error("network",
                   "containers on docker0 cannot have stable addresses; use another "
                   "network, or default_bridge = \"v4_only\"");
  }
  return findings.Take();
}

namespace {

// Says who had a value first, when somebody else claims it again.
template <class T>
class Claims {
 public:
  // nullopt when nobody had it.
  std::optional<std::string> Claim(const T& value, const std::string& owner) {
    const auto [holder, is_free] = owners_.emplace(value, owner);
    if (is_free) return std::nullopt;
    return holder->second;
  }

 private:
  std::map<T, std::string> owners_;
};

void Append(const base::Issues& more, absl::string_view object_path, base::Issues& issues) {
  for (const base::Issue& issue : more) {
    issues.push_back({issue.severity, absl::StrCat(object_path, ".", issue.path), issue.message});
  }
}

std::map<std::string, const Host*> CheckHosts(const Site& site, base::Issues& issues) {
  std::map<std::string, const Host*> by_name;
  Claims<net::Prefix> blocks;
  Claims<net::MacAddress> macs;
  Claims<std::string> interfaces;
  for (const Host& host : site.hosts) {
    Findings findings(absl::StrCat("host ", Quote(host.name)));
    if (!by_name.emplace(host.name, &host).second) {
      findings.Error("name", "another host has the same name; rename one");
    }
    if (const auto owner = blocks.Claim(host.block.prefix(), host.name)) {
      findings.Error("block", "block ", host.block.prefix().ToString(), " is host ", Quote(*owner),
                     "'s already");
    }
    if (host.mac.has_value()) {
      if (const auto owner = macs.Claim(*host.mac, host.name)) {
        findings.Error("mac", "MAC ", host.mac->ToString(), " is host ", Quote(*owner),
                       "'s already");
      }
    }
    if (!host.inside_interface.empty()) {
      if (const auto owner = interfaces.Claim(host.inside_interface, host.name)) {
        findings.Error("inside_interface", "interface ", Quote(host.inside_interface),
                       " leads to host ", Quote(*owner), " already; give each host its own");
      }
    }
    const std::string path = absl::StrCat("hosts.", host.name);
    Append(CheckHost(site.gateway, host), path, issues);
    Append(findings.Take(), path, issues);
  }
  return by_name;
}

// Openings of one direction, which are at `all_path`.
template <class AnyOpening, class HostOf, class CheckOne>
void CheckAll(const std::vector<AnyOpening>& openings, absl::string_view all_path,
              const HostOf& host_of, const CheckOne& check, base::Issues& issues) {
  std::set<std::string> ids;
  for (const AnyOpening& opening : openings) {
    const std::string path = absl::StrCat(all_path, ".", opening.id);
    if (!ids.insert(opening.id).second) {
      issues.push_back({base::Severity::kError, absl::StrCat(path, ".id"),
                        absl::StrCat("two openings have the id ", Quote(opening.id))});
    }
    if (const Host* host = host_of(opening.host, path)) Append(check(*host, opening), path, issues);
  }
}

}  // namespace

base::Issues Check(const Site& site) {
  base::Issues issues;
  Append(CheckGateway(site.gateway), "gateway", issues);
  if (site.gateway.inside.mode == InsideMode::kShared && site.hosts.size() > kSharedLinkHostsMax) {
    issues.push_back(
        {base::Severity::kWarning, "gateway.inside.mode",
         absl::StrCat(site.hosts.size(), " hosts share one link; beyond ", kSharedLinkHostsMax,
                      " each neighbour solicitation reaching all of them is felt; use "
                      "\"per_host\", or several gateways")});
  }
  const std::map<std::string, const Host*> hosts = CheckHosts(site, issues);

  const auto host_of = [&](const std::string& name, const std::string& path) -> const Host* {
    const auto host = hosts.find(name);
    if (host != hosts.end()) return host->second;
    issues.push_back({base::Severity::kError, absl::StrCat(path, ".host"),
                      absl::StrCat("there is no host ", Quote(name), " behind this gateway")});
    return nullptr;
  };
  Claims<net::Address> addresses;
  for (const ContainerAddress& address : site.addresses) {
    const std::string name = absl::StrCat(address.host, "/", address.name);
    const std::string path = absl::StrCat("addresses.", name);
    const Host* host = host_of(address.host, path);
    if (host == nullptr) continue;
    Append(CheckContainerAddress(*host, address), path, issues);
    if (const auto owner = addresses.Claim(address.address, name)) {
      issues.push_back({base::Severity::kError, absl::StrCat(path, ".address"),
                        absl::StrCat("address ", address.address.ToString(), " is ", Quote(*owner),
                                     "'s already")});
    }
  }
  CheckAll(
      site.openings, "openings", host_of,
      [](const Host& host, const Opening& opening) { return CheckOpening(host, opening); }, issues);
  CheckAll(
      site.egress_openings, "egress_openings", host_of,
      [&](const Host& host, const EgressOpening& opening) {
        return CheckEgressOpening(site.gateway, host, opening);
      },
      issues);
  return issues;
}

absl::Status ToStatus(const base::Issues& issues) {
  constexpr int kMessagesMax = 10;
  std::string text;
  int errors = 0;
  for (const base::Issue& issue : issues) {
    if (issue.severity != base::Severity::kError) continue;
    if (++errors <= kMessagesMax) {
      absl::StrAppend(&text, errors == 1 ? "" : "; ", issue.message);
    }
  }
  if (errors == 0) return absl::OkStatus();
  if (errors > kMessagesMax) absl::StrAppend(&text, "; and ", errors - kMessagesMax, " more");
  return absl::FailedPreconditionError(text);
}

}  // namespace engine::site
