#include "engine/inventory/openings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/inventory/error.h"
#include "engine/inventory/testing/fixture.h"
#include "tests/support/status_matchers.h"

namespace engine::inventory {
namespace {

using testing::A;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::OpeningSpecFor;
using testing::P;
using testing::Ports;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

class OpeningsTest : public testing::InventoryTest {
 protected:
  absl::StatusOr<OpeningRecord> Create(const OpeningSpec& spec) {
    return inventory().openings().Create(spec);
  }
  absl::StatusOr<OpeningRecord> Update(const OpeningRecord& record, const OpeningSpec& spec) {
    return inventory().openings().Update(RefOf(record), spec);
  }

  const HostRecord host_ = MakeHost(MakeGateway(MakePrefix()), "vm1");
};

TEST_F(OpeningsTest, OpensTheHostItselfAnAddressOrANetwork) {
  EXPECT_EQ(MakeOpening(host_).opening.destination, P("2001:db8:1234:321d:20::2/128"));
  OpeningSpec spec = OpeningSpecFor(host_);
  spec.address = A("2001:db8:1234:321d:21::5");
  ASSERT_OK_AND_ASSIGN(const OpeningRecord address, Create(spec));
  EXPECT_EQ(address.opening.destination, P("2001:db8:1234:321d:21::5/128"));
  EXPECT_THAT(address.published_ports, ElementsAre("[::]::443/tcp"));
  spec.address.reset();
  spec.network = "default";
  ASSERT_OK_AND_ASSIGN(const OpeningRecord network, Create(spec));
  EXPECT_EQ(network.opening.destination, P("2001:db8:1234:321d:21::/80"));
}

TEST_F(OpeningsTest, IsReadBackAsItWasMade) {
  OpeningSpec spec = OpeningSpecFor(host_);
  spec.address = A("2001:db8:1234:321d:21::5");
  spec.protocol = site::Protocol::kUdp;
  spec.ports = {Ports("53"), Ports("50-60")};
  spec.sources = {P("2001:db8:1::/48"), P("2001:db8:1::/64")};
  spec.description = "names";
  spec.log = true;
  spec.enabled = false;
  spec.expires_at = absl::FromUnixSeconds(1'800'000'000);
  ASSERT_OK_AND_ASSIGN(const OpeningRecord made, Create(spec));
  EXPECT_EQ(made.spec, spec);
  EXPECT_EQ(made.opening.id, made.header.id);
  EXPECT_EQ(made.opening.host, "vm1");
  EXPECT_EQ(made.opening.expires_at, spec.expires_at);
  EXPECT_THAT(inventory().openings().Read(RefOf(made)), IsOkAndHolds(made));
}

TEST_F(OpeningsTest, IdenticalOnesAreAllowedAndApart) {
  const OpeningRecord first = MakeOpening(host_);
  const OpeningRecord second = MakeOpening(host_);
  EXPECT_NE(first.header.id, second.header.id);
  ASSERT_OK(inventory().openings().Delete(RefOf(first)));
  EXPECT_THAT(inventory().openings().Read(RefOf(second)), IsOkAndHolds(second));
}

TEST_F(OpeningsTest, WhatCannotBeIsRefusedAtItsAttribute) {
  struct Case {
    const char* name;
    OpeningSpec spec;
    absl::StatusCode code;
    const char* attribute;
  };
  const auto with = [&](auto change) {
    OpeningSpec spec = OpeningSpecFor(host_);
    change(spec);
    return spec;
  };
  using enum absl::StatusCode;
  for (const Case& bad : {
           Case{"no ports", with([](OpeningSpec& s) { s.ports.clear(); }), kInvalidArgument,
                "ports"},
           Case{"outside", with([](OpeningSpec& s) { s.address = A("2001:db8::1"); }),
                kInvalidArgument, "address"},
           Case{"dynamic",
                with([](OpeningSpec& s) { s.address = A("2001:db8:1234:321d:21:8000::1"); }),
                kInvalidArgument, "address"},
           Case{"unknown network", with([](OpeningSpec& s) { s.network = "x"; }),
                kFailedPrecondition, "network"},
           Case{"both", with([](OpeningSpec& s) {
                  s.network = "default";
                  s.address = A("2001:db8:1234:321d:21::5");
                }),
                kInvalidArgument, "network"},
           Case{"unknown host", with([](OpeningSpec& s) { s.host = "x"; }), kNotFound, "host"},
       }) {
    SCOPED_TRACE(bad.name);
    const auto refused = Create(bad.spec);
    EXPECT_THAT(refused, StatusIs(bad.code));
    EXPECT_EQ(AttributeOf(refused.status()), bad.attribute);
  }
}

TEST_F(OpeningsTest, UpdatesInPlaceButForItsHost) {
  const OpeningRecord made = MakeOpening(host_);
  OpeningSpec spec = OpeningSpecFor(host_);
  spec.address = A("2001:db8:1234:321d:21::5");
  spec.sources.clear();
  ASSERT_OK_AND_ASSIGN(const OpeningRecord updated, Update(made, spec));
  EXPECT_EQ(updated.header.id, made.header.id);
  EXPECT_EQ(updated.spec, spec);
  spec.address = A("2001:db8:1234:321d:21::6");
  EXPECT_OK(Update(made, spec));
  spec.address.reset();
  EXPECT_OK(Update(made, spec));
  spec.host = made.header.id;
  EXPECT_THAT(Update(made, spec), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(OpeningsTest, AGoneOneComesBackWithItsId) {
  const OpeningRecord made = MakeOpening(host_);
  ASSERT_OK(inventory().openings().Delete(RefOf(made)));
  EXPECT_THAT(Update(made, made.spec), IsOkAndHolds(made));
}

TEST_F(OpeningsTest, FindUnderstandsTheIdOnly) {
  const OpeningRecord made = MakeOpening(host_);
  EXPECT_THAT(inventory().openings().Find(made.header.id), IsOkAndHolds(made));
  EXPECT_THAT(inventory().openings().Find("vm1"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(OpeningsTest, APlanWarnsOfAWholeNetwork) {
  OpeningSpec spec = OpeningSpecFor(host_);
  EXPECT_THAT(inventory().openings().Check(spec, std::nullopt), IsOkAndHolds(IsEmpty()));
  spec.network = "default";
  ASSERT_OK_AND_ASSIGN(const base::Issues issues, inventory().openings().Check(spec, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].severity, base::Severity::kWarning);
  EXPECT_EQ(issues[0].path, "network");
}

}  // namespace
}  // namespace engine::inventory
