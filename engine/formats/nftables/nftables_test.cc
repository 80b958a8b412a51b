#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/formats/nftables/from_site.h"
#include "engine/formats/nftables/parse.h"
#include "engine/formats/nftables/render.h"
#include "engine/site/testing/tutorial.h"
#include "tests/support/golden.h"
#include "tests/support/status_matchers.h"

namespace engine::formats::nftables {
namespace {

using ::engine::site::InsideMode;
using ::engine::site::Permission;
using ::engine::site::testing::P;
using ::engine::site::testing::Ports;
using ::engine::site::testing::TutorialSite;
using ::engine::site::testing::V4;
using ::testing::HasSubstr;
using ::testing::Not;
using ::tests::StatusIs;

constexpr absl::string_view kTestdata = "engine/formats/nftables/testdata/";

void ExpectRoundTrip(absl::string_view name, const Ruleset& ruleset) {
  tests::ExpectGoldenRoundTrip(absl::StrCat(kTestdata, name), ruleset, Render, Parse);
}

// A site in which everything that a policy can say differs from the tutorial's.
site::Site StrictSite() {
  site::Site site = TutorialSite(InsideMode::kShared);
  site.gateway.delivery = site::Delivery::kOnLink;
  site.gateway.policy.egress = Permission::kDeny;
  site.gateway.policy.between_hosts = Permission::kAllow;
  site.gateway.policy.ping = Permission::kDeny;
  site.gateway.policy.log_drops = true;
  site.gateway.policy.ipv4_allow = {V4("10.1.0.0/16")};
  site.gateway.policy.ipv4_resolvers = {V4("10.1.0.53/32")};
  site.gateway.limits = {.new_connections_per_second = 50, .concurrent_states = 1000};
  return site;
}

// Egress by openings only, of every extent and each in every form, and nothing that enters.
site::Site EgressSite() {
  site::Site site = TutorialSite();
  site.gateway.policy.egress = Permission::kDeny;
  site.gateway.limits = {.new_connections_per_second = 50, .concurrent_states = {}};
  site.openings.clear();
  const auto add = [&](absl::string_view id, absl::string_view source, site::Protocol protocol,
                       std::vector<net::PortRange> ports,
                       std::vector<net::Prefix> destinations) -> site::EgressOpening& {
    site.egress_openings.push_back({.id = std::string(id),
                                    .host = "vm1",
                                    .source = P(source),
                                    .protocol = protocol,
                                    .ports = std::move(ports),
                                    .destinations = std::move(destinations)});
    return site.egress_openings.back();
  };
  using site::Protocol;
  constexpr absl::string_view kWeb = "2001:db8:1234:321d:21::80/128";
  constexpr absl::string_view kNetwork = "2001:db8:1234:321d:22::/80";
  constexpr absl::string_view kBlock = "2001:db8:1234:321d:20::/76";
  const net::Prefix everybody;
  add("smtp", kWeb, Protocol::kTcp, {Ports("25")}, {everybody}).description = "mail";
  add("media", kWeb, Protocol::kUdp, {Ports("5000-5010")},
      {P("2001:db8:9::/48"), P("2001:db8:a::1/128")});
  add("mirror", kNetwork, Protocol::kTcp, {Ports("80"), Ports("443")}, {P("2001:db8:80::/48")});
  add("https", kBlock, Protocol::kTcp, {Ports("443")}, {everybody});
  add("ping", kWeb, Protocol::kIcmpv6, {}, {everybody});
  add("pings", kNetwork, Protocol::kIcmpv6, {}, {P("2001:db8:9::/48")});
  add("tracing", kBlock, Protocol::kIcmpv6, {}, {P("2001:db8:a::/48")});
  add("audit", kWeb, Protocol::kTcp, {Ports("6514")}, {P("2001:db8:9::1/128")}).log = true;
  add("trial", kNetwork, Protocol::kUdp, {Ports("123")}, {everybody}).expires_at =
      absl::FromUnixSeconds(1893456000);
  add("trials", kBlock, Protocol::kIcmpv6, {}, {everybody}).expires_at =
      absl::FromUnixSeconds(1893456000);
  add("off", kBlock, Protocol::kTcp, {Ports("9999")}, {everybody}).enabled = false;
  add("nobody", kBlock, Protocol::kTcp, {Ports("9999")}, {});
  return site;
}

TEST(NftablesGatewayTest, TutorialPerHost) {
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(TutorialSite()));
  ExpectRoundTrip("gateway_per_host.nft", ruleset);
}

TEST(NftablesGatewayTest, TutorialShared) {
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(TutorialSite(InsideMode::kShared)));
  ExpectRoundTrip("gateway_shared.nft", ruleset);
}

