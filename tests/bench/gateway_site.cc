// What a gateway with many openings gets, as JSON for gateway.py:
//
//   gateway_site HOSTS OPENINGS
//
// {"files": {path: text}, "prefix": …, "wan_mac": …, "next_hop": …, "inside": …, "host_mac": …,
//  "flows": {kind: {"source": …, "destination": …, "port": …}}}
//
// The network files are those of the first host alone, which the flows are with; the ruleset is
// that of the whole site. In ten openings seven are of one address and port to everybody, two are
// to some sources, and one is of another kind, as in sites that people have.
#include <cstdint>
#include <cstdio>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "engine/base/check.h"
#include "engine/fileset/fileset.h"
#include "engine/site/site.h"
#include "engine/site/testing/tutorial.h"
#include "nlohmann/json.hpp"

namespace tests::bench {
namespace {

using engine::fileset::FileSet;
using engine::site::Host;
using engine::site::Opening;
using engine::site::Protocol;
using engine::site::Site;
using engine::site::testing::P;
using engine::site::testing::Ports;
using nlohmann::json;

constexpr int kFirstSlot = 2;
// Of a prefix with slots of 12 bits.
constexpr int kHostsMax = 4094;
constexpr int kOpeningsMax = 1'000'000;
// Openings in a row that are of one host, each of its own kind.
constexpr int kKinds = 10;
// Container addresses below are the bridge's and other machines'.
constexpr int kFirstAddress = 0x100;
constexpr uint16_t kFirstPort = 8000;
constexpr int64_t kFarAway = 4'000'000'000;

// What few openings are.
void MakeRare(int group, Opening& opening) {
  switch (group % 4) {
    case 0:
      opening.ports = {Ports("9000-9010")};
      break;
    case 1:
      opening.ports = {Ports(absl::StrCat(10000 + group / kKinds))};
      opening.destination = engine::net::Prefix::Containing(opening.destination.first(), 80);
      break;
    case 2:
      opening.protocol = Protocol::kIcmpv6;
      opening.ports.clear();
      opening.sources = {P("2001:db8:9::/48")};
      break;
    default:
      opening.log = true;
      opening.expires_at = absl::FromUnixSeconds(kFarAway);
  }
}

Opening MakeOpening(const Site& site, int number) {
  const int kind = number % kKinds;
  const int group = number / kKinds;
  const int hosts = static_cast<int>(site.hosts.size());
  const Host& host = site.hosts[static_cast<size_t>(group % hosts)];
  const engine::net::Address network = host.networks.at("default").subnet.first();
  const int address = kFirstAddress + group / hosts * kKinds + kind;
  Opening opening{
      .id = absl::StrFormat("83243fb2-4719-4914-a817-%012x", number),
      .host = host.name,
      .destination = engine::net::Prefix::Containing(
          engine::net::Address(network.value() + static_cast<absl::uint128>(address)), 128),
      .protocol = kind < 6 || kind == 7 ? Protocol::kTcp : Protocol::kUdp,
      .ports = {Ports(absl::StrCat(kFirstPort + kind))},
      .description = absl::StrCat("service ", number)};
  if (kind == 7) opening.sources = {P("2001:db8:9::/48"), P("2001:db8:a::1/128")};
  if (kind == 8) opening.sources = {P("2001:db8:9::/48")};
  if (kind == 9) MakeRare(group, opening);
  return opening;
}

Site MakeSite(int hosts, int openings) {
  Site site{.gateway = engine::site::testing::TutorialGateway()};
  site.gateway.wan.interface = "wan0";
  for (int i = 0; i < hosts; ++i) {
    site.hosts.push_back(
        engine::site::testing::MakeHost(site.gateway, absl::StrCat("vm", i + 1), kFirstSlot + i));
  }
  for (int i = 0; i < openings; ++i) site.openings.push_back(MakeOpening(site, i));
  return site;
}

json FlowTo(const Opening& opening) {
  return {{"source", "2001:db8:9::1"},
          {"destination", opening.destination.first().ToString()},
          {"port", opening.ports.front().first()}};
}

json Describe(const Site& site) {
  json all;
  const Host& host = site.hosts.front();
  for (const auto& files : {engine::fileset::GatewayFiles(site.gateway),
                            engine::fileset::GatewayHostFiles(site.gateway, host, {}),
                            engine::fileset::GatewayRuleset(site)}) {
    SIXGATE_CHECK(files.ok(), "the site has no errors");
    for (const auto& [path, file] : *files) all["files"][path] = file.content;
  }
  all["prefix"] = site.gateway.prefix().ToString();
  all["wan_mac"] = site.gateway.wan.mac.ToString();
  all["next_hop"] = site.gateway.wan.next_hop.ToString();
  all["inside"] = host.inside_interface;
  all["host_mac"] = host.mac->ToString();
  json& flows = all["flows"];
  flows["tcp"] = FlowTo(site.openings[0]);
  flows["exact"] = FlowTo(site.openings[6]);
  flows["sources"] = FlowTo(site.openings[8]);
  flows["closed"] = flows["exact"];
  flows["closed"]["port"] = kFirstPort - 1;
  flows["egress"] = {{"source", flows["exact"]["destination"]},
                     {"destination", flows["exact"]["source"]},
                     {"port", kFirstPort}};
  return all;
}

int Main(int argc, char** argv) {
  int hosts = 0;
  int openings = 0;
  if (argc != 3 || !absl::SimpleAtoi(argv[1], &hosts) || !absl::SimpleAtoi(argv[2], &openings) ||
      hosts < 1 || hosts > kHostsMax || openings < kKinds || openings > kOpeningsMax) {
    std::fprintf(stderr, "usage: gateway_site HOSTS OPENINGS, of these at least %d\n", kKinds);
    return 2;
  }
  std::fputs(Describe(MakeSite(hosts, openings)).dump().c_str(), stdout);
  return 0;
}

}  // namespace
}  // namespace tests::bench

int main(int argc, char** argv) { return tests::bench::Main(argc, argv); }
