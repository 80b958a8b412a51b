#include "engine/site/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/site/testing/tutorial.h"
#include "tests/support/status_matchers.h"

namespace engine::site {
namespace {

using base::Severity;
using ::engine::site::testing::A;
using ::engine::site::testing::M;
using ::engine::site::testing::P;
using ::engine::site::testing::Ports;
using ::engine::site::testing::V4;
using ::testing::IsEmpty;

// One change to the tutorial's site, and the one finding that it makes.
struct Case {
  const char* name;
  std::function<void(Site&)> change;
  const char* path;
  const char* message;
  Severity severity = Severity::kError;
  InsideMode mode = InsideMode::kPerHost;
};

// What is found, but for what is said of every shared link.
base::Issues FindingsOf(const Site& site) {
  base::Issues issues = Check(site);
  const bool shared = site.gateway.inside.mode == InsideMode::kShared;
  EXPECT_EQ(std::erase_if(issues,
                          [](const base::Issue& issue) {
                            return absl::StrContains(issue.message, "each other's MAC");
                          }),
            shared ? 1u : 0u);
  return issues;
}

void ExpectFindings(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    Site site = testing::TutorialSite(c.mode);
    // Its whole-network opening is a finding of its own.
    std::erase_if(site.openings, [](const Opening& opening) { return opening.id == "games"; });
    ASSERT_THAT(FindingsOf(site), IsEmpty());
    c.change(site);
    const base::Issues issues = FindingsOf(site);
    ASSERT_EQ(issues.size(), 1u) << (issues.empty() ? "" : issues.back().message);
    EXPECT_EQ(issues[0].severity, c.severity);
    EXPECT_EQ(issues[0].path, c.path);
    EXPECT_THAT(issues[0].message, ::testing::HasSubstr(c.message));
  }
}

TEST(CheckTest, TheTutorialsSiteHasOneWarning) {
  for (const InsideMode mode : {InsideMode::kPerHost, InsideMode::kShared}) {
    const base::Issues issues = FindingsOf(testing::TutorialSite(mode));
    ASSERT_EQ(issues.size(), 1u);
    EXPECT_EQ(
        issues[0],
        (base::Issue{Severity::kWarning, "openings.games.network",
                     "the opening of udp to 2001:db8:1234:321d:31::/80 of host \"vm2\": every "
                     "container of network \"default\", those to come included, is opened; name an "
                     "address to open "
                     "one"}));
    EXPECT_OK(ToStatus(issues));
  }
}

TEST(CheckTest, Gateway) {
  ExpectFindings({
      {"name", [](Site& s) { s.gateway.name = "a b"; }, "gateway.name", "\"a b\" must begin"},
      {"WAN name", [](Site& s) { s.gateway.wan.interface = "a*"; }, "gateway.wan.interface",
       "may have letters"},
      {"no MAC", [](Site& s) { s.gateway.wan.mac = {}; }, "gateway.wan.mac", "00:00:00:00:00:00"},
      {"group MAC", [](Site& s) { s.gateway.wan.mac = M("01:00:5e:00:00:01"); }, "gateway.wan.mac",
       "01:00:5e:00:00:01"},
      {"WAN as long as the prefix", [](Site& s) { s.gateway.wan.address.length = 64; },
       "gateway.wan.address", "write \"2001:db8:1234:321d:10::1/128\""},
      {"WAN over hosts", [](Site& s) { s.gateway.wan.address.length = 70; }, "gateway.wan.address",
       "neighbours on the provider's wire"},
      {"WAN among hosts",
       [](Site& s) { s.gateway.wan.address.address = A("2001:db8:1234:321d:20::1"); },
       "gateway.wan.address", "neighbours on the provider's wire"},
      {"next hop inside", [](Site& s) { s.gateway.wan.next_hop = A("2001:db8:1234:321d::ff"); },
       "gateway.wan.next_hop", "inside the prefix that is routed to this gateway"},
      {"one interface for both sides", [](Site& s) { s.gateway.inside.interface = "wan"; },
       "gateway.inside.interface", "is the WAN as well"},
      {"trunk name", [](Site& s) { s.gateway.inside.interface = "a b"; },
       "gateway.inside.interface", "may have letters"},
      {"shared link without interface", [](Site& s) { s.gateway.inside.interface = ""; },
       "gateway.inside.interface", "needs the interface", Severity::kError, InsideMode::kShared},
      {"no management ports", [](Site& s) { s.gateway.policy.management_ports.clear(); },
       "gateway.policy.management_ports", "write [\"22\"]"},
      {"management from everywhere",
       [](Site& s) { s.gateway.policy.management_sources = {P("::/0")}; },
       "gateway.policy.management_sources", "open to everybody", Severity::kWarning},
      {"resolver range", [](Site& s) { s.gateway.policy.ipv4_resolvers = {V4("10.0.0.0/8")}; },
       "gateway.policy.resolvers", "is not one address"},
      {"no new connections", [](Site& s) { s.gateway.limits.new_connections_per_second = 0; },
       "gateway.limits.new_connections_per_second", "stops all traffic"},
      {"no states", [](Site& s) { s.gateway.limits.concurrent_states = 0; },
       "gateway.limits.concurrent_states", "stops all traffic"},
      {"on_link", [](Site& s) { s.gateway.delivery = Delivery::kOnLink; }, "gateway.wan.address",
       "no return path", Severity::kWarning},
  });
}

TEST(CheckTest, ALongerWanPrefixInTheGatewaysOwnSlotIsFine) {
  Gateway gateway = testing::TutorialGateway();
  gateway.wan.address.length = 76;
  EXPECT_THAT(CheckGateway(gateway), IsEmpty());
  gateway.wan.address = {A("2001:db8:ff::5"), 64};
  EXPECT_THAT(CheckGateway(gateway), IsEmpty());
}

TEST(CheckTest, AnOnLinkNextHopMustNotBeAmongTheHosts) {
  Gateway gateway = testing::TutorialGateway();
  gateway.delivery = Delivery::kOnLink;
  gateway.wan.next_hop = A("2001:db8:1234:321d::1");
  EXPECT_EQ(CheckGateway(gateway).size(), 1u);
  gateway.wan.next_hop = A("2001:db8:1234:321d:ffff:ffff:ffff:ffff");
  const base::Issues issues = CheckGateway(gateway);
  ASSERT_EQ(issues.size(), 2u);
  EXPECT_EQ(issues[0].path, "wan.next_hop");
  EXPECT_EQ(issues[0].severity, Severity::kError);
}

plan::HostBlock Block(const Site& site, int slot) {
  return *site.gateway.plan.Block(static_cast<uint64_t>(slot));
}

// A host without anything that depends on its block.
void MoveAlone(Site& site, const plan::HostBlock& block) {
  site.hosts[0].block = block;
  site.hosts[0].networks.clear();
  site.addresses.clear();
  std::erase_if(site.openings, [](const Opening& opening) { return opening.host == "vm1"; });
}

TEST(CheckTest, Host) {
  ExpectFindings({
      {"name",
       [](Site& s) {
         MoveAlone(s, Block(s, 2));
         s.hosts[0].name = "a/b";
       },
       "hosts.a/b.name", "must begin"},
      {"slot 0", [](Site& s) { MoveAlone(s, Block(s, 0)); }, "hosts.vm1.slot", "slot 0"},
      {"slot 1", [](Site& s) { MoveAlone(s, Block(s, 1)); }, "hosts.vm1.slot", "slot 1"},
      {"block elsewhere",
       [](Site& s) {
         MoveAlone(
             s,
             *plan::AddressPlan::Make(P("2001:db8:1::/64"), {.host = 76, .network = 80})->Block(2));
       },
       "hosts.vm1.block", "2001:db8:1:0:20::/76"},
      {"block of another plan",
       [](Site& s) {
         MoveAlone(
             s,
             *plan::AddressPlan::Make(s.gateway.prefix(), {.host = 76, .network = 84})->Block(2));
       },
       "hosts.vm1.block", "another address plan"},
      {"interface", [](Site& s) { s.hosts[0].interface = ""; }, "hosts.vm1.interface", "is empty"},
      {"MAC", [](Site& s) { s.hosts[0].mac = M("ff:ff:ff:ff:ff:ff"); }, "hosts.vm1.mac",
       "no interface can have"},
      {"MAC twice", [](Site& s) { s.hosts[0].mac = s.hosts[1].mac; }, "hosts.vm2.mac",
       "is host \"vm1\"'s already"},
      {"other interface", [](Site& s) { s.hosts[0].other_interfaces = {"a b"}; },
       "hosts.vm1.other_interfaces", "may have letters"},
      {"the uplink is no other interface", [](Site& s) { s.hosts[0].other_interfaces = {"eth1"}; },
       "hosts.vm1.other_interfaces", "is the uplink"},
      {"no inside interface", [](Site& s) { s.hosts[0].inside_interface = ""; },
       "hosts.vm1.inside_interface", "set inside_interface first"},
      {"inside interface", [](Site& s) { s.hosts[0].inside_interface = "a\"b"; },
       "hosts.vm1.inside_interface", "may have letters"},
      {"inside is the WAN", [](Site& s) { s.hosts[0].inside_interface = "wan"; },
       "hosts.vm1.inside_interface", "is the gateway's WAN"},
      {"inside is the trunk",
       [](Site& s) { s.gateway.inside.interface = s.hosts[0].inside_interface; },
       "hosts.vm1.inside_interface", "name a VLAN on it, as \"vh20.20\""},
      {"no VLAN of the trunk",
       [](Site& s) {
         s.gateway.inside.interface = "trunk";
         s.hosts[0].inside_interface = "trunk.5000";
       },
       "hosts.vm1.inside_interface", "does not end with a VLAN"},
      {"inside twice", [](Site& s) { s.hosts[1].inside_interface = "vh20"; },
       "hosts.vm2.inside_interface", "leads to host \"vm1\" already"},
      {"shared without MAC", [](Site& s) { s.hosts[0].mac.reset(); }, "hosts.vm1.mac",
       "needs its MAC", Severity::kError, InsideMode::kShared},
      {"shared with inside interface", [](Site& s) { s.hosts[0].inside_interface = "vh20"; },
       "hosts.vm1.inside_interface", "is not used", Severity::kWarning, InsideMode::kShared},
      {"routed docker0",
       [](Site& s) {
         s.addresses.clear();
         s.hosts[0].container_engine.default_bridge = DefaultBridge::kRouted;
         testing::AddNetwork(s.hosts[0], "default", 1);
       },
       "hosts.vm1.container_engine.default_bridge", "engine 29 routes its default bridge only",
       Severity::kWarning},
      {"name twice", [](Site& s) { s.hosts.push_back(testing::MakeHost(s.gateway, "vm2", 4)); },
       "hosts.vm2.name", "another host has the same name"},
  });
}

TEST(CheckTest, Networks) {
  ExpectFindings({
      {"refused name",
       [](Site& s) {
         Network network = s.hosts[1].networks.at("default");
         network.name = "bridge";
         s.hosts[1].networks.emplace("bridge", network);
       },
       "hosts.vm2.networks.bridge", "is taken"},
      {"wrong subnet",
       [](Site& s) { s.hosts[1].networks.at("default").dynamic_range = P("2001:db8::/96"); },
       "hosts.vm2.networks.default", "does not follow from its name and index 1"},
      {"index twice", [](Site& s) { testing::AddNetwork(s.hosts[0], "web", 2); },
       "hosts.vm1.networks.web", "\"backend\" and \"web\" have the same index 2"},
      {"bridge is an interface", [](Site& s) { s.hosts[0].other_interfaces.insert("sg-backend"); },
       "hosts.vm1.networks.backend", "is an interface of the host already"},
      {"IPv4",
       [](Site& s) {
         s.hosts[0].networks.at("backend").ipv4_subnet = V4("172.30.0.0/16");
         s.hosts[0].networks.at("default").ipv4_subnet = V4("172.30.1.0/24");
       },
       "hosts.vm1.networks.default.ipv4_subnet", "overlap in IPv4"},
  });
}

TEST(CheckTest, BridgesThatMeet) {
  // Found by trying: both have the same first six characters and the same hash.
  Site site = testing::TutorialSite();
  Host& host = site.hosts[1];
  const std::string name = "a-rather-long-name";
  testing::AddNetwork(host, name, 2);
  // Twelve characters that are what the long name's bridge ends with.
  testing::AddNetwork(host, BridgeName(name).substr(3), 3);
  const base::Issues issues = CheckHost(site.gateway, host);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_THAT(issues[0].message, ::testing::HasSubstr("would share the bridge"));
}

TEST(CheckTest, ContainerAddresses) {
  ExpectFindings({
      {"name", [](Site& s) { s.addresses[0].name = "a b"; }, "addresses.vm1/a b.name",
       "must begin"},
      {"host", [](Site& s) { s.addresses[0].host = "vm9"; }, "addresses.vm9/web.host",
       "there is no host \"vm9\""},
      {"network", [](Site& s) { s.addresses[0].network = "x"; }, "addresses.vm1/web.network",
       "the host has no network \"x\""},
      {"elsewhere", [](Site& s) { s.addresses[0].address = A("2001:db8:1234:321d:22::80"); },
       "addresses.vm1/web.address", "2001:db8:1234:321d:22::80"},
      {"dynamic", [](Site& s) { s.addresses[0].address = A("2001:db8:1234:321d:21:8000::1"); },
       "addresses.vm1/web.address", "dynamic"},
      {"the bridge's", [](Site& s) { s.addresses[0].address = A("2001:db8:1234:321d:21::1"); },
       "addresses.vm1/web.address", "2001:db8:1234:321d:21::1"},
      {"twice",
       [](Site& s) {
         s.addresses.push_back(s.addresses[0]);
         s.addresses[1].name = "other";
       },
       "addresses.vm1/other.address", "is \"vm1/web\"'s already"},
  });
  Host host = testing::TutorialSite().hosts[0];
  host.container_engine.default_bridge = DefaultBridge::kRouted;
  testing::AddNetwork(host, "default", 1);
  const base::Issues issues = CheckContainerAddress(host, testing::TutorialSite().addresses[0]);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "network");
  EXPECT_THAT(issues[0].message, ::testing::HasSubstr("docker0"));
}

