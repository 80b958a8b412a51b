#include "engine/formats/nftables/rules.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"

namespace engine::formats::nftables {
namespace {

// More look-ups than this would cost a packet more than searching.
constexpr size_t kSourceLengthsMax = 8;
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

// How rules of one direction find the two ends of a flow.
struct Ends {
  absl::string_view client;
  absl::string_view service;
  absl::string_view service_port;
};
constexpr Ends kOriginal = {"ip6 saddr", "ip6 daddr", "th dport"};
constexpr Ends kReply = {"ip6 daddr", "ip6 saddr", "th sport"};

// A rule for each direction, with what `match` says of its ends.
template <class Match>
void AddRules(const Match& match, absl::string_view admit, OpeningRules& rules) {
  rules.original.push_back(absl::StrCat(match(kOriginal), " ", admit));
  rules.reply.push_back(absl::StrCat(match(kReply), " accept"));
}

// Openings whose keys are found by hashing, however many there are: `key` tells of a box what the
// map has, `match` of a packet's ends what is looked up.
struct Hashed {
  std::string name;
  std::string type;
  std::function<std::string(const OpeningBox&)> key;
  std::function<std::string(const Ends&)> match;
};

void AddHashed(const Hashed& hashed, const std::vector<const OpeningBox*>& boxes,
               absl::string_view admit, Table& table, OpeningRules& rules) {
  Set map = MakeSet(hashed.name, absl::StrCat(hashed.type, " . inet_proto . inet_service"), {});
  map.data_type = "counter";
  for (const OpeningBox* box : boxes) {
    map.elements.push_back({.key = absl::StrCat(hashed.key(*box), " . ", ToWord(box->protocol),
                                                " . ", box->first_port),
                            .data = Quoted(CounterName(box->id))});
  }
  table.sets.push_back(std::move(map));
  AddRules(
      [&](const Ends& ends) {
        return absl::StrCat("counter name ", hashed.match(ends), " . meta l4proto . ",
                            ends.service_port, " map @", hashed.name);
      },
      admit, rules);
}

// From sources of one length.
Hashed FromSources(int length) {
  return {.name = absl::StrCat("open_from_", length),
          .type = "ipv6_addr . ipv6_addr",
          .key =
              [](const OpeningBox& box) {
                return absl::StrCat(box.source.first().ToString(), " . ",
                                    box.destination.first().ToString());
              },
          .match =
              [length](const Ends& ends) {
                return absl::StrCat(Masked(ends.client, length), " . ", ends.service);
              }};
}

// To networks of one length, from everybody. An address is a network too.
Hashed ToNetworks(absl::string_view name, int length) {
  return {.name = std::string(name),
          .type = "ipv6_addr",
          .key = [](const OpeningBox& box) { return box.destination.first().ToString(); },
          .match = [length](const Ends& ends) { return Masked(ends.service, length); }};
}

void AddExact(const std::vector<ExactOpening>& exact, absl::string_view admit, Table& table,
              OpeningRules& rules) {
  if (exact.empty()) return;
  std::vector<OpeningBox> boxes;
  boxes.reserve(exact.size());
  for (const ExactOpening& opening : exact) {
    boxes.push_back({.destination = net::Prefix::Containing(opening.destination, net::kAddressBits),
                     .protocol = opening.protocol,
                     .first_port = opening.port,
                     .id = opening.id});
  }
  std::vector<const OpeningBox*> pointers;
  for (const OpeningBox& box : boxes) pointers.push_back(&box);
  AddHashed(ToNetworks("open", net::kAddressBits), pointers, admit, table, rules);
}

// Boxes that are searched for: each look-up takes the longer the more there are, so that it is made
// only for destinations that have one.
void AddSearched(absl::string_view suffix, const std::vector<const OpeningBox*>& boxes,
                 absl::string_view admit, Table& table, OpeningRules& rules) {
  if (boxes.empty()) return;
  const std::string name = absl::StrCat("open_", suffix);
  const std::string guard = absl::StrCat("with_", suffix);
  Set map = MakeIntervalSet(name, "ipv6_addr . ipv6_addr . inet_proto . inet_service", {});
  map.data_type = "counter";
  std::vector<std::string> destinations;
  bool addresses = true;
  for (const OpeningBox* box : boxes) {
    destinations.push_back(DestinationText(box->destination));
    addresses = addresses && box->destination.length() == net::kAddressBits;
    map.elements.push_back(
        {.key = absl::StrCat(box->source.ToString(), " . ", destinations.back(), " . ",
                             ToWord(box->protocol), " . ", PortText(*box)),
         .data = Quoted(CounterName(box->id))});
  }
  table.sets.push_back(addresses ? MakeSet(guard, "ipv6_addr", std::move(destinations))
                                 : MakeIntervalSet(guard, "ipv6_addr", std::move(destinations)));
  table.sets.push_back(std::move(map));
  AddRules(
      [&](const Ends& ends) {
        return absl::StrCat(ends.service, " @", guard, " counter name ", ends.client, " . ",
                            ends.service, " . meta l4proto . ", ends.service_port, " map @", name);
      },
      admit, rules);
}

// A box of one port is hashed, with those whose source, or whose network, is as long; of many
// lengths the rarest are searched for.
void AddBoxes(const OpeningSets& sets, absl::string_view admit, Table& table, OpeningRules& rules) {
  std::map<int, std::vector<const OpeningBox*>> from, to;
  std::vector<const OpeningBox*> ranges, network_ranges;
  for (const OpeningBox& box : sets.addresses) {
    (box.first_port == box.last_port ? from[box.source.length()] : ranges).push_back(&box);
  }
  for (const OpeningBox& box : sets.networks) {
    const bool hashed = box.first_port == box.last_port && box.source.length() == 0;
    (hashed ? to[box.destination.length()] : network_ranges).push_back(&box);
  }
  while (from.size() > kSourceLengthsMax) {
    const auto rarest = std::min_element(
        from.begin(), from.end(),
        [](const auto& a, const auto& b) { return a.second.size() < b.second.size(); });
    ranges.insert(ranges.end(), rarest->second.begin(), rarest->second.end());
    from.erase(rarest);
  }
  for (const auto& [length, boxes] : from) {
    AddHashed(FromSources(length), boxes, admit, table, rules);
  }
  for (const auto& [length, boxes] : to) {
    AddHashed(ToNetworks(absl::StrCat("open_to_", length), length), boxes, admit, table, rules);
  }
  AddSearched("ranges", ranges, admit, table, rules);
  AddSearched("network_ranges", network_ranges, admit, table, rules);
}

void AddEcho(absl::string_view name, const std::vector<OpeningBox>& boxes, absl::string_view admit,
             Table& table, OpeningRules& rules) {
  if (boxes.empty()) return;
  Set map = MakeIntervalSet(name, "ipv6_addr . ipv6_addr", {});
  map.data_type = "counter";
  for (const OpeningBox& box : boxes) {
    map.elements.push_back(
        {.key = absl::StrCat(box.source.ToString(), " . ", DestinationText(box.destination)),
         .data = Quoted(CounterName(box.id))});
  }
  table.sets.push_back(std::move(map));
  rules.original.push_back(absl::StrCat(
      "icmpv6 type echo-request counter name ip6 saddr . ip6 daddr map @", name, " ", admit));
  rules.reply.push_back(absl::StrCat(
      "icmpv6 type echo-reply counter name ip6 daddr . ip6 saddr map @", name, " accept"));
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

// A chain for each destination and direction, found by one look-up: after the others, which most
// packets are of. A flow's first packet goes there first, since what is logged must be logged even
// if another opening admits it too.
void AddSpecial(const OpeningSets& sets, const net::Prefix& universe, absl::string_view admit,
                Table& table, OpeningRules& rules) {
  std::vector<std::string> first;
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
      const std::string jump =
          absl::StrCat((original ? kOriginal : kReply).service, " vmap @", map->name);
      (original ? rules.original : rules.reply).push_back(jump);
      if (original) first.push_back(absl::StrCat("ct state new ", jump));
      table.sets.push_back(std::move(*map));
    }
  }
  rules.original.insert(rules.original.begin(), first.begin(), first.end());
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

std::string Masked(absl::string_view address, int length) {
  if (length == net::kAddressBits) return std::string(address);
  const net::Address mask(length == 0 ? absl::uint128{0}
                                      : ~absl::uint128{0} << (net::kAddressBits - length));
  return absl::StrCat("( ", address, " & ", mask.ToString(), " )");
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

OpeningRules AddOpenings(absl::Span<const site::Opening> openings, const OpeningSets& sets,
                         const net::Prefix& universe, absl::string_view admit, Table& table) {
  OpeningRules rules;
  AddCounters(openings, universe, table);
  AddExact(sets.exact, admit, table, rules);
  AddBoxes(sets, admit, table, rules);
  AddEcho("open_echo", sets.echo_addresses, admit, table, rules);
  AddEcho("open_echo_networks", sets.echo_networks, admit, table, rules);
  AddSpecial(sets, universe, admit, table, rules);
  return rules;
}

}  // namespace engine::formats::nftables