TEST(NftablesGatewayTest, StrictPolicyWithLimitsOnLink) {
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(StrictSite()));
  ExpectRoundTrip("gateway_strict.nft", ruleset);
}

TEST(NftablesGatewayTest, EgressByOpeningsOnly) {
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(EgressSite()));
  ExpectRoundTrip("gateway_egress.nft", ruleset);
}

TEST(NftablesGatewayTest, EgressOpeningsLeaveNoTraceWhereEgressIsAllowed) {
  site::Site site = EgressSite();
  site.gateway.policy.egress = Permission::kAllow;
  ASSERT_OK_AND_ASSIGN(const Ruleset with, GatewayRuleset(site));
  site.egress_openings.clear();
  ASSERT_OK_AND_ASSIGN(const Ruleset without, GatewayRuleset(site));
  EXPECT_EQ(with, without);
}

TEST(NftablesGatewayTest, OpeningsOfBothDirectionsWithOneIdAreApart) {
  site::Site site = EgressSite();
  site.openings = {{.id = "smtp",
                    .host = "vm1",
                    .destination = P("2001:db8:1234:321d:21::80/128"),
                    .ports = {Ports("25")}}};
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(site));
  const std::string text = Render(ruleset);
  EXPECT_THAT(text, HasSubstr("2001:db8:1234:321d:21::80 . tcp . 25 : \"o_smtp\""));
  EXPECT_THAT(text, HasSubstr("2001:db8:1234:321d:21::80 . tcp . 25 : \"e_smtp\""));
}

TEST(NftablesGatewayTest, NothingBehindItYet) {
  site::Site site{.gateway = site::testing::TutorialGateway()};
  site.gateway.policy = {};
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(site));
  ExpectRoundTrip("gateway_empty.nft", ruleset);
}

TEST(NftablesGatewayTest, OrderOfObjectsDoesNotMatter) {
  site::Site site = TutorialSite();
  ASSERT_OK_AND_ASSIGN(const Ruleset first, GatewayRuleset(site));
  std::swap(site.hosts[0], site.hosts[1]);
  std::reverse(site.openings.begin(), site.openings.end());
  ASSERT_OK_AND_ASSIGN(const Ruleset second, GatewayRuleset(site));
  EXPECT_EQ(Render(first), Render(second));
  site = EgressSite();
  ASSERT_OK_AND_ASSIGN(const Ruleset leaving, GatewayRuleset(site));
  std::reverse(site.egress_openings.begin(), site.egress_openings.end());
  ASSERT_OK_AND_ASSIGN(const Ruleset reversed, GatewayRuleset(site));
  EXPECT_EQ(Render(leaving), Render(reversed));
}

TEST(NftablesGatewayTest, ClosedAndDisabledOpeningsLeaveNoTrace) {
  site::Site site = TutorialSite();
  for (site::Opening& opening : site.openings) opening.enabled = false;
  site.openings[0].enabled = true;
  site.openings[0].sources.clear();
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(site));
  const std::string text = Render(ruleset);
  EXPECT_THAT(text, Not(HasSubstr("\"o_")));
  EXPECT_THAT(text, Not(HasSubstr("@open")));
}

