#include <string>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/status_macros.h"
#include "engine/formats/nftables/from_site.h"
#include "engine/formats/nftables/gateway_internal.h"
#include "engine/formats/nftables/passages.h"
#include "engine/formats/nftables/rules.h"
#include "engine/net/prefix_set.h"
#include "engine/site/check.h"
#include "engine/site/mark.h"

namespace engine::formats::nftables {
namespace {

using site::Delivery;
using site::InsideMode;
using site::Permission;

// Echo requests: enough for people and monitors, too little for a scan.
constexpr absl::string_view kEchoPerSource = "limit rate 10/second burst 20 packets";
constexpr absl::string_view kEchoPerTargetOver = "limit rate over 100/second burst 200 packets";

bool HasLimits(const site::Gateway& gateway) {
  return gateway.limits.new_connections_per_second || gateway.limits.concurrent_states;
}

// Matches sources that only inside interfaces may send. Of an on-link prefix that is what is
// allocated: the provider's router may have an address in the rest.
std::string OwnSource(const GatewayContext& context) {
  if (context.gateway.delivery == Delivery::kRouted) {
    return absl::StrCat("ip6 saddr ", context.prefix);
  }
  return absl::StrCat(BlockOf(context, "ip6 saddr"), " @blocks");
}

void AddAddressSets(GatewayContext& context) {
  const site::Site& site = context.site;
  const bool shared = context.gateway.inside.mode == InsideMode::kShared;
  std::vector<std::string> inside, from, macs, blocks, hosts, pingable;
  if (shared) inside.push_back(Quoted(context.gateway.inside.interface));
  for (const site::Host& host : site.hosts) {
    blocks.push_back(host.block.prefix().first().ToString());
    std::vector<std::string>& senders = shared ? macs : inside;
    senders.push_back(shared ? host.mac->ToString() : Quoted(host.inside_interface));
    from.push_back(absl::StrCat(senders.back(), " . ", blocks.back()));
    hosts.push_back(host.address().ToString());
  }
  std::vector<Set>& sets = context.table.sets;
  sets.push_back(MakeSet("inside", "ifname", inside));
  sets.push_back(
      MakeSet("from_host", shared ? "ether_addr . ipv6_addr" : "ifname . ipv6_addr", from));
  if (shared) sets.push_back(MakeSet("macs", "ether_addr", macs));
  if (context.gateway.delivery == Delivery::kOnLink) {
    sets.push_back(MakeSet("blocks", "ipv6_addr", blocks));
  }
  sets.push_back(MakeSet("hosts", "ipv6_addr", hosts));
  if (context.gateway.policy.ping == Permission::kAllow) {
    pingable = hosts;
    for (const site::ContainerAddress& address : site.addresses) {
      pingable.push_back(address.address.ToString());
    }
    sets.push_back(MakeSet("pingable", "ipv6_addr", pingable));
    sets.push_back(DynamicSet("echo_targets", true));
  }
  sets.push_back(DynamicSet("echo_sources", true));
  sets.push_back(DynamicSet("echo_sources_input", true));
}

// Name servers and clocks, wherever they are.
void AddServices(GatewayContext& context) {
  const site::Policy& policy = context.gateway.policy;
  std::vector<std::string> services;
  for (const net::Address& resolver : policy.resolvers) {
    services.push_back(absl::StrCat(resolver.ToString(), " . udp . 53"));
    services.push_back(absl::StrCat(resolver.ToString(), " . tcp . 53"));
  }
  for (const net::Address& clock : policy.ntp) {
    services.push_back(absl::StrCat(clock.ToString(), " . udp . 123"));
  }
  if (services.empty()) return;
  context.table.sets.push_back(
      MakeSet("services", "ipv6_addr . inet_proto . inet_service", services));
}

bool HasServices(const site::Policy& policy) {
  return !policy.resolvers.empty() || !policy.ntp.empty();
}

void AddManagement(GatewayContext& context) {
  const site::Policy& policy = context.gateway.policy;
  if (policy.management_sources.empty()) return;
  context.table.sets.push_back(MakeIntervalSet(
      "management", "ipv6_addr", Texts(net::PrefixSet(policy.management_sources).Prefixes())));
}

void AddDropReasons(GatewayContext& context) {
  const bool log = context.gateway.policy.log_drops;
  for (const absl::string_view reason : {"between_hosts", "closed", "egress", "input", "invalid",
                                         "ipv4", "late", "ping", "redirect", "spoofed"}) {
    AddDropReason(reason, log, context.table);
  }
  if (HasLimits(context.gateway)) AddDropReason("limit", log, context.table);
}

// Of a host's block all is the host's but the gateway's address on the link between them.
Chain FromBlock(const GatewayContext& context) {
  Chain chain{.name = "from_block"};
  if (context.site.hosts.empty()) return chain;
  // It is at the same place in every block.
  const int length = context.gateway.plan.host_length();
  const absl::uint128 rest = ~absl::uint128{0} >> length;
  const net::Address place(context.site.hosts.front().gateway_address().value() & rest);
  chain.rules.push_back(absl::StrCat("ip6 saddr & ", net::Address(rest).ToString(),
                                     " == ", place.ToString(), " goto drop_spoofed"));
  return chain;
}

// Before connection tracking: what does not belong where it comes from, and the mark for the rest.
// All packets come by here, so that what most of them are is asked first.
void AddPrerouting(GatewayContext& context) {
  const bool shared = context.gateway.inside.mode == InsideMode::kShared;
  const std::string from_block =
      absl::StrCat(shared ? "ether saddr" : "iifname", " . ", BlockOf(context, "ip6 saddr"),
                   " @from_host goto from_block");
  const std::string not_own = absl::StrCat(OwnSource(context), " goto drop_spoofed");

  Chain from_wan{.name = "from_wan", .rules = {not_own}};
  const net::Address& self = context.gateway.wan.address.address;
  if (context.gateway.delivery != Delivery::kRouted || !context.gateway.prefix().Contains(self)) {
    from_wan.rules.push_back(absl::StrCat("ip6 saddr ", self.ToString(), " goto drop_spoofed"));
  }
  const net::Prefix local = net::Prefix::Containing(net::Address(absl::uint128{0xfc00} << 112), 7);
  if (!local.Contains(context.gateway.wan.next_hop) && !local.Overlaps(context.gateway.prefix())) {
    from_wan.rules.push_back(absl::StrCat("ip6 saddr ", local.ToString(), " goto drop_spoofed"));
  }

  Chain from_inside{.name = "from_inside"};
  std::vector<std::string>& rules = from_inside.rules;
  if (shared) rules = {from_block, "ether saddr != @macs goto drop_spoofed"};
  rules.push_back("ip6 saddr fe80::/10 return");
  rules.emplace_back(kAcceptUnspecified);
  rules.push_back("goto drop_spoofed");

  Chain prerouting{.name = "prerouting", .hook = Hook{.hook = "prerouting", .priority = "raw"}};
  prerouting.rules = {"meta nfproto != ipv6 accept",
                      absl::StrCat("ip6 daddr ", context.prefix, " meta mark set ",
                                   absl::StrFormat("0x%x", site::kAdmittedMark)),
                      absl::StrCat("iifname ", context.wan, " goto from_wan")};
  // A MAC says who it is on the shared link only, an interface says it everywhere.
  if (!shared) prerouting.rules.push_back(from_block);
  prerouting.rules.push_back("iifname @inside goto from_inside");
  prerouting.rules.push_back(absl::StrCat("iifname != \"lo\" ", not_own));
  context.table.chains.push_back(FromBlock(context));
  for (Chain* chain : {&from_wan, &from_inside, &prerouting}) {
    context.table.chains.push_back(std::move(*chain));
  }
}

void AddInput(GatewayContext& context) {
  const site::Policy& policy = context.gateway.policy;
  Chain input{.name = "input",
              .hook = Hook{.hook = "input", .priority = "filter", .policy = "drop"}};
  std::vector<std::string>& rules = input.rules;
  rules = {"iifname \"lo\" accept", "meta nfproto ipv4 iifname != @inside accept",
           "meta nfproto ipv4 goto drop_ipv4"};
  if (!policy.management_sources.empty()) {
    rules.push_back(absl::StrCat("ip6 saddr @management tcp dport ",
                                 PortSet(policy.management_ports), " accept"));
  }
  rules.push_back("ct state invalid goto drop_invalid");
  rules.push_back("ct direction reply ct state established accept");
  rules.emplace_back(kAcceptErrors);
  rules.push_back(
      "icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } ip6 hoplimit 255 accept");
  rules.push_back(
      "ip6 saddr fe80::/10 icmpv6 type { mld-listener-query, mld-listener-report, "
      "mld-listener-done, mld2-listener-report } accept");
  rules.push_back(absl::StrCat("icmpv6 type echo-request update @echo_sources_input { ",
                               Masked("ip6 saddr", 64), " ", kEchoPerSource, " } accept"));
  if (HasServices(policy)) {
    // A resolver or clock on the gateway itself; others never come by here.
    rules.push_back("iifname @inside ip6 daddr . meta l4proto . th dport @services accept");
  }
  rules.push_back("goto drop_input");
  Chain output{.name = "output",
               .hook = Hook{.hook = "output", .priority = "filter"},
               // Linux has no switch against sending them, as it does on a shared link.
               .rules = {"icmpv6 type nd-redirect goto drop_redirect"}};
  context.table.chains.push_back(std::move(input));
  context.table.chains.push_back(std::move(output));
}

// Echo of hosts and stable addresses, limited by the source's /64 and by target: in this order, so
// that one source does not use up what the target has for all.
void AddEchoRules(GatewayContext& context, OpeningRules& rules) {
  if (context.gateway.policy.ping != Permission::kAllow) return;
  context.table.chains.push_back({.name = "echo_target",
                                  .rules = {absl::StrCat("update @echo_targets { ip6 daddr ",
                                                         kEchoPerTargetOver, " } goto drop_ping"),
                                            // Many requests may be of one flow.
                                            context.admit_once}});
  context.table.chains.push_back(
      {.name = "echo",
       .rules = {absl::StrCat("update @echo_sources { ", Masked("ip6 saddr", 64), " ",
                              kEchoPerSource, " } goto echo_target"),
                 "goto drop_ping"}});
  rules.original.push_back("icmpv6 type echo-request ip6 daddr @pingable goto echo");
  rules.reply.push_back("icmpv6 type echo-reply ip6 saddr @pingable accept");
}

// Of management, whatever a packet is else; nothing when nobody manages.
std::vector<std::string> ManagementRules(GatewayContext& context) {
  const site::Policy& policy = context.gateway.policy;
  if (policy.management_sources.empty()) return {};
  const std::string ports = PortSet(policy.management_ports);
  context.table.chains.push_back(
      {.name = "manage",
       .rules = {
           absl::StrCat("ip6 saddr @management ip6 daddr @hosts tcp dport ", ports, " accept"),
           absl::StrCat("ct direction reply ip6 daddr @management ip6 saddr @hosts tcp sport ",
                        ports, " accept")}});
  return {"jump manage"};
}

void Append(const std::vector<std::string>& more, std::vector<std::string>& rules) {
  rules.insert(rules.end(), more.begin(), more.end());
}

// What lets packets leave by the WAN, and their replies come back.
absl::StatusOr<OpeningRules> EgressRules(GatewayContext& context) {
  const Direction egress = {.leaves = true,
                            .counters = "e_",
                            .names = "egress_",
                            .original = absl::StrCat("oifname ", context.wan, " iifname @inside"),
                            .reply = absl::StrCat("iifname ", context.wan, " oifname @inside"),
                            .admit = std::string(kAdmit),
                            .admit_once = context.admit_once};
  if (context.gateway.policy.egress == Permission::kAllow) {
    return OpeningRules{.original = {absl::StrCat(egress.original, " ", egress.admit)},
                        .reply = {absl::StrCat(egress.reply, " ", egress.admit)}};
  }
  const int block_length = context.gateway.plan.host_length();
  return AddOpenings(PassagesOf(context.site.egress_openings, block_length), egress, context.table);
}

// What most packets of a flow are is asked first.
OpeningRules ForwardRules(GatewayContext& context, const OpeningRules& openings,
                          const OpeningRules& egress, const std::vector<std::string>& management) {
  const site::Policy& policy = context.gateway.policy;
  const bool leaves = policy.egress == Permission::kAllow;
  OpeningRules rules = leaves ? egress : openings;
  const OpeningRules& others = leaves ? openings : egress;
  Append(others.original, rules.original);
  Append(others.reply, rules.reply);
  AddEchoRules(context, rules);
  if (HasServices(policy)) {
    rules.original.push_back(
        absl::StrCat("iifname @inside ip6 daddr . meta l4proto . th dport @services ", kAdmit));
    rules.reply.push_back(
        absl::StrCat("oifname @inside ip6 saddr . meta l4proto . th sport @services ", kAdmit));
  }
  Append(management, rules.original);
  Append(management, rules.reply);
  if (policy.between_hosts == Permission::kAllow) {
    rules.original.push_back(absl::StrCat("iifname @inside oifname @inside ", kAdmit));
    rules.reply.push_back(absl::StrCat("iifname @inside oifname @inside ", kAdmit));
  }
  return rules;
}

void AddForward(GatewayContext& context, const OpeningRules& openings, const OpeningRules& egress) {
  const std::vector<std::string> management = ManagementRules(context);
  OpeningRules by_direction = ForwardRules(context, openings, egress, management);
  Chain ipv4{.name = "forward_ipv4",
             .rules = {"iifname != @inside oifname != @inside accept", "goto drop_ipv4"}};
  Chain from_client{.name = "from_client", .rules = std::move(by_direction.original)};
  Chain from_service{.name = "from_service", .rules = std::move(by_direction.reply)};
  Chain forward{.name = "forward",
                .hook = Hook{.hook = "forward", .priority = "filter", .policy = "drop"}};
  forward.rules = {
      "meta nfproto ipv4 goto forward_ipv4",
      absl::StrCat("ct state established ct mark ", kGeneration, " accept"),
      // RFC 4291 §2.5.6. Linux lets those pass that leave by the interface they came in by.
      "ip6 saddr fe80::/10 goto drop_spoofed", "ip6 daddr fe80::/10 goto drop_spoofed",
      absl::StrCat("ct state established ", kByDirection)};
  Append(management, forward.rules);
  Append({"ct state invalid goto drop_invalid",
          // Of flows without a mark too: some are not marked. Of those that another ruleset
          // admitted, once this one has admitted them.
          absl::StrCat("ct mark { 0x0, ", kGeneration, " } ", kAcceptErrors),
          // A host's segment of a flow that was forgotten would begin it again as the host's own.
          "iifname @inside ct state new tcp flags & (fin|syn|rst|ack) != syn goto drop_late",
          std::string(kByDirection)},
         forward.rules);
  for (Chain* chain : {&from_client, &from_service, &forward}) {
    chain->rules.push_back("iifname @inside oifname @inside goto drop_between_hosts");
  }
  from_client.rules.push_back("iifname @inside goto drop_egress");
  for (Chain* chain : {&from_client, &from_service, &forward}) {
    chain->rules.push_back("goto drop_closed");
  }
  for (Chain* chain : {&ipv4, &from_client, &from_service, &forward}) {
    context.table.chains.push_back(std::move(*chain));
  }
}

}  // namespace

absl::StatusOr<Ruleset> GatewayRuleset(const site::Site& site) {
  RETURN_IF_ERROR(site::ToStatus(site::Check(site)));
  const site::Gateway& gateway = site.gateway;
  GatewayContext context{.site = site,
                         .gateway = gateway,
                         .wan = Quoted(gateway.wan.interface),
                         .prefix = gateway.prefix().ToString(),
                         .admit_once = {},
                         .table = {.name = "sixgate"}};
  AddAddressSets(context);
  AddServices(context);
  AddManagement(context);
  AddDropReasons(context);
  AddAdmission(context);
  AddPrerouting(context);
  AddInput(context);
  ASSIGN_OR_RETURN(
      const OpeningRules openings,
      AddOpenings(PassagesOf(site.openings, net::Prefix()),
                  {.admit = std::string(kAdmit), .admit_once = context.admit_once}, context.table));
  ASSIGN_OR_RETURN(const OpeningRules egress, EgressRules(context));
  AddForward(context, openings, egress);
  SetGeneration(context.table);
  return Ruleset{.tables = {std::move(context.table)}};
}

}  // namespace engine::formats::nftables
