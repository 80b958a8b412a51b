#include "engine/inventory/addresses.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/inventory/error.h"
#include "engine/inventory/testing/fixture.h"
#include "tests/support/status_matchers.h"

namespace engine::inventory {
namespace {

using testing::A;
using testing::AddressSpecFor;
using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::HostSpecFor;
using ::testing::IsEmpty;
using testing::OpeningSpecFor;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

class AddressesTest : public testing::InventoryTest {
 protected:
  absl::StatusOr<AddressRecord> Create(const AddressSpec& spec) {
    return inventory().addresses().Create(spec);
  }
  absl::StatusOr<AddressRecord> Update(const AddressRecord& record, const AddressSpec& spec) {
    return inventory().addresses().Update(RefOf(record), spec);
  }
  HostRecord MakeHostWithWeb() {
    HostSpec spec = HostSpecFor(MakeGateway(MakePrefix()), "vm1");
    spec.networks["web"] = {};
    return inventory().hosts().Create(spec).value();
  }

  // 2001:db8:1234:321d:20::/76 with the networks 21::/80 and, as "web", 22::/80.
  const HostRecord host_ = MakeHostWithWeb();
};

TEST_F(AddressesTest, TheLowestFreeOneFromTwoOnIsAssignedInEachNetwork) {
  EXPECT_EQ(MakeAddress(host_, "a").address.address, A("2001:db8:1234:321d:21::2"));
  AddressSpec exact = AddressSpecFor(host_, "b");
  exact.address = A("2001:db8:1234:321d:21::3");
  EXPECT_OK(Create(exact));
  EXPECT_EQ(MakeAddress(host_, "c").address.address, A("2001:db8:1234:321d:21::4"));
  AddressSpec other = AddressSpecFor(host_, "a");
  other.network = "web";
  ASSERT_OK_AND_ASSIGN(const AddressRecord web, Create(other));
  EXPECT_EQ(web.address.address, A("2001:db8:1234:321d:22::2"));
  EXPECT_EQ(web.address.host, "vm1");
  EXPECT_EQ(web.spec.address, web.address.address);
  EXPECT_THAT(inventory().addresses().Read(RefOf(web)), IsOkAndHolds(web));
}

TEST_F(AddressesTest, AnAddressThatNoContainerCanKeepIsRefused) {
  for (const char* address : {"2001:db8:1234:321d:21::", "2001:db8:1234:321d:21::1",
                              "2001:db8:1234:321d:22::5", "2001:db8:1234:321d:21:8000:0:1",
                              "2001:db8:1234:321d:21:ffff:ffff:ffff", "2001:db8:1234:321d:30::2"}) {
    SCOPED_TRACE(address);
    AddressSpec spec = AddressSpecFor(host_, "a");
    spec.address = A(address);
    const auto refused = Create(spec);
    EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(address)));
    EXPECT_EQ(AttributeOf(refused.status()), "address");
  }
}

TEST_F(AddressesTest, HostNetworkAndNameHaveToBeRight) {
  AddressSpec spec = AddressSpecFor(host_, "a");
  spec.network = "nobody";
  auto refused = Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr("it has \"default\", \"web\"")));
  EXPECT_EQ(AttributeOf(refused.status()), "network");
  // The same apply may add the network to the host.
  EXPECT_THAT(inventory().addresses().Check(spec, std::nullopt), IsOkAndHolds(IsEmpty()));
  spec = AddressSpecFor(host_, "a b");
  refused = Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(AttributeOf(refused.status()), "name");
  spec.host = "nobody";
  refused = Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(AttributeOf(refused.status()), "host");
}

TEST_F(AddressesTest, NameAndAddressAreTakenOnce) {
  const AddressRecord first = MakeAddress(host_, "a");
  auto refused = Create(AddressSpecFor(host_, "a"));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAlreadyExists,
                                HasSubstr("sixgate_address.NAME gw/vm1/default/a")));
  EXPECT_EQ(AttributeOf(refused.status()), "name");
  AddressSpec spec = AddressSpecFor(host_, "b");
  spec.address = first.address.address;
  refused = Create(spec);
  EXPECT_THAT(refused,
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("is taken by address \"a\"")));
  EXPECT_EQ(AttributeOf(refused.status()), "address");
}

TEST_F(AddressesTest, AFullNetworkSaysSo) {
  PrefixSpec prefix_spec = testing::RootSpec();
  prefix_spec.name = "tiny";
  prefix_spec.cidr = testing::P("2001:db8:7::/120");
  prefix_spec.host_length = 122;
  prefix_spec.network_length = 124;
  GatewaySpec gateway_spec = testing::GatewaySpecFor(MakePrefix(prefix_spec));
  gateway_spec.name = "tiny";
  ASSERT_OK_AND_ASSIGN(const GatewayRecord gateway, inventory().gateways().Create(gateway_spec));
  const HostRecord host = MakeHost(gateway, "tiny");
  for (int i = 2; i < 8; ++i) MakeAddress(host, absl::StrCat("a", i));
  const auto full = Create(AddressSpecFor(host, "b"));
  EXPECT_THAT(full, StatusIs(absl::StatusCode::kResourceExhausted,
                             HasSubstr("\"default\" 2001:db8:7::90/124")));
}