// The more lengths, the more look-ups: the tenth, of one opening, is searched for.
TEST(NftablesGatewayTest, FewLengthsOfSourcesAreHashed) {
  site::Site site = TutorialSite();
  site.openings.clear();
  for (int i = 0; i < 19; ++i) {
    site.openings.push_back({.id = absl::StrCat("o", i),
                             .host = "vm1",
                             .destination = P("2001:db8:1234:321d:21::80/128"),
                             .ports = {site::testing::Ports(absl::StrCat(1000 + i))},
                             .sources = {P(absl::StrCat("2001:db8::/", 40 + i / 2))}});
  }
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(site));
  const std::string text = Render(ruleset);
  for (int length = 40; length < 49; ++length) {
    EXPECT_THAT(text, HasSubstr(absl::StrCat("map @open_from_", length, " ")));
  }
  EXPECT_THAT(text, Not(HasSubstr("open_from_49")));
  EXPECT_THAT(text, HasSubstr("\t\t\t2001:db8::/49 . 2001:db8:1234:321d:21::80 . tcp . 1018 : "
                              "\"o_o18\",\n"));
}

TEST(NftablesGatewayTest, RangesOfNetworksAreSearchedBehindTheirDestinations) {
  site::Site site = TutorialSite();
  site.openings = {{.id = "some",
                    .host = "vm1",
                    .destination = P("2001:db8:1234:321d:22::/80"),
                    .ports = {site::testing::Ports("53-54")},
                    .sources = {P("2001:db8:9::/48")}}};
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(site));
  const std::string text = Render(ruleset);
  EXPECT_THAT(text,
              HasSubstr("\tset with_ranges_networks {\n\t\ttype ipv6_addr\n\t\tflags interval\n"
                        "\t\telements = {\n\t\t\t2001:db8:1234:321d:22::/80,\n"));
  EXPECT_THAT(text, HasSubstr("\t\tip6 daddr @with_ranges_networks counter name ip6 saddr . "
                              "ip6 daddr . meta l4proto . th dport map @open_ranges_networks"));
  EXPECT_THAT(text, HasSubstr("\t\tip6 saddr @with_ranges_networks counter name ip6 daddr . "
                              "ip6 saddr . meta l4proto . th sport map @open_ranges_networks"));
}

TEST(NftablesGatewayTest, BothEndsOfAnOpeningMayBeHashed) {
  site::Site site = TutorialSite();
  site.openings = {{.id = "some",
                    .host = "vm1",
                    .destination = P("2001:db8:1234:321d:22::/80"),
                    .ports = {site::testing::Ports("53")},
                    .sources = {P("2001:db8:9::/48")}}};
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(site));
  EXPECT_THAT(Render(ruleset),
              HasSubstr("\t\tcounter name ( ip6 saddr & ffff:ffff:ffff:: ) . "
                        "( ip6 daddr & ffff:ffff:ffff:ffff:ffff:: ) . meta l4proto . th dport "
                        "map @open_from_48_to_80 goto admit\n"));
}

std::string MarkOf(const Ruleset& ruleset) {
  for (const Chain& chain : ruleset.tables[0].chains) {
    if (chain.name == "admit") return chain.rules.front();
  }
  return "";
}

