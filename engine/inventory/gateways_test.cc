#include "engine/inventory/gateways.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/inventory/build.h"
#include "engine/inventory/error.h"
#include "engine/inventory/testing/fixture.h"
#include "tests/support/status_matchers.h"

namespace engine::inventory {
namespace {

using testing::A;
using ::testing::AllOf;
using testing::ChildSpec;
using testing::GatewaySpecFor;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::P;
using testing::RootSpec;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

class GatewaysTest : public testing::InventoryTest {
 protected:
  absl::StatusOr<GatewayRecord> Create(const GatewaySpec& spec) {
    return inventory().gateways().Create(spec);
  }
  absl::StatusOr<GatewayRecord> Update(const GatewayRecord& record, const GatewaySpec& spec) {
    return inventory().gateways().Update(RefOf(record), spec);
  }
};

TEST_F(GatewaysTest, GetsTheAddressesOfSlotOneAndIsReadBackAsItWasMade) {
  const PrefixRecord prefix = MakePrefix();
  GatewaySpec spec = GatewaySpecFor(prefix);
  spec.address_plan = prefix.address_plan;
  spec.policy.egress = site::Permission::kDeny;
  spec.policy.management_sources = {P("2001:db8:ffff::/64")};
  spec.policy.resolvers = {A("2001:db8::53")};
  spec.policy.ipv4_allow = {site::testing::V4("10.0.0.0/8")};
  spec.limits.concurrent_states = 1000;
  spec.deploy_directory = "out/gw";
  ASSERT_OK_AND_ASSIGN(const GatewayRecord made, Create(spec));
  EXPECT_EQ(made.gateway.wan.address.ToString(), "2001:db8:1234:321d:10::1/128");
  EXPECT_EQ(made.gateway.wan.next_hop, A("fe80::1"));
  EXPECT_EQ(made.gateway.policy, spec.policy);
  spec.wan.address = made.gateway.wan.address;
  spec.wan.next_hop = A("fe80::1");
  EXPECT_EQ(made.spec, spec);
  EXPECT_THAT(inventory().gateways().Read(RefOf(made)), IsOkAndHolds(made));
}

TEST_F(GatewaysTest, TakesSlotsZeroAndOneForItself) {
  const PrefixRecord prefix = MakePrefix();
  MakeGateway(prefix);
  EXPECT_EQ(MakePrefix(ChildSpec(prefix, "a", 76)).cidr(), P("2001:db8:1234:321d:20::/76"));
  GatewaySpec second = GatewaySpecFor(prefix);
  second.name = "gw2";
  const auto refused = Create(second);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAlreadyExists,
                                AllOf(HasSubstr("slots 0 and 1"), HasSubstr("gateway \"gw\""))));
  EXPECT_EQ(AttributeOf(refused.status()), "prefix");
}

TEST_F(GatewaysTest, AChildInItsSlotsIsNamedAndDependsOnIsTheWayOut) {
  const PrefixRecord prefix = MakePrefix();
  MakePrefix(ChildSpec(prefix, "early", 80));
  EXPECT_THAT(Create(GatewaySpecFor(prefix)),
              StatusIs(absl::StatusCode::kAlreadyExists,
                       AllOf(HasSubstr("prefix \"early\""), HasSubstr("`depends_on`"))));
}

TEST_F(GatewaysTest, SlotZeroMayHoldReservedRangesAndSlotOneMayNot) {
  PrefixSpec spec = RootSpec();
  spec.reserved = {P("2001:db8:1234:321d::/112")};
  const PrefixRecord prefix = MakePrefix(spec);
  const GatewayRecord gateway = MakeGateway(prefix);
  spec.reserved = {P("2001:db8:1234:321d::1:0/112"), P("2001:db8:1234:321d:f000::/80")};
  ASSERT_OK(inventory().prefixes().Update(RefOf(prefix), spec));
  spec.reserved.push_back(P("2001:db8:1234:321d:10::/80"));
  EXPECT_THAT(inventory().prefixes().Update(RefOf(prefix), spec),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("gateway \"gw\"")));
  ASSERT_OK(inventory().gateways().Delete(RefOf(gateway)));
  ASSERT_OK(inventory().prefixes().Update(RefOf(prefix), spec));
  EXPECT_THAT(Create(GatewaySpecFor(prefix)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("is reserved")));
}

TEST_F(GatewaysTest, NeedsAPrefixWithAPlan) {
  PrefixSpec spec = RootSpec();
  spec.cidr = P("2001:db8::/116");
  const auto refused = Create(GatewaySpecFor(MakePrefix(spec)));
  EXPECT_THAT(refused,
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("has no address plan")));
  EXPECT_EQ(AttributeOf(refused.status()), "prefix");
}

TEST_F(GatewaysTest, AnotherPlanThanThePrefixsIsRefused) {
  GatewaySpec spec = GatewaySpecFor(MakePrefix());
  spec.address_plan =
      plan::AddressPlan::Make(P("2001:db8:1234:321d::/64"), {.host = 72, .network = 80}).value();
  const auto refused = Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("/72")));
  EXPECT_EQ(AttributeOf(refused.status()), "address_plan");
}

