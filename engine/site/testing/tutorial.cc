#include "engine/site/testing/tutorial.h"

#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "engine/base/check.h"

namespace engine::site::testing {
namespace {

template <class T>
T Must(absl::StatusOr<T> value) {
  SIXGATE_CHECK(value.ok(), "a test's literal is right");
  return *std::move(value);
}

}  // namespace

net::Address A(absl::string_view text) { return Must(net::Address::Parse(text)); }
net::Prefix P(absl::string_view text) { return Must(net::Prefix::Parse(text)); }
net::MacAddress M(absl::string_view text) { return Must(net::MacAddress::Parse(text)); }
net::PortRange Ports(absl::string_view text) { return Must(net::PortRange::Parse(text)); }
Ipv4Prefix V4(absl::string_view text) { return Must(Ipv4Prefix::Parse(text)); }

Gateway TutorialGateway(InsideMode mode) {
  const plan::AddressPlan plan =
      Must(plan::AddressPlan::Make(P("2001:db8:1234:321d::/64"), {.host = 76, .network = 80}));
  Gateway gateway{.name = "gw",
                  .plan = plan,
                  .wan = {.interface = "wan",
                          .mac = M("00:50:56:00:6f:9f"),
                          .address = DefaultWanAddress(plan),
                          .next_hop = DefaultNextHop()}};
  gateway.inside = {.interface = mode == InsideMode::kShared ? "vmbr2" : "", .mode = mode};
  gateway.policy.management_sources = {P("2001:db8:ffff::/48")};
  gateway.policy.management_ports = DefaultManagementPorts();
  gateway.policy.resolvers = {A("2001:db8:53::53")};
  gateway.policy.ntp = {A("2001:db8:123::123")};
  return gateway;
}

void AddNetwork(Host& host, absl::string_view name, int index) {
  host.networks.insert_or_assign(
      std::string(name),
      Must(MakeNetwork(host.block, name, static_cast<uint64_t>(index),
                       {.default_bridge = host.container_engine.default_bridge})));
}

Host MakeHost(const Gateway& gateway, absl::string_view name, int slot) {
  Host host{.name = std::string(name),
            .block = Must(gateway.plan.Block(static_cast<uint64_t>(slot)))};
  host.mac = M(absl::StrFormat("52:54:00:00:%02x:%02x", slot >> 8, slot & 0xFF));
  host.other_interfaces = {"eth0"};
  if (gateway.inside.mode == InsideMode::kPerHost) {
    host.inside_interface = absl::StrCat("vh", slot * 10);
  }
  AddNetwork(host, kDefaultNetworkName, 1);
  return host;
}

Site TutorialSite(InsideMode mode) {
  Site site{.gateway = TutorialGateway(mode)};
  site.hosts = {MakeHost(site.gateway, "vm1", 2), MakeHost(site.gateway, "vm2", 3)};
  AddNetwork(site.hosts[0], "backend", 2);
  site.addresses = {{.host = "vm1",
                     .network = "default",
                     .name = "web",
                     .address = A("2001:db8:1234:321d:21::80")}};
  site.openings = {{.id = "web",
                    .host = "vm1",
                    .destination = P("2001:db8:1234:321d:21::80/128"),
                    .ports = {Ports("80"), Ports("443")},
                    .description = "the site's \"front\" door"},
                   {.id = "media",
                    .host = "vm1",
                    .destination = P("2001:db8:1234:321d:21::80/128"),
                    .protocol = Protocol::kUdp,
                    .ports = {Ports("8000-8010")}},
                   {.id = "ssh",
                    .host = "vm2",
                    .destination = P("2001:db8:1234:321d:30::2/128"),
                    .ports = {Ports("22")},
                    .sources = {P("2001:db8:9::/48"), P("2001:db8:a::1/128")}},
                   {.id = "games",
                    .host = "vm2",
                    .destination = P("2001:db8:1234:321d:31::/80"),
                    .protocol = Protocol::kUdp,
                    .ports = {Ports("27015")}},
                   {.id = "audit",
                    .host = "vm2",
                    .destination = P("2001:db8:1234:321d:31::25/128"),
                    .ports = {Ports("25")},
                    .log = true,
                    .expires_at = absl::FromUnixSeconds(1893456000)},
                   {.id = "echo",
                    .host = "vm2",
                    .destination = P("2001:db8:1234:321d:31::25/128"),
                    .protocol = Protocol::kIcmpv6,
                    .sources = {P("2001:db8:9::/48")}},
                   {.id = "between",
                    .host = "vm1",
                    .destination = P("2001:db8:1234:321d:22::5/128"),
                    .ports = {Ports("5432")},
                    .sources = {P("2001:db8:1234:321d:21::80/128")}},
                   {.id = "off",
                    .host = "vm1",
                    .destination = P("2001:db8:1234:321d:21::80/128"),
                    .ports = {Ports("9999")},
                    .enabled = false}};
  return site;
}

}  // namespace engine::site::testing
