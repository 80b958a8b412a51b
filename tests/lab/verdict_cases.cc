// Random sites and packets, with what engine/site/verdict.h says of each, as JSON for
// verdict_test.py:
//
//   verdict_cases per_host|shared SEED SITES PACKETS
//
// {"files": {path: text}, "hosts": {name: {"interface": …, "mac": …}}, "wan_mac": …,
//  "sites": [{"ruleset": …, "packets": [{…, "want": "passes" or a reason, "out": …}]}]}
//
// The hosts are always the same, so that one network serves all sites; policies, openings and
// addresses change. A flow that passed in one site may go on in the next, where its opening may be
// gone.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <initializer_list>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/base/check.h"
#include "engine/fileset/fileset.h"
#include "engine/site/check.h"
#include "engine/site/site.h"
#include "engine/site/testing/tutorial.h"
#include "engine/site/verdict.h"
#include "nlohmann/json.hpp"

namespace engine::site {
namespace {

using nlohmann::json;
using testing::A;
using testing::P;
using testing::Ports;

// More would meet the limits of ping, which the model leaves out.
constexpr int kEchoesMax = 15;
constexpr int kFlowsMax = 40;
// Each packet has a port of its own: one that came again could belong to a flow of before.
constexpr int kFirstSourcePort = 1024;
constexpr int kSourcePorts = 64000;
constexpr uint8_t kPacketTooBig = 2;
constexpr uint8_t kEchoRequest = 128;
constexpr uint8_t kEchoReply = 129;

// A packet and what its bytes need besides.
struct Sent {
  Packet packet;
  // "syn", "syn-ack", "ack"; of an echo its identifier is source_port.
  std::string flags = "syn";
  // For an error: the packet it is about.
  const Packet* about = nullptr;
};

class Cases {
 public:
  Cases(InsideMode mode, uint64_t seed) : random_(seed), site_(testing::TutorialSite(mode)) {
    site_.gateway.wan.interface = "wan0";
    if (mode == InsideMode::kShared) site_.gateway.inside.interface = "lan0";
    site_.hosts.clear();
    for (const auto& [name, slot] :
         {std::pair("vm1", 2), std::pair("vm2", 3), std::pair("vm3", 7)}) {
      site_.hosts.push_back(testing::MakeHost(site_.gateway, name, slot));
      testing::AddNetwork(site_.hosts.back(), "web", 2);
    }
    for (const Host& host : site_.hosts) {
      const std::string block = NetworkText(host, "web");
      for (const char* tail : {"::2", "::3", "::ff"})
        containers_.push_back({&host, A(absl::StrCat(block, tail))});
      containers_.push_back({&host, host.address()});
    }
  }

  json Network() {
    json network;
    const auto files = fileset::GatewaySite(site_);
    SIXGATE_CHECK(files.ok(), "the sites are right");
    for (const auto& [path, file] : *files) network["files"][path] = file.content;
    for (const Host& host : site_.hosts) {
      network["hosts"][host.name] = {{"interface", InsideInterface(site_.gateway, host)},
                                     {"mac", host.mac->ToString()}};
    }
    network["wan_mac"] = site_.gateway.wan.mac.ToString();
    return network;
  }

  json NextSite(int packets) {
    do Change();
    while (!ToStatus(Check(site_)).ok());
    echoes_ = 0;
    json site;
    const auto ruleset = fileset::GatewayRuleset(site_);
    SIXGATE_CHECK(ruleset.ok(), "a site without errors has a ruleset");
    site["ruleset"] = ruleset->begin()->second.content;
    site["packets"] = json::array();
    std::vector<Sent> old = std::exchange(flows_, {});
    for (const Sent& sent : old) GoOn(sent, site["packets"]);
    while (site["packets"].size() < static_cast<size_t>(packets)) {
      const Sent sent = NextPacket();
      const Verdict verdict = Add(sent, site["packets"]);
      if (verdict.passes && !IsToGateway(sent.packet)) Answer(sent, site["packets"]);
    }
    return site;
  }

 private:
  struct Container {
    const Host* host;
    net::Address address;
  };

