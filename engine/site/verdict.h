// Would this packet pass the gateway? The secure design as a pure function: what every packet
// filter that sixgate writes has to decide, whatever its language, and what tests hold them to.
//
//   const Verdict verdict = Judge(site, {.source = client, .destination = www,
//                                        .protocol = IpProtocol::kTcp, .destination_port = 443},
//                                 now);
//   verdict.passes;  // the opening says so
//
// IPv6 alone. Rates and numbers of states are taken to be within their limits.
#ifndef SIXGATE_ENGINE_SITE_VERDICT_H_
#define SIXGATE_ENGINE_SITE_VERDICT_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/net/address.h"
#include "engine/net/mac_address.h"
#include "engine/site/site.h"
#include "engine/site/words.h"

namespace engine::site {

// Numbers of IANA's registry of protocols.
enum class IpProtocol : uint8_t { kTcp = 6, kUdp = 17, kIcmpv6 = 58, kSctp = 132 };

// What connection tracking knows of a packet.
enum class Flow {
  // The first of its flow.
  kNew,
  // Of a known flow, in the direction of the first or against it.
  kOriginal,
  kReply,
  // An ICMPv6 error about a known flow.
  kRelated,
  // Part of no flow that there can be.
  kInvalid,
};

struct Packet {
  // Name of the host whose interface or MAC it comes from; empty: from the WAN.
  std::string from = {};
  // Of the frame, where it is not the MAC of `from`. Looked at on a shared link only.
  std::optional<net::MacAddress> ether_source = {};
  net::Address source = {};
  net::Address destination = {};
  // Another number is a protocol without ports.
  IpProtocol protocol = IpProtocol::kTcp;
  // Of TCP, UDP and SCTP. A reply has the service's port as its source port.
  uint16_t source_port = 0;
  uint16_t destination_port = 0;
  // TCP: SYN without FIN, RST and ACK.
  bool begins_connection = true;
  // ICMPv6: the type of RFC 4443, 4861 or 2710.
  uint8_t icmp_type = 0;
  uint8_t hop_limit = 64;
  Flow flow = Flow::kNew;
};

// Why a packet is dropped, by the names of counters and logs.
enum class DropReason {
  // Routing has no way: nobody has this part of the prefix, or no router forwards such addresses.
  kNoRoute,
  // A source that does not belong where it comes from, or an address of one link only.
  kSpoofed,
  kInvalid,
  // A host's segment of a connection that nobody knows.
  kLate,
  // To the gateway itself.
  kInput,
  kBetweenHosts,
  kEgress,
  // No opening.
  kClosed,
};
inline constexpr std::array<absl::string_view, 8> kDropReasonWords = {
    "no_route", "spoofed", "invalid", "late", "input", "between_hosts", "egress", "closed"};
constexpr Words WordsOf(DropReason) { return kDropReasonWords; }

struct Verdict {
  bool passes = false;
  // When it does not pass.
  DropReason reason = DropReason::kClosed;

  bool operator==(const Verdict&) const = default;
};

// `site` has no errors (site/check.h), and `packet.from` is empty or one of its hosts. `now` closes
// openings that have expired. Cost: linear in hosts and openings.
Verdict Judge(const Site& site, const Packet& packet, absl::Time now);

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_VERDICT_H_
