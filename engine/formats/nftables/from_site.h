// What a site means for nftables: the gateway's ruleset, and the table that each host has of its
// own.
#ifndef SIXGATE_ENGINE_FORMATS_NFTABLES_FROM_SITE_H_
#define SIXGATE_ENGINE_FORMATS_NFTABLES_FROM_SITE_H_

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/formats/nftables/format.h"
#include "engine/site/site.h"

namespace engine::formats::nftables {

// Table `inet sixgate`: default deny both ways, openings by exact tuple, sources checked where
// packets come in, and the mark without which routing has no way to the prefix. A flow that it
// admits gets its generation as the mark of its connection (`ct mark`, which is this table's alone
// for IPv6); packets of known flows with another one are checked against the openings again, in
// both directions, so that loading a ruleset without an opening ends its flows. IPv4 is left alone
// unless it touches an inside interface.
//
// The cost of a packet of an admitted flow does not depend on the openings, unless they end at a
// time. That of a first packet does not grow with their number, but for three kinds that are
// searched for: ranges of ports, where the inner end has one; echo; and beyond nine combinations of
// the two ends' prefix lengths the rarest.
//
// kFailedPrecondition when site::Check finds an error; kResourceExhausted as MakeOpeningSets.
absl::StatusOr<Ruleset> GatewayRuleset(const site::Site& site);

// Table `inet sixgate_host`: packets to the host's block only from the uplink and its own bridges,
// packets from it only to the uplink; between bridges what `openings` say, of which those to other
// hosts are left out; containers reach no private IPv4 but the policy's. It only ever drops, so
// that whatever the container engine accepts or drops besides, whichever is loaded first, does not
// matter. kFailedPrecondition when the checks of gateway, host or openings find an error;
// kResourceExhausted as MakeOpeningSets.
absl::StatusOr<Ruleset> HostRuleset(const site::Gateway& gateway, const site::Host& host,
                                    absl::Span<const site::Opening> openings);

}  // namespace engine::formats::nftables

#endif  // SIXGATE_ENGINE_FORMATS_NFTABLES_FROM_SITE_H_