// What a flow was admitted by is told from what it would have to be admitted by now.
TEST(NftablesGatewayTest, EveryDifferenceIsAnotherGeneration) {
  const site::Site site = TutorialSite();
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(site));
  const std::string mark = MarkOf(ruleset);
  EXPECT_THAT(mark, ::testing::MatchesRegex("ct mark set 0x[0-9a-f]{8}"));
  EXPECT_THAT(Render(ruleset), HasSubstr("\t\tct state established ct mark " +
                                         mark.substr(mark.find("0x")) + " accept\n"));
  ASSERT_OK_AND_ASSIGN(const Ruleset again, GatewayRuleset(site));
  EXPECT_EQ(MarkOf(again), mark);
  for (const auto& change : std::vector<std::function<void(site::Site&)>>{
           [](site::Site& s) { s.openings.erase(s.openings.begin()); },
           [](site::Site& s) { s.openings[0].enabled = false; },
           [](site::Site& s) { s.addresses.pop_back(); },
           [](site::Site& s) { s.gateway.policy.egress = site::Permission::kDeny; },
           [](site::Site& s) { s.hosts[1].inside_interface = "vh31"; }}) {
    site::Site other = site;
    change(other);
    ASSERT_OK_AND_ASSIGN(const Ruleset changed, GatewayRuleset(other));
    EXPECT_NE(MarkOf(changed), mark);
  }
}

// A flow of echo requests with one id is as long as its sender likes.
TEST(NftablesGatewayTest, LimitedPingsAreNoAdmittedFlows) {
  for (const bool limits : {false, true}) {
    site::Site site = TutorialSite();
    if (limits) site.gateway.limits.concurrent_states = 100;
    ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(site));
    EXPECT_THAT(Render(ruleset),
                HasSubstr(absl::StrCat("goto drop_ping\n\t\t",
                                       limits ? "goto admit_once" : "accept", "\n\t}\n")));
  }
}

TEST(NftablesGatewayTest, AContradictorySiteIsRefused) {
  site::Site site = TutorialSite();
  site.openings[0].destination = P("2001:db8:1234:321d:31::25/128");
  EXPECT_THAT(GatewayRuleset(site), StatusIs(absl::StatusCode::kFailedPrecondition,
                                             HasSubstr("outside of the host's block")));
}

TEST(NftablesGatewayTest, NothingOfTheUserEndsAStringOrAComment) {
  site::Site site = TutorialSite();
  site.openings[0].description = "\" } ; flush ruleset # \\";
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(site));
  EXPECT_THAT(Render(ruleset), HasSubstr("comment \"vm1: ' } ; flush ruleset # /\"\n"));
  ASSERT_OK_AND_ASSIGN(const Ruleset parsed, Parse(Render(ruleset)));
  EXPECT_EQ(parsed, ruleset);
}

TEST(NftablesCommentTest, IsCutBetweenCharacters) {
  const std::string text = absl::StrCat(std::string(119, 'x'), "ü");
  EXPECT_EQ(CommentText(text), std::string(119, 'x'));
  EXPECT_EQ(CommentText(std::string(120, 'x')), std::string(120, 'x'));
  EXPECT_EQ(CommentText("a\tb\nc\"d\\e"), "a b c'd/e");
}

TEST(NftablesHostTest, TutorialHostWithAnOpeningBetweenItsNetworks) {
  const site::Site site = TutorialSite();
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset,
                       HostRuleset(site.gateway, site.hosts[0], site.openings));
  ExpectRoundTrip("host.nft", ruleset);
}

TEST(NftablesHostTest, HostWithoutNetworksAndWithAllowedIpv4) {
  const site::Site site = StrictSite();
  site::Host host = site.hosts[1];
  host.networks.clear();
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, HostRuleset(site.gateway, host, {}));
  ExpectRoundTrip("host_strict.nft", ruleset);
}

TEST(NftablesHostTest, AContradictoryHostIsRefused) {
  const site::Site site = TutorialSite();
  site::Host host = site.hosts[0];
  host.interface = "eth 1";
  EXPECT_THAT(HostRuleset(site.gateway, host, {}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("\"eth 1\"")));
  EXPECT_THAT(HostRuleset(site.gateway, site.hosts[1],
                          {{{.id = "x", .host = "vm2", .destination = P("2001:db8::/128")}}}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("outside")));
}