TEST_F(GatewaysTest, WhatContradictsTheSecureDesignIsRefusedAtItsAttribute) {
  const PrefixRecord prefix = MakePrefix();
  GatewaySpec spec = GatewaySpecFor(prefix);
  spec.wan.interface = "no good";
  auto refused = Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(AttributeOf(refused.status()), "wan.interface");
  spec = GatewaySpecFor(prefix);
  spec.wan.address = net::InterfaceAddress{.address = A("2001:db8:1234:321d:10::1"), .length = 64};
  refused = Create(spec);
  EXPECT_EQ(AttributeOf(refused.status()), "wan.address");
}

TEST_F(GatewaysTest, OnLinkNeedsANextHop) {
  PrefixSpec prefix_spec = RootSpec();
  prefix_spec.delivery = site::Delivery::kOnLink;
  GatewaySpec spec = GatewaySpecFor(MakePrefix(prefix_spec));
  const auto refused = Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("wan.next_hop")));
  // The same apply may change how the prefix is delivered.
  EXPECT_THAT(inventory().gateways().Check(spec, std::nullopt), IsOkAndHolds(IsEmpty()));
  EXPECT_EQ(AttributeOf(refused.status()), "wan.next_hop");
  spec.wan.next_hop = A("fe80::2");
  EXPECT_OK(Create(spec));
}

TEST_F(GatewaysTest, ANextHopInsideThePrefixIsRightOnLinkAlone) {
  PrefixSpec prefix_spec = RootSpec();
  GatewaySpec spec = GatewaySpecFor(MakePrefix(prefix_spec));
  spec.wan.next_hop = A("2001:db8:1234:321d::ffff");
  const auto refused = Create(spec);
  EXPECT_THAT(refused,
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("inside the prefix")));
  // Nothing is known of a prefix that the same apply makes, but its address plan.
  spec.prefix = "";
  ASSERT_OK_AND_ASSIGN(spec.address_plan, BuildPlan(*prefix_spec.cidr, prefix_spec));
  ASSERT_OK_AND_ASSIGN(const base::Issues issues, inventory().gateways().Check(spec, std::nullopt));
  for (const base::Issue& issue : issues) EXPECT_EQ(issue.severity, base::Severity::kWarning);
}

