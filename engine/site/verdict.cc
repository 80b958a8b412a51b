#include "engine/site/verdict.h"

#include <algorithm>

#include "absl/types/span.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix.h"

namespace engine::site {
namespace {

constexpr uint8_t kEchoRequest = 128;
constexpr uint8_t kEchoReply = 129;
constexpr uint8_t kMulticastListenerQuery = 130;
constexpr uint8_t kMulticastListenerDone = 132;
constexpr uint8_t kRouterSolicitation = 133;
constexpr uint8_t kNeighborSolicitation = 135;
constexpr uint8_t kNeighborAdvertisement = 136;
constexpr uint8_t kRedirect = 137;
constexpr uint8_t kMulticastListenerReport2 = 143;
constexpr uint16_t kDnsPort = 53;
constexpr uint16_t kNtpPort = 123;
constexpr absl::uint128 kMulticastBits = absl::uint128{0xff} << 120;
constexpr Verdict kPass = {.passes = true};

constexpr Verdict Drop(DropReason reason) { return {.passes = false, .reason = reason}; }

bool IsMulticast(const net::Address& address) {
  return (address.value() & kMulticastBits) == kMulticastBits;
}

bool AnyContains(absl::Span<const net::Prefix> prefixes, const net::Address& address) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const net::Prefix& prefix) { return prefix.Contains(address); });
}

bool AnyContainsPort(absl::Span<const net::PortRange> ranges, uint16_t port) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const net::PortRange& range) {
    return range.first() <= port && port <= range.last();
  });
}

// RFC 4890 §4.3.3: messages between neighbours, which nobody forwards.
bool IsForNeighbors(const Packet& packet) {
  return packet.protocol == IpProtocol::kIcmpv6 &&
         ((packet.icmp_type >= kMulticastListenerQuery && packet.icmp_type <= kRedirect) ||
          packet.icmp_type == kMulticastListenerReport2);
}

IpProtocol NumberOf(Protocol protocol) {
  switch (protocol) {
    case Protocol::kTcp:
      return IpProtocol::kTcp;
    case Protocol::kUdp:
      return IpProtocol::kUdp;
    case Protocol::kSctp:
      return IpProtocol::kSctp;
    case Protocol::kIcmpv6:
      return IpProtocol::kIcmpv6;
  }
  return IpProtocol::kTcp;
}

// One packet on its way through one gateway.
class Journey {
 public:
  Journey(const Site& site, const Packet& packet, absl::Time now)
      : site_(site),
        policy_(site.gateway.policy),
        packet_(packet),
        now_(now),
        from_(FindHost([&](const Host& host) { return host.name == packet.from; })),
        to_(FindHost(
            [&](const Host& host) { return host.block.prefix().Contains(packet.destination); })) {}

  Verdict Decide() const {
    if (IsSpoofed()) return Drop(DropReason::kSpoofed);
    if (IsOwn(packet_.destination) || IsMulticast(packet_.destination)) return DecideInput();
    // RFC 4291 §2.5.2 and §2.5.6: no router forwards them.
    if (packet_.source == net::Address()) return Drop(DropReason::kNoRoute);
    if (IsLinkLocal(packet_.destination)) return Drop(DropReason::kSpoofed);
    const bool is_ours = site_.gateway.prefix().Contains(packet_.destination);
    if (is_ours && to_ == nullptr) return Drop(DropReason::kNoRoute);
    if (IsLinkLocal(packet_.source)) {
      return Drop(TurnsBack() ? DropReason::kSpoofed : DropReason::kNoRoute);
    }
    return DecideForward();
  }

 private:
  template <class Wanted>
  const Host* FindHost(const Wanted& wanted) const {
    const auto found = std::find_if(site_.hosts.begin(), site_.hosts.end(), wanted);
    return found == site_.hosts.end() ? nullptr : &*found;
  }

  // The gateway's own address.
  bool IsOwn(const net::Address& address) const {
    return address == site_.gateway.wan.address.address ||
           FindHost([&](const Host& host) { return host.gateway_address() == address; }) != nullptr;
  }

  bool IsHost(const net::Address& address) const {
    return FindHost([&](const Host& host) { return host.address() == address; }) != nullptr;
  }

