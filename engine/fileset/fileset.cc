#include "engine/fileset/fileset.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/sha256.h"
#include "engine/base/status_macros.h"
#include "engine/fileset/units.h"
#include "engine/formats/docker_compose/from_site.h"
#include "engine/formats/docker_compose/render.h"
#include "engine/formats/docker_daemon/from_site.h"
#include "engine/formats/docker_daemon/render.h"
#include "engine/formats/networkd/from_site.h"
#include "engine/formats/networkd/render.h"
#include "engine/formats/nftables/from_site.h"
#include "engine/formats/nftables/render.h"
#include "engine/formats/sysctl/from_site.h"
#include "engine/formats/sysctl/render.h"
#include "engine/site/check.h"

namespace engine::fileset {
namespace {

namespace docker_compose = formats::docker_compose;
namespace docker_daemon = formats::docker_daemon;
namespace networkd = formats::networkd;
namespace nftables = formats::nftables;
namespace sysctl = formats::sysctl;

// networkd takes the first file that matches an interface, in order of names: ours go before those
// of installers and cloud images, which begin with 10 or more.
constexpr absl::string_view kNetworkdStem = "/etc/systemd/network/05-sixgate-";
constexpr absl::string_view kUplinkName = "uplink.network";
constexpr absl::string_view kSysctlPath = "/etc/sysctl.d/60-sixgate.conf";
constexpr absl::string_view kDaemonPath = "/etc/docker/daemon.json";
constexpr absl::string_view kComposePath = "/etc/sixgate/compose.networks.yaml";

void Add(absl::string_view path, absl::string_view content, FileSet& files) {
  files.emplace(path, File{.content = std::string(content), .sha256 = base::Sha256(content)});
}

std::string NetworkdPath(absl::string_view name) { return absl::StrCat(kNetworkdStem, name); }

}  // namespace

absl::StatusOr<FileSet> HostFiles(const site::Gateway& gateway, const site::Host& host,
                                  absl::Span<const site::Opening> openings) {
  ASSIGN_OR_RETURN(const nftables::Ruleset ruleset, nftables::HostRuleset(gateway, host, openings));
  FileSet files;
  if (host.network_manager == site::NetworkManager::kSystemdNetworkd) {
    Add(NetworkdPath(kUplinkName), networkd::Render(networkd::HostUplink(host)), files);
  }
  Add(kSysctlPath, sysctl::Render(sysctl::HostSysctl(host)), files);
  Add(kDaemonPath, docker_daemon::Render(docker_daemon::HostDaemon(gateway, host)), files);
  Add(kComposePath, docker_compose::Render(docker_compose::HostNetworks(host)), files);
  Add(kHostRulesetPath, nftables::Render(ruleset), files);
  Add(kLoadRulesetPath, LoadRulesetScript(), files);
  Add(kHostUnitPath, HostUnit(), files);
  Add(kSysinitDropInPath, HostSysinitDropIn(), files);
  Add(kNftablesDropInPath, HostNftablesDropIn(), files);
  Add(kDockerDropInPath, DockerDropIn(), files);
  return files;
}

std::vector<std::string> HostPaths(site::NetworkManager network_manager) {
  std::vector<std::string> paths;
  if (network_manager == site::NetworkManager::kSystemdNetworkd) {
    paths.push_back(NetworkdPath(kUplinkName));
  }
  for (const absl::string_view path :
       {kSysctlPath, kDaemonPath, kComposePath, kHostRulesetPath, kLoadRulesetPath, kHostUnitPath,
        kSysinitDropInPath, kNftablesDropInPath, kDockerDropInPath}) {
    paths.emplace_back(path);
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

absl::StatusOr<FileSet> GatewayFiles(const site::Gateway& gateway) {
  RETURN_IF_ERROR(site::ToStatus(site::CheckGateway(gateway)));
  FileSet files;
  if (gateway.network_manager == site::NetworkManager::kSystemdNetworkd) {
    Add(NetworkdPath("wan.network"), networkd::Render(networkd::GatewayWan(gateway)), files);
    if (!gateway.inside.interface.empty()) {
      Add(NetworkdPath("inside.network"), networkd::Render(networkd::GatewayInside(gateway)),
          files);
    }
  }
  Add(kSysctlPath, sysctl::Render(sysctl::GatewaySysctl(gateway)), files);
  Add(kLoadRulesetPath, LoadRulesetScript(), files);
  Add(kGatewayUnitPath, GatewayUnit(), files);
  Add(kSysinitDropInPath, GatewaySysinitDropIn(), files);
  Add(kNftablesDropInPath, GatewayNftablesDropIn(), files);
  return files;
}

absl::StatusOr<FileSet> GatewayHostFiles(const site::Gateway& gateway, const site::Host& host,
                                         absl::Span<const site::ContainerAddress> addresses) {
  RETURN_IF_ERROR(site::ToStatus(site::CheckGateway(gateway)));
  RETURN_IF_ERROR(site::ToStatus(site::CheckHost(gateway, host)));
  FileSet files;
  if (gateway.network_manager != site::NetworkManager::kSystemdNetworkd) return files;
  const std::string drop_in = absl::StrCat(".network.d/", host.name, ".conf");
  const std::string link = networkd::Render(networkd::GatewayLink(gateway, host));
  if (gateway.inside.mode == site::InsideMode::kShared) {
    Add(NetworkdPath(absl::StrCat("inside", drop_in)), link, files);
  } else {
    Add(NetworkdPath(absl::StrCat("host-", host.name, ".network")), link, files);
    if (const auto vlan = networkd::GatewayVlan(gateway, host)) {
      Add(NetworkdPath(absl::StrCat("host-", host.name, ".netdev")), networkd::Render(*vlan),
          files);
      Add(NetworkdPath(absl::StrCat("inside", drop_in)),
          networkd::Render(networkd::GatewayTrunkMember(host)), files);
    }
  }
  if (gateway.delivery == site::Delivery::kOnLink) {
    std::vector<net::Address> known = {host.address()};
    for (const site::ContainerAddress& address : addresses) {
      if (address.host == host.name) known.push_back(address.address);
    }
    std::sort(known.begin(), known.end());
    Add(NetworkdPath(absl::StrCat("wan", drop_in)), networkd::Render(networkd::GatewayProxy(known)),
        files);
  }
  return files;
}

absl::StatusOr<FileSet> GatewayRuleset(const site::Site& site) {
  ASSIGN_OR_RETURN(const nftables::Ruleset ruleset, nftables::GatewayRuleset(site));
  FileSet files;
  Add(kGatewayRulesetPath, nftables::Render(ruleset), files);
  return files;
}

absl::StatusOr<FileSet> GatewaySite(const site::Site& site) {
  ASSIGN_OR_RETURN(FileSet files, GatewayRuleset(site));
  ASSIGN_OR_RETURN(FileSet own, GatewayFiles(site.gateway));
  files.merge(own);
  for (const site::Host& host : site.hosts) {
    ASSIGN_OR_RETURN(FileSet of_host, GatewayHostFiles(site.gateway, host, site.addresses));
    files.merge(of_host);
  }
  return files;
}

}  // namespace engine::fileset