TEST(CheckTest, Openings) {
  const auto destination = [](const char* text) {
    return [text](Site& s) { s.openings[0].destination = P(text); };
  };
  ExpectFindings({
      {"id", [](Site& s) { s.openings[0].id = "a b"; }, "openings.a b.id", "must begin"},
      {"id twice", [](Site& s) { s.openings[1].id = "web"; }, "openings.web.id",
       "two openings have the id \"web\""},
      {"host", [](Site& s) { s.openings[0].host = "vm9"; }, "openings.web.host",
       "there is no host \"vm9\""},
      {"another host's", destination("2001:db8:1234:321d:31::5/128"), "openings.web.address",
       "outside of the host's block"},
      {"no network's", destination("2001:db8:1234:321d:25::5/128"), "openings.web.address",
       "in none of the host's networks"},
      {"dynamic", destination("2001:db8:1234:321d:21:8000::5/128"), "openings.web.address",
       "dynamic"},
      {"anycast", destination("2001:db8:1234:321d:21::/128"), "openings.web.address",
       "2001:db8:1234:321d:21::"},
      {"the gateway's", destination("2001:db8:1234:321d:20::1/128"), "openings.web.address",
       "is the gateway's own; the host's own address is 2001:db8:1234:321d:20::2"},
      {"nobody's on the link", destination("2001:db8:1234:321d:20::3/128"), "openings.web.address",
       "is nobody's"},
      {"the whole block", destination("2001:db8:1234:321d:20::/76"), "openings.web.address",
       "neither one address nor one of the host's networks"},
      {"half a network", destination("2001:db8:1234:321d:21::/81"), "openings.web.address",
       "neither one address nor one of the host's networks"},
      {"a whole network", destination("2001:db8:1234:321d:22::/80"), "openings.web.network",
       "every container of network \"backend\"", Severity::kWarning},
      {"no ports", [](Site& s) { s.openings[0].ports.clear(); }, "openings.web.ports",
       "name the ports of tcp"},
      {"echo with ports", [](Site& s) { s.openings[0].protocol = Protocol::kIcmpv6; },
       "openings.web.ports", "leave them out"},
      {"long description", [](Site& s) { s.openings[0].description = std::string(1001, 'x'); },
       "openings.web.description", "has 1001 bytes"},
      {"description of two lines", [](Site& s) { s.openings[0].description = "a\nb\n"; },
       "openings.web.description", "\"a\\nb\\n\" has control characters"},
  });
}

