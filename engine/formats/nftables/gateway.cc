#include <string>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/status_macros.h"
#include "engine/formats/nftables/from_site.h"
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

constexpr uint32_t kDynamicSetSize = 65535;
// Echo requests: enough for people and monitors, too little for a scan.
constexpr absl::string_view kEchoPerSource = "limit rate 10/second burst 20 packets";
constexpr absl::string_view kEchoPerTargetOver = "limit rate over 100/second burst 200 packets";

// Everything that more than one chain asks about.
struct Context {
  const site::Site& site;
  const site::Gateway& gateway;
  std::string wan;
  std::string prefix;
  // The verdict for the first packet of a flow, and those after it in the same direction.
  std::string admit;
  Table table;
};

// A set that the kernel fills: one element for each key that was seen. When it is full its rules do
// not match any more, so that those whose keys strangers choose must accept, not drop.
Set DynamicSet(absl::string_view name, bool expires) {
  Set set = MakeSet(name, "ipv6_addr", {});
  set.size = kDynamicSetSize;
  set.flags = {"dynamic"};
  if (expires) {
    set.flags.push_back("timeout");
    set.timeout = "1m";
  }
  return set;
}

std::string PrefixMask(int length) {
  return net::Address(~absl::uint128{0} << (net::kAddressBits - length)).ToString();
}

std::vector<net::Prefix> Blocks(const site::Site& site) {
  std::vector<net::Prefix> blocks;
  for (const site::Host& host : site.hosts) blocks.push_back(host.block.prefix());
  return blocks;
}

// Sources that only inside interfaces may send. Of an on-link prefix that is what is allocated: the
// provider's router may have an address in the rest.
std::vector<net::Prefix> OwnSources(const site::Site& site) {
  if (site.gateway.delivery == Delivery::kRouted) return {site.gateway.prefix()};
  return Blocks(site);
}

void AddAddressSets(Context& context) {
  const site::Site& site = context.site;
  const bool shared = context.gateway.inside.mode == InsideMode::kShared;
  std::vector<std::string> inside, from, macs, hosts, pingable;
  if (shared) inside.push_back(Quoted(context.gateway.inside.interface));
  for (const site::Host& host : site.hosts) {
    const std::string block = host.block.prefix().ToString();
    if (shared) {
      macs.push_back(host.mac->ToString());
      from.push_back(absl::StrCat(macs.back(), " . ", block));
    } else {
      inside.push_back(Quoted(host.inside_interface));
      from.push_back(absl::StrCat(inside.back(), " . ", block));
    }
    hosts.push_back(host.address().ToString());
  }
  std::vector<Set>& sets = context.table.sets;
  sets.push_back(MakeSet("inside", "ifname", inside));
  sets.push_back(
      MakeIntervalSet("from_host", shared ? "ether_addr . ipv6_addr" : "ifname . ipv6_addr", from));
  if (shared) sets.push_back(MakeSet("macs", "ether_addr", macs));
  sets.push_back(MakeIntervalSet("own_sources", "ipv6_addr", Texts(OwnSources(site))));
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
}

