// Parts that the gateway's ruleset and the hosts' tables have in common. For from_site's sources
// only.
#ifndef SIXGATE_ENGINE_FORMATS_NFTABLES_RULES_H_
#define SIXGATE_ENGINE_FORMATS_NFTABLES_RULES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/formats/nftables/format.h"
#include "engine/formats/nftables/passages.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix.h"

namespace engine::formats::nftables {

// ICMPv6 errors of RFC 4890 §4.3.1, for known flows only: forged ones would fill neighbour tables.
inline constexpr absl::string_view kAcceptErrors =
    "ct state related icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, "
    "parameter-problem } accept";

// What an interface sends before it has an address: duplicate detection, router solicitation, MLD.
inline constexpr absl::string_view kAcceptUnspecified =
    "ip6 saddr :: icmpv6 type { nd-neighbor-solicit, nd-router-solicit, mld2-listener-report } "
    "return";

Set MakeSet(absl::string_view name, absl::string_view type, std::vector<std::string> keys);
// A set of prefixes, which has ranges.
Set MakeIntervalSet(absl::string_view name, absl::string_view type, std::vector<std::string> keys);

// "( ip6 saddr & ffff:ffff:ffff:: )" for 48. In parentheses, without which nft takes it only at
// some places.
std::string Masked(absl::string_view address, int length);
// "{ 22, 80-90 }"
std::string PortSet(absl::Span<const net::PortRange> ports);
std::string PrefixSetText(absl::Span<const net::Prefix> prefixes);
std::vector<std::string> Texts(absl::Span<const net::Prefix> prefixes);

// Adds a counter "drop_<reason>" and a chain of that name, which counts, logs "sixgate:<reason>:"
// when `log` says so (limited), and drops.
void AddDropReason(absl::string_view reason, bool log, Table& table);

// How the openings of one direction are written; those that let in, unless said otherwise.
struct Direction {
  // What is inside is the client: it sends the first packet of a flow.
  bool leaves = false;
  // How the names of counters begin, since an id alone may be a word of nft's, and those of maps
  // and chains.
  absl::string_view counters = "o_";
  absl::string_view names = "";
  // What else packets have to match that go as the first of their flow does, and those against it.
  std::string original = {};
  std::string reply = {};
  // The verdicts: "accept", or "goto" a chain. The second is for openings that end at a time, which
  // have to be asked about with each packet.
  std::string admit = "accept";
  std::string admit_once = "accept";
};

// One list for each direction of a flow: no rule asks for it again.
struct OpeningRules {
  std::vector<std::string> original = {};
  std::vector<std::string> reply = {};
};

// What chooses between the lists, as chains from_client and from_service. Packets of no flow, such
// as neighbours' messages, are in neither.
inline constexpr absl::string_view kByDirection =
    "ct direction vmap { original : goto from_client, reply : goto from_service }";

// Adds counters, maps and chains for openings of one direction. The rules that look into them are
// returned: for packets of both directions of a flow, so that a flow ends when its opening is
// closed. kResourceExhausted as MakeOpeningSets (openings.h).
absl::StatusOr<OpeningRules> AddOpenings(absl::Span<const Passage> passages,
                                         const Direction& direction, Table& table);

}  // namespace engine::formats::nftables

#endif  // SIXGATE_ENGINE_FORMATS_NFTABLES_RULES_H_