TEST(CheckTest, EgressOpenings) {
  using Change = std::function<void(EgressOpening&)>;
  const auto egress = [](const Change& change) {
    return [change](Site& s) {
      s.gateway.policy.egress = Permission::kDeny;
      s.egress_openings = {{.id = "mail",
                            .host = "vm1",
                            .source = P("2001:db8:1234:321d:21::80/128"),
                            .ports = {Ports("25")},
                            .destinations = {P("::/0"), P("2001:db8:1234:321e::/64")}}};
      change(s.egress_openings[0]);
    };
  };
  const auto source = [&](const char* text) {
    return egress([text](EgressOpening& e) { e.source = P(text); });
  };
  ExpectFindings({
      {"id", egress([](EgressOpening& e) { e.id = "a b"; }), "egress_openings.a b.id",
       "must begin"},
      {"id twice",
       [&](Site& s) {
         egress([](EgressOpening&) {})(s);
         s.egress_openings.push_back(s.egress_openings[0]);
       },
       "egress_openings.mail.id", "two openings have the id \"mail\""},
      {"host", egress([](EgressOpening& e) { e.host = "vm9"; }), "egress_openings.mail.host",
       "there is no host \"vm9\""},
      {"another host's", source("2001:db8:1234:321d:31::5/128"), "egress_openings.mail.address",
       "source \"2001:db8:1234:321d:31::5\" is outside of the host's block"},
      {"dynamic", source("2001:db8:1234:321d:21:8000::5/128"), "egress_openings.mail.address",
       "dynamic"},
      {"the gateway's", source("2001:db8:1234:321d:20::1/128"), "egress_openings.mail.address",
       "is the gateway's own; the host's own address is 2001:db8:1234:321d:20::2"},
      {"half a network", source("2001:db8:1234:321d:21::/81"), "egress_openings.mail.address",
       "neither one address nor one of the host's networks"},
      {"more than the block", source("2001:db8:1234:321d:20::/75"), "egress_openings.mail.address",
       "outside of the host's block"},
      {"a destination in the prefix", egress([](EgressOpening& e) {
         e.destinations = {P("::/0"), P("2001:db8:1234:321d:30::2/128")};
       }),
       "egress_openings.mail.destinations",
       "destination \"2001:db8:1234:321d:30::2\" is inside 2001:db8:1234:321d::/64, and an egress "
       "opening leaves by the WAN only: write a sixgate_firewall_opening of the host that has it, "
       "with \"2001:db8:1234:321d:21::80\" among its sources"},
      {"the whole prefix",
       egress([](EgressOpening& e) { e.destinations = {P("2001:db8:1234:321d::/64")}; }),
       "egress_openings.mail.destinations", "is inside 2001:db8:1234:321d::/64"},
      {"no ports", egress([](EgressOpening& e) { e.ports.clear(); }), "egress_openings.mail.ports",
       "the egress opening of tcp from 2001:db8:1234:321d:21::80 of host \"vm1\": name the ports "
       "of tcp"},
      {"echo with ports", egress([](EgressOpening& e) { e.protocol = Protocol::kIcmpv6; }),
       "egress_openings.mail.ports", "leave them out"},
      {"description of two lines", egress([](EgressOpening& e) { e.description = "a\nb"; }),
       "egress_openings.mail.description", "egress opening \"a\\nb\" of host \"vm1\": "},
      {"egress is allowed",
       [&](Site& s) {
         egress([](EgressOpening&) {})(s);
         s.gateway.policy.egress = Permission::kAllow;
       },
       "egress_openings.mail.destinations",
       "it has no effect until policy.egress of gateway \"gw\" is \"deny\"", Severity::kWarning},
  });
}