  // It would leave by the interface that it came in by.
  bool TurnsBack() const {
    if (from_ == nullptr || to_ == nullptr) return from_ == to_;
    return InsideInterface(site_.gateway, *from_) == InsideInterface(site_.gateway, *to_);
  }

  // ---- where it comes in ------------------------------------------------------------------------

  bool IsSpoofed() const { return from_ == nullptr ? IsSpoofedOutside() : IsSpoofedInside(); }

  bool IsSpoofedOutside() const {
    // Of an on-link prefix the provider's router may have an address in what is not allocated.
    const bool is_own = site_.gateway.delivery == Delivery::kRouted
                            ? site_.gateway.prefix().Contains(packet_.source)
                            : FindHost([&](const Host& host) {
                                return host.block.prefix().Contains(packet_.source);
                              }) != nullptr;
    if (is_own || packet_.source == site_.gateway.wan.address.address) return true;
    const net::Prefix local =
        net::Prefix::Containing(net::Address(absl::uint128{0xfc00} << 112), 7);
    return local.Contains(packet_.source) && !local.Contains(site_.gateway.wan.next_hop) &&
           !local.Overlaps(site_.gateway.prefix());
  }

  bool IsSpoofedInside() const {
    const Host* sender = from_;
    if (site_.gateway.inside.mode == InsideMode::kShared && packet_.ether_source.has_value()) {
      sender = FindHost([&](const Host& host) { return host.mac == packet_.ether_source; });
      if (sender == nullptr) return true;
    }
    if (IsLinkLocal(packet_.source)) return false;
    if (packet_.source == net::Address()) {
      return packet_.protocol != IpProtocol::kIcmpv6 ||
             (packet_.icmp_type != kNeighborSolicitation &&
              packet_.icmp_type != kRouterSolicitation &&
              packet_.icmp_type != kMulticastListenerReport2);
    }
    return IsOwn(packet_.source) || !sender->block.prefix().Contains(packet_.source);
  }

  // ---- to the gateway itself --------------------------------------------------------------------

  Verdict DecideInput() const {
    if (IsManaging()) return kPass;
    if (packet_.flow == Flow::kInvalid) return Drop(DropReason::kInvalid);
    if (packet_.flow == Flow::kReply || packet_.flow == Flow::kRelated) return kPass;
    if (packet_.protocol == IpProtocol::kIcmpv6 && AcceptsIcmp()) return kPass;
    if (from_ != nullptr && IsService(packet_.destination, packet_.destination_port)) return kPass;
    return Drop(DropReason::kInput);
  }

  bool AcceptsIcmp() const {
    const uint8_t type = packet_.icmp_type;
    if (type == kNeighborSolicitation || type == kNeighborAdvertisement) {
      // RFC 4861 §7.1: what was forwarded comes from elsewhere.
      return packet_.hop_limit == 255;
    }
    if ((type >= kMulticastListenerQuery && type <= kMulticastListenerDone) ||
        type == kMulticastListenerReport2) {
      return IsLinkLocal(packet_.source);
    }
    return type == kEchoRequest;
  }

  // ---- through it -------------------------------------------------------------------------------

  Verdict DecideForward() const {
    if (IsManaging()) return kPass;
    if (packet_.flow == Flow::kInvalid) return Drop(DropReason::kInvalid);
    if (packet_.flow == Flow::kRelated) return kPass;
    const bool is_inside = from_ != nullptr;
    if (is_inside && packet_.flow == Flow::kNew && packet_.protocol == IpProtocol::kTcp &&
        !packet_.begins_connection) {
      return Drop(DropReason::kLate);
    }
    if (IsOpen() || IsPing() || IsServed()) return kPass;
    if (IsForNeighbors(packet_)) {
      return Drop(is_inside && to_ != nullptr ? DropReason::kBetweenHosts : DropReason::kClosed);
    }
    const bool is_reply = packet_.flow == Flow::kReply;
    const bool leaves = to_ == nullptr;
    const bool egresses = is_reply ? !is_inside && !leaves : is_inside && leaves;
    if (egresses && (policy_.egress == Permission::kAllow || MayLeave())) return kPass;
    if (is_inside && !leaves) {
      return policy_.between_hosts == Permission::kAllow ? kPass : Drop(DropReason::kBetweenHosts);
    }
    return Drop(is_inside && !is_reply ? DropReason::kEgress : DropReason::kClosed);
  }

