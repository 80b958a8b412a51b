#include "engine/inventory/record_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_replace.h"
#include "engine/inventory/testing/fixture.h"
#include "tests/support/status_matchers.h"

namespace engine::inventory {
namespace {

using testing::A;
using ::testing::HasSubstr;
using testing::M;
using testing::P;
using testing::Ports;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr char kId[] = "f81d4fae-7dec-4d00-a765-00a0c91e6bf6";

template <class Spec>
StoredObject<Spec> Object(Spec spec) {
  return {.header = {.registry_id = "",
                     .id = kId,
                     .owner = "default",
                     .writer = "0c8f7b1e-9f0a-4a5f-8f63-0d7f1a2b3c4d",
                     .generation = 1,
                     .pending = {}},
          .spec = std::move(spec)};
}

StoredObject<PrefixSpec> Prefix() {
  PrefixSpec spec;
  spec.name = "site";
  spec.cidr = P("2001:db8::/64");
  spec.reserved = {P("2001:db8::/80")};
  spec.host_length = 76;
  spec.network_length = 80;
  spec.delivery = site::Delivery::kOnLink;
  spec.labels = {{"team", "web"}};
  return Object(spec);
}

constexpr char kPrefixJson[] =
    R"({"format":1,)"
    R"("header":{"generation":1,"id":"f81d4fae-7dec-4d00-a765-00a0c91e6bf6","owner":"default",)"
    R"("writer":"0c8f7b1e-9f0a-4a5f-8f63-0d7f1a2b3c4d"},)"
    R"("spec":{"cidr":"2001:db8::/64","deletion_protection":false,"delivery":"on_link",)"
    R"("host_length":76,"keepers":{},"labels":{"team":"web"},"name":"site","network_length":80,)"
    R"("reserved":["2001:db8::/80"]}})";

TEST(RecordJsonTest, IsJsonThatAPersonCanRead) { EXPECT_EQ(ToJson(Prefix()), kPrefixJson); }

TEST(RecordJsonTest, EveryFieldOfEveryKindComesBack) {
  PrefixSpec prefix = Prefix().spec;
  prefix.parent = kId;
  prefix.keepers = {{"ключ", "значение \"x\"\n"}};
  prefix.deletion_protection = true;
  EXPECT_THAT(FromJson<PrefixSpec>(ToJson(Object(prefix))), IsOkAndHolds(Object(prefix)));

  GatewaySpec gateway;
  gateway.name = "gw";
  gateway.prefix = kId;
  gateway.address_plan =
      plan::AddressPlan::Make(P("2001:db8::/64"), {.host = 76, .network = 80}).value();
  gateway.wan = {.interface = "wan0",
                 .mac = M("00:50:56:00:6f:9f"),
                 .address = net::InterfaceAddress{.address = A("2001:db8::1"), .length = 128},
                 .next_hop = A("fe80::1")};
  gateway.inside = {.interface = "lan0", .mode = site::InsideMode::kShared};
  gateway.network_manager = site::NetworkManager::kNone;
  gateway.policy = {.egress = site::Permission::kDeny,
                    .between_hosts = site::Permission::kAllow,
                    .ping = site::Permission::kDeny,
                    .log_drops = true,
                    .management_sources = {P("2001:db8:1::/48")},
                    .management_ports = {Ports("22"), Ports("8000-8010")},
                    .resolvers = {A("2001:db8::53")},
                    .ntp = {A("2001:db8::123")},
                    .ipv4_resolvers = {site::testing::V4("192.0.2.1")},
                    .ipv4_allow = {site::testing::V4("10.0.0.0/8")}};
  gateway.limits = {.new_connections_per_second = 10, .concurrent_states = 4'000'000'000};
  gateway.deploy_directory = "out/gw";
  EXPECT_THAT(FromJson<GatewaySpec>(ToJson(Object(gateway))), IsOkAndHolds(Object(gateway)));

  HostSpec host;
  host.name = "vm1";
  host.gateway = kId;
  host.block = P("2001:db8:0:0:20::/76");
  host.address_plan = gateway.address_plan;
  host.interface = "ens18";
  host.mac = M("00:50:56:00:00:01");
  host.inside_interface = "vh20";
  host.other_interfaces = {"eth0", "eth9"};
  host.network_manager = site::NetworkManager::kNone;
  host.container_engine =
      ContainerEngineSpec{.version = site::EngineVersion::Parse("20.10").value(),
                          .default_bridge = site::DefaultBridge::kRouted};
  host.default_engine_version = site::EngineVersion::Parse("29").value();
  host.networks = {{"default", {.index = 1, .ipv4_subnet = {}}},
                   {"web", {.index = 7, .ipv4_subnet = site::testing::V4("172.30.0.0/24")}}};
  host.labels = {{"a", "b"}};
  host.deletion_protection = true;
  host.deploy_directory = "out/vm1";
  EXPECT_THAT(FromJson<HostSpec>(ToJson(Object(host))), IsOkAndHolds(Object(host)));

  const AddressSpec address = {
      .name = "proxy", .host = kId, .network = "web", .address = A("2001:db8::5")};
  EXPECT_THAT(FromJson<AddressSpec>(ToJson(Object(address))), IsOkAndHolds(Object(address)));
}

TEST(RecordJsonTest, EveryFieldOfOpeningsComesBack) {
  OpeningSpec opening;
  opening.host = kId;
  opening.address = A("2001:db8::5");
  opening.network = "web";
  opening.protocol = site::Protocol::kIcmpv6;
  opening.ports = {Ports("1-65535")};
  opening.sources = {};
  opening.description = "text";
  opening.log = true;
  opening.enabled = false;
  opening.expires_at = absl::FromUnixNanos(1'800'000'000'123'456'789);
  EXPECT_THAT(FromJson<OpeningSpec>(ToJson(Object(opening))), IsOkAndHolds(Object(opening)));

  EgressOpeningSpec egress;
  egress.host = kId;
  egress.address = A("2001:db8::5");
  egress.network = "web";
  egress.protocol = site::Protocol::kSctp;
  egress.ports = {Ports("53"), Ports("1-65535")};
  egress.destinations = {P("2001:db8:1::/48"), P("2001:db8:2::1/128")};
  egress.description = "text";
  egress.log = true;
  egress.enabled = false;
  egress.expires_at = absl::FromUnixNanos(1'800'000'000'123'456'789);
  EXPECT_THAT(FromJson<EgressOpeningSpec>(ToJson(Object(egress))), IsOkAndHolds(Object(egress)));
}

TEST(RecordJsonTest, APendingVersionIsKept) {
  StoredObject<PrefixSpec> object = Prefix();
  object.header.generation = uint64_t{1} << 63;
  object.header.pending = R"({"any": ["thing"]})";
  EXPECT_THAT(FromJson<PrefixSpec>(ToJson(object)), IsOkAndHolds(object));
}

TEST(RecordJsonTest, AnotherFormatIsNamed) {
  const std::string newer = absl::StrReplaceAll(kPrefixJson, {{"\"format\":1", "\"format\":2"}});
  EXPECT_THAT(FromJson<PrefixSpec>(newer),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("it has format 2")));
}

TEST(RecordJsonTest, WhatSixgateNeverWritesIsNamedByItsField) {
  struct Case {
    const char* from;
    const char* to;
    const char* message;
  };
  for (const Case& bad : {
           Case{"{\"format\":1,", "[", "not JSON that sixgate writes"},
           Case{"\"format\":1,", "", "not JSON that sixgate writes"},
           Case{"\"name\":\"site\",", "", "\"spec.name\" is missing"},
           Case{"\"name\":\"site\"", "\"name\":1", "\"spec.name\" is not a string"},
           Case{"\"name\":\"site\"", "\"name\":\"site\",\"new\":1",
                "\"spec.new\" is a field that sixgate does not know"},
           Case{"\"owner\":\"default\"", "\"owner\":\"default\",\"new\":{}",
                "\"header.new\" is a field that sixgate does not know"},
           Case{"2001:db8::/64", "2001:db8::1/64", "\"spec.cidr\" is wrong"},
           Case{"[\"2001:db8::/80\"]", "\"2001:db8::/80\"", "\"spec.reserved\" is not a list"},
           Case{"[\"2001:db8::/80\"]", "[1]", "\"spec.reserved\" is not a string"},
           Case{"on_link", "sideways", "\"spec.delivery\" is wrong"},
           Case{"\"deletion_protection\":false", "\"deletion_protection\":0",
                "\"spec.deletion_protection\" is neither true nor false"},
           Case{"\"host_length\":76", "\"host_length\":-1", "\"spec.host_length\""},
           Case{"\"host_length\":76", "\"host_length\":4294967296", "\"spec.host_length\""},
           Case{"\"host_length\":76", "\"host_length\":7.6", "\"spec.host_length\""},
           Case{"{\"team\":\"web\"}", "[]", "\"spec.labels\" is not an object"},
           Case{"{\"team\":\"web\"}", "{\"team\":null}", "\"spec.labels.team\" is not a string"},
           Case{"f81d4fae-7dec-4d00-a765-00a0c91e6bf6", "site", "\"header.id\" is no UUID"},
       }) {
    SCOPED_TRACE(bad.to);
    EXPECT_THAT(FromJson<PrefixSpec>(absl::StrReplaceAll(kPrefixJson, {{bad.from, bad.to}})),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(bad.message)));
  }
}

TEST(RecordJsonTest, DeepNestingIsNoDanger) {
  const std::string deep = std::string(100'000, '[');
  EXPECT_THAT(FromJson<PrefixSpec>(deep), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(RecordJsonTest, EveryPrefixOfARecordIsRefused) {
  const std::string whole = kPrefixJson;
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_THAT(FromJson<PrefixSpec>(whole.substr(0, size)), StatusIs(absl::StatusCode::kDataLoss));
  }
}

}  // namespace
}  // namespace engine::inventory
