// What a site means for the kernel's settings.
#ifndef SIXGATE_ENGINE_FORMATS_SYSCTL_FROM_SITE_H_
#define SIXGATE_ENGINE_FORMATS_SYSCTL_FROM_SITE_H_

#include "engine/formats/sysctl/format.h"
#include "engine/site/gateway.h"
#include "engine/site/host.h"

namespace engine::formats::sysctl {

// Forwarding, neighbour tables, no router advertisements, and no IPv6 at all on the host's other
// interfaces: a neighbour there could else reach containers past the gateway. A setting for each
// interface leaves their IPv4 to whoever configures it.
SysctlFile HostSysctl(const site::Host& host);

// Neighbour tables for as many hosts as the prefix has slots, and the WAN's link-local address. Not
// forwarding: that is switched on after the ruleset was loaded.
SysctlFile GatewaySysctl(const site::Gateway& gateway);

}  // namespace engine::formats::sysctl

#endif  // SIXGATE_ENGINE_FORMATS_SYSCTL_FROM_SITE_H_