  int Below(int bound) { return std::uniform_int_distribution<int>(0, bound - 1)(random_); }
  bool Chance(int one_in) { return Below(one_in) == 0; }
  template <class C>
  const auto& Pick(const C& from) {
    return *std::next(from.begin(), Below(static_cast<int>(from.size())));
  }

  template <class T>
  T OneOf(std::initializer_list<T> values) {
    return Pick(values);
  }

  static std::string NetworkText(const Host& host, const std::string& name) {
    std::string text = host.networks.at(name).subnet.first().ToString();
    return text.substr(0, text.size() - 2);
  }

  // ---- sites ------------------------------------------------------------------------------------

  std::vector<net::Prefix> SomePrefixes() {
    static const std::vector<net::Prefix> kPrefixes = {P("::/0"),
                                                       P("2001:db8:ffff::/48"),
                                                       P("2001:db8:ffff:1::/64"),
                                                       P("2001:db8:9::/48"),
                                                       P("2001:db8:9::1/128"),
                                                       P("2001:db8:1234:321d:30::/76"),
                                                       P("2001:db8:9::/64"),
                                                       P("2001:db8:1234:321d:32::2/128")};
    std::vector<net::Prefix> some;
    for (int i = Below(4); i >= 0; --i) some.push_back(Pick(kPrefixes));
    return some;
  }

  net::PortRange SomePorts() {
    const int first = 1 + Below(Chance(2) ? 100 : 9000);
    return Ports(Chance(2) ? absl::StrCat(first) : absl::StrCat(first, "-", first + Below(500)));
  }

