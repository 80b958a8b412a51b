#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/inventory/error.h"
#include "engine/inventory/openings.h"
#include "engine/inventory/testing/fixture.h"
#include "tests/support/status_matchers.h"

namespace engine::inventory {
namespace {

using testing::A;
using testing::EgressOpeningSpecFor;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::P;
using testing::Ports;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

class EgressOpeningsTest : public testing::InventoryTest {
 protected:
  EgressOpenings& openings() { return inventory().egress_openings(); }

  static HostRecord MakeHostWithWeb(EgressOpeningsTest& test) {
    HostSpec spec = testing::HostSpecFor(test.gateway_, "vm1");
    spec.networks["web"] = {};
    return test.inventory().hosts().Create(spec).value();
  }

  const GatewayRecord gateway_ = MakeGateway(MakePrefix());
  const HostRecord host_ = MakeHostWithWeb(*this);
};

TEST_F(EgressOpeningsTest, IsForTheBlockAnAddressOrANetwork) {
  EgressOpeningSpec spec = EgressOpeningSpecFor(host_);
  ASSERT_OK_AND_ASSIGN(const EgressOpeningRecord block, openings().Create(spec));
  EXPECT_EQ(block.opening.source, P("2001:db8:1234:321d:20::/76"));
  spec.address = A("2001:db8:1234:321d:20::2");
  ASSERT_OK_AND_ASSIGN(const EgressOpeningRecord itself, openings().Create(spec));
  EXPECT_EQ(itself.opening.source, P("2001:db8:1234:321d:20::2/128"));
  spec.address.reset();
  spec.network = "web";
  ASSERT_OK_AND_ASSIGN(const EgressOpeningRecord network, openings().Create(spec));
  EXPECT_EQ(network.opening.source, P("2001:db8:1234:321d:22::/80"));
  ASSERT_OK_AND_ASSIGN(const GatewayView view, inventory().ViewGateway(RefOf(gateway_)));
  EXPECT_THAT(view.egress_openings, ElementsAre(block, itself, network));
  EXPECT_THAT(view.Site().egress_openings,
              ElementsAre(block.opening, itself.opening, network.opening));
}

TEST_F(EgressOpeningsTest, IsReadBackAsItWasMade) {
  EgressOpeningSpec spec = EgressOpeningSpecFor(host_);
  spec.address = A("2001:db8:1234:321d:21::5");
  spec.protocol = site::Protocol::kUdp;
  spec.ports = {Ports("53"), Ports("50-60")};
  spec.destinations = {P("2001:db8:1::/48"), P("2001:db8:1::/64")};
  spec.description = "names";
  spec.log = true;
  spec.enabled = false;
  spec.expires_at = absl::FromUnixSeconds(1'800'000'000);
  ASSERT_OK_AND_ASSIGN(const EgressOpeningRecord made, openings().Create(spec));
  EXPECT_EQ(made.spec, spec);
  EXPECT_EQ(made.opening, (site::EgressOpening{.id = made.header.id,
                                               .host = "vm1",
                                               .source = P("2001:db8:1234:321d:21::5/128"),
                                               .protocol = site::Protocol::kUdp,
                                               .ports = spec.ports,
                                               .destinations = spec.destinations,
                                               .description = "names",
                                               .log = true,
                                               .enabled = false,
                                               .expires_at = spec.expires_at}));
  EXPECT_THAT(openings().Read(RefOf(made)), IsOkAndHolds(made));
  EXPECT_THAT(openings().Find(made.header.id), IsOkAndHolds(made));
  EXPECT_THAT(openings().Find("vm1"), StatusIs(absl::StatusCode::kInvalidArgument,
                                               HasSubstr("not the id of an egress opening")));
}

TEST_F(EgressOpeningsTest, WhatCannotBeIsRefusedAtItsAttribute) {
  struct Case {
    const char* name;
    EgressOpeningSpec spec;
    absl::StatusCode code;
    const char* attribute;
  };
  const auto with = [&](auto change) {
    EgressOpeningSpec spec = EgressOpeningSpecFor(host_);
    change(spec);
    return spec;
  };
  using Spec = EgressOpeningSpec;
  using enum absl::StatusCode;
  for (const Case& bad : {
           Case{"outside", with([](Spec& s) { s.address = A("2001:db8::1"); }), kInvalidArgument,
                "address"},
           Case{"unknown network", with([](Spec& s) { s.network = "x"; }), kFailedPrecondition,
                "network"},
           Case{"both", with([](Spec& s) {
                  s.network = "web";
                  s.address = A("2001:db8:1234:321d:21::5");
                }),
                kInvalidArgument, "network"},
           Case{"own prefix",
                with([](Spec& s) { s.destinations = {P("2001:db8:1234:321d:30::/76")}; }),
                kInvalidArgument, "destinations"},
           Case{"unknown host", with([](Spec& s) { s.host = "x"; }), kNotFound, "host"},
       }) {
    SCOPED_TRACE(bad.name);
    const auto refused = openings().Create(bad.spec);
    EXPECT_THAT(refused, StatusIs(bad.code));
    EXPECT_EQ(AttributeOf(refused.status()), bad.attribute);
  }
}

TEST_F(EgressOpeningsTest, WhatItNamesStays) {
  const AddressRecord address = MakeAddress(host_, "mail");
  EgressOpeningSpec spec = EgressOpeningSpecFor(host_);
  spec.address = address.address.address;
  spec.description = "smtp";
  ASSERT_OK_AND_ASSIGN(const EgressOpeningRecord single, openings().Create(spec));
  spec.address.reset();
  spec.network = "web";
  spec.description = "whole";
  ASSERT_OK_AND_ASSIGN(const EgressOpeningRecord whole, openings().Create(spec));

  const auto refused = [](absl::string_view by) {
    return StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(std::string(by)));
  };
  EXPECT_THAT(inventory().addresses().Delete(RefOf(address)), refused("egress opening \"smtp\""));
  HostSpec changed = host_.spec;
  changed.networks.erase("web");
  EXPECT_THAT(inventory().hosts().Update(RefOf(host_), changed),
              refused("egress opening \"whole\""));
  changed = host_.spec;
  changed.networks.erase("default");
  EXPECT_THAT(inventory().hosts().Update(RefOf(host_), changed),
              refused("egress opening \"smtp\""));
  ASSERT_OK(openings().Delete(RefOf(single)));
  ASSERT_OK(inventory().addresses().Delete(RefOf(address)));
  EXPECT_THAT(inventory().hosts().Delete(RefOf(host_)), refused("egress opening \"whole\""));
  ASSERT_OK(openings().Delete(RefOf(whole)));
  EXPECT_OK(inventory().hosts().Delete(RefOf(host_)));
}

TEST_F(EgressOpeningsTest, AnAddressMovesAwayFromItWithAWarning) {
  const AddressRecord address = MakeAddress(host_, "mail");
  EgressOpeningSpec spec = EgressOpeningSpecFor(host_);
  spec.address = address.address.address;
  spec.description = "smtp";
  ASSERT_OK(openings().Create(spec));
  AddressSpec moved = address.spec;
  moved.address = A("2001:db8:1234:321d:21::77");
  EXPECT_THAT(inventory().addresses().Check(moved, RefOf(address)),
              IsOkAndHolds(ElementsAre(
                  Field(&base::Issue::message, HasSubstr("which egress opening \"smtp\"")))));
}

TEST_F(EgressOpeningsTest, APlanWarnsWhereEgressIsAllowed) {
  const EgressOpeningSpec spec = EgressOpeningSpecFor(host_);
  ASSERT_OK_AND_ASSIGN(const base::Issues issues, openings().Check(spec, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].severity, base::Severity::kWarning);
  EXPECT_EQ(issues[0].path, "destinations");
  GatewaySpec deny = gateway_.spec;
  deny.policy.egress = site::Permission::kDeny;
  ASSERT_OK(inventory().gateways().Update(RefOf(gateway_), deny));
  EXPECT_THAT(openings().Check(spec, std::nullopt), IsOkAndHolds(IsEmpty()));
}

}  // namespace
}  // namespace engine::inventory
