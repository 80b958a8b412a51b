#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/formats/docker_compose/from_site.h"
#include "engine/formats/docker_compose/parse.h"
#include "engine/formats/docker_compose/render.h"
#include "engine/site/testing/tutorial.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace engine::formats::docker_compose {
namespace {

using ::engine::site::testing::V4;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr absl::string_view kTestdata = "engine/formats/docker_compose/testdata/";

TEST(DockerComposeTest, NetworksOfARoutingEngine) {
  site::Host host = site::testing::TutorialSite().hosts[0];
  host.networks.at("backend").ipv4_subnet = V4("172.30.22.0/24");
  tests::ExpectGoldenRoundTrip(absl::StrCat(kTestdata, "engine_29.yaml"), HostNetworks(host),
                               Render, Parse);
}

TEST(DockerComposeTest, OldEnginesAreNotToldToRoute) {
  site::Host host = site::testing::TutorialSite().hosts[0];
  host.container_engine.version = *site::EngineVersion::Parse("20.10");
  tests::ExpectGoldenRoundTrip(absl::StrCat(kTestdata, "engine_20.yaml"), HostNetworks(host),
                               Render, Parse);
}

TEST(DockerComposeTest, TheEnginesOwnBridgeIsNotForCompose) {
  site::Host host = site::testing::TutorialSite().hosts[1];
  host.container_engine.default_bridge = site::DefaultBridge::kRouted;
  site::testing::AddNetwork(host, "default", 1);
  EXPECT_THAT(HostNetworks(host).networks, IsEmpty());
  EXPECT_EQ(Render(HostNetworks(host)), absl::StrCat(kWrittenBy, "\nnetworks: {}\n"));
  EXPECT_THAT(Parse(Render(HostNetworks(host))), IsOkAndHolds(ComposeFile()));
}

TEST(DockerComposeParseTest, KeepsWhatItDoesNotUnderstand) {
  ASSERT_OK_AND_ASSIGN(const ComposeFile file,
                       Parse(tests::ReadSourceFile(absl::StrCat(kTestdata, "foreign.yaml"))));
  ASSERT_EQ(file.networks.size(), 1u);
  EXPECT_EQ(file.networks[0].key, "default");
  EXPECT_THAT(
      file.unparsed,
      ElementsAre(Unparsed{1, "", "---"}, Unparsed{2, "", "# The shop."},
                  Unparsed{3, "",
                           "services:\n  web:\n    image: shop   \n\n    # why\n"
                           "    networks: [default]"},
                  Unparsed{10, "networks", "  # of the old days"},
                  Unparsed{11, "networks", "  legacy: {}"}, Unparsed{24, "", "volumes:\n  data:"}));
  tests::ExpectCanonical(absl::StrCat(kTestdata, "foreign.yaml"),
                         absl::StrCat(kTestdata, "foreign.golden.yaml"), Render, Parse);
}

// One line that differs makes a network one that is not understood.
TEST(DockerComposeParseTest, NetworksOfAnotherShapeAreKeptWhole) {
  site::Host host = site::testing::TutorialSite().hosts[1];
  const ComposeFile ours = HostNetworks(host);
  std::vector<std::string> lines = RenderNetwork(ours.networks[0]);
  for (size_t i = 1; i < lines.size(); ++i) {
    SCOPED_TRACE(lines[i]);
    std::string text = "networks:\n";
    for (size_t j = 0; j < lines.size(); ++j) {
      absl::StrAppend(&text, lines[j], i == j ? " # changed" : "", "\n");
    }
    ASSERT_OK_AND_ASSIGN(const ComposeFile file, Parse(text));
    EXPECT_THAT(file.networks, IsEmpty());
    EXPECT_EQ(Render(file), absl::StrCat(kWrittenBy, "\n", text));
  }
}

TEST(DockerComposeParseTest, ErrorsNameTheLine) {
  struct Case {
    const char* name;
    std::string text;
    const char* message;
  };
  for (const Case& c : std::vector<Case>{
           {"tab", "a:\n \tb: c\n", "line 2: a tab"},
           {"networks twice", "networks: {}\nnetworks:\n", "line 2: \"networks\" is there twice"},
           {"second document", "a:\n---\n", "line 2: a second document"},
           {"end of document", "a:\n...\nb:\n", "line 2: a second document"},
           {"zero byte", std::string("\0", 1), "line 1: a zero byte"}}) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(Parse(c.text), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)));
  }
}

}  // namespace
}  // namespace engine::formats::docker_compose
