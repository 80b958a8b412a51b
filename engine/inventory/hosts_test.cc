#include "engine/inventory/hosts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "engine/inventory/error.h"
#include "engine/inventory/testing/fixture.h"
#include "tests/support/status_matchers.h"

namespace engine::inventory {
namespace {

using testing::A;
using testing::AddressSpecFor;
using ::testing::AllOf;
using testing::ChildSpec;
using ::testing::HasSubstr;
using testing::HostSpecFor;
using ::testing::IsEmpty;
using testing::M;
using testing::OpeningSpecFor;
using testing::P;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

class HostsTest : public testing::InventoryTest {
 protected:
  absl::StatusOr<HostRecord> Create(const HostSpec& spec) {
    return inventory().hosts().Create(spec);
  }
  absl::StatusOr<HostRecord> Update(const HostRecord& record, const HostSpec& spec) {
    return inventory().hosts().Update(RefOf(record), spec);
  }

  const PrefixRecord prefix_ = MakePrefix();
  const GatewayRecord gateway_ = MakeGateway(prefix_);
};

TEST_F(HostsTest, TheFirstHostsGetTheTutorialsBlocks) {
  const HostRecord vm1 = MakeHost(gateway_, "vm1");
  const HostRecord vm2 = MakeHost(gateway_, "vm2");
  EXPECT_EQ(vm1.host.block.prefix(), P("2001:db8:1234:321d:20::/76"));
  EXPECT_EQ(vm1.host.address(), A("2001:db8:1234:321d:20::2"));
  EXPECT_EQ(vm1.host.networks.at("default").subnet, P("2001:db8:1234:321d:21::/80"));
  EXPECT_EQ(vm2.host.block.prefix(), P("2001:db8:1234:321d:30::/76"));
}

TEST_F(HostsTest, IsReadBackAsItWasMadeWithEveryAssignedField) {
  HostSpec spec = HostSpecFor(gateway_, "vm1");
  spec.address_plan = prefix_.address_plan;
  spec.slot = 1000;
  spec.interface = "ens18";
  spec.mac = M("00:50:56:00:00:01");
  spec.other_interfaces = {"eth0", "eth9"};
  spec.container_engine = ContainerEngineSpec{.version = site::EngineVersion::Parse("26").value(),
                                              .default_bridge = {}};
  spec.networks = {{"default", {}},
                   {"web", {.index = 7, .ipv4_subnet = site::testing::V4("172.30.7.0/24")}},
                   {"db", {}}};
  spec.labels = {{"a", "b"}};
  spec.deletion_protection = true;
  spec.deploy_directory = "out/vm1";
  ASSERT_OK_AND_ASSIGN(const HostRecord made, Create(spec));
  spec.slot.reset();
  spec.block = P("2001:db8:1234:321d:3e80::/76");
  spec.networks["default"].index = 1;
  spec.networks["db"].index = 2;
  spec.default_engine_version = site::EngineVersion();
  EXPECT_EQ(made.spec, spec);
  EXPECT_EQ(made.host.slot(), 1000);
  EXPECT_EQ(made.host.container_engine.default_bridge, site::DefaultBridge::kRouted);
  EXPECT_THAT(inventory().hosts().Read(RefOf(made)), IsOkAndHolds(made));
  spec.deletion_protection = false;
  ASSERT_OK(Update(made, spec));
}

TEST_F(HostsTest, ABlockAskedForIsTakenExactly) {
  struct Case {
    const char* name;
    std::optional<absl::uint128> slot;
    std::optional<net::Prefix> block;
    absl::StatusCode code;
    const char* attribute;
    const char* message;
  };
  MakePrefix([&] {
    PrefixSpec child = ChildSpec(prefix_, "child", 80);
    child.cidr = P("2001:db8:1234:321d:50::/80");
    return child;
  }());
  MakeHost(gateway_, "vm1");
  using enum absl::StatusCode;
  for (const Case& bad : {
           Case{"slot 0", 0, {}, kInvalidArgument, "slot", "0"},
           Case{"slot 1", 1, {}, kInvalidArgument, "slot", "1"},
           Case{"slot beyond", 4096, {}, kInvalidArgument, "slot", "4096"},
           Case{"slot taken", 2, {}, kAlreadyExists, "slot", "host \"vm1\""},
           Case{"child inside", 5, {}, kAlreadyExists, "slot", "prefix \"child\""},
           Case{"block of slot 1",
                {},
                P("2001:db8:1234:321d:10::/76"),
                kInvalidArgument,
                "block",
                "1"},
           Case{"wrong length",
                {},
                P("2001:db8:1234:321d:40::/80"),
                kInvalidArgument,
                "block",
                "/76"},
           Case{"outside",
                {},
                P("2001:db8:1234:321e:40::/76"),
                kInvalidArgument,
                "block",
                "2001:db8:1234:321d::/64"},
           Case{"block taken",
                {},
                P("2001:db8:1234:321d:20::/76"),
                kAlreadyExists,
                "block",
                "host \"vm1\""},
           Case{"contradiction", 6, P("2001:db8:1234:321d:70::/76"), kInvalidArgument, "block",
                "is not slot 6"},
       }) {
    SCOPED_TRACE(bad.name);
    HostSpec spec = HostSpecFor(gateway_, "vm2");
    spec.slot = bad.slot;
    spec.block = bad.block;
    const auto made = Create(spec);
    EXPECT_THAT(made, StatusIs(bad.code, HasSubstr(bad.message)));
    EXPECT_EQ(AttributeOf(made.status()), bad.attribute);
  }
  HostSpec both = HostSpecFor(gateway_, "vm2");
  both.slot = 6;
  both.block = P("2001:db8:1234:321d:60::/76");
  EXPECT_OK(Create(both));
}

TEST_F(HostsTest, AFullPrefixNamesTheLargestFreeBlock) {
  PrefixSpec small = ChildSpec(prefix_, "small", 72);
  small.host_length = 74;
  small.network_length = 78;
  const PrefixRecord prefix = MakePrefix(small);
  GatewaySpec spec = testing::GatewaySpecFor(prefix);
  spec.name = "small";
  ASSERT_OK_AND_ASSIGN(const GatewayRecord gateway, inventory().gateways().Create(spec));
  MakeHost(gateway, "a");
  MakePrefix(ChildSpec(prefix, "taker", 75));
  EXPECT_THAT(Create(HostSpecFor(gateway, "b")),
              StatusIs(absl::StatusCode::kResourceExhausted,
                       AllOf(HasSubstr("\"small\""), HasSubstr("/75"))));
}

TEST_F(HostsTest, NameInterfaceAndMacAreUniqueAtTheGateway) {
  HostSpec first = HostSpecFor(gateway_, "vm1");
  first.mac = M("00:50:56:00:00:01");
  ASSERT_OK(Create(first));
  HostSpec spec = HostSpecFor(gateway_, "vm1");
  auto refused = Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAlreadyExists,
                                AllOf(HasSubstr("host \"vm1\" (owner \"default\""),
                                      HasSubstr("terraform import sixgate_host.NAME gw/vm1"))));
  EXPECT_EQ(AttributeOf(refused.status()), "name");
  spec.name = "vm2";
  refused = Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("vh-vm1")));
  EXPECT_EQ(AttributeOf(refused.status()), "inside_interface");
  spec.inside_interface = "vh-vm2";
  spec.mac = first.mac;
  refused = Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("00:50:56:00:00:01")));
  EXPECT_EQ(AttributeOf(refused.status()), "mac");
  spec.mac = M("00:50:56:00:00:02");
  EXPECT_OK(Create(spec));
}

