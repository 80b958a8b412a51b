#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/formats/sysctl/from_site.h"
#include "engine/formats/sysctl/parse.h"
#include "engine/formats/sysctl/render.h"
#include "engine/site/testing/tutorial.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace engine::formats::sysctl {
namespace {

using ::engine::site::testing::P;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::tests::StatusIs;

constexpr absl::string_view kTestdata = "engine/formats/sysctl/testdata/";

void ExpectRoundTrip(absl::string_view name, const SysctlFile& file) {
  tests::ExpectGoldenRoundTrip(absl::StrCat(kTestdata, name), file, Render, Parse);
}

TEST(SysctlTest, HostWithADottedInterface) {
  site::Host host = site::testing::TutorialSite().hosts[0];
  host.other_interfaces.insert("eth2.100");
  ExpectRoundTrip("host.conf", HostSysctl(host));
}

TEST(SysctlTest, Gateway) {
  ExpectRoundTrip("gateway.conf", GatewaySysctl(site::testing::TutorialGateway()));
}

TEST(SysctlTest, GatewayOfAnOnLinkPrefixAnswersAtOnce) {
  site::Gateway gateway = site::testing::TutorialGateway();
  gateway.delivery = site::Delivery::kOnLink;
  EXPECT_THAT(GatewaySysctl(gateway).settings,
              Contains(Setting{"net/ipv6/neigh/wan/proxy_delay", "0", true}));
}

TEST(SysctlTest, NeighborTablesFollowTheNumberOfSlots) {
  struct Case {
    const char* name;
    int host_length;
    const char* third_threshold;
  };
  for (const Case& c : std::vector<Case>{{"few", 66, "16384"},
                                         {"the tutorial's", 76, "16384"},
                                         {"more", 80, "262144"},
                                         {"more than memory is for", 100, "1048576"}}) {
    SCOPED_TRACE(c.name);
    ASSERT_OK_AND_ASSIGN(const plan::AddressPlan plan,
                         plan::AddressPlan::Make(P("2001:db8:1234:321d::/64"),
                                                 {.host = c.host_length, .network = 104}));
    site::Gateway gateway = site::testing::TutorialGateway();
    gateway.plan = plan;
    EXPECT_THAT(GatewaySysctl(gateway).settings,
                Contains(Setting{"net/ipv6/neigh/default/gc_thresh3", c.third_threshold, false}));
  }
}

TEST(SysctlTest, GatewayNeverForwardsBeforeTheRulesetIsLoaded) {
  EXPECT_THAT(Render(GatewaySysctl(site::testing::TutorialGateway())),
              testing::Not(HasSubstr("forwarding")));
}

TEST(SysctlParseTest, ReadsEverySpelling) {
  ASSERT_OK_AND_ASSIGN(const SysctlFile file, Parse("; a comment\n"
                                                    "net.ipv4.conf.eth0/1.forwarding=1\n"
                                                    "- net/ipv4/conf/eth0.1/forwarding =  0 \n"
                                                    "kernel.core_pattern = a = b\n"
                                                    "-net.ipv6.conf.lo.disable_ipv6\n"
                                                    "a.b =\n"));
  EXPECT_THAT(file.settings, ElementsAre(Setting{"net/ipv4/conf/eth0.1/forwarding", "1", false},
                                         Setting{"net/ipv4/conf/eth0.1/forwarding", "0", true},
                                         Setting{"kernel/core_pattern", "a = b", false}));
  EXPECT_THAT(file.unparsed, ElementsAre(Unparsed{1, "", "; a comment"},
                                         Unparsed{5, "", "-net.ipv6.conf.lo.disable_ipv6"},
                                         Unparsed{6, "", "a.b ="}));
  ASSERT_OK_AND_ASSIGN(const SysctlFile again, Parse(Render(file)));
  EXPECT_EQ(again.settings, file.settings);
  EXPECT_EQ(Render(again), Render(file));
}

TEST(SysctlParseTest, ErrorsNameTheLine) {
  EXPECT_THAT(Parse("a = 1\n = 1\n"), StatusIs(absl::StatusCode::kInvalidArgument,
                                               "sysctl file, line 2: \"= 1\" has no key"));
  EXPECT_THAT(Parse("-\n"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 1: \"-\" has no key")));
  EXPECT_THAT(Parse(std::string("\0", 1)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("line 1: a zero byte")));
}

}  // namespace
}  // namespace engine::formats::sysctl