TEST(NftablesParseTest, KeepsWhatItDoesNotUnderstand) {
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset,
                       Parse(tests::ReadSourceFile(absl::StrCat(kTestdata, "foreign.nft"))));
  ASSERT_EQ(ruleset.tables.size(), 2u);
  const Table& first = ruleset.tables[0];
  EXPECT_EQ(first.name, "filter");
  EXPECT_FALSE(first.replaces);
  EXPECT_THAT(first.before, testing::ElementsAre(Unparsed{1, "", "#!/usr/sbin/nft -f"},
                                                 Unparsed{3, "", "flush ruleset"},
                                                 Unparsed{4, "", "define wan = \"eth0\""}));
  ASSERT_EQ(first.chains.size(), 1u);
  EXPECT_EQ(first.chains[0],
            (Chain{.name = "input",
                   .hook = Hook{.hook = "input", .priority = "filter - 10", .policy = "drop"},
                   .rules = {"# Comments { stay } ; where they are.",
                             "iifname $wan tcp dport { 22, \\\n\t\t\t80 } accept # trailing }",
                             "ct state established accept", "counter"}}));
  ASSERT_EQ(first.sets.size(), 1u);
  EXPECT_EQ(first.sets[0], (Set{.name = "blocked",
                                .type = "ipv6_addr",
                                .flags = {"interval", "timeout"},
                                .size = 100,
                                .timeout = "1h",
                                .elements = {{.key = "2001:db8::/32"}, {.key = "fc00::/7"}}}));
  ASSERT_EQ(first.unparsed.size(), 3u);
  EXPECT_EQ(first.unparsed[0].line, 22);
  EXPECT_THAT(first.unparsed[0].text, HasSubstr("typeof ip saddr"));
  EXPECT_EQ(first.unparsed[1], (Unparsed{26, "", "counter seen { packets 5 bytes 10 }"}));
  EXPECT_EQ(first.unparsed[2].text,
            "flowtable ft { hook ingress priority 0; devices = { eth0 }; }");
  EXPECT_TRUE(ruleset.tables[1].replaces);
  EXPECT_EQ(ruleset.tables[1].name, "own");
  EXPECT_THAT(ruleset.unparsed, testing::ElementsAre(Unparsed{34, "", "add chain inet own late"}));
}

TEST(NftablesParseTest, RenderingWhatOthersWroteIsStable) {
  tests::ExpectCanonical(absl::StrCat(kTestdata, "foreign.nft"),
                         absl::StrCat(kTestdata, "foreign.golden.nft"), Render, Parse);
}

TEST(NftablesParseTest, ErrorsNameTheLine) {
  struct Case {
    const char* name;
    std::string text;
    const char* message;
  };
  const std::vector<Case> cases = {
      {"unclosed brace", "\ntable inet a {\nchain b {\n}\n", "line 2: the brace is not closed"},
      {"surplus brace", "table inet a {\n}\n}\n", "line 3: a brace closes nothing"},
      {"unclosed string", "table inet a {\nset b { type ifname; elements = { \"x } }\n}\n",
       "line 2: the string is not closed"},
      {"unclosed string at the end", "define a = \"x", "line 1: the string is not closed"},
      {"final backslash", "flush ruleset \\", "line 1: a backslash goes on"},
      {"zero byte", std::string("a\n\0", 3), "line 2: a zero byte"},
      {"too large", std::string(kInputBytesMax + 1, 'x'), "16777217 bytes"},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(Parse(c.text), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)));
  }
}

