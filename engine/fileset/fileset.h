// Whole sets of files: which formats a host or a gateway needs, by network manager and engine
// version, and where each file goes.
#ifndef SIXGATE_ENGINE_FILESET_FILESET_H_
#define SIXGATE_ENGINE_FILESET_FILESET_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/site/site.h"

namespace engine::fileset {

struct File {
  std::string content = {};
  // Octal.
  std::string mode = "0644";
  // Of the content: 64 lower-case hexadecimal digits.
  std::string sha256 = {};

  bool operator==(const File&) const = default;
};

// By absolute path.
using FileSet = std::map<std::string, File>;

inline constexpr absl::string_view kGatewayRulesetPath = "/etc/sixgate/gateway.nft";
inline constexpr absl::string_view kHostRulesetPath = "/etc/sixgate/host.nft";

// Everything that the host needs: network configuration, sysctls, the engine's daemon.json, a
// Compose snippet, and its own packet filter with the units that load it before the engine starts.
// Of `openings` those matter that let networks
// of this host reach each other; without any, none do. kFailedPrecondition and kResourceExhausted
// as nftables::HostRuleset.
absl::StatusOr<FileSet> HostFiles(const site::Gateway& gateway, const site::Host& host,
                                  absl::Span<const site::Opening> openings = {});

// The paths of HostFiles, sorted, whatever else the host and its gateway are.
std::vector<std::string> HostPaths(site::NetworkManager network_manager);

// What the gateway needs whoever is behind it: WAN, trunk or shared link, sysctls, and the units
// that load the ruleset at boot and only then switch forwarding on. kFailedPrecondition when
// site::CheckGateway finds an error.
absl::StatusOr<FileSet> GatewayFiles(const site::Gateway& gateway);

// What the gateway needs for one host: link, route, permanent neighbour, VLAN, and, when the prefix
// is on_link, the addresses to answer for. No path is the same for two hosts. kFailedPrecondition
// when site::CheckHost finds an error.
absl::StatusOr<FileSet> GatewayHostFiles(const site::Gateway& gateway, const site::Host& host,
                                         absl::Span<const site::ContainerAddress> addresses);

// The gateway's packet filter, one file for the whole site. Errors as nftables::GatewayRuleset.
absl::StatusOr<FileSet> GatewayRuleset(const site::Site& site);

// All of the above that a site's gateway has.
absl::StatusOr<FileSet> GatewaySite(const site::Site& site);

}  // namespace engine::fileset

#endif  // SIXGATE_ENGINE_FILESET_FILESET_H_
