// What a site means for systemd-networkd. Hosts and gateways must have passed CheckHost and
// CheckGateway of engine/site.
#ifndef SIXGATE_ENGINE_FORMATS_NETWORKD_FROM_SITE_H_
#define SIXGATE_ENGINE_FORMATS_NETWORKD_FROM_SITE_H_

#include <optional>
#include <vector>

#include "engine/formats/networkd/format.h"
#include "engine/net/address.h"
#include "engine/site/gateway.h"
#include "engine/site/host.h"

namespace engine::formats::networkd {

// The host's uplink: its end of the link, the default route, and "unreachable" for what of its
// block no bridge has, which would otherwise go back and forth between host and gateway.
NetworkFile HostUplink(const site::Host& host);

// The gateway's WAN: default route, blackhole for the prefix, and the routing rules that fail
// closed: only packets that the ruleset marked, and the gateway's own, find a route to the prefix.
NetworkFile GatewayWan(const site::Gateway& gateway);

// The gateway's interface to all hosts: the shared link, or the trunk of their VLANs.
NetworkFile GatewayInside(const site::Gateway& gateway);

// The gateway's end of one host's link, the route to its block, and its permanent neighbour when
// the MAC is known. With kPerHost the file of the host's interface, with kShared a drop-in of
// GatewayInside's.
NetworkFile GatewayLink(const site::Gateway& gateway, const site::Host& host);

// The VLAN that the host's interface is, when it is one on the gateway's trunk.
std::optional<NetDevFile> GatewayVlan(const site::Gateway& gateway, const site::Host& host);
// A drop-in of GatewayInside's that puts this VLAN on the trunk.
NetworkFile GatewayTrunkMember(const site::Host& host);

// A drop-in of GatewayWan's: addresses that the gateway answers for when the prefix is on_link.
NetworkFile GatewayProxy(const std::vector<net::Address>& addresses);

}  // namespace engine::formats::networkd

#endif  // SIXGATE_ENGINE_FORMATS_NETWORKD_FROM_SITE_H_
