#include "engine/site/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>

#include "engine/site/check.h"
#include "engine/site/testing/tutorial.h"

namespace engine::site {

void PrintTo(const Verdict& verdict, std::ostream* out) {
  *out << (verdict.passes ? "passes" : ToWord(verdict.reason));
}

namespace {

using testing::A;
using testing::M;
using testing::P;
using testing::Ports;

constexpr absl::string_view kStranger = "2001:db8:9::1";
constexpr absl::string_view kOffice = "2001:db8:ffff::5";
const absl::Time kNow = absl::FromUnixSeconds(1'800'000'000);

// The tutorial's hosts, a stable address, and openings of our own.
Site MakeSite(InsideMode mode = InsideMode::kPerHost) {
  Site site = testing::TutorialSite(mode);
  site.addresses = {{.host = "vm1",
                     .network = "default",
                     .name = "www",
                     .address = A("2001:db8:1234:321d:21::5")}};
  site.openings = {{.id = "https",
                    .host = "vm1",
                    .destination = P("2001:db8:1234:321d:21::5/128"),
                    .ports = {Ports("443"), Ports("8000-8010")}},
                   {.id = "dns",
                    .host = "vm2",
                    .destination = P("2001:db8:1234:321d:30::2/128"),
                    .protocol = Protocol::kUdp,
                    .ports = {Ports("53")},
                    .sources = {P("2001:db8:77::/48")}},
                   {.id = "echo",
                    .host = "vm2",
                    .destination = P("2001:db8:1234:321d:31::9/128"),
                    .protocol = Protocol::kIcmpv6,
                    .sources = {P("2001:db8:77::/48")}}};
  return site;
}

Packet Tcp(absl::string_view source, absl::string_view destination, uint16_t port) {
  return {.source = A(source), .destination = A(destination), .destination_port = port};
}
Packet Udp(absl::string_view source, absl::string_view destination, uint16_t port) {
  Packet packet = Tcp(source, destination, port);
  packet.protocol = IpProtocol::kUdp;
  return packet;
}
Packet Icmp(absl::string_view source, absl::string_view destination, uint8_t type) {
  return {.source = A(source),
          .destination = A(destination),
          .protocol = IpProtocol::kIcmpv6,
          .icmp_type = type};
}
Packet From(absl::string_view host, Packet packet) {
  packet.from = std::string(host);
  return packet;
}
Packet With(Flow flow, Packet packet) {
  packet.flow = flow;
  return packet;
}
// The answer to a packet that came from outside, or to one that came from `host`.
Packet Reply(const Packet& packet, absl::string_view host) {
  Packet reply = packet;
  reply.from = std::string(host);
  std::swap(reply.source, reply.destination);
  std::swap(reply.source_port, reply.destination_port);
  reply.icmp_type = packet.icmp_type == 128 ? 129 : 0;
  reply.flow = Flow::kReply;
  return reply;
}

struct Case {
  const char* name;
  Packet packet;
  const char* want;
  std::function<void(Site&)> change = nullptr;
};

std::string Word(const Verdict& verdict) {
  return verdict.passes ? "passes" : std::string(ToWord(verdict.reason));
}

void Check(const std::vector<Case>& cases, InsideMode mode = InsideMode::kPerHost) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.name);
    Site site = MakeSite(mode);
    if (c.change) c.change(site);
    EXPECT_TRUE(ToStatus(site::Check(site)).ok());
    EXPECT_EQ(Word(Judge(site, c.packet, kNow)), c.want);
  }
}

constexpr absl::string_view kWww = "2001:db8:1234:321d:21::5";
constexpr absl::string_view kOther = "2001:db8:1234:321d:31::9";
constexpr absl::string_view kHost1 = "2001:db8:1234:321d:20::2";
constexpr absl::string_view kHost2 = "2001:db8:1234:321d:30::2";
constexpr absl::string_view kGateway = "2001:db8:1234:321d:10::1";
constexpr absl::string_view kLink1 = "2001:db8:1234:321d:20::1";