TEST_F(HostsTest, WhatContradictsTheSecureDesignIsRefusedAtItsAttribute) {
  HostSpec spec = HostSpecFor(gateway_, "vm1");
  spec.inside_interface.clear();
  auto refused = Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(AttributeOf(refused.status()), "inside_interface");
  spec = HostSpecFor(gateway_, "vm1");
  spec.networks["bridge"] = {};
  refused = Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(AttributeOf(refused.status()), "networks");
  spec.gateway = "nobody";
  refused = Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(AttributeOf(refused.status()), "gateway");
}

TEST_F(HostsTest, UpdatesInPlaceButForGatewayAndBlock) {
  const HostRecord made = MakeHost(gateway_, "vm1");
  HostSpec spec = HostSpecFor(gateway_, "web1");
  spec.mac = M("00:50:56:00:00:01");
  spec.container_engine = ContainerEngineSpec{.version = site::EngineVersion::Parse("28").value(),
                                              .default_bridge = {}};
  ASSERT_OK_AND_ASSIGN(const HostRecord updated, Update(made, spec));
  EXPECT_EQ(updated.host.name, "web1");
  EXPECT_EQ(updated.host.block, made.host.block);
  EXPECT_EQ(updated.host.container_engine.version.ToString(), "28");
  EXPECT_THAT(inventory().hosts().Find("gw/web1"), IsOkAndHolds(updated));
  EXPECT_THAT(inventory().hosts().Find("gw/vm1"), StatusIs(absl::StatusCode::kNotFound));
  // The old name and interface are free again.
  EXPECT_OK(Create(HostSpecFor(gateway_, "vm1")));
  spec.slot = 9;
  EXPECT_THAT(Update(made, spec), StatusIs(absl::StatusCode::kInvalidArgument));
  spec.slot = 2;
  EXPECT_OK(Update(made, spec));
  spec.gateway = made.header.id;
  EXPECT_THAT(Update(made, spec), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(HostsTest, NetworksKeepTheirIndexWhenOthersComeAndGo) {
  HostSpec spec = HostSpecFor(gateway_, "vm1");
  spec.networks = {{"default", {}}, {"b", {}}, {"c", {}}};
  ASSERT_OK_AND_ASSIGN(const HostRecord made, Create(spec));
  spec.networks = {{"default", {}}, {"a", {}}, {"c", {}}};
  ASSERT_OK_AND_ASSIGN(const HostRecord updated, Update(made, spec));
  EXPECT_EQ(made.host.networks.at("c"), updated.host.networks.at("c"));
  EXPECT_EQ(updated.host.networks.at("c").index, 3u);
  EXPECT_EQ(updated.host.networks.at("a").index, 2u);
}

TEST_F(HostsTest, ANetworkThatIsUsedCannotGoOrMove) {
  HostSpec spec = HostSpecFor(gateway_, "vm1");
  spec.networks["web"] = {};
  spec.networks["db"] = {};
  ASSERT_OK_AND_ASSIGN(const HostRecord host, Create(spec));
  AddressSpec address = AddressSpecFor(host, "proxy");
  address.network = "web";
  ASSERT_OK(inventory().addresses().Create(address));
  OpeningSpec whole = OpeningSpecFor(host);
  whole.network = "db";
  whole.description = "all of db";
  ASSERT_OK(inventory().openings().Create(whole));
  OpeningSpec single = OpeningSpecFor(host);
  single.address = A("2001:db8:1234:321d:21::9");
  single.description = "one of default";
  ASSERT_OK(inventory().openings().Create(single));
  HostSpec changed = spec;
  changed.networks["web"].index = 9;
  auto refused = Update(host, changed);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("\"proxy\"")));
  EXPECT_EQ(AttributeOf(refused.status()), "networks.web");
  changed = spec;
  changed.networks.erase("web");
  EXPECT_THAT(Update(host, changed),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("\"proxy\"")));
  changed = spec;
  changed.networks.erase("db");
  EXPECT_THAT(Update(host, changed),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("\"all of db\"")));
  changed = spec;
  changed.networks.erase("default");
  EXPECT_THAT(Update(host, changed),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("\"one of default\"")));
  changed = spec;
  changed.networks["new"] = {};
  EXPECT_OK(Update(host, changed));
}