TEST(CheckTest, BlocksNetworksAndAddressesMaySendWithoutAWarning) {
  Site site = testing::TutorialSite();
  site.gateway.policy.egress = Permission::kDeny;
  for (const char* source : {"2001:db8:1234:321d:20::/76", "2001:db8:1234:321d:22::/80",
                             "2001:db8:1234:321d:20::2/128", "2001:db8:1234:321d:21::1/128"}) {
    const EgressOpening opening = {.id = "x",
                                   .host = "vm1",
                                   .source = P(source),
                                   .protocol = Protocol::kIcmpv6,
                                   .destinations = {P("2001:db8::/32")}};
    EXPECT_THAT(CheckEgressOpening(site.gateway, site.hosts[0], opening), IsEmpty()) << source;
  }
}

TEST(CheckTest, TheBridgesAndTheHostsOwnAddressesMayBeOpened) {
  const Site site = testing::TutorialSite();
  for (const char* address : {"2001:db8:1234:321d:20::2/128", "2001:db8:1234:321d:21::1/128"}) {
    Opening opening = site.openings[0];
    opening.destination = P(address);
    EXPECT_THAT(CheckOpening(site.hosts[0], opening), IsEmpty()) << address;
  }
}

TEST(CheckTest, ManyHostsOnOneLinkAreAWarning) {
  Site site = testing::TutorialSite(InsideMode::kShared);
  site.openings.clear();
  site.addresses.clear();
  site.hosts.clear();
  for (int slot = 2; slot < 258; ++slot) {
    site.hosts.push_back(testing::MakeHost(site.gateway, absl::StrCat("vm", slot), slot));
  }
  EXPECT_THAT(FindingsOf(site), IsEmpty());
  site.hosts.push_back(testing::MakeHost(site.gateway, "vm258", 258));
  const base::Issues issues = FindingsOf(site);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].severity, Severity::kWarning);
  EXPECT_EQ(issues[0].path, "gateway.inside.mode");
}