TEST(VerdictTest, OpeningsAreExact) {
  const Packet https = Tcp(kStranger, kWww, 443);
  const auto opening = [](const std::function<void(Opening&)>& change) {
    return [change](Site& site) { change(site.openings[0]); };
  };
  Check({
      {"open", https, "passes"},
      {"first of a range", Tcp(kStranger, kWww, 8000), "passes"},
      {"last of a range", Tcp(kStranger, kWww, 8010), "passes"},
      {"before a range", Tcp(kStranger, kWww, 7999), "closed"},
      {"after a range", Tcp(kStranger, kWww, 8011), "closed"},
      {"another protocol", Udp(kStranger, kWww, 443), "closed"},
      {"another address", Tcp(kStranger, "2001:db8:1234:321d:21::6", 443), "closed"},
      {"from another host", From("vm2", Tcp(kOther, kWww, 443)), "passes"},
      {"source", Udp("2001:db8:77::1", kHost2, 53), "passes"},
      {"wrong source", Udp(kStranger, kHost2, 53), "closed"},
      {"echo", Icmp("2001:db8:77::1", kOther, 128), "passes"},
      {"echo, wrong source", Icmp(kStranger, kOther, 128), "closed"},
      {"no echo", Icmp("2001:db8:77::1", kOther, 127), "closed"},
      {"disabled", https, "closed", opening([](Opening& o) { o.enabled = false; })},
      {"nobody", https, "closed", opening([](Opening& o) { o.sources = {}; })},
      {"not expired", https, "passes",
       opening([](Opening& o) { o.expires_at = kNow + absl::Seconds(1); })},
      {"expired", https, "closed", opening([](Opening& o) { o.expires_at = kNow; })},
      {"a whole network", Tcp(kStranger, "2001:db8:1234:321d:21::77", 443), "passes",
       opening([](Opening& o) { o.destination = P("2001:db8:1234:321d:21::/80"); })},
  });
}

TEST(VerdictTest, FlowsEndWithTheirOpening) {
  const auto deny = [](Site& site) { site.gateway.policy.egress = Permission::kDeny; };
  const auto close = [](Site& site) { site.openings.clear(); };
  const Packet https = Tcp(kStranger, kWww, 443);
  const Packet echo = Icmp("2001:db8:77::1", kOther, 128);
  Check({
      {"later packets", With(Flow::kOriginal, https), "passes"},
      {"later packets of a closed one", With(Flow::kOriginal, https), "closed", close},
      {"replies", Reply(https, "vm1"), "passes", deny},
      {"replies of a closed one", Reply(https, "vm1"), "closed", close},
      {"echo replies", Reply(echo, "vm2"), "passes"},
      {"echo replies of a closed one", Reply(echo, "vm2"), "closed", close},
      {"a reply is no egress", With(Flow::kReply, From("vm1", Tcp(kWww, kStranger, 443))),
       "closed"},
  });
}

TEST(VerdictTest, EgressAndServices) {
  const auto deny = [](Site& site) { site.gateway.policy.egress = Permission::kDeny; };
  const Packet web = From("vm1", Tcp(kWww, kStranger, 80));
  const Packet dns = From("vm1", Udp(kWww, "2001:db8:53::53", 53));
  const Packet ntp = From("vm2", Udp(kHost2, "2001:db8:123::123", 123));
  Packet late = web;
  late.begins_connection = false;
  Check({
      {"allowed", web, "passes"},
      {"its replies", Reply(web, ""), "passes"},
      {"its later packets", With(Flow::kOriginal, web), "passes"},
      {"a forgotten connection", late, "late"},
      {"the same of a known one", With(Flow::kOriginal, late), "passes"},
      {"denied", web, "egress", deny},
      {"replies of what was allowed once", Reply(web, ""), "closed", deny},
      {"a resolver", dns, "passes", deny},
      {"a resolver over TCP", From("vm1", Tcp(kWww, "2001:db8:53::53", 53)), "passes", deny},
      {"its answers", Reply(dns, ""), "passes", deny},
      {"its other ports", From("vm1", Udp(kWww, "2001:db8:53::53", 54)), "egress", deny},
      {"a clock", ntp, "passes", deny},
      {"a clock over TCP", From("vm2", Tcp(kHost2, "2001:db8:123::123", 123)), "egress", deny},
      {"nobody asks a resolver from outside", Udp(kStranger, "2001:db8:53::53", 53), "closed"},
      {"no transit", Tcp(kStranger, "2001:db8:99::1", 80), "closed"},
  });
}

