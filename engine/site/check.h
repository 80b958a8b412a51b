// What contradicts the secure design, as far as the model can express it. Each function returns
// every finding, errors and warnings, in a fixed order; paths are the attribute names of the object
// it was given.
#ifndef SIXGATE_ENGINE_SITE_CHECK_H_
#define SIXGATE_ENGINE_SITE_CHECK_H_

#include "absl/status/status.h"
#include "engine/base/issue.h"
#include "engine/site/egress_opening.h"
#include "engine/site/gateway.h"
#include "engine/site/host.h"
#include "engine/site/opening.h"
#include "engine/site/site.h"

namespace engine::site {

// Errors: names that no file can hold; one interface for both sides; a WAN address or length that
// puts hosts' blocks on the provider's wire; a MAC that no interface can have; a next hop among the
// hosts, or none of the provider's when delivery is kOnLink; kShared without an interface;
// management_sources without ports; an IPv4 resolver that is no single address; a limit of 0.
// Warnings: management from everywhere; a shared link, where hosts can take each other's place;
// dynamic addresses without a return path when delivery is kOnLink.
base::Issues CheckGateway(const Gateway& gateway);

// Errors: names; slot 0 or 1, or a block of another prefix; no inside_interface with kPerHost; no
// MAC with kShared; an interface named twice; networks whose subnet is not their index's, whose
// bridges or IPv4 ranges meet.
// Warnings: a routed docker0 on engines from 27 on; an inside_interface with kShared.
base::Issues CheckHost(const Gateway& gateway, const Host& host);

// Errors: an address outside of the host's network of that name, or that no container can keep:
// anycast, the bridge's own, in the dynamic range, or on docker0.
base::Issues CheckContainerAddress(const Host& host, const ContainerAddress& address);

// Errors: an id that is no name; a destination outside of the host's block, in a dynamic range,
// reserved, the gateway's own, in none of the host's networks, or larger than one address and no
// whole network; ports missing, or given for echo; a description of more than 1,000 bytes or with
// control characters.
// Warnings: a whole network.
base::Issues CheckOpening(const Host& host, const Opening& opening);

// Errors: as CheckOpening, of the source, which may be the host's whole block too; a destination
// that is inside the gateway's prefix.
// Warnings: egress is allowed, so that it has no effect.
base::Issues CheckEgressOpening(const Gateway& gateway, const Host& host,
                                const EgressOpening& opening);

// All of the above, with paths like "hosts.vm1.interface", "openings.<id>.ports" and
// "egress_openings.<id>.ports", and what only the whole shows. Errors: names, slots, ids, MACs,
// inside interfaces or addresses used twice; openings and addresses of unknown hosts. Warnings:
// more than 256 hosts on a shared link.
base::Issues Check(const Site& site);

// kFailedPrecondition with the messages of the errors among `issues`, at most the first ten; OK
// when there are none.
absl::Status ToStatus(const base::Issues& issues);

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_CHECK_H_
