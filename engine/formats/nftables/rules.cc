#include "engine/formats/nftables/rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "engine/base/status_macros.h"
#include "engine/formats/nftables/openings.h"

namespace engine::formats::nftables {
namespace {

constexpr absl::string_view kLogLimit = "limit rate 10/second burst 20 packets";

// The packets of a flow in one direction: how they match, the fields that name its parts, and what
// becomes of them.
struct Way {
  bool is_original;
  absl::string_view match;
  absl::string_view client;
  absl::string_view service;
  // The service's.
  absl::string_view port;
  absl::string_view echo;
  absl::string_view verdict;
};

std::array<Way, 2> WaysOf(const Direction& direction) {
  return {{{true, direction.original, "ip6 saddr", "ip6 daddr", "dport", "echo-request",
            direction.admit},
           {false, direction.reply, "ip6 daddr", "ip6 saddr", "sport", "echo-reply", "accept"}}};
}

absl::string_view InnerOf(const Direction& direction, const Way& way) {
  return direction.leaves ? way.client : way.service;
}
absl::string_view OuterOf(const Direction& direction, const Way& way) {
  return direction.leaves ? way.service : way.client;
}

std::string CounterName(const Direction& direction, absl::string_view id) {
  return Quoted(absl::StrCat(direction.counters, id));
}

std::string PortText(const OpeningBox& box) {
  if (box.first_port == box.last_port) return absl::StrCat(box.first_port);
  return absl::StrCat(box.first_port, "-", box.last_port);
}

std::string InnerText(const net::Prefix& inner) {
  return inner.length() == net::kAddressBits ? inner.first().ToString() : inner.ToString();
}

absl::string_view SuffixOf(Extent extent) {
  switch (extent) {
    case Extent::kAddress:
      return "";
    case Extent::kNetwork:
      return "_networks";
    case Extent::kBlock:
      return "_blocks";
  }
  return "";
}

void AddCounters(absl::Span<const Passage> passages, const Direction& direction, Table& table) {
  std::vector<Counter> counters;
  for (const Passage& passage : passages) {
    counters.push_back(
        {.name = absl::StrCat(direction.counters, passage.id),
         .comment = CommentText(absl::StrCat(passage.host, passage.description.empty() ? "" : ": ",
                                             passage.description))});
  }
  std::sort(counters.begin(), counters.end(),
            [](const Counter& a, const Counter& b) { return a.name < b.name; });
  table.counters.insert(table.counters.end(), counters.begin(), counters.end());
}

void AddExact(const std::vector<ExactOpening>& exact, const Direction& direction, Table& table,
              std::vector<std::string>& rules) {
  if (exact.empty()) return;
  Set map =
      MakeSet(absl::StrCat(direction.names, "open"), "ipv6_addr . inet_proto . inet_service", {});
  map.data_type = "counter";
  for (const ExactOpening& opening : exact) {
    map.elements.push_back({.key = absl::StrCat(opening.inner.ToString(), " . ",
                                                ToWord(opening.protocol), " . ", opening.port),
                            .data = CounterName(direction, opening.id)});
  }
  for (const Way& way : WaysOf(direction)) {
    rules.push_back(absl::StrCat(way.match, " counter name ", InnerOf(direction, way),
                                 " . meta l4proto . th ", way.port, " map @", map.name, " ",
                                 way.verdict));
  }
  table.sets.push_back(std::move(map));
}

// Boxes of one extent, either of ports or of echo.
void AddBoxes(const std::string& name, const std::vector<OpeningBox>& boxes, bool is_echo,
              const Direction& direction, Table& table, std::vector<std::string>& rules) {
  Set map = MakeIntervalSet(
      name, absl::StrCat("ipv6_addr . ipv6_addr", is_echo ? "" : " . inet_proto . inet_service"),
      {});
  map.data_type = "counter";
  for (const OpeningBox& box : boxes) {
    const std::string inner = InnerText(box.inner);
    const std::string outer = box.outer.ToString();
    std::string key =
        direction.leaves ? absl::StrCat(inner, " . ", outer) : absl::StrCat(outer, " . ", inner);
    if (!is_echo) absl::StrAppend(&key, " . ", ToWord(box.protocol), " . ", PortText(box));
    map.elements.push_back({.key = std::move(key), .data = CounterName(direction, box.id)});
  }
  for (const Way& way : WaysOf(direction)) {
    const std::string echo = is_echo ? absl::StrCat("icmpv6 type ", way.echo, " ") : "";
    const std::string ports = is_echo ? "" : absl::StrCat(" . meta l4proto . th ", way.port);
    rules.push_back(absl::StrCat(echo, way.match, " counter name ", way.client, " . ", way.service,
                                 ports, " map @", name, " ", way.verdict));
  }
  table.sets.push_back(std::move(map));
}

// The rules of one opening that is logged or limited in time, for packets that go one way.
void AddSpecialRules(const Passage& passage, const Direction& direction, const Way& way,
                     std::vector<std::string>& rules) {
  std::string match;
  if (!passage.is_for_everybody) {
    absl::StrAppend(&match, OuterOf(direction, way), " ", PrefixSetText(passage.outer), " ");
  }
  if (passage.protocol == site::Protocol::kIcmpv6) {
    absl::StrAppend(&match, "icmpv6 type ", way.echo, " ");
  } else {
    absl::StrAppend(&match, ToWord(passage.protocol), " ", way.port, " ", PortSet(passage.ports),
                    " ");
  }
  if (passage.expires_at.has_value()) {
    // As a number: a date would be read in the time zone of the machine.
    absl::StrAppend(&match, "meta time < ", absl::ToUnixSeconds(*passage.expires_at), " ");
  }
  if (passage.log && way.is_original) {
    rules.push_back(absl::StrCat(match, "ct state new ", kLogLimit,
                                 " log prefix \"sixgate:open:", passage.id, ": \""));
  }
  rules.push_back(
      absl::StrCat(match, "counter name ", CounterName(direction, passage.id), " ", way.verdict));
}

std::string SpecialChainName(const Direction& direction, const net::Prefix& inner, bool original) {
  std::string name = absl::StrCat(direction.names, original != direction.leaves ? "to_" : "from_",
                                  inner.first().HexKey());
  if (inner.length() < net::kAddressBits) absl::StrAppend(&name, "_", inner.length());
  return name;
}

// A chain for each inner prefix and way, found by one look-up for each extent.
void AddSpecial(const OpeningSets& sets, const Direction& direction, Table& table,
                std::vector<std::string>& rules) {
  for (const Way& way : WaysOf(direction)) {
    std::map<Extent, Set> maps;
    for (const auto& [inner, passages] : sets.special) {
      Chain chain{.name = SpecialChainName(direction, inner, way.is_original)};
      for (const Passage* passage : passages) {
        AddSpecialRules(*passage, direction, way, chain.rules);
      }
      maps[passages.front()->extent].elements.push_back(
          {.key = InnerText(inner), .data = absl::StrCat("jump ", chain.name)});
      table.chains.push_back(std::move(chain));
    }
    for (auto& [extent, map] : maps) {
      map.name = absl::StrCat(direction.names, "special", SuffixOf(extent),
                              way.is_original ? "" : "_reply");
      map.type = "ipv6_addr";
      map.data_type = "verdict";
      if (extent != Extent::kAddress) map.flags = {"interval"};
      rules.push_back(absl::StrCat(way.match, " ", InnerOf(direction, way), " vmap @", map.name));
      table.sets.push_back(std::move(map));
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

absl::StatusOr<std::vector<std::string>> AddOpenings(absl::Span<const Passage> passages,
                                                     const Direction& direction, Table& table) {
  ASSIGN_OR_RETURN(const OpeningSets sets, MakeOpeningSets(passages));
  std::vector<std::string> rules;
  AddCounters(passages, direction, table);
  // First, since what is logged must be logged even if another opening admits it too.
  AddSpecial(sets, direction, table, rules);
  AddExact(sets.exact, direction, table, rules);
  for (const auto& [extent, boxes] : sets.boxes) {
    const absl::string_view suffix = extent == Extent::kAddress ? "_ranges" : SuffixOf(extent);
    AddBoxes(absl::StrCat(direction.names, "open", suffix), boxes, /*is_echo=*/false, direction,
             table, rules);
  }
  for (const auto& [extent, boxes] : sets.echoes) {
    AddBoxes(absl::StrCat(direction.names, "open_echo", SuffixOf(extent)), boxes, /*is_echo=*/true,
             direction, table, rules);
  }
  return rules;
}

}  // namespace engine::formats::nftables
