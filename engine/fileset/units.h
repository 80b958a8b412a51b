// systemd units that put loading a packet filter in its place at boot. Each is pulled in by a
// drop-in of a target that is always reached, so that nothing has to be enabled.
#ifndef SIXGATE_ENGINE_FILESET_UNITS_H_
#define SIXGATE_ENGINE_FILESET_UNITS_H_

#include "absl/strings/string_view.h"

namespace engine::fileset {

inline constexpr absl::string_view kLoadRulesetPath = "/etc/sixgate/load-ruleset";
inline constexpr absl::string_view kGatewayUnitPath = "/etc/systemd/system/sixgate-gateway.service";
inline constexpr absl::string_view kHostUnitPath = "/etc/systemd/system/sixgate-host.service";
inline constexpr absl::string_view kSysinitDropInPath =
    "/etc/systemd/system/sysinit.target.d/sixgate.conf";
inline constexpr absl::string_view kNftablesDropInPath =
    "/etc/systemd/system/nftables.service.d/sixgate.conf";
inline constexpr absl::string_view kDockerDropInPath =
    "/etc/systemd/system/docker.service.d/sixgate.conf";

// What loads a ruleset, for both. A plain `nft -f` of the file does the same but that counters
// begin again.
absl::string_view LoadRulesetScript();

// Loads the ruleset, then switches forwarding on; when loading fails forwarding stays as it is, off
// after boot. Follows nftables.service, whose own file flushes everything: restarted with it,
// reloaded with it.
absl::string_view GatewayUnit();
absl::string_view GatewaySysinitDropIn();
// When nftables.service is stopped the filter goes, and our unit with it; it comes again with it.
absl::string_view GatewayNftablesDropIn();

absl::string_view HostUnit();
absl::string_view HostSysinitDropIn();
absl::string_view HostNftablesDropIn();
// The engine starts after the sysctls and the filter, and not without the filter's table. Not by
// Requires=, which would also restart the engine, and so all containers, with the filter.
absl::string_view DockerDropIn();

}  // namespace engine::fileset

#endif  // SIXGATE_ENGINE_FILESET_UNITS_H_