TEST(VerdictTest, EgressOpeningsLetLeaveByTheWan) {
  const auto egress = [](const std::function<void(EgressOpening&)>& change) {
    return [change](Site& site) {
      site.gateway.policy.egress = Permission::kDeny;
      site.egress_openings = {{.id = "mail",
                               .host = "vm1",
                               .source = P("2001:db8:1234:321d:21::/80"),
                               .ports = {Ports("25"), Ports("8000-8010")},
                               .destinations = {P("2001:db8:9::/48"), P("2001:db8:a::1/128")}}};
      if (change) change(site.egress_openings[0]);
    };
  };
  const auto plain = egress(nullptr);
  const auto echo = egress([](EgressOpening& e) {
    e.protocol = Protocol::kIcmpv6;
    e.ports.clear();
  });
  const auto everywhere = egress([](EgressOpening& e) { e.destinations = {P("::/0")}; });
  const auto closed = egress([](EgressOpening& e) { e.destinations.clear(); });
  const Packet mail = From("vm1", Tcp(kWww, kStranger, 25));
  const Packet ping = From("vm1", Icmp(kWww, kStranger, 128));
  Packet late = mail;
  late.begins_connection = false;
  Check({
      {"open", mail, "passes", plain},
      {"last of a range", From("vm1", Tcp(kWww, kStranger, 8010)), "passes", plain},
      {"after a range", From("vm1", Tcp(kWww, kStranger, 8011)), "egress", plain},
      {"another protocol", From("vm1", Udp(kWww, kStranger, 25)), "egress", plain},
      {"another source", From("vm1", Tcp(kHost1, kStranger, 25)), "egress", plain},
      {"another destination", From("vm1", Tcp(kWww, "2001:db8:a::2", 25)), "egress", plain},
      {"a single destination", From("vm1", Tcp(kWww, "2001:db8:a::1", 25)), "passes", plain},
      {"its later packets", With(Flow::kOriginal, late), "passes", plain},
      {"its replies", Reply(mail, ""), "passes", plain},
      {"a forgotten connection", late, "late", plain},
      {"later packets of a closed one", With(Flow::kOriginal, mail), "egress", closed},
      {"replies of a closed one", Reply(mail, ""), "closed", closed},
      {"nobody enters by it", Tcp(kStranger, kWww, 25), "closed", plain},
      {"nor reaches another host", From("vm1", Tcp(kWww, kHost2, 25)), "between_hosts", everywhere},
      {"echo", ping, "passes", echo},
      {"echo replies", Reply(ping, ""), "passes", echo},
      {"no echo", From("vm1", Icmp(kWww, kStranger, 127)), "egress", echo},
      {"disabled", mail, "egress", egress([](EgressOpening& e) { e.enabled = false; })},
      {"not expired", mail, "passes",
       egress([](EgressOpening& e) { e.expires_at = kNow + absl::Seconds(1); })},
      {"expired", mail, "egress", egress([](EgressOpening& e) { e.expires_at = kNow; })},
      {"the whole block", From("vm1", Tcp(kHost1, kStranger, 25)), "passes",
       egress([](EgressOpening& e) { e.source = P("2001:db8:1234:321d:20::/76"); })},
  });
}

TEST(VerdictTest, HostsReachEachOtherThroughOpeningsOnly) {
  const Packet across = From("vm1", Tcp(kWww, kHost2, 22));
  const auto allow = [](Site& site) { site.gateway.policy.between_hosts = Permission::kAllow; };
  Check({
      {"denied", across, "between_hosts"},
      {"allowed", across, "passes", allow},
      {"replies", Reply(across, "vm2"), "passes", allow},
      {"replies of what was allowed once", Reply(across, "vm2"), "between_hosts"},
      {"hairpin", From("vm1", Tcp(kWww, kHost1, 22)), "between_hosts"},
  });
}

TEST(VerdictTest, SourcesBelongWhereTheyComeFrom) {
  Check({
      {"our prefix outside", Tcp(kOther, kWww, 443), "spoofed"},
      {"our unused addresses outside", Tcp("2001:db8:1234:321d:fff0::1", kWww, 443), "spoofed"},
      {"the same, on-link", Tcp("2001:db8:1234:321d:fff0::1", kWww, 443), "passes",
       [](Site& site) {
         site.gateway.delivery = Delivery::kOnLink;
         site.gateway.wan.next_hop = A("2001:db8:1234:321d::1");
       }},
      {"private addresses outside", Tcp("fd00::1", kWww, 443), "spoofed"},
      {"a host's", From("vm1", Tcp(kHost1, kStranger, 80)), "passes"},
      {"another host's", From("vm1", Tcp(kHost2, kStranger, 80)), "spoofed"},
      {"a stranger's inside", From("vm1", Tcp(kStranger, kWww, 443)), "spoofed"},
      {"the gateway's inside", From("vm1", Tcp(kLink1, kStranger, 80)), "spoofed"},
      {"unspecified", From("vm1", Tcp("::", kStranger, 80)), "spoofed"},
      {"unspecified, duplicate detection", From("vm1", Icmp("::", "ff02::1:ff00:1", 135)), "input"},
      {"link-local is not forwarded", From("vm1", Tcp("fe80::1", kStranger, 80)), "no_route"},
      {"nor back to where it came from", From("vm1", Tcp("fe80::1", kWww, 443)), "spoofed"},
      {"nor to such an address", From("vm1", Tcp(kHost1, "fe80::1", 80)), "spoofed"},
      {"nobody's block", Tcp(kStranger, "2001:db8:1234:321d:50::2", 443), "no_route"},
  });
}

