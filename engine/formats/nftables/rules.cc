#include "engine/formats/nftables/rules.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "engine/base/status_macros.h"
#include "engine/formats/nftables/openings.h"

namespace engine::formats::nftables {
namespace {

// A look-up takes 0.1 us or more (./dev bench gateway), and a first packet makes all of them.
constexpr size_t kHashedMax = 9;
constexpr absl::string_view kLogLimit = "limit rate 10/second burst 20 packets";

// The packets of a flow in one direction: what else has to match, and the fields that name its
// parts.
struct Way {
  bool is_original;
  absl::string_view match;
  absl::string_view client;
  absl::string_view service;
  // The service's.
  absl::string_view port;
  absl::string_view echo;
};

std::array<Way, 2> WaysOf(const Direction& direction) {
  return {{{true, direction.original, "ip6 saddr", "ip6 daddr", "dport", "echo-request"},
           {false, direction.reply, "ip6 daddr", "ip6 saddr", "sport", "echo-reply"}}};
}

absl::string_view InnerOf(const Direction& direction, const Way& way) {
  return direction.leaves ? way.client : way.service;
}
absl::string_view OuterOf(const Direction& direction, const Way& way) {
  return direction.leaves ? way.service : way.client;
}

// Adds a rule for packets that go one way; returns it.
const std::string& AddRule(const Way& way, absl::string_view rule, OpeningRules& rules) {
  return (way.is_original ? rules.original : rules.reply)
      .emplace_back(absl::StrCat(way.match, way.match.empty() ? "" : " ", rule));
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

// Boxes of one port whose ends have the same lengths are found by hashing, however many they are.
struct Hashed {
  Extent extent;
  // 0 is everybody, and not looked at.
  int client_length;
  int service_length;

  auto operator<=>(const Hashed&) const = default;
};

Hashed HashedOf(const OpeningBox& box, Extent extent, const Direction& direction) {
  const int inner = box.inner.length(), outer = box.outer.length();
  return direction.leaves ? Hashed{extent, inner, outer} : Hashed{extent, outer, inner};
}

using BoxPointers = std::vector<const OpeningBox*>;

void AddHashed(const Hashed& hashed, const BoxPointers& boxes, const Direction& direction,
               Table& table, OpeningRules& rules) {
  const bool from = hashed.client_length > 0, to = hashed.service_length > 0;
  Set map = MakeSet(absl::StrCat(direction.names, "open",
                                 from ? absl::StrCat("_from_", hashed.client_length) : "",
                                 hashed.service_length < net::kAddressBits
                                     ? absl::StrCat("_to_", hashed.service_length)
                                     : ""),
                    absl::StrCat(from ? "ipv6_addr . " : "", to ? "ipv6_addr . " : "",
                                 "inet_proto . inet_service"),
                    {});
  map.data_type = "counter";
  // What everybody may reach is in a list of its own, and may be in that of boxes as well.
  std::set<std::string> keys;
  for (const OpeningBox* box : boxes) {
    const net::Prefix& client = direction.leaves ? box->inner : box->outer;
    const net::Prefix& service = direction.leaves ? box->outer : box->inner;
    const std::string key = absl::StrCat(from ? absl::StrCat(client.first().ToString(), " . ") : "",
                                         to ? absl::StrCat(service.first().ToString(), " . ") : "",
                                         ToWord(box->protocol), " . ", box->first_port);
    if (!keys.insert(key).second) continue;
    map.elements.push_back({.key = key, .data = CounterName(direction, box->id)});
  }
  for (const Way& way : WaysOf(direction)) {
    AddRule(way,
            absl::StrCat("counter name ",
                         from ? absl::StrCat(Masked(way.client, hashed.client_length), " . ") : "",
                         to ? absl::StrCat(Masked(way.service, hashed.service_length), " . ") : "",
                         "meta l4proto . th ", way.port, " map @", map.name, " ", direction.admit),
            rules);
  }
  table.sets.push_back(std::move(map));
}

// A map with a key for each box, of ports or of echo, and the rules that search it. `guard` stands
// before the search in a rule: what it asks of the inner end.
void AddSearched(const std::string& name, const BoxPointers& boxes, bool is_echo,
                 const std::string& guard, const Direction& direction, Table& table,
                 OpeningRules& rules) {
  Set map = MakeIntervalSet(
      name, absl::StrCat("ipv6_addr . ipv6_addr", is_echo ? "" : " . inet_proto . inet_service"),
      {});
  map.data_type = "counter";
  for (const OpeningBox* box : boxes) {
    const std::string inner = InnerText(box->inner);
    const std::string outer = box->outer.ToString();
    std::string key =
        direction.leaves ? absl::StrCat(inner, " . ", outer) : absl::StrCat(outer, " . ", inner);
    if (!is_echo) absl::StrAppend(&key, " . ", ToWord(box->protocol), " . ", PortText(*box));
    map.elements.push_back({.key = std::move(key), .data = CounterName(direction, box->id)});
  }
  for (const Way& way : WaysOf(direction)) {
    const std::string first = is_echo ? absl::StrCat("icmpv6 type ", way.echo, " ")
                                      : absl::StrCat(InnerOf(direction, way), guard, " ");
    const std::string ports = is_echo ? "" : absl::StrCat(" . meta l4proto . th ", way.port);
    AddRule(way,
            absl::StrCat(first, "counter name ", way.client, " . ", way.service, ports, " map @",
                         name, " ", direction.admit),
            rules);
  }
  table.sets.push_back(std::move(map));
}

BoxPointers PointersTo(const std::vector<OpeningBox>& boxes) {
  BoxPointers pointers;
  for (const OpeningBox& box : boxes) pointers.push_back(&box);
  return pointers;
}

// Ranges are searched for, and of many lengths the rarest: a search takes the longer the more there
// are, so that it is made only for inner ends that have one.
void AddPorts(const OpeningSets& sets, const Direction& direction, Table& table,
              OpeningRules& rules) {
  std::vector<OpeningBox> exact;
  exact.reserve(sets.exact.size());
  for (const ExactOpening& opening : sets.exact) {
    exact.push_back({.inner = net::Prefix::Containing(opening.inner, net::kAddressBits),
                     .protocol = opening.protocol,
                     .first_port = opening.port,
                     .last_port = opening.port,
                     .id = opening.id});
  }
  std::map<Hashed, BoxPointers> hashed;
  std::map<Extent, BoxPointers> searched;
  for (const OpeningBox& box : exact) {
    hashed[HashedOf(box, Extent::kAddress, direction)].push_back(&box);
  }
  for (const auto& [extent, boxes] : sets.boxes) {
    for (const OpeningBox& box : boxes) {
      BoxPointers& place = box.first_port == box.last_port
                               ? hashed[HashedOf(box, extent, direction)]
                               : searched[extent];
      place.push_back(&box);
    }
  }
  // Never what everybody may reach, which boxes that are searched for may overlap.
  const Hashed everybody = HashedOf({.inner = net::Prefix::Containing({}, net::kAddressBits)},
                                    Extent::kAddress, direction);
  while (hashed.size() > kHashedMax) {
    const auto rarest =
        std::min_element(hashed.begin(), hashed.end(), [&](const auto& a, const auto& b) {
          return std::pair(a.first == everybody, a.second.size()) <
                 std::pair(b.first == everybody, b.second.size());
        });
    BoxPointers& boxes = searched[rarest->first.extent];
    boxes.insert(boxes.end(), rarest->second.begin(), rarest->second.end());
    hashed.erase(rarest);
  }
  for (const auto& [lengths, boxes] : hashed) AddHashed(lengths, boxes, direction, table, rules);
  for (const auto& [extent, boxes] : searched) {
    const std::string name = absl::StrCat("ranges", SuffixOf(extent));
    std::vector<std::string> inner;
    for (const OpeningBox* box : boxes) inner.push_back(InnerText(box->inner));
    Set guard = extent == Extent::kAddress ? MakeSet("", "ipv6_addr", std::move(inner))
                                           : MakeIntervalSet("", "ipv6_addr", std::move(inner));
    guard.name = absl::StrCat(direction.names, "with_", name);
    const std::string asked = absl::StrCat(" @", guard.name);
    table.sets.push_back(std::move(guard));
    AddSearched(absl::StrCat(direction.names, "open_", name), boxes, false, asked, direction, table,
                rules);
  }
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
      absl::StrCat(match, "counter name ", CounterName(direction, passage.id), " ",
                   passage.expires_at.has_value() ? direction.admit_once : direction.admit));
}

std::string SpecialChainName(const Direction& direction, const net::Prefix& inner, bool original) {
  std::string name = absl::StrCat(direction.names, original != direction.leaves ? "to_" : "from_",
                                  inner.first().HexKey());
  if (inner.length() < net::kAddressBits) absl::StrAppend(&name, "_", inner.length());
  return name;
}

// A chain for each inner prefix and way, found by one look-up for each extent: after the others,
// which most packets are of. A flow's first packet goes there first, since what is logged must be
// logged even if another opening admits it too.
void AddSpecial(const OpeningSets& sets, const Direction& direction, Table& table,
                OpeningRules& rules) {
  std::vector<std::string> first;
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
      const std::string& jump =
          AddRule(way, absl::StrCat(InnerOf(direction, way), " vmap @", map.name), rules);
      if (way.is_original) first.push_back(absl::StrCat("ct state new ", jump));
      table.sets.push_back(std::move(map));
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

absl::StatusOr<OpeningRules> AddOpenings(absl::Span<const Passage> passages,
                                         const Direction& direction, Table& table) {
  ASSIGN_OR_RETURN(const OpeningSets sets, MakeOpeningSets(passages));
  OpeningRules rules;
  AddCounters(passages, direction, table);
  AddPorts(sets, direction, table, rules);
  for (const auto& [extent, boxes] : sets.echoes) {
    AddSearched(absl::StrCat(direction.names, "open_echo", SuffixOf(extent)), PointersTo(boxes),
                /*is_echo=*/true, "", direction, table, rules);
  }
  AddSpecial(sets, direction, table, rules);
  return rules;
}

}  // namespace engine::formats::nftables
