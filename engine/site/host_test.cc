#include "engine/site/host.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/site/testing/tutorial.h"

namespace engine::site {
namespace {

using ::engine::site::testing::A;
using ::engine::site::testing::P;
using ::testing::ElementsAre;

TEST(HostTest, AddressesFollowFromTheBlock) {
  const Host host = testing::TutorialSite().hosts[0];
  EXPECT_EQ(host.slot(), 2u);
  EXPECT_EQ(host.address(), A("2001:db8:1234:321d:20::2"));
  EXPECT_EQ(host.gateway_address(), A("2001:db8:1234:321d:20::1"));
  EXPECT_EQ(host.link().network, P("2001:db8:1234:321d:20::/80"));
  EXPECT_THAT(host.source_prefixes(), ElementsAre(P("2001:db8:1234:321d:20::/76")));
}

TEST(HostTest, InsideInterfaceByMode) {
  const Site per_host = testing::TutorialSite();
  EXPECT_EQ(InsideInterface(per_host.gateway, per_host.hosts[0]), "vh20");
  const Site shared = testing::TutorialSite(InsideMode::kShared);
  EXPECT_EQ(InsideInterface(shared.gateway, shared.hosts[0]), "vmbr2");
}

TEST(HostTest, VlanOfTheTrunk) {
  struct Case {
    const char* trunk;
    const char* interface;
    std::optional<int> id;
  };
  Site site = testing::TutorialSite();
  for (const Case& c : std::vector<Case>{{"vmbr2", "vmbr2.20", 20},
                                         {"vmbr2", "vmbr2.4094", 4094},
                                         {"vmbr2", "vmbr2.4095", std::nullopt},
                                         {"vmbr2", "vmbr2.0", std::nullopt},
                                         {"vmbr2", "vmbr2.020", std::nullopt},
                                         {"vmbr2", "vmbr2.x", std::nullopt},
                                         {"vmbr2", "vmbr2", std::nullopt},
                                         {"vmbr2", "vmbr3.20", std::nullopt},
                                         {"", "vmbr2.20", std::nullopt}}) {
    SCOPED_TRACE(c.interface);
    site.gateway.inside.interface = c.trunk;
    site.hosts[0].inside_interface = c.interface;
    EXPECT_EQ(VlanId(site.gateway, site.hosts[0]), c.id);
  }
  site.gateway.inside = {.interface = "vmbr2", .mode = InsideMode::kShared};
  site.hosts[0].inside_interface = "vmbr2.20";
  EXPECT_EQ(VlanId(site.gateway, site.hosts[0]), std::nullopt);
}

TEST(HostTest, DefaultBridgeByEngine) {
  EXPECT_EQ(DefaultBridgeOf(*EngineVersion::Parse("26")), DefaultBridge::kRouted);
  EXPECT_EQ(DefaultBridgeOf(*EngineVersion::Parse("27")), DefaultBridge::kV4Only);
}

TEST(GatewayTest, Defaults) {
  const Gateway gateway = testing::TutorialGateway();
  EXPECT_EQ(DefaultWanAddress(gateway.plan).ToString(), "2001:db8:1234:321d:10::1/128");
  EXPECT_EQ(DefaultNextHop(), A("fe80::1"));
  EXPECT_EQ(gateway.wan.link_local(), A("fe80::250:56ff:fe00:6f9f"));
  EXPECT_THAT(DefaultManagementPorts(), ElementsAre(testing::Ports("22")));
  EXPECT_TRUE(IsLinkLocal(A("febf::")));
  EXPECT_FALSE(IsLinkLocal(A("fec0::")));
}

}  // namespace
}  // namespace engine::site