TEST_F(HostsTest, ARoutedBridgeIsRefusedWhileItsNetworkHasStableAddresses) {
  const HostRecord host = MakeHost(gateway_, "vm1");
  MakeAddress(host, "proxy");
  HostSpec spec = host.spec;
  spec.container_engine = ContainerEngineSpec{.version = site::EngineVersion::Parse("26").value(),
                                              .default_bridge = site::DefaultBridge::kRouted};
  EXPECT_THAT(Update(host, spec), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(HostsTest, AUsedOrProtectedHostIsNotDeleted) {
  HostSpec spec = HostSpecFor(gateway_, "vm1");
  spec.deletion_protection = true;
  ASSERT_OK_AND_ASSIGN(const HostRecord host, Create(spec));
  const AddressRecord address = MakeAddress(host, "proxy");
  const OpeningRecord opening = MakeOpening(host);
  EXPECT_THAT(inventory().hosts().Delete(RefOf(host)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("deletion_protection")));
  spec.deletion_protection = false;
  ASSERT_OK(Update(host, spec));
  EXPECT_THAT(inventory().hosts().Delete(RefOf(host)),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("address \"proxy\""), HasSubstr(opening.header.id))));
  ASSERT_OK(inventory().openings().Delete(RefOf(opening)));
  ASSERT_OK(inventory().addresses().Delete(RefOf(address)));
  EXPECT_OK(inventory().hosts().Delete(RefOf(host)));
  EXPECT_EQ(MakeHost(gateway_, "vm2").host.block, host.host.block);
}

