#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/formats/docker_daemon/from_site.h"
#include "engine/formats/docker_daemon/parse.h"
#include "engine/formats/docker_daemon/render.h"
#include "engine/site/testing/tutorial.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace engine::formats::docker_daemon {
namespace {

using ::engine::site::testing::V4;
using ::testing::HasSubstr;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr absl::string_view kTestdata = "engine/formats/docker_daemon/testdata/";

site::Host HostWith(absl::string_view version, site::DefaultBridge bridge) {
  site::Host host = site::testing::TutorialSite().hosts[0];
  host.container_engine.version = *site::EngineVersion::Parse(version);
  host.container_engine.default_bridge = bridge;
  return host;
}

TEST(DockerDaemonTest, FilesByVersionAndDefaultBridge) {
  struct Case {
    const char* golden;
    const char* version;
    site::DefaultBridge bridge;
  };
  site::Gateway gateway = site::testing::TutorialGateway();
  gateway.policy.ipv4_resolvers = {V4("10.0.0.53")};
  for (const Case& c : std::vector<Case>{{"v4_only_29.json", "29", site::DefaultBridge::kV4Only},
                                         {"v4_only_20.json", "20.10", site::DefaultBridge::kV4Only},
                                         {"routed_26.json", "26.1.5", site::DefaultBridge::kRouted},
                                         {"routed_27.json", "27", site::DefaultBridge::kRouted}}) {
    tests::ExpectGoldenRoundTrip(absl::StrCat(kTestdata, c.golden),
                                 HostDaemon(gateway, HostWith(c.version, c.bridge)), Render, Parse);
  }
}

TEST(DockerDaemonTest, NothingToSayIsAnEmptyObject) {
  site::Gateway gateway = site::testing::TutorialGateway();
  gateway.policy.resolvers.clear();
  site::Host host = HostWith("26", site::DefaultBridge::kRouted);
  host.networks.clear();
  EXPECT_EQ(Render(HostDaemon(gateway, host)), "{}\n");
}

TEST(DockerDaemonParseTest, KeepsWhatItDoesNotUnderstandLetterForLetter) {
  ASSERT_OK_AND_ASSIGN(const DaemonConfig config,
                       Parse(tests::ReadSourceFile(absl::StrCat(kTestdata, "foreign.json"))));
  EXPECT_EQ(config,
            (DaemonConfig{.ipv6 = true,
                          .dns = {"192.0.2.53"},
                          .unparsed = {{4, "\"data-root\"", "\"/srv/\\u0064ocker,{\""},
                                       {3, "\"fixed-cidr-v6\"", "\"2001:db8::1/64\""},
                                       {2, "\"ip6tables\"", "\"yes\""},
                                       {5, "\"log-opts\"",
                                        "{ \"max-size\": \"10m\",\n    \"n\": 1.50e0 }"}}}));
  tests::ExpectCanonical(absl::StrCat(kTestdata, "foreign.json"),
                         absl::StrCat(kTestdata, "foreign.golden.json"), Render, Parse);
}

TEST(DockerDaemonParseTest, OursGoesBeforeWhatWasNotUnderstood) {
  ASSERT_OK_AND_ASSIGN(DaemonConfig config, Parse("{\"ipv6\": \"maybe\", \"debug\": true}"));
  config.ipv6 = true;
  EXPECT_EQ(Render(config), "{\n  \"debug\": true,\n  \"ipv6\": true\n}\n");
}

TEST(DockerDaemonParseTest, BlankTextIsNoSetting) {
  EXPECT_THAT(Parse(""), IsOkAndHolds(DaemonConfig()));
  EXPECT_THAT(Parse(" \n{} "), IsOkAndHolds(DaemonConfig()));
}

TEST(DockerDaemonParseTest, ValuesOfAnotherKindAreKept) {
  for (const absl::string_view member :
       {"\"ipv6\": 1", "\"ip6tables\": null", "\"dns\": []", "\"dns\": [1]", "\"dns\": \"x\"",
        "\"fixed-cidr-v6\": {}", "\"\": true"}) {
    SCOPED_TRACE(std::string(member));
    const std::string text = absl::StrCat("{\n  ", member, "\n}\n");
    ASSERT_OK_AND_ASSIGN(const DaemonConfig config, Parse(text));
    EXPECT_EQ(config.unparsed.size(), 1u);
    EXPECT_EQ(Render(config), text);
  }
}

TEST(DockerDaemonParseTest, ErrorsNameTheLine) {
  struct Case {
    const char* name;
    std::string text;
    const char* message;
  };
  const std::string deep(kNestingMax, '[');
  for (const Case& c : std::vector<Case>{
           {"no JSON", "{\n\"ipv6\": yes\n}", "line 3: the text is not one JSON object"},
           {"no object", "[]", "line 1: the text is not one JSON object"},
           {"key twice", "{\"a\": 1,\n\"\\u0061\": 2}", "line 2: key \"a\" is there twice"},
           {"too deep", absl::StrCat("{\n\"a\": ", deep), "line 2: nested more than 64 deep"},
           {"invalid UTF-8", "{\"a\": \"\xff\"}", "not one JSON object"},
           {"zero byte", std::string("{}\0", 3), "a zero byte"}}) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(Parse(c.text), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)));
  }
}

}  // namespace
}  // namespace engine::formats::docker_daemon
