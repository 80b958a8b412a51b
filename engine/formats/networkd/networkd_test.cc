#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/formats/networkd/from_site.h"
#include "engine/formats/networkd/parse.h"
#include "engine/formats/networkd/render.h"
#include "engine/site/testing/tutorial.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace engine::formats::networkd {
namespace {

using ::engine::site::InsideMode;
using ::engine::site::testing::A;
using ::engine::site::testing::M;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::tests::StatusIs;

constexpr absl::string_view kTestdata = "engine/formats/networkd/testdata/";

std::string RenderNetwork(const NetworkFile& file) { return Render(file); }
std::string RenderNetDev(const NetDevFile& file) { return Render(file); }

void ExpectRoundTrip(absl::string_view name, const NetworkFile& file) {
  tests::ExpectGoldenRoundTrip(absl::StrCat(kTestdata, name), file, RenderNetwork, ParseNetwork);
}

TEST(NetworkdHostTest, UplinkByMac) {
  ExpectRoundTrip("host_uplink.network", HostUplink(site::testing::TutorialSite().hosts[0]));
}

TEST(NetworkdHostTest, UplinkByNameWhenTheMacIsNotKnown) {
  site::Host host = site::testing::TutorialSite().hosts[0];
  host.mac.reset();
  ExpectRoundTrip("host_uplink_by_name.network", HostUplink(host));
}

TEST(NetworkdGatewayTest, Wan) {
  ExpectRoundTrip("gateway_wan.network", GatewayWan(site::testing::TutorialGateway()));
}

TEST(NetworkdGatewayTest, WanWithAGlobalNextHop) {
  site::Gateway gateway = site::testing::TutorialGateway();
  gateway.wan.next_hop = A("2001:db8:ff::1");
  ExpectRoundTrip("gateway_wan_global.network", GatewayWan(gateway));
}

TEST(NetworkdGatewayTest, SharedLinkAndADropInForEachHost) {
  const site::Site site = site::testing::TutorialSite(InsideMode::kShared);
  ExpectRoundTrip("gateway_shared.network", GatewayInside(site.gateway));
  ExpectRoundTrip("gateway_shared_vm2.conf", GatewayLink(site.gateway, site.hosts[1]));
}

TEST(NetworkdGatewayTest, OneInterfaceForEachHost) {
  const site::Site site = site::testing::TutorialSite();
  ExpectRoundTrip("gateway_vm1.network", GatewayLink(site.gateway, site.hosts[0]));
  EXPECT_EQ(GatewayVlan(site.gateway, site.hosts[0]), std::nullopt);
}

TEST(NetworkdGatewayTest, HostsBehindVlansOfATrunk) {
  site::Site site = site::testing::TutorialSite();
  site.gateway.inside.interface = "vmbr2";
  site.hosts[0].inside_interface = "vmbr2.20";
  ExpectRoundTrip("gateway_trunk.network", GatewayInside(site.gateway));
  ExpectRoundTrip("gateway_trunk_vm1.conf", GatewayTrunkMember(site.hosts[0]));
  const std::optional<NetDevFile> vlan = GatewayVlan(site.gateway, site.hosts[0]);
  ASSERT_TRUE(vlan.has_value());
  tests::ExpectGoldenRoundTrip(absl::StrCat(kTestdata, "gateway_vm1.netdev"), *vlan, RenderNetDev,
                               ParseNetDev);
}

TEST(NetworkdGatewayTest, AnswersForOnLinkAddresses) {
  ExpectRoundTrip("gateway_proxy.conf",
                  GatewayProxy({A("2001:db8:1234:321d:20::2"), A("2001:db8:1234:321d:21::80")}));
}

TEST(NetworkdParseTest, KeepsWhatItDoesNotUnderstand) {
  ASSERT_OK_AND_ASSIGN(
      const NetworkFile file,
      ParseNetwork(tests::ReadSourceFile(absl::StrCat(kTestdata, "foreign.network"))));
  EXPECT_EQ(file.match, (Match{.name = "eth1", .mac = M("e6:70:c4:34:14:91")}));
  EXPECT_EQ(file.network.addresses,
            (std::vector<net::InterfaceAddress>{{A("2001:db8:1234:321d:20::2"), 80}}));
  EXPECT_EQ(file.network.accept_ra, false);
  EXPECT_EQ(file.routes, (std::vector<Route>{{.gateway = A("2001:db8:1234:321d:20::1")}}));
  EXPECT_THAT(
      file.unparsed,
      ElementsAre(Unparsed{1, "#", "; The tutorial's file, and more."},
                  Unparsed{6, "Match", "Type=ether"}, Unparsed{9, "Network", "# From the provider"},
                  Unparsed{10, "Network", "DNS=192.0.2.53 \\\n192.0.2.54"},
                  Unparsed{14, "Network", "Address=192.0.2.2/26"},
                  Unparsed{15, "Network", "IPv6AcceptRA=maybe"},
                  Unparsed{19, "", "[Route]\nGateway=192.0.2.1\nGatewayOnLink=yes"},
                  Unparsed{25, "", "[Route]\n# nothing"}, Unparsed{28, "", "[Route]"},
                  Unparsed{30, "", "[DHCPv4]\nUseDNS=no"}));
}

TEST(NetworkdParseTest, RenderingWhatOthersWroteIsStable) {
  tests::ExpectCanonical(absl::StrCat(kTestdata, "foreign.network"),
                         absl::StrCat(kTestdata, "foreign.golden.network"), RenderNetwork,
                         ParseNetwork);
  tests::ExpectCanonical(absl::StrCat(kTestdata, "foreign.netdev"),
                         absl::StrCat(kTestdata, "foreign.golden.netdev"), RenderNetDev,
                         ParseNetDev);
}

TEST(NetworkdParseTest, ASectionThatTakesValuesBackIsKeptInItsOrder) {
  ASSERT_OK_AND_ASSIGN(const NetworkFile file,
                       ParseNetwork("[Network]\nAddress=2001:db8::1/64\nAddress=\n"
                                    "[Match]\nName=a\n[Network]\nAddress=2001:db8::2/64\n"));
  EXPECT_EQ(file.network, Network());
  EXPECT_EQ(Render(file), absl::StrCat(kWrittenBy,
                                       "\n\n[Match]\nName=a\n\n[Network]\nAddress=2001:db8::1/64\n"
                                       "Address=\nAddress=2001:db8::2/64\n"));
}

TEST(NetworkdParseTest, ASecondValueOfAKeyIsKept) {
  ASSERT_OK_AND_ASSIGN(const NetworkFile file, ParseNetwork("[Match]\nName=a\nName=b\n"));
  EXPECT_EQ(file.match.name, "a");
  EXPECT_THAT(file.unparsed, ElementsAre(Unparsed{3, "Match", "Name=b"}));
}

TEST(NetworkdParseTest, ValuesHaveManySpellings) {
  struct Case {
    const char* text;
    std::optional<bool> value;
  };
  for (const Case& c : std::vector<Case>{{"yes", true},
                                         {"true", true},
                                         {"on", true},
                                         {"1", true},
                                         {"no", false},
                                         {"false", false},
                                         {"off", false},
                                         {"0", false},
                                         {"YEAH", std::nullopt}}) {
    SCOPED_TRACE(c.text);
    ASSERT_OK_AND_ASSIGN(
        const NetworkFile file,
        ParseNetwork(absl::StrCat("[Network]\n IPv6AcceptRA = ", c.text, " \r\n")));
    EXPECT_EQ(file.network.accept_ra, c.value);
  }
  for (const absl::string_view metric : {"-1", "+1", "4294967296", "x", "1 2"}) {
    SCOPED_TRACE(std::string(metric));
    ASSERT_OK_AND_ASSIGN(const NetworkFile file,
                         ParseNetwork(absl::StrCat("[Route]\nMetric=", metric)));
    EXPECT_TRUE(file.routes.empty());
    EXPECT_EQ(file.unparsed.size(), 1u);
  }
}

TEST(NetworkdParseTest, ErrorsNameTheLine) {
  struct Case {
    const char* name;
    std::string text;
    const char* message;
  };
  for (const Case& c : std::vector<Case>{
           {"header without end", "[Match]\n[Network\n", "line 2: section header \"[Network\""},
           {"before the first section", "# fine\nName=a\n", "line 2: \"Name=a\" is before"},
           {"final backslash", "[Match]\nName=a\\", "line 2: a backslash"},
           {"zero byte", std::string("[\0]", 3), "line 1: a zero byte"}}) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(ParseNetwork(c.text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)));
    EXPECT_THAT(ParseNetDev(c.text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)));
  }
}

}  // namespace
}  // namespace engine::formats::networkd