TEST(VerdictTest, OnASharedLinkTheMacTellsTheHost) {
  const auto sent_by = [](absl::string_view mac, Packet packet) {
    packet.ether_source = M(mac);
    return packet;
  };
  const Packet own = From("vm1", Tcp(kHost1, kStranger, 80));
  Check(
      {
          {"its own", own, "passes"},
          {"its own, said twice", sent_by("52:54:00:00:00:02", own), "passes"},
          {"another's MAC", sent_by("52:54:00:00:00:03", own), "spoofed"},
          {"another's MAC and address",
           sent_by("52:54:00:00:00:03", From("vm1", Tcp(kHost2, kStranger, 80))), "passes"},
          {"nobody's MAC", sent_by("52:54:00:00:00:99", own), "spoofed"},
      },
      InsideMode::kShared);
}

TEST(VerdictTest, TheGatewayItself) {
  Packet solicitation = From("vm1", Icmp(kHost1, kLink1, 135));
  Packet near = solicitation;
  near.hop_limit = 255;
  const auto serves = [](Site& site) { site.gateway.policy.resolvers = {A(kLink1)}; };
  Check({
      {"anything", Tcp(kStranger, kGateway, 443), "input"},
      {"SSH", Tcp(kStranger, kGateway, 22), "input"},
      {"SSH from the office", Tcp(kOffice, kGateway, 22), "passes"},
      {"another port from the office", Tcp(kOffice, kGateway, 23), "input"},
      {"ping", Icmp(kStranger, kGateway, 128), "passes"},
      {"another message", Icmp(kStranger, kGateway, 127), "input"},
      {"a neighbour", near, "passes"},
      {"a far neighbour", solicitation, "input"},
      {"a listener", From("vm1", Icmp("fe80::1", "ff02::16", 143)), "passes"},
      {"a far listener", From("vm1", Icmp(kHost1, "ff02::16", 143)), "input"},
      {"answers", With(Flow::kReply, Tcp(kStranger, kGateway, 40000)), "passes"},
      {"errors", With(Flow::kRelated, Icmp(kStranger, kGateway, 1)), "passes"},
      {"what is part of nothing", With(Flow::kInvalid, Tcp(kStranger, kGateway, 443)), "invalid"},
      {"its resolver", From("vm1", Udp(kWww, kLink1, 53)), "passes", serves},
      {"its resolver, from outside", Udp(kStranger, kLink1, 53), "input", serves},
      {"no resolver", From("vm1", Udp(kWww, kLink1, 53)), "input"},
  });
}

TEST(VerdictTest, ManagementPingAndErrors) {
  const auto no_ping = [](Site& site) { site.gateway.policy.ping = Permission::kDeny; };
  const auto closed = [](Site& site) {
    site.gateway.policy.egress = Permission::kDeny;
    site.openings.clear();
  };
  const Packet ssh = Tcp(kOffice, kHost1, 22);
  const Packet ping = Icmp(kStranger, kHost1, 128);
  Check({
      {"SSH of a host", ssh, "passes", closed},
      {"its replies", Reply(ssh, "vm1"), "passes", closed},
      {"SSH of a host from elsewhere", Tcp(kStranger, kHost1, 22), "closed"},
      {"SSH of a container", Tcp(kOffice, kWww, 22), "closed"},
      {"UDP to the same port", Udp(kOffice, kHost1, 22), "closed"},
      {"ping of a host", ping, "passes"},
      {"ping of a known container", Icmp(kStranger, kWww, 128), "passes"},
      {"ping of another", Icmp(kStranger, "2001:db8:1234:321d:21::6", 128), "closed"},
      {"its replies", Reply(ping, "vm1"), "passes", closed},
      {"ping denied", ping, "closed", no_ping},
      {"its replies denied", Reply(ping, "vm1"), "closed", no_ping},
      {"neighbour discovery is not forwarded", Icmp(kStranger, kWww, 135), "closed"},
      {"nor out", From("vm1", Icmp(kWww, kStranger, 136)), "closed"},
      {"nor across", From("vm1", Icmp(kWww, kHost2, 135)), "between_hosts",
       [](Site& site) { site.gateway.policy.between_hosts = Permission::kAllow; }},
      {"errors of known flows", With(Flow::kRelated, Icmp(kStranger, kWww, 2)), "passes", closed},
      {"errors of unknown flows", With(Flow::kInvalid, Icmp(kStranger, kWww, 2)), "invalid"},
  });
}

}  // namespace
}  // namespace engine::site