  // As the flow's first packet had them: client, service and the service's port.
  const net::Address& client() const {
    return packet_.flow == Flow::kReply ? packet_.destination : packet_.source;
  }
  const net::Address& service() const {
    return packet_.flow == Flow::kReply ? packet_.source : packet_.destination;
  }
  uint16_t service_port() const {
    return packet_.flow == Flow::kReply ? packet_.source_port : packet_.destination_port;
  }
  bool IsEcho() const {
    return packet_.protocol == IpProtocol::kIcmpv6 &&
           packet_.icmp_type == (packet_.flow == Flow::kReply ? kEchoReply : kEchoRequest);
  }

  // Somebody who manages, and hosts or the gateway: asked about first, whatever else a packet is.
  bool IsManaging() const {
    const auto manages = [&](const net::Address& who, const net::Address& machine, uint16_t port) {
      return (IsHost(machine) || (packet_.flow != Flow::kReply && IsOwn(machine))) &&
             AnyContains(policy_.management_sources, who) &&
             AnyContainsPort(policy_.management_ports, port);
    };
    if (packet_.protocol != IpProtocol::kTcp) return false;
    return manages(packet_.source, packet_.destination, packet_.destination_port) ||
           (packet_.flow == Flow::kReply &&
            manages(packet_.destination, packet_.source, packet_.source_port));
  }

  // Whether an opening of either direction is in force, and for this protocol and port.
  template <class AnyOpening>
  bool Covers(const AnyOpening& opening) const {
    if (!opening.enabled || packet_.protocol != NumberOf(opening.protocol) ||
        (opening.expires_at.has_value() && *opening.expires_at <= now_)) {
      return false;
    }
    return opening.protocol == Protocol::kIcmpv6 ? IsEcho()
                                                 : AnyContainsPort(opening.ports, service_port());
  }

  bool IsOpen() const {
    return std::any_of(site_.openings.begin(), site_.openings.end(), [&](const Opening& opening) {
      return Covers(opening) && opening.destination.Contains(service()) &&
             AnyContains(opening.sources, client());
    });
  }

  // Asked about packets between a host and the WAN, where egress is denied.
  bool MayLeave() const {
    return std::any_of(site_.egress_openings.begin(), site_.egress_openings.end(),
                       [&](const EgressOpening& opening) {
                         return Covers(opening) && opening.source.Contains(client()) &&
                                AnyContains(opening.destinations, service());
                       });
  }

  bool IsPing() const {
    const auto is_known = [&] {
      return IsHost(service()) ||
             std::any_of(site_.addresses.begin(), site_.addresses.end(),
                         [&](const ContainerAddress& known) { return known.address == service(); });
    };
    return policy_.ping == Permission::kAllow && IsEcho() && is_known();
  }

  // A name server or a clock, wherever it is, asked from inside.
  bool IsServed() const {
    const bool from_inside = packet_.flow == Flow::kReply ? to_ != nullptr : from_ != nullptr;
    return from_inside && IsService(service(), service_port());
  }

  bool IsService(const net::Address& address, uint16_t port) const {
    const auto is_among = [&](absl::Span<const net::Address> servers) {
      return std::find(servers.begin(), servers.end(), address) != servers.end();
    };
    const bool is_udp = packet_.protocol == IpProtocol::kUdp;
    if (!is_udp && packet_.protocol != IpProtocol::kTcp) return false;
    return (port == kDnsPort && is_among(policy_.resolvers)) ||
           (port == kNtpPort && is_udp && is_among(policy_.ntp));
  }

  const Site& site_;
  const Policy& policy_;
  const Packet& packet_;
  const absl::Time now_;
  // The hosts on either side; a null pointer for the WAN, and for what nobody has.
  const Host* const from_;
  const Host* const to_;
};

}  // namespace

Verdict Judge(const Site& site, const Packet& packet, absl::Time now) {
  return Journey(site, packet, now).Decide();
}

}  // namespace engine::site