TEST_F(HostsTest, AGoneHostComesBackAsItWas) {
  HostSpec spec = HostSpecFor(gateway_, "vm1");
  spec.slot = 77;
  spec.networks["web"].index = 5;
  ASSERT_OK_AND_ASSIGN(const HostRecord host, Create(spec));
  ASSERT_OK(inventory().hosts().Delete(RefOf(host)));
  EXPECT_THAT(Update(host, host.spec), IsOkAndHolds(host));
  ASSERT_OK(inventory().hosts().Delete(RefOf(host)));
  HostSpec thief = HostSpecFor(gateway_, "thief");
  thief.slot = 77;
  ASSERT_OK(Create(thief));
  EXPECT_THAT(Update(host, host.spec),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("host \"thief\"")));
  HostSpec unknown = host.spec;
  unknown.block.reset();
  EXPECT_THAT(Update(host, unknown), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(HostsTest, TheDefaultEngineIsFrozenWhenTheHostIsMade) {
  HostSpec spec = HostSpecFor(gateway_, "vm1");
  spec.default_engine_version = site::EngineVersion::Parse("27").value();
  ASSERT_OK_AND_ASSIGN(const HostRecord host, Create(spec));
  EXPECT_EQ(host.host.container_engine.version.ToString(), "27");
  spec.default_engine_version.reset();
  ASSERT_OK_AND_ASSIGN(const HostRecord updated, Update(host, spec));
  EXPECT_EQ(updated, host);
}

TEST_F(HostsTest, FindUnderstandsIdNamesAndBlock) {
  const HostRecord host = MakeHost(gateway_, "vm1");
  EXPECT_THAT(inventory().hosts().Find(host.header.id), IsOkAndHolds(host));
  EXPECT_THAT(inventory().hosts().Find("gw/vm1"), IsOkAndHolds(host));
  EXPECT_THAT(inventory().hosts().Find("2001:db8:1234:321d:20::/76"), IsOkAndHolds(host));
  for (const char* text : {"vm1", "gw/vm2", "other/vm1", "gw/vm1/x", "2001:db8:1234:321d:10::/76",
                           "2001:db8:1234:321d:20::/80", "/"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(inventory().hosts().Find(text), StatusIs(absl::StatusCode::kNotFound));
  }
}

TEST_F(HostsTest, APlanKnowsWhatIsWrongAndWhatAnotherOwnerHas) {
  const HostRecord host = MakeHost(gateway_, "vm1");
  HostSpec spec = HostSpecFor(gateway_, "vm2");
  EXPECT_THAT(inventory().hosts().Check(spec, std::nullopt), IsOkAndHolds(IsEmpty()));
  spec.slot = 2;
  EXPECT_THAT(inventory().hosts().Check(spec, std::nullopt), IsOkAndHolds(IsEmpty()));
  ASSERT_OK_AND_ASSIGN(base::Issues issues, other_.inventory().hosts().Check(spec, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "slot");
  spec.slot = 1;
  ASSERT_OK_AND_ASSIGN(issues, inventory().hosts().Check(spec, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "slot");
  spec.slot.reset();
  spec.container_engine =
      ContainerEngineSpec{.version = {}, .default_bridge = site::DefaultBridge::kRouted};
  ASSERT_OK_AND_ASSIGN(issues, inventory().hosts().Check(spec, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].severity, base::Severity::kWarning);
}

TEST_F(HostsTest, BeforeTheGatewayIsThereAPlanJudgesWhatTheSpecSays) {
  HostSpec spec = HostSpecFor(gateway_, "vm1");
  spec.gateway = "";
  spec.slot = 1;
  EXPECT_THAT(inventory().hosts().Check(spec, std::nullopt), IsOkAndHolds(IsEmpty()));
  spec.address_plan = gateway_.gateway.plan;
  ASSERT_OK_AND_ASSIGN(base::Issues issues, inventory().hosts().Check(spec, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "slot");
  spec.slot = 2;
  spec.networks["web"].index = 16;
  ASSERT_OK_AND_ASSIGN(issues, inventory().hosts().Check(spec, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "networks");
}

}  // namespace
}  // namespace engine::inventory