  // What openings of both directions say in the same way.
  template <class AnyOpening>
  AnyOpening SomeTerms(const std::string& id, const Host& host) {
    AnyOpening opening{.id = id, .host = host.name};
    opening.protocol = OneOf<Protocol>({Protocol::kTcp, Protocol::kUdp, Protocol::kIcmpv6});
    if (opening.protocol != Protocol::kIcmpv6) {
      for (int i = Below(3); i >= 0; --i) opening.ports.push_back(SomePorts());
    }
    opening.enabled = !Chance(8);
    if (Chance(6))
      opening.expires_at = Chance(2) ? absl::UnixEpoch() : absl::FromUnixSeconds(4'000'000'000);
    return opening;
  }

  Opening SomeOpening(int number) {
    const Container& container = Pick(containers_);
    auto opening = SomeTerms<Opening>(absl::StrCat("o", number), *container.host);
    opening.destination = Chance(5) ? container.host->networks.at("web").subnet
                                    : net::Prefix::Containing(container.address, 128);
    opening.sources = SomePrefixes();
    return opening;
  }

  EgressOpening SomeEgressOpening(int number) {
    const Container& container = Pick(containers_);
    auto opening = SomeTerms<EgressOpening>(absl::StrCat("e", number), *container.host);
    opening.source = Pick(std::vector<net::Prefix>{net::Prefix::Containing(container.address, 128),
                                                   container.host->networks.at("web").subnet,
                                                   container.host->block.prefix()});
    opening.destinations = SomePrefixes();
    std::erase_if(opening.destinations, [&](const net::Prefix& destination) {
      return site_.gateway.prefix().Contains(destination);
    });
    opening.log = Chance(6);
    return opening;
  }

  void Change() {
    const auto permission = [&] { return Chance(2) ? Permission::kAllow : Permission::kDeny; };
    Policy& policy = site_.gateway.policy;
    policy.egress = permission();
    policy.between_hosts = Chance(4) ? Permission::kAllow : Permission::kDeny;
    policy.ping = permission();
    policy.management_sources = Chance(2) ? std::vector<net::Prefix>{} : SomePrefixes();
    policy.management_ports = {Ports("22"), Ports("8000-8100")};
    policy.resolvers.clear();
    if (Chance(2)) policy.resolvers.push_back(A("2001:db8:53::53"));
    if (Chance(3)) policy.resolvers.push_back(site_.hosts[0].gateway_address());
    if (Chance(3)) policy.resolvers.push_back(containers_[4].address);
    policy.ntp.clear();
    if (Chance(2)) policy.ntp.push_back(A("2001:db8:123::123"));
    site_.addresses.clear();
    for (const Container& container : containers_) {
      if (container.address == container.host->address() || Chance(2)) continue;
      site_.addresses.push_back({.host = container.host->name,
                                 .network = "web",
                                 .name = absl::StrCat("c", site_.addresses.size()),
                                 .address = container.address});
    }
    // Always the same: by it the test sees that everything before it was dealt with.
    site_.openings = {{.id = "last",
                       .host = "vm1",
                       .destination = net::Prefix::Containing(site_.hosts[0].address(), 128),
                       .protocol = Protocol::kUdp,
                       .ports = {Ports("7")},
                       .sources = {P("2001:db8:9::7/128")}}};
    for (int i = Below(12); i > 0; --i) site_.openings.push_back(SomeOpening(i));
    site_.egress_openings.clear();
    for (int i = Below(12); i > 0; --i) site_.egress_openings.push_back(SomeEgressOpening(i));
  }

  // ---- packets ----------------------------------------------------------------------------------

  net::Address SomeAddress() {
    static const std::vector<net::Address> kAddresses = {A("2001:db8:9::1"),
                                                         A("2001:db8:9:1::1"),
                                                         A("2001:db8:ffff::5"),
                                                         A("2001:db8:ffff:1::10"),
                                                         A("2001:db8:53::53"),
                                                         A("2001:db8:123::123"),
                                                         A("2001:db8:1234:321d:f0::2"),
                                                         A("2001:db8:1234:321e::1"),
                                                         A("fd00::1")};
    switch (Below(8)) {
      case 0:
        return site_.gateway.wan.address.address;
      case 1:
        return Pick(site_.hosts).gateway_address();
      case 2:
      case 3:
        return Pick(kAddresses);
      default:
        return Pick(containers_).address;
    }
  }

  uint16_t SomePort() {
    static const std::vector<int> kPorts = {22, 53, 123, 7, 8000, 8100, 8101};
    if (Chance(3)) return static_cast<uint16_t>(Pick(kPorts));
    const bool leaves = !site_.egress_openings.empty() && Chance(2);
    const std::vector<net::PortRange>& ports =
        leaves ? Pick(site_.egress_openings).ports : Pick(site_.openings).ports;
    return PortNear(ports);
  }

  uint16_t PortNear(const std::vector<net::PortRange>& ports) {
    if (ports.empty()) return static_cast<uint16_t>(1 + Below(9000));
    const net::PortRange& range = Pick(ports);
    return static_cast<uint16_t>(
        std::max(1, (Chance(2) ? range.first() : range.last()) + Below(3) - 1));
  }

  // As an opening says, so that not all of them end at the same rule.
  void Aim(Packet& packet) {
    if (!site_.egress_openings.empty() && Chance(2)) {
      const EgressOpening& opening = Pick(site_.egress_openings);
      AimAt(opening, packet);
      packet.source = InnerOf(opening.source);
      packet.destination = OuterOf(opening.destinations);
    } else {
      const Opening& opening = Pick(site_.openings);
      AimAt(opening, packet);
      packet.source = OuterOf(opening.sources);
      packet.destination = InnerOf(opening.destination);
    }
    packet.from = SideOf(packet.source);
  }

  // Half of them have the opening's protocol and nearly its port.
  template <class AnyOpening>
  void AimAt(const AnyOpening& opening, Packet& packet) {
    if (Chance(2)) return;
    packet.protocol = opening.protocol == Protocol::kIcmpv6 ? IpProtocol::kIcmpv6
                      : opening.protocol == Protocol::kUdp  ? IpProtocol::kUdp
                                                            : IpProtocol::kTcp;
    packet.destination_port = PortNear(opening.ports);
  }

  // Of a whole block it is an address of its network "default" or "web".
  net::Address InnerOf(const net::Prefix& inner) {
    if (inner.length() == 128) return inner.first();
    const absl::uint128 network = inner.length() < 80 ? absl::uint128(1 + Below(2)) << 48 : 0;
    return net::Address(inner.first().value() + network + 0x77);
  }

  net::Address OuterOf(const std::vector<net::Prefix>& peers) {
    if (peers.empty() || Chance(8)) return SomeAddress();
    const net::Prefix& peer = Pick(peers);
    if (peer.length() == 0) return A("2001:db8:9::1");
    return Chance(2) ? peer.last()
                     : net::Address(peer.first().value() + (peer.length() == 128 ? 0 : 2));
  }

  Sent NextPacket() {
    Sent sent;
    Packet& packet = sent.packet;
    packet.source_port =
        static_cast<uint16_t>(kFirstSourcePort + next_source_port_++ % kSourcePorts);
    packet.protocol = OneOf<IpProtocol>({IpProtocol::kTcp, IpProtocol::kUdp, IpProtocol::kTcp,
                                         IpProtocol::kUdp, IpProtocol::kIcmpv6});
    packet.destination_port = SomePort();
    if (Chance(2)) {
      Aim(packet);
    } else {
      packet.source = SomeAddress();
      packet.destination = SomeAddress();
      // Mostly the truth.
      for (const Host& host : site_.hosts) {
        const bool is_its = host.block.prefix().Contains(packet.source);
        if (is_its != Chance(8)) packet.from = host.name;
      }
    }
    if (site_.gateway.inside.mode == InsideMode::kShared && !packet.from.empty() && Chance(8)) {
      packet.ether_source = Chance(2) ? *Pick(site_.hosts).mac : testing::M("52:54:00:ff:ff:01");
    }
    if (packet.protocol == IpProtocol::kTcp && Chance(6)) {
      packet.begins_connection = false;
      sent.flags = "ack";
    }
    if (packet.protocol == IpProtocol::kIcmpv6) {
      ChooseType(packet);
    } else if (Chance(8)) {
      SpeakFirst(packet);
    } else if (!site_.gateway.policy.resolvers.empty() && Chance(10)) {
      packet.destination = Pick(site_.gateway.policy.resolvers);
      packet.destination_port = 53;
    }
    // Every host has such an address; the gateway's next hop on the WAN has another.
    if (!packet.from.empty() && Chance(10)) packet.source = A("fe80::2:1");
    return sent;
  }

  // Who speaks from a service's port answers nobody by that.
  void SpeakFirst(Packet& packet) {
    std::swap(packet.source_port, packet.destination_port);
    const std::vector<net::Address>& resolvers = site_.gateway.policy.resolvers;
    if (resolvers.empty() || Chance(2)) return;
    packet.source = Pick(resolvers);
    packet.source_port = 53;
    packet.from = SideOf(packet.source);
    packet.ether_source.reset();
  }

  void ChooseType(Packet& packet) {
    packet.destination_port = 0;
    packet.icmp_type = OneOf<uint8_t>({kEchoRequest, kEchoRequest, kEchoReply, 127, 135, 1});
    if (packet.icmp_type == kEchoRequest && ++echoes_ > kEchoesMax) packet.icmp_type = kEchoReply;
    if (packet.icmp_type == 135) {
      packet.hop_limit = Chance(2) ? 255 : 64;
    } else if (packet.icmp_type != kEchoRequest) {
      // Connection tracking knows no flow that these could begin.
      packet.flow = Flow::kInvalid;
    }
  }

  bool IsToGateway(const Packet& packet) const {
    return packet.destination == site_.gateway.wan.address.address ||
           std::any_of(site_.hosts.begin(), site_.hosts.end(), [&](const Host& host) {
             return host.gateway_address() == packet.destination;
           });
  }

  std::string SideOf(const net::Address& address) const {
    for (const Host& host : site_.hosts) {
      if (host.block.prefix().Contains(address)) return host.name;
    }
    return "";
  }

  Sent ReplyTo(const Sent& sent) const {
    Sent reply = sent;
    reply.packet.from = SideOf(sent.packet.destination);
    reply.packet.ether_source.reset();
    std::swap(reply.packet.source, reply.packet.destination);
    if (sent.packet.protocol == IpProtocol::kIcmpv6) {
      reply.packet.icmp_type = kEchoReply;
    } else {
      std::swap(reply.packet.source_port, reply.packet.destination_port);
    }
    reply.packet.flow = Flow::kReply;
    reply.packet.hop_limit = 64;
    reply.flags = "syn-ack";
    return reply;
  }

  // What comes after a packet that passed: a reply, and an error from somewhere behind.
  void Answer(const Sent& sent, json& packets) {
    const Packet& packet = sent.packet;
    const bool is_flow = packet.protocol != IpProtocol::kIcmpv6 || packet.icmp_type == kEchoRequest;
    if (!is_flow || (packet.protocol == IpProtocol::kTcp && !packet.begins_connection)) return;
    const bool is_answered = Add(ReplyTo(sent), packets).passes;
    if (Chance(3)) {
      Sent error;
      error.packet = {.from = SideOf(packet.destination),
                      .source = packet.destination,
                      .destination = packet.source,
                      .protocol = IpProtocol::kIcmpv6,
                      .icmp_type = kPacketTooBig,
                      .flow = Flow::kRelated};
      error.about = &packet;
      Add(error, packets);
    }
    const bool goes_on = is_answered && packet.protocol != IpProtocol::kIcmpv6;
    if (goes_on && flows_.size() < kFlowsMax) flows_.push_back(sent);
  }

  // A flow that passed under another ruleset, in both directions.
  void GoOn(const Sent& sent, json& packets) {
    Sent original = sent;
    original.packet.flow = Flow::kOriginal;
    original.packet.begins_connection = false;
    original.flags = "ack";
    Sent reply = ReplyTo(sent);
    reply.flags = "ack";
    Add(original, packets);
    Add(reply, packets);
  }

  static json Fields(const Sent& sent) {
    const Packet& packet = sent.packet;
    return {{"source", packet.source.ToString()},
            {"destination", packet.destination.ToString()},
            {"protocol", static_cast<int>(packet.protocol)},
            {"source_port", packet.source_port},
            {"destination_port", packet.destination_port},
            {"flags", sent.flags},
            {"icmp_type", packet.icmp_type},
            {"hop_limit", packet.hop_limit}};
  }

  Verdict Add(const Sent& sent, json& packets) {
    const Packet& packet = sent.packet;
    const Verdict verdict = Judge(site_, packet, absl::Now());
    json fields = Fields(sent);
    fields["from"] = packet.from;
    if (packet.ether_source) fields["ether_source"] = packet.ether_source->ToString();
    if (sent.about != nullptr) {
      Sent about;
      about.packet = *sent.about;
      fields["about"] = Fields(about);
    }
    fields["want"] = verdict.passes ? "passes" : std::string(ToWord(verdict.reason));
    fields["out"] = IsToGateway(packet) ? "gateway" : SideOf(packet.destination);
    packets.push_back(std::move(fields));
    return verdict;
  }

  std::mt19937_64 random_;
  Site site_;
  std::vector<Container> containers_;
  std::vector<Sent> flows_;
  int next_source_port_ = 0;
  int echoes_ = 0;
};

}  // namespace
}  // namespace engine::site

int main(int argc, char** argv) {
  using engine::site::InsideMode;
  uint64_t seed = 0;
  int sites = 0;
  int packets = 0;
  if (argc != 5 || !absl::SimpleAtoi(argv[2], &seed) || !absl::SimpleAtoi(argv[3], &sites) ||
      !absl::SimpleAtoi(argv[4], &packets)) {
    std::fputs("usage: verdict_cases per_host|shared SEED SITES PACKETS\n", stderr);
    return 2;
  }
  if (int64_t{sites} * packets > 60000) {
    std::fputs("SITES times PACKETS must be at most 60000; try another SEED for more\n", stderr);
    return 2;
  }
  const bool is_shared = absl::string_view(argv[1]) == "shared";
  engine::site::Cases cases(is_shared ? InsideMode::kShared : InsideMode::kPerHost, seed);
  nlohmann::json all = cases.Network();
  for (int i = 0; i < sites; ++i) all["sites"].push_back(cases.NextSite(packets));
  std::fputs(all.dump().c_str(), stdout);
  return 0;
}