TEST_F(GatewaysTest, UpdatesInPlaceButForPrefixAndKind) {
  const PrefixRecord prefix = MakePrefix();
  const GatewayRecord made = MakeGateway(prefix);
  GatewaySpec spec = GatewaySpecFor(prefix);
  spec.name = "gw-renamed";
  spec.wan.interface = "wan1";
  spec.policy.log_drops = true;
  ASSERT_OK_AND_ASSIGN(const GatewayRecord updated, Update(made, spec));
  EXPECT_EQ(updated.gateway.name, "gw-renamed");
  EXPECT_EQ(updated.gateway.wan.address, made.gateway.wan.address);
  EXPECT_THAT(inventory().gateways().Find("gw-renamed"), IsOkAndHolds(updated));
  EXPECT_THAT(inventory().gateways().Find("gw"), StatusIs(absl::StatusCode::kNotFound));
  spec.prefix = made.header.id;
  EXPECT_THAT(Update(made, spec), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(GatewaysTest, AChangeThatContradictsItsHostsIsRefused) {
  const GatewayRecord made = MakeGateway(MakePrefix());
  MakeHost(made, "vm1");
  GatewaySpec spec = made.spec;
  spec.inside = {.interface = "lan0", .mode = site::InsideMode::kShared};
  EXPECT_THAT(Update(made, spec), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("vm1")));
}

TEST_F(GatewaysTest, TheModeChangesOnceTheHostsAreReadyForIt) {
  const GatewayRecord made = MakeGateway(MakePrefix());
  const HostRecord host = MakeHost(made, "vm1");
  HostSpec ready = host.spec;
  ready.mac = net::MacAddress::Parse("52:54:00:12:34:01").value();
  ASSERT_OK(inventory().hosts().Update(RefOf(host), ready));
  GatewaySpec spec = made.spec;
  spec.inside = {.interface = "lan0", .mode = site::InsideMode::kShared};
  ASSERT_OK_AND_ASSIGN(const GatewayRecord shared, Update(made, spec));
  EXPECT_EQ(shared.spec.inside, spec.inside);
  ASSERT_OK_AND_ASSIGN(const GatewayRecord back, Update(shared, made.spec));
  EXPECT_EQ(back.spec.inside, made.spec.inside);
}

TEST_F(GatewaysTest, AGatewayWithHostsIsNotDeleted) {
  const PrefixRecord prefix = MakePrefix();
  const GatewayRecord gateway = MakeGateway(prefix);
  const HostRecord host = MakeHost(gateway, "vm1");
  EXPECT_THAT(inventory().gateways().Delete(RefOf(gateway)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("host \"vm1\"")));
  EXPECT_THAT(inventory().prefixes().Delete(RefOf(prefix)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("gateway \"gw\"")));
  ASSERT_OK(inventory().hosts().Delete(RefOf(host)));
  EXPECT_OK(inventory().gateways().Delete(RefOf(gateway)));
  EXPECT_EQ(MakePrefix(ChildSpec(prefix, "a", 65)).cidr(), P("2001:db8:1234:321d::/65"));
}

TEST_F(GatewaysTest, AGoneGatewayComesBackUnlessItsSlotsAreTaken) {
  const PrefixRecord prefix = MakePrefix();
  const GatewayRecord gateway = MakeGateway(prefix);
  ASSERT_OK(inventory().gateways().Delete(RefOf(gateway)));
  EXPECT_THAT(Update(gateway, gateway.spec), IsOkAndHolds(gateway));
  ASSERT_OK(inventory().gateways().Delete(RefOf(gateway)));
  MakePrefix(ChildSpec(prefix, "early", 80));
  EXPECT_THAT(Update(gateway, gateway.spec), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(GatewaysTest, APrefixWithAGatewayGrowsUpwardsOnly) {
  const PrefixRecord root = MakePrefix();
  PrefixSpec low_spec = ChildSpec(root, "low", 72);
  low_spec.cidr = P("2001:db8:1234:321d::/72");
  PrefixSpec high_spec = ChildSpec(root, "high", 72);
  high_spec.cidr = P("2001:db8:1234:321d:300::/72");
  const PrefixRecord low = MakePrefix(low_spec);
  const PrefixRecord high = MakePrefix(high_spec);
  const GatewayRecord gateway = MakeGateway(low);
  const HostRecord host = MakeHost(gateway, "vm1");
  GatewaySpec other = GatewaySpecFor(high);
  other.name = "gw2";
  ASSERT_OK(Create(other));
  low_spec = low.spec;
  low_spec.length = 71;
  ASSERT_OK(inventory().prefixes().Update(RefOf(low), low_spec));
  ASSERT_OK_AND_ASSIGN(const auto same, inventory().hosts().Read(RefOf(host)));
  EXPECT_EQ(same->host.slot(), host.host.slot());
  high_spec = high.spec;
  high_spec.length = 71;
  EXPECT_THAT(inventory().prefixes().Update(RefOf(high), high_spec),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("it is the upper half")));
}

TEST_F(GatewaysTest, FindUnderstandsIdNameAndCidr) {
  const GatewayRecord gateway = MakeGateway(MakePrefix());
  EXPECT_THAT(inventory().gateways().Find(gateway.header.id), IsOkAndHolds(gateway));
  EXPECT_THAT(inventory().gateways().Find("gw"), IsOkAndHolds(gateway));
  EXPECT_THAT(inventory().gateways().Find("2001:db8:1234:321d::/64"), IsOkAndHolds(gateway));
  EXPECT_THAT(inventory().gateways().Find("2001:db8:1234:321d::/65"),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(inventory().gateways().Find("site"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(GatewaysTest, APlanReportsAllFindingsAndWarnings) {
  const PrefixRecord prefix = MakePrefix();
  GatewaySpec spec = GatewaySpecFor(prefix);
  spec.policy.management_sources = {P("::/0")};
  spec.wan.interface = "no good";
  spec.limits.concurrent_states = 0;
  ASSERT_OK_AND_ASSIGN(const base::Issues issues, inventory().gateways().Check(spec, std::nullopt));
  int errors = 0;
  int warnings = 0;
  for (const base::Issue& issue : issues) {
    (issue.severity == base::Severity::kError ? errors : warnings) += 1;
  }
  EXPECT_EQ(errors, 2);
  EXPECT_EQ(warnings, 1);
}

TEST_F(GatewaysTest, ItsOwnOldSelfIsNoFindingOfAPlan) {
  const PrefixRecord prefix = MakePrefix();
  const GatewayRecord gateway = MakeGateway(prefix);
  EXPECT_THAT(inventory().gateways().Check(gateway.spec, RefOf(gateway)), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(inventory().gateways().Check(gateway.spec, std::nullopt), IsOkAndHolds(IsEmpty()));
  ASSERT_OK_AND_ASSIGN(const base::Issues issues,
                       other_.inventory().gateways().Check(gateway.spec, std::nullopt));
  EXPECT_EQ(issues.size(), 1u);
}

TEST_F(GatewaysTest, BeforeThePrefixIsThereAPlanJudgesWhatTheSpecSays) {
  const PrefixRecord prefix = MakePrefix();
  GatewaySpec spec = GatewaySpecFor(prefix);
  spec.prefix = "";
  spec.wan.interface = "no good";
  EXPECT_THAT(inventory().gateways().Check(spec, std::nullopt), IsOkAndHolds(IsEmpty()));
  spec.address_plan = prefix.address_plan;
  testing::World empty;
  for (Gateways* gateways : {&inventory().gateways(), &empty.inventory().gateways()}) {
    ASSERT_OK_AND_ASSIGN(const base::Issues issues, gateways->Check(spec, std::nullopt));
    ASSERT_EQ(issues.size(), 1u);
    EXPECT_EQ(issues[0].path, "wan.interface");
  }
}

}  // namespace
}  // namespace engine::inventory
