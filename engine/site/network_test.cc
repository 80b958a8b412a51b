#include "engine/site/network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "engine/site/testing/tutorial.h"
#include "tests/support/status_matchers.h"

namespace engine::site {
namespace {

using ::engine::site::testing::A;
using ::engine::site::testing::P;
using ::engine::site::testing::V4;
using ::testing::HasSubstr;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

using Wanted = std::map<std::string, std::optional<uint64_t>>;
using Indices = std::map<std::string, uint64_t>;

plan::HostBlock Slot2() { return *testing::TutorialGateway().plan.Block(2); }

TEST(MakeNetworkTest, TheTutorialsDefaultNetwork) {
  EXPECT_THAT(MakeNetwork(Slot2(), "default", 1, {.default_bridge = DefaultBridge::kRouted}),
              IsOkAndHolds(Network{.name = "default",
                                   .index = 1,
                                   .subnet = P("2001:db8:1234:321d:21::/80"),
                                   .gateway = A("2001:db8:1234:321d:21::1"),
                                   .dynamic_range = P("2001:db8:1234:321d:21:8000::/96"),
                                   .bridge = "docker0",
                                   .docker_name = "bridge"}));
}

TEST(MakeNetworkTest, WithoutARoutedDefaultBridgeTheDefaultNetworkHasAnotherName) {
  ASSERT_OK_AND_ASSIGN(const Network network, MakeNetwork(Slot2(), "default", 1, {}));
  EXPECT_EQ(network.docker_name, "sixgate");
  EXPECT_EQ(network.bridge, "sg-default");
}

TEST(MakeNetworkTest, NamedNetworksKeepTheirNames) {
  ASSERT_OK_AND_ASSIGN(const Network network, MakeNetwork(Slot2(), "web", 15,
                                                          {.default_bridge = DefaultBridge::kRouted,
                                                           .ipv4_subnet = V4("172.30.0.0/24")}));
  EXPECT_EQ(network.subnet, P("2001:db8:1234:321d:2f::/80"));
  EXPECT_EQ(network.docker_name, "web");
  EXPECT_EQ(network.bridge, "sg-web");
  EXPECT_EQ(network.ipv4_subnet, V4("172.30.0.0/24"));
}

TEST(MakeNetworkTest, Refuses) {
  EXPECT_THAT(MakeNetwork(Slot2(), "web", 0, {}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(MakeNetwork(Slot2(), "web", 16, {}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(MakeNetwork(Slot2(), "host", 2, {}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is taken")));
}

TEST(BridgeNameTest, LongNamesAreCutByAHashThatNeverChanges) {
  EXPECT_EQ(BridgeName("twelve-chars"), "sg-twelve-chars");
  EXPECT_EQ(BridgeName("thirteen-char"), "sg-thirtea99c39");
  EXPECT_NE(BridgeName("thirteen-char"), BridgeName("thirteen-chaR"));
  std::set<std::string> names;
  for (int i = 0; i < 1000; ++i) names.insert(BridgeName(absl::StrCat("a-rather-long-name-", i)));
  EXPECT_EQ(names.size(), 1000u);
  for (const std::string& name : names) EXPECT_EQ(name.size(), 15u);
}

TEST(AssignNetworkIndicesTest, DefaultIsFirstAndOthersFollowInOrderOfNames) {
  EXPECT_THAT(AssignNetworkIndices({{"default", {}}, {"b", {}}, {"a", {}}}, {}, 16),
              IsOkAndHolds(Indices{{"default", 1}, {"a", 2}, {"b", 3}}));
  EXPECT_THAT(AssignNetworkIndices({{"b", {}}, {"a", {}}}, {}, 16),
              IsOkAndHolds(Indices{{"a", 2}, {"b", 3}}));
  EXPECT_THAT(AssignNetworkIndices({}, {}, 16), IsOkAndHolds(Indices{}));
}

TEST(AssignNetworkIndicesTest, ExplicitIndicesGoFirst) {
  EXPECT_THAT(AssignNetworkIndices({{"a", {}}, {"b", 2}, {"c", {}}, {"d", 4}}, {}, 16),
              IsOkAndHolds(Indices{{"a", 3}, {"b", 2}, {"c", 5}, {"d", 4}}));
}

TEST(AssignNetworkIndicesTest, AddingAndRemovingMovesNoOther) {
  const Indices prior = {{"b", 2}, {"c", 3}, {"d", 4}};
  EXPECT_THAT(AssignNetworkIndices({{"a", {}}, {"b", {}}, {"c", {}}, {"d", {}}}, prior, 16),
              IsOkAndHolds(Indices{{"a", 5}, {"b", 2}, {"c", 3}, {"d", 4}}));
  EXPECT_THAT(AssignNetworkIndices({{"b", {}}, {"d", {}}}, prior, 16),
              IsOkAndHolds(Indices{{"b", 2}, {"d", 4}}));
  // What a removed one had is free again.
  EXPECT_THAT(AssignNetworkIndices({{"b", {}}, {"d", {}}, {"e", {}}}, prior, 16),
              IsOkAndHolds(Indices{{"b", 2}, {"d", 4}, {"e", 3}}));
  // One that is told to move does.
  EXPECT_THAT(AssignNetworkIndices({{"b", 7}, {"c", {}}, {"d", {}}}, prior, 16),
              IsOkAndHolds(Indices{{"b", 7}, {"c", 3}, {"d", 4}}));
}

TEST(AssignNetworkIndicesTest, Refuses) {
  struct Case {
    const char* name;
    Wanted wanted;
    Indices prior;
    const char* message;
  };
  for (const Case& c : std::vector<Case>{
           {"the link", {{"a", 0}}, {}, "index 0 of network \"a\" is the link"},
           {"beyond",
            {{"a", 16}},
            {},
            "index 16 of network \"a\" is beyond the block's last network, 15"},
           {"default elsewhere", {{"default", 2}}, {}, "always has index 1"},
           {"kept for default", {{"a", 1}}, {}, "is kept for the network \"default\""},
           {"twice",
            {{"a", 2}, {"b", 2}},
            {},
            "index 2 of network \"b\" is network \"a\"'s already"},
           {"another's",
            {{"a", 2}, {"b", {}}},
            {{"b", 2}},
            "index 2 of network \"a\" is network \"b\"'s already"},
           {"refused name", {{"none", 2}}, {}, "is taken"}}) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(AssignNetworkIndices(c.wanted, c.prior, 16),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)));
  }
}

TEST(AssignNetworkIndicesTest, AFullBlockSaysSo) {
  Wanted wanted = {{"default", {}}};
  for (char c = 'a'; c < 'o'; ++c) wanted[std::string(1, c)];
  ASSERT_OK_AND_ASSIGN(const Indices indices, AssignNetworkIndices(wanted, {}, 16));
  EXPECT_EQ(indices.at("n"), 15u);
  wanted["o"];
  EXPECT_THAT(AssignNetworkIndices(wanted, indices, 16),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       HasSubstr("no index is left for network \"o\": the block has 15")));
}

}  // namespace
}  // namespace engine::site
