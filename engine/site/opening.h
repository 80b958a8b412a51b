// One exact permission through the gateway: sources → destination, protocol, ports.
#ifndef SIXGATE_ENGINE_SITE_OPENING_H_
#define SIXGATE_ENGINE_SITE_OPENING_H_

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix.h"
#include "engine/site/host.h"
#include "engine/site/words.h"

namespace engine::site {

// kIcmpv6 means echo requests.
enum class Protocol { kTcp, kUdp, kSctp, kIcmpv6 };
inline constexpr std::array<absl::string_view, 4> kProtocolWords = {"tcp", "udp", "sctp", "icmpv6"};
constexpr Words WordsOf(Protocol) { return kProtocolWords; }

// What an opening's description may be long; of both directions.
inline constexpr size_t kDescriptionBytesMax = 1000;

struct Opening {
  // Opaque; distinguishes openings in counters and comments.
  std::string id = {};
  // The host's name.
  std::string host = {};
  // One address as its /128, or a whole container network.
  net::Prefix destination = {};
  Protocol protocol = Protocol::kTcp;
  // Empty for kIcmpv6 only. May overlap.
  std::vector<net::PortRange> ports = {};
  // May overlap. Empty is nobody.
  std::vector<net::Prefix> sources = {net::Prefix()};
  std::string description = {};
  bool log = false;
  bool enabled = true;
  std::optional<absl::Time> expires_at = {};

  bool operator==(const Opening&) const = default;
};

// What the container must publish for the opening to have an effect: "[::]::443/tcp" for engines
// from 27 on, which close what is not published. Never "443:443", which also opens the host's IPv4.
// Empty for older engines, for echo, and when the destination is the host itself.
std::vector<std::string> PublishedPorts(const Host& host, const Opening& opening);

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_OPENING_H_
