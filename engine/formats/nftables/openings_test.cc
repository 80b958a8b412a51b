#include "engine/formats/nftables/openings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/site/testing/tutorial.h"
#include "tests/support/status_matchers.h"

namespace engine::formats::nftables {
namespace {

using ::engine::site::testing::A;
using ::engine::site::testing::P;
using ::engine::site::testing::Ports;
using site::Opening;
using site::Protocol;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::tests::StatusIs;

const net::Prefix kEverybody;

Opening Make(absl::string_view id, std::vector<net::PortRange> ports,
             std::vector<net::Prefix> sources = {kEverybody},
             absl::string_view destination = "2001:db8::80/128") {
  return {.id = std::string(id),
          .host = "h",
          .destination = P(destination),
          .ports = std::move(ports),
          .sources = std::move(sources)};
}

OpeningBox Box(absl::string_view source, int first, int last, absl::string_view id,
               absl::string_view destination = "2001:db8::80/128") {
  return {.outer = P(source),
          .inner = P(destination),
          .first_port = static_cast<uint16_t>(first),
          .last_port = static_cast<uint16_t>(last),
          .id = std::string(id)};
}

// Without `special`, whose passages are gone.
absl::StatusOr<OpeningSets> SetsOf(const std::vector<Opening>& openings,
                                   const net::Prefix& universe = kEverybody) {
  ASSIGN_OR_RETURN(OpeningSets sets, MakeOpeningSets(PassagesOf(openings, universe)));
  sets.special.clear();
  return sets;
}

TEST(OpeningSetsTest, SinglePortsForEverybodyAreExact) {
  const std::vector<Opening> openings = {Make("b", {Ports("443"), Ports("80")}),
                                         Make("a", {Ports("443")})};
  ASSERT_OK_AND_ASSIGN(const OpeningSets sets, SetsOf(openings));
  EXPECT_THAT(sets.exact, ElementsAre(ExactOpening{A("2001:db8::80"), Protocol::kTcp, 80, "b"},
                                      ExactOpening{A("2001:db8::80"), Protocol::kTcp, 443, "a"}));
  EXPECT_THAT(sets.boxes, IsEmpty());
}

TEST(OpeningSetsTest, OverlappingPortsAreCutApart) {
  const std::vector<Opening> openings = {Make("a", {Ports("100-200")}, {P("2001:db8:1::/48")}),
                                         Make("b", {Ports("150-300")}, {P("2001:db8:1::/48")}),
                                         Make("c", {Ports("180-190")}, {P("2001:db8:2::/48")})};
  ASSERT_OK_AND_ASSIGN(const OpeningSets sets, SetsOf(openings));
  EXPECT_THAT(sets.boxes.at(Extent::kAddress), ElementsAre(Box("2001:db8:2::/48", 180, 190, "c"),
                                                           Box("2001:db8:1::/48", 100, 200, "a"),
                                                           Box("2001:db8:1::/48", 201, 300, "b")));
}

TEST(OpeningSetsTest, TheWiderSourceHidesTheNarrowerOne) {
  const std::vector<Opening> openings = {Make("narrow", {Ports("10-30")}, {P("2001:db8:1::/48")}),
                                         Make("wide", {Ports("20-20")}, {P("2001:db8::/32")})};
  ASSERT_OK_AND_ASSIGN(const OpeningSets sets, SetsOf(openings));
  EXPECT_THAT(
      sets.boxes.at(Extent::kAddress),
      ElementsAre(Box("2001:db8:1::/48", 10, 19, "narrow"), Box("2001:db8::/32", 20, 20, "wide"),
                  Box("2001:db8:1::/48", 21, 30, "narrow")));
}

TEST(OpeningSetsTest, NetworksEchoAndSpecialOnesAreApart) {
  std::vector<Opening> openings = {Make("network", {Ports("53")}, {kEverybody}, "2001:db8::/80"),
                                   Make("timed", {Ports("53")}),
                                   Make("logged", {Ports("53")}),
                                   {.id = "echo",
                                    .host = "h",
                                    .destination = P("2001:db8::80/128"),
                                    .protocol = Protocol::kIcmpv6},
                                   {.id = "echoes",
                                    .host = "h",
                                    .destination = P("2001:db8::/80"),
                                    .protocol = Protocol::kIcmpv6}};
  openings[1].expires_at = absl::FromUnixSeconds(1);
  openings[2].log = true;
  const std::vector<Passage> passages = PassagesOf(openings, kEverybody);
  ASSERT_OK_AND_ASSIGN(const OpeningSets sets, MakeOpeningSets(passages));
  EXPECT_THAT(sets.exact, IsEmpty());
  EXPECT_THAT(sets.boxes.at(Extent::kNetwork),
              ElementsAre(Box("::/0", 53, 53, "network", "2001:db8::/80")));
  OpeningBox echo = Box("::/0", 0, 0, "echo");
  echo.protocol = Protocol::kIcmpv6;
  EXPECT_THAT(sets.echoes.at(Extent::kAddress), ElementsAre(echo));
  EXPECT_EQ(sets.echoes.at(Extent::kNetwork).size(), 1u);
  EXPECT_THAT(sets.special, ElementsAre(testing::Pair(P("2001:db8::80/128"),
                                                      ElementsAre(&passages[2], &passages[1]))));
}

TEST(OpeningSetsTest, SourcesAreCutToTheUniverse) {
  const net::Prefix universe = P("2001:db8:1::/48");
  const std::vector<Opening> openings = {
      Make("all", {Ports("1")}), Make("outside", {Ports("2")}, {P("2001:db8:2::/48")}),
      Make("inside", {Ports("3")}, {P("2001:db8:1:1::/64")}), Make("nobody", {Ports("4")}, {})};
  ASSERT_OK_AND_ASSIGN(const OpeningSets sets, SetsOf(openings, universe));
  EXPECT_THAT(sets.exact, ElementsAre(ExactOpening{A("2001:db8::80"), Protocol::kTcp, 1, "all"}));
  EXPECT_THAT(sets.boxes.at(Extent::kAddress),
              ElementsAre(Box("2001:db8:1:1::/64", 3, 3, "inside")));
}

TEST(OpeningSetsTest, TheLastPortIsNoSpecialCase) {
  const std::vector<Opening> openings = {Make("a", {Ports("65000-65535")})};
  ASSERT_OK_AND_ASSIGN(const OpeningSets sets, SetsOf(openings));
  EXPECT_THAT(sets.boxes.at(Extent::kAddress), ElementsAre(Box("::/0", 65000, 65535, "a")));
}

TEST(OpeningSetsTest, TooManyOverlapsAreRefused) {
  // n ranges, each inside the one before, from n different sources: n² boxes.
  std::vector<Opening> openings;
  for (int i = 0; i < 1100; ++i) {
    openings.push_back(Make(absl::StrCat("o", i), {Ports(absl::StrCat(100 + i, "-", 60000 - i))},
                            {net::Prefix::Containing(net::Address(absl::uint128(i) << 64), 64)}));
  }
  // Each source has one box, whatever the others do.
  ASSERT_OK_AND_ASSIGN(const OpeningSets nested, SetsOf(openings));
  EXPECT_EQ(nested.boxes.at(Extent::kAddress).size(), openings.size());
  // One wide source on every second port cuts all of them there.
  std::vector<net::PortRange> teeth;
  for (int port = 2001; port < 4001; port += 2) teeth.push_back(Ports(absl::StrCat(port)));
  openings.push_back(Make("comb", teeth, {P("::/1")}));
  EXPECT_THAT(SetsOf(openings), StatusIs(absl::StatusCode::kResourceExhausted,
                                         testing::HasSubstr("2001:db8::80/128")));
}

// Against the openings themselves, in a small universe: a packet is in a box exactly when an
// opening admits it, and in one only.
TEST(OpeningSetsTest, BoxesSayWhatOpeningsSay) {
  std::mt19937 random(7);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int round = 0; round < 300; ++round) {
    std::vector<Opening> openings;
    for (int i = below(8); i >= 0; --i) {
      std::vector<net::Prefix> sources;
      for (int s = below(3); s >= 0; --s) {
        sources.push_back(
            net::Prefix::Containing(net::Address(static_cast<uint64_t>(below(8))), 125 + below(4)));
      }
      const int first = 1 + below(10);
      openings.push_back(
          Make(absl::StrCat(i), {Ports(absl::StrCat(first, "-", first + below(6)))}, sources));
    }
    ASSERT_OK_AND_ASSIGN(const OpeningSets sets, SetsOf(openings));
    for (int source = 0; source < 8; ++source) {
      const net::Address address(static_cast<uint64_t>(source));
      for (int port = 1; port < 18; ++port) {
        bool admitted = false;
        for (const Opening& opening : openings) {
          if (opening.ports[0].first() > port || opening.ports[0].last() < port) continue;
          for (const net::Prefix& prefix : opening.sources) admitted |= prefix.Contains(address);
        }
        int boxes = 0;
        for (const OpeningBox& box : sets.boxes.at(Extent::kAddress)) {
          boxes += box.outer.Contains(address) && box.first_port <= port && port <= box.last_port;
        }
        ASSERT_EQ(boxes, admitted ? 1 : 0)
            << "round " << round << " source " << source << " port " << port;
      }
    }
  }
}

}  // namespace
}  // namespace engine::formats::nftables
