#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/formats/nftables/from_site.h"
#include "engine/formats/nftables/passages.h"
#include "engine/formats/nftables/rules.h"
#include "engine/site/check.h"

namespace engine::formats::nftables {
namespace {

struct Context {
  const site::Gateway& gateway;
  const site::Host& host;
  std::string uplink;
  std::string block;
  Table table;
};

absl::Status CheckAll(const site::Gateway& gateway, const site::Host& host,
                      const std::vector<site::Opening>& openings) {
  RETURN_IF_ERROR(site::ToStatus(site::CheckGateway(gateway)));
  RETURN_IF_ERROR(site::ToStatus(site::CheckHost(gateway, host)));
  for (const site::Opening& opening : openings) {
    RETURN_IF_ERROR(site::ToStatus(site::CheckOpening(host, opening)));
  }
  return absl::OkStatus();
}

// Without those that are inside others, which nft would refuse.
std::vector<std::string> Outermost(std::vector<site::Ipv4Prefix> prefixes) {
  std::sort(prefixes.begin(), prefixes.end());
  std::vector<std::string> texts;
  const site::Ipv4Prefix* outer = nullptr;
  for (const site::Ipv4Prefix& prefix : prefixes) {
    if (outer != nullptr && outer->Contains(prefix)) continue;
    outer = &prefix;
    texts.push_back(prefix.ToString());
  }
  return texts;
}

void AddSets(Context& context) {
  std::vector<std::string> bridges, pairs, sources;
  for (const auto& [name, network] : context.host.networks) {
    const std::string bridge = Quoted(network.bridge);
    bridges.push_back(bridge);
    pairs.push_back(absl::StrCat(bridge, " . ", bridge));
    sources.push_back(absl::StrCat(bridge, " . ", network.subnet.ToString()));
  }
  std::vector<std::string> block_from = bridges;
  block_from.push_back(Quoted("lo"));
  block_from.push_back(context.uplink);
  // Whatever bridges the container engine makes besides ours; theirs have IPv4.
  std::vector<std::string> containers = bridges;
  for (const absl::string_view other : {"br-*", "docker0", "docker_gwbridge"}) {
    containers.push_back(Quoted(other));
  }
  std::vector<Set>& sets = context.table.sets;
  sets.push_back(MakeSet("bridges", "ifname", bridges));
  sets.push_back(MakeSet("same_bridge", "ifname . ifname", pairs));
  sets.push_back(MakeIntervalSet("bridge_sources", "ifname . ipv6_addr", sources));
  sets.push_back(MakeSet("block_from", "ifname", block_from));
  sets.push_back(MakeIntervalSet("containers", "ifname", containers));
  sets.push_back(MakeIntervalSet(
      "private_ipv4", "ipv4_addr",
      {"10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"}));
  sets.push_back(
      MakeIntervalSet("ipv4_allowed", "ipv4_addr", Outermost(context.gateway.policy.ipv4_allow)));
  sets.push_back(MakeIntervalSet("ipv4_resolvers", "ipv4_addr",
                                 Outermost(context.gateway.policy.ipv4_resolvers)));
}

// Before connection tracking and before the engine's address translation.
void AddPrerouting(Context& context) {
  Chain chain{.name = "prerouting", .hook = Hook{.hook = "prerouting", .priority = "raw"}};
  chain.rules = {
      absl::StrCat("ip6 daddr ", context.block, " iifname != @block_from goto drop_side_door"),
      absl::StrCat("iifname ", context.uplink, " ip6 saddr ", context.block, " ip6 saddr != ",
                   context.host.gateway_address().ToString(), " goto drop_spoofed"),
      // Neighbours on the uplink have to speak of neighbours, and of nothing else.
      absl::StrCat("iifname ", context.uplink,
                   " ip6 saddr fe80::/10 meta l4proto != ipv6-icmp goto drop_spoofed"),
      "iifname @bridges ip6 saddr != { ::, fe80::/10 } iifname . ip6 saddr != @bridge_sources goto "
      "drop_spoofed"};
  context.table.chains.push_back(std::move(chain));
}

void AddForward(Context& context, OpeningRules opening_rules) {
  Chain from_client{.name = "from_client", .rules = std::move(opening_rules.original)};
  Chain from_service{.name = "from_service", .rules = std::move(opening_rules.reply)};
  Chain between{.name = "between_networks",
                .rules = {"ct state invalid goto drop_invalid", std::string(kAcceptErrors),
                          std::string(kByDirection)}};
  for (Chain* chain : {&from_client, &from_service, &between}) {
    chain->rules.push_back("goto drop_between_networks");
  }

  Chain ipv4{.name = "forward_ipv4"};
  ipv4.rules = {
      "iifname . oifname @same_bridge accept",
      absl::StrCat("iifname ", context.uplink, " goto drop_forward"),
      absl::StrCat("oifname ", context.uplink, " goto drop_forward"), "ct direction reply accept",
      "iifname @containers ip daddr @ipv4_allowed accept",
      "iifname @containers ip daddr @ipv4_resolvers meta l4proto { tcp, udp } th dport 53 accept",
      "iifname @containers ip daddr @private_ipv4 goto drop_private_ipv4",
      // Published ports are translated; what is not was routed here by a neighbour.
      "oifname @containers ct status & dnat == 0 goto drop_forward"};

  // Traffic between containers of one network comes by here where bridges are filtered as routers
  // are.
  Chain forward{.name = "forward", .hook = Hook{.hook = "forward", .priority = "filter"}};
  forward.rules = {"meta nfproto ipv4 goto forward_ipv4",
                   "iifname . oifname @same_bridge accept",
                   absl::StrCat("iifname ", context.uplink, " oifname @bridges ip6 daddr ",
                                context.block, " accept"),
                   absl::StrCat("iifname @bridges oifname ", context.uplink, " ip6 saddr ",
                                context.block, " accept"),
                   "iifname @bridges oifname @bridges goto between_networks",
                   absl::StrCat("iifname ", context.uplink, " goto drop_forward"),
                   absl::StrCat("oifname ", context.uplink, " goto drop_forward"),
                   absl::StrCat("ip6 saddr ", context.block, " goto drop_forward"),
                   absl::StrCat("ip6 daddr ", context.block, " goto drop_forward")};
  for (Chain* chain : {&from_client, &from_service, &between, &ipv4, &forward}) {
    context.table.chains.push_back(std::move(*chain));
  }
}

}  // namespace

absl::StatusOr<Ruleset> HostRuleset(const site::Gateway& gateway, const site::Host& host,
                                    absl::Span<const site::Opening> openings) {
  std::vector<site::Opening> own;
  for (const site::Opening& opening : openings) {
    // The host's own address is behind no bridge.
    if (opening.host != host.name || host.link().network.Contains(opening.destination)) continue;
    own.push_back(opening);
  }
  RETURN_IF_ERROR(CheckAll(gateway, host, own));
  Context context{.gateway = gateway,
                  .host = host,
                  .uplink = Quoted(host.interface),
                  .block = host.block.prefix().ToString(),
                  .table = {.name = "sixgate_host"}};
  AddSets(context);
  for (const absl::string_view reason :
       {"between_networks", "forward", "invalid", "private_ipv4", "side_door", "spoofed"}) {
    AddDropReason(reason, gateway.policy.log_drops, context.table);
  }
  AddPrerouting(context);
  ASSIGN_OR_RETURN(OpeningRules rules,
                   AddOpenings(PassagesOf(own, host.block.prefix()), Direction(), context.table));
  AddForward(context, std::move(rules));
  return Ruleset{.tables = {std::move(context.table)}};
}

}  // namespace engine::formats::nftables
