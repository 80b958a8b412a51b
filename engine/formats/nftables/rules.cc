#include "engine/formats/nftables/rules.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"

namespace engine::formats::nftables {
namespace {

constexpr absl::string_view kLogLimit = "limit rate 10/second burst 20 packets";

// Names of openings' counters begin with "o_", since an id alone may be a word of nft's.
std::string CounterName(absl::string_view id) { return absl::StrCat("o_", id); }

std::string PortText(const OpeningBox& box) {
  if (box.first_port == box.last_port) return absl::StrCat(box.first_port);
  return absl::StrCat(box.first_port, "-", box.last_port);
}

std::string DestinationText(const net::Prefix& destination) {
  return destination.length() == net::kAddressBits ? destination.first().ToString()
                                                   : destination.ToString();
}

void AddCounters(absl::Span<const site::Opening> openings, const net::Prefix& universe,
                 Table& table) {
  std::vector<Counter> counters;
  for (const site::Opening& opening : openings) {
    if (!opening.enabled || SourcesWithin(opening, universe).empty()) continue;
    counters.push_back(
        {.name = CounterName(opening.id),
         .comment = CommentText(absl::StrCat(opening.host, opening.description.empty() ? "" : ": ",
                                             opening.description))});
  }
  std::sort(counters.begin(), counters.end(),
            [](const Counter& a, const Counter& b) { return a.name < b.name; });
  table.counters.insert(table.counters.end(), counters.begin(), counters.end());
}

void AddExact(const std::vector<ExactOpening>& exact, absl::string_view admit, Table& table,
              std::vector<std::string>& rules) {
  if (exact.empty()) return;
  Set map = MakeSet("open", "ipv6_addr . inet_proto . inet_service", {});
  map.data_type = "counter";
  for (const ExactOpening& opening : exact) {
    map.elements.push_back({.key = absl::StrCat(opening.destination.ToString(), " . ",
                                                ToWord(opening.protocol), " . ", opening.port),
                            .data = Quoted(CounterName(opening.id))});
  }
  table.sets.push_back(std::move(map));
  rules.push_back(absl::StrCat(
      "ct direction original counter name ip6 daddr . meta l4proto . th dport map @open ", admit));
  rules.push_back(
      "ct direction reply counter name ip6 saddr . meta l4proto . th sport map @open accept");
}

void AddBoxes(absl::string_view name, const std::vector<OpeningBox>& boxes, absl::string_view admit,
              Table& table, std::vector<std::string>& rules) {
  if (boxes.empty()) return;
  Set map = MakeIntervalSet(name, "ipv6_addr . ipv6_addr . inet_proto . inet_service", {});
  map.data_type = "counter";
  for (const OpeningBox& box : boxes) {
    map.elements.push_back(
        {.key = absl::StrCat(box.source.ToString(), " . ", DestinationText(box.destination), " . ",
                             ToWord(box.protocol), " . ", PortText(box)),
         .data = Quoted(CounterName(box.id))});
  }
  table.sets.push_back(std::move(map));
  rules.push_back(absl::StrCat(
      "ct direction original counter name ip6 saddr . ip6 daddr . meta l4proto . th dport map @",
      name, " ", admit));
  rules.push_back(absl::StrCat(
      "ct direction reply counter name ip6 daddr . ip6 saddr . meta l4proto . th sport map @", name,
      " accept"));
}

void AddEcho(absl::string_view name, const std::vector<OpeningBox>& boxes, absl::string_view admit,
             Table& table, std::vector<std::string>& rules) {
  if (boxes.empty()) return;
  Set map = MakeIntervalSet(name, "ipv6_addr . ipv6_addr", {});
  map.data_type = "counter";
  for (const OpeningBox& box : boxes) {
    map.elements.push_back(
        {.key = absl::StrCat(box.source.ToString(), " . ", DestinationText(box.destination)),
         .data = Quoted(CounterName(box.id))});
  }
  table.sets.push_back(std::move(map));
  rules.push_back(absl::StrCat(
      "icmpv6 type echo-request ct direction original counter name ip6 saddr . ip6 daddr map @",
      name, " ", admit));
  rules.push_back(absl::StrCat(
      "icmpv6 type echo-reply ct direction reply counter name ip6 daddr . ip6 saddr map @", name,
      " accept"));
}

// The rules of one opening that is logged or limited in time, for one direction.
void AddSpecialRules(const site::Opening& opening, const net::Prefix& universe, bool original,
                     absl::string_view admit, std::vector<std::string>& rules) {
  std::string match;
  const std::vector<net::Prefix> sources = SourcesWithin(opening, universe);
  if (sources != std::vector<net::Prefix>{universe}) {
    absl::StrAppend(&match, "ip6 ", original ? "saddr " : "daddr ", PrefixSetText(sources), " ");
  }
  if (opening.protocol == site::Protocol::kIcmpv6) {
    absl::StrAppend(&match, "icmpv6 type ", original ? "echo-request " : "echo-reply ");
  } else {
    absl::StrAppend(&match, ToWord(opening.protocol), original ? " dport " : " sport ",
                    PortSet(opening.ports), " ");
  }
  if (opening.expires_at.has_value()) {
    // As a number: a date would be read in the time zone of the machine.
    absl::StrAppend(&match, "meta time < ", absl::ToUnixSeconds(*opening.expires_at), " ");
  }
  if (opening.log && original) {
    rules.push_back(absl::StrCat(match, "ct state new ", kLogLimit,
                                 " log prefix \"sixgate:open:", opening.id, ": \""));
  }
  rules.push_back(absl::StrCat(match, "counter name ", Quoted(CounterName(opening.id)), " ",
                               original ? admit : "accept"));
}

std::string SpecialChainName(const net::Prefix& destination, bool original) {
  std::string name = absl::StrCat(original ? "to_" : "from_", destination.first().HexKey());
  if (destination.length() < net::kAddressBits) {
    absl::StrAppend(&name, "_", destination.length());
  }
  return name;
}

// A chain for each destination and direction, found by one look-up.
void AddSpecial(const OpeningSets& sets, const net::Prefix& universe, absl::string_view admit,
                Table& table, std::vector<std::string>& rules) {
  for (const bool original : {true, false}) {
    Set addresses = MakeSet(original ? "special" : "special_reply", "ipv6_addr", {});
    Set networks =
        MakeIntervalSet(original ? "special_networks" : "special_networks_reply", "ipv6_addr", {});
    for (const auto& [destination, openings] : sets.special) {
      Chain chain{.name = SpecialChainName(destination, original)};
      for (const site::Opening* opening : openings) {
        AddSpecialRules(*opening, universe, original, admit, chain.rules);
      }
      Set& map = destination.length() == net::kAddressBits ? addresses : networks;
      map.elements.push_back(
          {.key = DestinationText(destination), .data = absl::StrCat("jump ", chain.name)});
      table.chains.push_back(std::move(chain));
    }
    for (Set* map : {&addresses, &networks}) {
      if (map->elements.empty()) continue;
      map->data_type = "verdict";
      rules.push_back(absl::StrCat("ct direction ",
                                   original ? "original ip6 daddr" : "reply ip6 saddr", " vmap @",
                                   map->name));
      table.sets.push_back(std::move(*map));
    }
  }
}

}  // namespace

Set MakeSet(absl::string_view name, absl::string_view type, std::vector<std::string> keys) {
  Set set{.name = std::string(name), .type = std::string(type)};
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  for (std::string& key : keys) set.elements.push_back({.key = std::move(key)});
  return set;
}

Set MakeIntervalSet(absl::string_view name, absl::string_view type, std::vector<std::string> keys) {
  Set set = MakeSet(name, type, std::move(keys));
  set.flags = {"interval"};
  return set;
}

std::string PortSet(absl::Span<const net::PortRange> ports) {
  const std::vector<net::PortRange> merged =
      net::MergePortRanges(std::vector<net::PortRange>(ports.begin(), ports.end()));
  return absl::StrCat("{ ",
                      absl::StrJoin(merged, ", ",
                                    [](std::string* out, const net::PortRange& range) {
                                      absl::StrAppend(out, range.ToString());
                                    }),
                      " }");
}

std::vector<std::string> Texts(absl::Span<const net::Prefix> prefixes) {
  std::vector<std::string> texts;
  for (const net::Prefix& prefix : prefixes) texts.push_back(prefix.ToString());
  return texts;
}

std::string PrefixSetText(absl::Span<const net::Prefix> prefixes) {
  return absl::StrCat("{ ", absl::StrJoin(Texts(prefixes), ", "), " }");
}

void AddDropReason(absl::string_view reason, bool log, Table& table) {
  const std::string name = absl::StrCat("drop_", reason);
  table.counters.push_back({.name = name});
  Chain chain{.name = name, .rules = {absl::StrCat("counter name ", Quoted(name))}};
  if (log) {
    chain.rules.push_back(absl::StrCat(kLogLimit, " log prefix \"sixgate:", reason, ": \""));
  }
  chain.rules.push_back("drop");
  table.chains.push_back(std::move(chain));
}

std::vector<std::string> AddOpenings(absl::Span<const site::Opening> openings,
                                     const OpeningSets& sets, const net::Prefix& universe,
                                     absl::string_view admit, Table& table) {
  std::vector<std::string> rules;
  AddCounters(openings, universe, table);
  // First, since what is logged must be logged even if another opening admits it too.
  AddSpecial(sets, universe, admit, table, rules);
  AddExact(sets.exact, admit, table, rules);
  AddBoxes("open_ranges", sets.addresses, admit, table, rules);
  AddBoxes("open_networks", sets.networks, admit, table, rules);
  AddEcho("open_echo", sets.echo_addresses, admit, table, rules);
  AddEcho("open_echo_networks", sets.echo_networks, admit, table, rules);
  return rules;
}

}  // namespace engine::formats::nftables