TEST(CheckTest, ASharedLinkIsAWarning) {
  Gateway gateway = testing::TutorialGateway();
  EXPECT_THAT(CheckGateway(gateway), IsEmpty());
  gateway.inside = {.interface = "lan0", .mode = InsideMode::kShared};
  const base::Issues issues = CheckGateway(gateway);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].severity, Severity::kWarning);
  EXPECT_EQ(issues[0].path, "inside.mode");
}

TEST(CheckTest, TwoHostsInOneBlock) {
  Site site = testing::TutorialSite();
  site.hosts.push_back(testing::MakeHost(site.gateway, "vm3", 2));
  site.hosts[2].mac = M("52:54:00:00:00:99");
  site.hosts[2].inside_interface = "vh99";
  site.openings.clear();
  const base::Issues issues = Check(site);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "hosts.vm3.block");
  EXPECT_THAT(issues[0].message, ::testing::HasSubstr("is host \"vm1\"'s already"));
}

TEST(ToStatusTest, NamesTheErrorsOnly) {
  EXPECT_OK(ToStatus({}));
  EXPECT_OK(ToStatus({{Severity::kWarning, "p", "w"}}));
  EXPECT_THAT(ToStatus({{Severity::kError, "p", "a"},
                        {Severity::kWarning, "p", "w"},
                        {Severity::kError, "p", "b"}}),
              tests::StatusIs(absl::StatusCode::kFailedPrecondition, "a; b"));
  EXPECT_THAT(ToStatus(base::Issues(12, {Severity::kError, "p", "e"})),
              tests::StatusIs(absl::StatusCode::kFailedPrecondition,
                              "e; e; e; e; e; e; e; e; e; e; and 2 more"));
}

}  // namespace
}  // namespace engine::site