TEST_F(AddressesTest, NameAndAddressChangeInPlace) {
  const AddressRecord first = MakeAddress(host_, "a");
  AddressSpec spec = first.spec;
  spec.name = "renamed";
  spec.address = A("2001:db8:1234:321d:21::77");
  ASSERT_OK_AND_ASSIGN(const AddressRecord updated, Update(first, spec));
  EXPECT_EQ(updated.address.address, A("2001:db8:1234:321d:21::77"));
  EXPECT_EQ(MakeAddress(host_, "a").address.address, first.address.address);
  spec.address.reset();
  EXPECT_THAT(Update(first, spec), IsOkAndHolds(updated));
  spec.address = first.address.address;
  EXPECT_THAT(Update(first, spec), StatusIs(absl::StatusCode::kAlreadyExists));
  spec = updated.spec;
  spec.name = "a";
  EXPECT_THAT(Update(first, spec), StatusIs(absl::StatusCode::kAlreadyExists));
  spec = updated.spec;
  spec.network = "web";
  EXPECT_THAT(Update(first, spec), StatusIs(absl::StatusCode::kInvalidArgument));
  spec = updated.spec;
  spec.host = first.header.id;
  EXPECT_THAT(Update(first, spec), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(AddressesTest, OneThatAnOpeningNamesStays) {
  const AddressRecord address = MakeAddress(host_, "a");
  OpeningSpec opening_spec = OpeningSpecFor(host_);
  opening_spec.address = address.address.address;
  opening_spec.description = "https";
  ASSERT_OK_AND_ASSIGN(const OpeningRecord opening, inventory().openings().Create(opening_spec));
  EXPECT_THAT(inventory().addresses().Delete(RefOf(address)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("opening \"https\"")));
  EXPECT_THAT(other_.inventory().addresses().CheckDelete(RefOf(address)),
              IsOkAndHolds(::testing::SizeIs(1)));
  EXPECT_THAT(inventory().addresses().CheckDelete(RefOf(address)), IsOkAndHolds(IsEmpty()));
  ASSERT_OK(inventory().openings().Delete(RefOf(opening)));
  EXPECT_OK(inventory().addresses().Delete(RefOf(address)));
}

TEST_F(AddressesTest, AGoneOneComesBackAsItWas) {
  MakeAddress(host_, "first");
  const AddressRecord address = MakeAddress(host_, "a");
  ASSERT_OK(inventory().addresses().Delete(RefOf(address)));
  EXPECT_THAT(Update(address, address.spec), IsOkAndHolds(address));
  ASSERT_OK(inventory().addresses().Delete(RefOf(address)));
  MakeAddress(host_, "thief");
  EXPECT_THAT(Update(address, address.spec),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("address \"thief\"")));
  AddressSpec unknown = address.spec;
  unknown.address.reset();
  EXPECT_THAT(Update(address, unknown), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(AddressesTest, FindUnderstandsIdNamesAndAddress) {
  const AddressRecord only = MakeAddress(host_, "only");
  EXPECT_THAT(inventory().addresses().Find(only.header.id), IsOkAndHolds(only));
  EXPECT_THAT(inventory().addresses().Find("gw/vm1/only"), IsOkAndHolds(only));
  EXPECT_THAT(inventory().addresses().Find("gw/vm1/default/only"), IsOkAndHolds(only));
  EXPECT_THAT(inventory().addresses().Find("2001:DB8:1234:321d:21::2"), IsOkAndHolds(only));
  AddressSpec twin = AddressSpecFor(host_, "only");
  twin.network = "web";
  ASSERT_OK(Create(twin));
  EXPECT_THAT(
      inventory().addresses().Find("gw/vm1/only"),
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("\"gw/vm1/default/only\""), HasSubstr("\"gw/vm1/web/only\""))));
  for (const char* text : {"only", "gw/only", "gw/vm2/only", "gw/vm1/none", "gw/vm1/none/only",
                           "2001:db8:1234:321d:21::3"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(inventory().addresses().Find(text), StatusIs(absl::StatusCode::kNotFound));
  }
}

TEST_F(AddressesTest, OneThatOwnOpeningsNameMovesWithAWarning) {
  const AddressRecord address = MakeAddress(host_, "a");
  OpeningSpec opening = OpeningSpecFor(host_);
  opening.address = address.address.address;
  opening.description = "https";
  ASSERT_OK(inventory().openings().Create(opening));
  AddressSpec spec = address.spec;
  spec.address = A("2001:db8:1234:321d:21::77");
  ASSERT_OK_AND_ASSIGN(const base::Issues issues,
                       inventory().addresses().Check(spec, RefOf(address)));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].severity, base::Severity::kWarning);
  EXPECT_EQ(issues[0].path, "address");
  EXPECT_THAT(issues[0].message, HasSubstr("opening \"https\""));
  ASSERT_OK_AND_ASSIGN(const AddressRecord moved, Update(address, spec));
  EXPECT_EQ(moved.address.address, *spec.address);
}

TEST_F(AddressesTest, OneThatAnotherOwnersOpeningNamesDoesNotMove) {
  const AddressRecord address = MakeAddress(host_, "a");
  OpeningSpec opening = OpeningSpecFor(host_);
  opening.address = address.address.address;
  opening.description = "https";
  ASSERT_OK(other_.inventory().openings().Create(opening));
  AddressSpec spec = address.spec;
  spec.address = A("2001:db8:1234:321d:21::77");
  EXPECT_THAT(Update(address, spec),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("opening \"https\""), HasSubstr("\"other\""))));
}

}  // namespace
}  // namespace engine::inventory