// Objects that have something to them that a model could not say are kept as they are.
TEST(NftablesParseTest, HalfUnderstoodObjectsAreKeptWhole) {
  for (const absl::string_view object :
       {"set a { type ifname : verdict; }", "map a { type ifname; }", "set a { flags interval; }",
        "set a { type ifname; type ifname; }", "set a { type ifname; size x; }",
        "set a { type ifname; flags ,; }", "set a { type ifname; elements = { a : b } }",
        "map a { type ifname : mark; elements = { a } }", "set a { type ifname; elements = { } }",
        "set a { type ifname; elements = { a,, } }", "set a { type ifname; auto-merge; }",
        "set a { type ifname; timeout 1s; timeout 1s; }", "chain a { policy drop; }",
        "chain a { accept; type filter hook input priority 0; }",
        "chain a { type filter hook ingress device eth0 priority 0; }",
        "chain a { type filter hook input priority 0; policy drop; policy drop; }",
        "counter a { comment \"\"; }", "counter a { comment x; }", "quota a { over 1 bytes }"}) {
    SCOPED_TRACE(std::string(object));
    ASSERT_OK_AND_ASSIGN(const Ruleset ruleset,
                         Parse(absl::StrCat("table inet t {\n", object, "\n}\n")));
    ASSERT_EQ(ruleset.tables.size(), 1u);
    EXPECT_EQ(ruleset.tables[0], (Table{.name = "t",
                                        .replaces = false,
                                        .unparsed = {{.line = 2, .text = std::string(object)}}}));
  }
}

TEST(NftablesParseTest, ADeletedTableThatDoesNotComeBackStaysDeleted) {
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset,
                       Parse("table inet a {}\ndelete table inet a\ntable inet b {\n}\n"));
  EXPECT_EQ(
      Render(ruleset),
      absl::StrCat(kWrittenBy, "\ntable inet a {\n}\ndelete table inet a\ntable inet b {\n}\n"));
}

// Whether a command of the shell ends with 0.
bool Succeeds(const std::string& command) {
  // tidy: fixed commands, and a test program has no descriptors to keep to itself
  return std::system(command.c_str()) == 0;
}

// Loads rulesets into the kernel, in a network namespace of its own.
class NftablesKernelTest : public testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "needs root for a network namespace";
    if (!Succeeds("unshare -n nft list ruleset >/dev/null 2>&1")) {
      GTEST_SKIP() << "needs nft and network namespaces";
    }
  }

  static bool LoadsTwice(const std::string& path) {
    return Succeeds(
        absl::StrCat("unshare -n sh -c 'nft -f \"$1\" && nft -f \"$1\"' - '", path, "'"));
  }
};

TEST_F(NftablesKernelTest, EveryGoldenRulesetLoadsTwice) {
  for (const absl::string_view name :
       {"gateway_per_host.nft", "gateway_shared.nft", "gateway_strict.nft", "gateway_egress.nft",
        "gateway_empty.nft", "host.nft", "host_strict.nft"}) {
    EXPECT_TRUE(LoadsTwice(absl::StrCat(SIXGATE_SOURCE_DIR, "/", kTestdata, name))) << name;
  }
}

// Many lengths of sources, beside what everybody may reach by another opening and by a range.
TEST_F(NftablesKernelTest, WhatEverybodyMayReachOverlapsNothing) {
  site::Site site = TutorialSite();
  site.openings.clear();
  const auto open = [&](const std::string& ports, const std::string& source) {
    site.openings.push_back({.id = absl::StrCat("o", site.openings.size()),
                             .host = "vm1",
                             .destination = P("2001:db8:1234:321d:21::80/128"),
                             .ports = {site::testing::Ports(ports)},
                             .sources = {P(source)}});
  };
  for (int length = 40; length < 52; ++length) {
    open(absl::StrCat(1000 + length), absl::StrCat("2001:db8::/", length));
    open(absl::StrCat(2000 + length), absl::StrCat("2001:db8::/", length));
  }
  open("443", "::/0");
  open("440-450", "::/0");
  open("443", "2001:c00::/23");
  open("451-452", "::/0");
  open("450-451", "::/0");
  open("452", "::/0");
  ASSERT_OK_AND_ASSIGN(const Ruleset ruleset, GatewayRuleset(site));
  const std::string path = testing::TempDir() + "/everybody.nft";
  std::ofstream(path) << Render(ruleset);
  EXPECT_TRUE(LoadsTwice(path));
}

}  // namespace
}  // namespace engine::formats::nftables
