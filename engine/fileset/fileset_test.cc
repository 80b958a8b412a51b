#include "engine/fileset/fileset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/sha256.h"
#include "engine/site/testing/tutorial.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace engine::fileset {
namespace {

using ::engine::site::InsideMode;
using ::engine::site::testing::TutorialSite;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::tests::StatusIs;

std::vector<std::string> Paths(const FileSet& files) {
  std::vector<std::string> paths;
  for (const auto& [path, file] : files) paths.push_back(path);
  return paths;
}

// All files with their contents, for a person to read.
std::string Listing(const FileSet& files) {
  std::string text;
  for (const auto& [path, file] : files) {
    absl::StrAppend(&text, "==== ", path, " ", file.mode, " ", file.sha256, "\n", file.content);
  }
  return text;
}

TEST(HostFilesTest, TutorialHost) {
  const site::Site site = TutorialSite();
  ASSERT_OK_AND_ASSIGN(const FileSet files, HostFiles(site.gateway, site.hosts[0], site.openings));
  tests::ExpectGolden("engine/fileset/testdata/host_vm1.txt", Listing(files));
}

TEST(HostFilesTest, PathsDependOnTheHostsNetworkManagerOnly) {
  const site::Site site = TutorialSite();
  site::Host host = site.hosts[0];
  ASSERT_OK_AND_ASSIGN(const FileSet before, HostFiles(site.gateway, host));
  EXPECT_THAT(
      Paths(before),
      ElementsAre("/etc/docker/daemon.json", "/etc/sixgate/compose.networks.yaml",
                  "/etc/sixgate/host.nft", "/etc/sixgate/load-ruleset",
                  "/etc/sysctl.d/60-sixgate.conf", "/etc/systemd/network/05-sixgate-uplink.network",
                  "/etc/systemd/system/docker.service.d/sixgate.conf",
                  "/etc/systemd/system/nftables.service.d/sixgate.conf",
                  "/etc/systemd/system/sixgate-host.service",
                  "/etc/systemd/system/sysinit.target.d/sixgate.conf"));
  site::Gateway other = TutorialSite().gateway;
  other.policy = {};
  other.policy.log_drops = true;
  host.networks.clear();
  host.mac.reset();
  host.other_interfaces.clear();
  host.container_engine.version = *site::EngineVersion::Parse("20.10");
  ASSERT_OK_AND_ASSIGN(const FileSet after, HostFiles(other, host));
  EXPECT_EQ(Paths(after), Paths(before));
  host.network_manager = site::NetworkManager::kNone;
  ASSERT_OK_AND_ASSIGN(const FileSet unmanaged, HostFiles(other, host));
  EXPECT_EQ(Paths(after), HostPaths(site::NetworkManager::kSystemdNetworkd));
  EXPECT_EQ(Paths(unmanaged), HostPaths(site::NetworkManager::kNone));
  EXPECT_EQ(unmanaged.count("/etc/systemd/network/05-sixgate-uplink.network"), 0u);
  EXPECT_EQ(unmanaged.size() + 1, before.size());
}

TEST(HostFilesTest, EveryFileHasItsHash) {
  const site::Site site = TutorialSite();
  ASSERT_OK_AND_ASSIGN(const FileSet files, HostFiles(site.gateway, site.hosts[0]));
  for (const auto& [path, file] : files) {
    SCOPED_TRACE(path);
    EXPECT_EQ(file.sha256, base::Sha256(file.content));
    EXPECT_EQ(file.mode, "0644");
    EXPECT_EQ(file.content.back(), '\n');
  }
}

TEST(HostFilesTest, AContradictoryHostHasNoFiles) {
  const site::Site site = TutorialSite();
  site::Host host = site.hosts[0];
  host.inside_interface = "";
  EXPECT_THAT(HostFiles(site.gateway, host), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(GatewayFilesTest, TutorialGatewayPerHost) {
  ASSERT_OK_AND_ASSIGN(const FileSet files, GatewaySite(TutorialSite()));
  tests::ExpectGolden("engine/fileset/testdata/gateway_per_host.txt", Listing(files));
}

TEST(GatewayFilesTest, TutorialGatewayShared) {
  ASSERT_OK_AND_ASSIGN(const FileSet files, GatewaySite(TutorialSite(InsideMode::kShared)));
  tests::ExpectGolden("engine/fileset/testdata/gateway_shared.txt", Listing(files));
}

TEST(GatewayFilesTest, VlansOnATrunkWithAnOnLinkPrefix) {
  site::Site site = TutorialSite();
  site.gateway.delivery = site::Delivery::kOnLink;
  site.gateway.inside.interface = "trunk";
  site.hosts[0].inside_interface = "trunk.20";
  ASSERT_OK_AND_ASSIGN(const FileSet files, GatewaySite(site));
  EXPECT_THAT(Paths(files), ElementsAre("/etc/sixgate/gateway.nft", "/etc/sixgate/load-ruleset",
                                        "/etc/sysctl.d/60-sixgate.conf",
                                        "/etc/systemd/network/05-sixgate-host-vm1.netdev",
                                        "/etc/systemd/network/05-sixgate-host-vm1.network",
                                        "/etc/systemd/network/05-sixgate-host-vm2.network",
                                        "/etc/systemd/network/05-sixgate-inside.network",
                                        "/etc/systemd/network/05-sixgate-inside.network.d/vm1.conf",
                                        "/etc/systemd/network/05-sixgate-wan.network",
                                        "/etc/systemd/network/05-sixgate-wan.network.d/vm1.conf",
                                        "/etc/systemd/network/05-sixgate-wan.network.d/vm2.conf",
                                        "/etc/systemd/system/nftables.service.d/sixgate.conf",
                                        "/etc/systemd/system/sixgate-gateway.service",
                                        "/etc/systemd/system/sysinit.target.d/sixgate.conf"));
  EXPECT_THAT(files.at("/etc/systemd/network/05-sixgate-wan.network.d/vm1.conf").content,
              HasSubstr("IPv6ProxyNDPAddress=2001:db8:1234:321d:20::2\n"
                        "IPv6ProxyNDPAddress=2001:db8:1234:321d:21::80\n"));
}

TEST(GatewayFilesTest, AnUnmanagedGatewayConfiguresItsInterfacesItself) {
  site::Site site = TutorialSite();
  site.gateway.network_manager = site::NetworkManager::kNone;
  ASSERT_OK_AND_ASSIGN(const FileSet files, GatewaySite(site));
  EXPECT_THAT(Paths(files), ElementsAre("/etc/sixgate/gateway.nft", "/etc/sixgate/load-ruleset",
                                        "/etc/sysctl.d/60-sixgate.conf",
                                        "/etc/systemd/system/nftables.service.d/sixgate.conf",
                                        "/etc/systemd/system/sixgate-gateway.service",
                                        "/etc/systemd/system/sysinit.target.d/sixgate.conf"));
}

TEST(GatewayFilesTest, ContradictionsHaveNoFiles) {
  site::Site site = TutorialSite();
  site.hosts[1].inside_interface = "wan";
  EXPECT_THAT(GatewayRuleset(site), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(GatewaySite(site), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(GatewayHostFiles(site.gateway, site.hosts[1], {}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  site.gateway.wan.interface = "a b";
  EXPECT_THAT(GatewayFiles(site.gateway),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("\"a b\"")));
}

}  // namespace
}  // namespace engine::fileset