// Name servers and clocks, wherever they are.
void AddServices(Context& context) {
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

void AddManagement(Context& context) {
  const site::Policy& policy = context.gateway.policy;
  if (policy.management_sources.empty()) return;
  context.table.sets.push_back(MakeIntervalSet(
      "management", "ipv6_addr", Texts(net::PrefixSet(policy.management_sources).Prefixes())));
}

void AddDropReasons(Context& context) {
  const bool log = context.gateway.policy.log_drops;
  for (const absl::string_view reason : {"between_hosts", "closed", "egress", "input", "invalid",
                                         "ipv4", "late", "ping", "redirect", "spoofed"}) {
    AddDropReason(reason, log, context.table);
  }
  if (context.admit != "accept") AddDropReason("limit", log, context.table);
}

// Adds the chain "admit" when there are limits. New flows are counted by the host's block, which
// spoofed sources were sorted out of before, so that the sets cannot be filled by somebody else.
void AddLimits(Context& context) {
  const site::Limits& limits = context.gateway.limits;
  if (!limits.new_connections_per_second && !limits.concurrent_states) {
    context.admit = "accept";
    return;
  }
  context.admit = "goto admit";
  const std::string mask = PrefixMask(context.gateway.plan.host_length());
  Chain chain{.name = "admit", .rules = {"ct state != new accept"}};
  for (const bool from : {true, false}) {
    const std::string match = from ? "iifname @inside " : "oifname @inside ";
    const std::string key = absl::StrCat("ip6 ", from ? "saddr" : "daddr", " & ", mask);
    const std::string suffix = from ? "_from" : "_to";
    if (limits.new_connections_per_second) {
      const uint32_t rate = *limits.new_connections_per_second;
      chain.rules.push_back(absl::StrCat(match, "update @rate", suffix, " { ", key,
                                         " limit rate over ", rate, "/second burst ", rate,
                                         " packets } goto drop_limit"));
      context.table.sets.push_back(DynamicSet(absl::StrCat("rate", suffix), true));
    }
    if (limits.concurrent_states) {
      chain.rules.push_back(absl::StrCat(match, "add @states", suffix, " { ", key,
                                         " ct count over ", *limits.concurrent_states,
                                         " } goto drop_limit"));
      context.table.sets.push_back(DynamicSet(absl::StrCat("states", suffix), false));
    }
  }
  chain.rules.push_back("accept");
  context.table.chains.push_back(std::move(chain));
}

// Before connection tracking: what does not belong where it comes from, and the mark for the rest.
void AddPrerouting(Context& context) {
  const bool shared = context.gateway.inside.mode == InsideMode::kShared;
  Chain from_inside{.name = "from_inside"};
  std::vector<std::string>& rules = from_inside.rules;
  if (shared) rules.push_back("ether saddr != @macs goto drop_spoofed");
  rules.push_back("ip6 saddr fe80::/10 return");
  rules.emplace_back(kAcceptUnspecified);
  rules.push_back("fib saddr type local goto drop_spoofed");
  rules.push_back(
      absl::StrCat(shared ? "ether saddr" : "iifname", " . ip6 saddr @from_host return"));
  rules.push_back("goto drop_spoofed");

  Chain prerouting{.name = "prerouting", .hook = Hook{.hook = "prerouting", .priority = "raw"}};
  prerouting.rules = {
      "meta nfproto != ipv6 accept", "iifname @inside jump from_inside",
      "iifname != @inside iifname != \"lo\" ip6 saddr @own_sources goto drop_spoofed"};
  const net::Prefix local = net::Prefix::Containing(net::Address(absl::uint128{0xfc00} << 112), 7);
  if (!local.Contains(context.gateway.wan.next_hop) && !local.Overlaps(context.gateway.prefix())) {
    prerouting.rules.push_back(absl::StrCat("iifname ", context.wan, " ip6 saddr ",
                                            local.ToString(), " goto drop_spoofed"));
  }
  prerouting.rules.push_back(absl::StrCat("ip6 daddr ", context.prefix, " meta mark set ",
                                          absl::StrFormat("0x%x", site::kAdmittedMark)));
  context.table.chains.push_back(std::move(from_inside));
  context.table.chains.push_back(std::move(prerouting));
}

void AddInput(Context& context) {
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
  rules.push_back(absl::StrCat("icmpv6 type echo-request update @echo_sources { ip6 saddr & ",
                               PrefixMask(64), " ", kEchoPerSource, " } accept"));
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

// Echo of hosts and stable addresses, limited by target and by the source's /64.
void AddEchoRules(Context& context, std::vector<std::string>& rules) {
  if (context.gateway.policy.ping != Permission::kAllow) return;
  Chain echo{.name = "echo"};
  echo.rules = {
      absl::StrCat("update @echo_targets { ip6 daddr ", kEchoPerTargetOver, " } goto drop_ping"),
      absl::StrCat("update @echo_sources { ip6 saddr & ", PrefixMask(64), " ", kEchoPerSource,
                   " } ", context.admit),
      "goto drop_ping"};
  context.table.chains.push_back(std::move(echo));
  rules.push_back("icmpv6 type echo-request ct direction original ip6 daddr @pingable goto echo");
  rules.push_back("icmpv6 type echo-reply ct direction reply ip6 saddr @pingable accept");
}

std::vector<std::string> ForwardBeginning(const Context& context) {
  const site::Policy& policy = context.gateway.policy;
  std::vector<std::string> rules = {
      "meta nfproto ipv4 iifname != @inside oifname != @inside accept",
      "meta nfproto ipv4 goto drop_ipv4",
      // RFC 4291 §2.5.6. Linux lets those pass that leave by the interface they came in by.
      "ip6 saddr fe80::/10 goto drop_spoofed", "ip6 daddr fe80::/10 goto drop_spoofed"};
  if (!policy.management_sources.empty()) {
    const std::string ports = PortSet(policy.management_ports);
    rules.push_back(
        absl::StrCat("ip6 saddr @management ip6 daddr @hosts tcp dport ", ports, " accept"));
    rules.push_back(absl::StrCat(
        "ct direction reply ip6 daddr @management ip6 saddr @hosts tcp sport ", ports, " accept"));
  }
  rules.push_back("ct state invalid goto drop_invalid");
  rules.emplace_back(kAcceptErrors);
  // A host's segment of a flow that was forgotten would begin it again as the host's own.
  rules.push_back(
      "iifname @inside ct state new tcp flags & (fin|syn|rst|ack) != syn goto drop_late");
  return rules;
}

// What lets packets leave by the WAN, and their replies come back.
absl::StatusOr<std::vector<std::string>> EgressRules(Context& context) {
  const Direction egress = {
      .leaves = true,
      .counters = "e_",
      .names = "egress_",
      .original = absl::StrCat("iifname @inside oifname ", context.wan, " ct direction original"),
      .reply = absl::StrCat("iifname ", context.wan, " oifname @inside ct direction reply"),
      .admit = context.admit};
  if (context.gateway.policy.egress == Permission::kAllow) {
    return std::vector<std::string>{absl::StrCat(egress.original, " ", egress.admit),
                                    absl::StrCat(egress.reply, " accept")};
  }
  const int block_length = context.gateway.plan.host_length();
  return AddOpenings(PassagesOf(context.site.egress_openings, block_length), egress, context.table);
}

void AddForward(Context& context, const std::vector<std::string>& opening_rules,
                const std::vector<std::string>& egress_rules) {
  const site::Policy& policy = context.gateway.policy;
  const std::string& admit = context.admit;
  Chain forward{.name = "forward",
                .hook = Hook{.hook = "forward", .priority = "filter", .policy = "drop"}};
  std::vector<std::string>& rules = forward.rules;
  rules = ForwardBeginning(context);
  rules.insert(rules.end(), opening_rules.begin(), opening_rules.end());
  AddEchoRules(context, rules);
  if (HasServices(policy)) {
    rules.push_back(
        absl::StrCat("iifname @inside ct direction original ip6 daddr . meta l4proto . "
                     "th dport @services ",
                     admit));
    rules.push_back(
        "oifname @inside ct direction reply ip6 saddr . meta l4proto . th sport @services accept");
  }
  rules.insert(rules.end(), egress_rules.begin(), egress_rules.end());
  if (policy.between_hosts == Permission::kAllow) {
    rules.push_back(absl::StrCat("iifname @inside oifname @inside ct direction original ", admit));
    rules.push_back("iifname @inside oifname @inside ct direction reply accept");
  }
  rules.push_back("iifname @inside oifname @inside goto drop_between_hosts");
  rules.push_back("iifname @inside ct direction original goto drop_egress");
  rules.push_back("goto drop_closed");
  context.table.chains.push_back(std::move(forward));
}

}  // namespace

absl::StatusOr<Ruleset> GatewayRuleset(const site::Site& site) {
  RETURN_IF_ERROR(site::ToStatus(site::Check(site)));
  const site::Gateway& gateway = site.gateway;
  Context context{.site = site,
                  .gateway = gateway,
                  .wan = Quoted(gateway.wan.interface),
                  .prefix = gateway.prefix().ToString(),
                  .admit = "",
                  .table = {.name = "sixgate"}};
  AddAddressSets(context);
  AddServices(context);
  AddManagement(context);
  AddLimits(context);
  AddDropReasons(context);
  AddPrerouting(context);
  AddInput(context);
  ASSIGN_OR_RETURN(const std::vector<std::string> opening_rules,
                   AddOpenings(PassagesOf(site.openings, net::Prefix()), {.admit = context.admit},
                               context.table));
  ASSIGN_OR_RETURN(const std::vector<std::string> egress_rules, EgressRules(context));
  AddForward(context, opening_rules, egress_rules);
  return Ruleset{.tables = {std::move(context.table)}};
}

}  // namespace engine::formats::nftables
