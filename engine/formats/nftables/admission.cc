// Which packets the gateway lets through without asking again, and how many flows a host may have.
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "engine/base/sha256.h"
#include "engine/formats/nftables/gateway_internal.h"
#include "engine/formats/nftables/render.h"
#include "engine/formats/nftables/rules.h"

namespace engine::formats::nftables {
namespace {

constexpr uint32_t kDynamicSetSize = 65535;

// Adds the chains "limit_rate" and "limit_states" where there are such limits. Flows are counted by
// the host's block, which spoofed sources were sorted out of before, so that the sets cannot be
// filled by somebody else.
void AddLimits(GatewayContext& context) {
  const site::Limits& limits = context.gateway.limits;
  Chain rate{.name = "limit_rate"}, states{.name = "limit_states"};
  for (const bool from : {true, false}) {
    const std::string match = from ? "iifname @inside " : "oifname @inside ";
    const std::string key = BlockOf(context, from ? "ip6 saddr" : "ip6 daddr");
    const std::string suffix = from ? "_from" : "_to";
    if (limits.new_connections_per_second) {
      const uint32_t most = *limits.new_connections_per_second;
      rate.rules.push_back(absl::StrCat(match, "update @rate", suffix, " { ", key,
                                        " limit rate over ", most, "/second burst ", most,
                                        " packets } goto drop_limit"));
      context.table.sets.push_back(DynamicSet(absl::StrCat("rate", suffix), true));
    }
    if (limits.concurrent_states) {
      states.rules.push_back(absl::StrCat(match, "add @states", suffix, " { ", key,
                                          " ct count over ", *limits.concurrent_states,
                                          " } goto drop_limit"));
      context.table.sets.push_back(DynamicSet(absl::StrCat("states", suffix), false));
    }
  }
  for (Chain* chain : {&rate, &states}) {
    if (!chain->rules.empty()) context.table.chains.push_back(std::move(*chain));
  }
}

}  // namespace

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

std::string BlockOf(const GatewayContext& context, absl::string_view address) {
  return Masked(address, context.gateway.plan.host_length());
}

void AddAdmission(GatewayContext& context) {
  AddLimits(context);
  const site::Limits& limits = context.gateway.limits;
  const std::string other = absl::StrCat("ct mark != ", kGeneration);
  Chain admit{.name = "admit"}, once{.name = "admit_once"};
  if (limits.new_connections_per_second) {
    // A flow is new until it is answered, and yet one connection.
    admit.rules.push_back(absl::StrCat("ct state new ", other, " jump limit_rate"));
    once.rules.push_back("ct state new jump limit_rate");
  }
  if (limits.concurrent_states) {
    // Those that an earlier ruleset admitted are counted again: its counts went with it.
    admit.rules.push_back(absl::StrCat(other, " jump limit_states"));
    once.rules.push_back("jump limit_states");
  }
  context.admit_once = "accept";
  if (!once.rules.empty()) {
    once.rules.push_back("accept");
    context.table.chains.push_back(std::move(once));
    context.admit_once = "goto admit_once";
  }
  admit.rules.push_back(absl::StrCat("ct mark set ", kGeneration));
  admit.rules.push_back("accept");
  context.table.chains.push_back(std::move(admit));
}

void SetGeneration(Table& table) {
  // 0 is the mark of flows that no ruleset admitted.
  constexpr absl::string_view kNone = "00000000";
  std::string digits = base::Sha256(Render(Ruleset{.tables = {table}})).substr(0, kNone.size());
  if (digits == kNone) digits.back() = '1';
  for (Chain& chain : table.chains) {
    for (std::string& rule : chain.rules) {
      absl::StrReplaceAll({{kGeneration, absl::StrCat("0x", digits)}}, &rule);
    }
  }
}

}  // namespace engine::formats::nftables
