#include "engine/inventory/inventory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "engine/inventory/error.h"
#include "engine/inventory/keys.h"
#include "engine/inventory/testing/fixture.h"
#include "engine/registry/keys.h"
#include "tests/support/status_matchers.h"

namespace engine::inventory {
namespace {

using ::testing::AllOf;
using testing::ChildSpec;
using testing::Dump;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::HostSpecFor;
using ::testing::IsEmpty;
using testing::P;
using testing::RootSpec;
using ::testing::SizeIs;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr char kOtherId[] = "f81d4fae-7dec-4d00-a765-00a0c91e6bf6";

class RegistryIdentityTest : public testing::InventoryTest {};

TEST_F(RegistryIdentityTest, TheFirstChangeMakesTheIdAndLaterOnesKeepIt) {
  EXPECT_THAT(inventory().RegistryId(), IsOkAndHolds(std::nullopt));
  const PrefixRecord first = MakePrefix();
  EXPECT_THAT(inventory().RegistryId(), IsOkAndHolds(first.header.registry_id));
  EXPECT_EQ(MakePrefix(ChildSpec(first, "a", 72)).header.registry_id, first.header.registry_id);
}

TEST_F(RegistryIdentityTest, ALostRegistryIsSaidWithBothIdsAndTheWaysOut) {
  const PrefixRecord record = MakePrefix();
  const auto message = AllOf(HasSubstr("prefix \"" + record.header.id + "\""),
                             HasSubstr("\"" + record.header.registry_id + "\""),
                             HasSubstr("\"memory:test\""), HasSubstr("restore a backup"),
                             HasSubstr("registry init --id " + record.header.registry_id));
  testing::World empty;
  const auto is_lost = [&](auto more) {
    return StatusIs(absl::StatusCode::kFailedPrecondition, AllOf(message, HasSubstr(more)));
  };
  Prefixes& lost = empty.inventory().prefixes();
  EXPECT_THAT(lost.Read(RefOf(record)), is_lost("is empty or missing"));
  EXPECT_THAT(lost.Update(RefOf(record), record.spec), is_lost("is empty or missing"));
  EXPECT_THAT(lost.Delete(RefOf(record)), is_lost("is empty or missing"));
  EXPECT_THAT(Dump(empty.registry()), IsEmpty());
  // A plan over an empty registry says nothing.
  EXPECT_THAT(lost.Check(record.spec, RefOf(record)), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(lost.CheckDelete(RefOf(record)), IsOkAndHolds(IsEmpty()));

  testing::World another(registry::memory::MakeStore(), 3);
  ASSERT_OK_AND_ASSIGN(const PrefixRecord there, another.inventory().prefixes().Create(RootSpec()));
  Prefixes& wrong = another.inventory().prefixes();
  EXPECT_THAT(wrong.Read(RefOf(record)), is_lost(there.header.registry_id));
  EXPECT_THAT(wrong.Delete(RefOf(record)), is_lost(there.header.registry_id));
  EXPECT_THAT(wrong.Check(record.spec, RefOf(record)), is_lost(there.header.registry_id));
}

TEST_F(RegistryIdentityTest, ANewRegistryTakesTheIdOfALostOneAndEverythingComesBack) {
  const PrefixRecord prefix = MakePrefix();
  const PrefixRecord child = MakePrefix(ChildSpec(prefix, "child", 72));
  const GatewayRecord gateway = MakeGateway([&] {
    PrefixSpec spec = RootSpec();
    spec.name = "second";
    spec.cidr = P("2001:db8:2::/64");
    return MakePrefix(spec);
  }());
  ASSERT_OK_AND_ASSIGN(const PrefixRecord second, inventory().prefixes().Find("second"));
  MakeHost(gateway, "vm1");
  const HostRecord host = MakeHost(gateway, "vm2");
  const AddressRecord address = MakeAddress(host, "proxy");
  const OpeningRecord opening = MakeOpening(host);

  testing::World restored(registry::memory::MakeStore(), 3);
  Inventory& fresh = restored.inventory();
  ASSERT_OK(fresh.InitRegistry(prefix.header.registry_id));
  EXPECT_THAT(fresh.RegistryId(), IsOkAndHolds(prefix.header.registry_id));
  EXPECT_THAT(fresh.prefixes().Read(RefOf(prefix)), IsOkAndHolds(std::nullopt));
  // Whatever the order among siblings, each gets what it had.
  ASSERT_OK_AND_ASSIGN(const PrefixRecord back,
                       fresh.prefixes().Update(RefOf(prefix), prefix.spec));
  EXPECT_EQ(back.spec, prefix.spec);
  ASSERT_OK(fresh.prefixes().Update(RefOf(child), child.spec));
  ASSERT_OK(fresh.prefixes().Update(RefOf(second), second.spec));
  ASSERT_OK(fresh.gateways().Update(RefOf(gateway), gateway.spec));
  ASSERT_OK_AND_ASSIGN(const HostRecord host_back, fresh.hosts().Update(RefOf(host), host.spec));
  EXPECT_EQ(host_back.host, host.host);
  ASSERT_OK(fresh.addresses().Update(RefOf(address), address.spec));
  ASSERT_OK(fresh.openings().Update(RefOf(opening), opening.spec));
  EXPECT_EQ(testing::FirstViolation(restored.registry()), "");
}

TEST_F(RegistryIdentityTest, InitRefusesWhatIsNoIdAndARegistryWithAnother) {
  EXPECT_THAT(inventory().InitRegistry("site"), StatusIs(absl::StatusCode::kInvalidArgument));
  const std::string id = MakePrefix().header.registry_id;
  EXPECT_OK(inventory().InitRegistry(id));
  EXPECT_THAT(inventory().InitRegistry(kOtherId),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(id)));
  EXPECT_THAT(inventory().RegistryId(), IsOkAndHolds(id));
}

class RawRegistryTest : public testing::InventoryTest {
 protected:
  void Put(const std::string& key, const std::string& value) {
    ASSERT_OK(world_.registry().Commit(
        {.guards = {}, .writes = {registry::Write::Put(key, value)}, .change_key = ""}));
  }
};

TEST_F(RawRegistryTest, ANewerRegistryIsNotTouched) {
  Put("meta/registry", R"({"format":2,"id":"f81d4fae-7dec-4d00-a765-00a0c91e6bf6"})");
  EXPECT_THAT(inventory().prefixes().Create(RootSpec()),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("has format 2")));
}

TEST_F(RawRegistryTest, ADamagedIdIsSaid) {
  for (const char* value : {"", "{}", "[]", R"({"format":1})", R"({"format":1,"id":"x"})"}) {
    SCOPED_TRACE(value);
    Put("meta/registry", value);
    EXPECT_THAT(inventory().RegistryId(),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr("\"meta/registry\"")));
  }
}

TEST_F(RawRegistryTest, ADamagedRecordIsNamed) {
  const PrefixRecord prefix = MakePrefix();
  const std::string key = RecordKey(Kind::kPrefix, prefix.header.id);
  const std::string good = Dump(world_.registry())[key];
  Put(key, "x");
  EXPECT_THAT(inventory().prefixes().Read(RefOf(prefix)),
              StatusIs(absl::StatusCode::kDataLoss, HasSubstr("\"" + key + "\"")));
  Put(key, good);
}

TEST_F(RawRegistryTest, EveryChangeIsInTheLogOnce) {
  const PrefixRecord prefix = MakePrefix();
  world_.clock().Advance(absl::Seconds(1));
  PrefixSpec spec = prefix.spec;
  spec.labels["a"] = "b";
  ASSERT_OK(other_.inventory().prefixes().Update(RefOf(prefix), spec));
  ASSERT_OK(inventory().prefixes().Delete(RefOf(prefix)));
  const auto snapshot = world_.registry().Read().value();
  const auto rows = snapshot->Run({{.range = registry::RangeOf("log/")}}).value().front();
  ASSERT_EQ(rows.size(), 3u);
  int updates = 0;
  for (const registry::KeyValue& row : rows) {
    EXPECT_THAT(row.value, HasSubstr(prefix.header.id));
    if (!absl::StrContains(row.value, "\"did\":\"update\"")) continue;
    ++updates;
    EXPECT_THAT(row.value, AllOf(HasSubstr("\"owner\":\"other\""),
                                 HasSubstr("\"at\":\"2001-09-09T01:46:40+00:00\"")));
  }
  EXPECT_EQ(updates, 1);
}

class ViewsTest : public testing::InventoryTest {};

TEST_F(ViewsTest, AGatewayIsShownWithEverythingBehindItInOrder) {
  const PrefixRecord prefix = MakePrefix();
  const GatewayRecord gateway = MakeGateway(prefix);
  HostSpec late = HostSpecFor(gateway, "late");
  late.slot = 9;
  ASSERT_OK_AND_ASSIGN(const HostRecord host9, inventory().hosts().Create(late));
  const HostRecord host2 = MakeHost(gateway, "early");
  const AddressRecord a9 = MakeAddress(host9, "a");
  const AddressRecord a2 = MakeAddress(host2, "a");
  const OpeningRecord o9 = MakeOpening(host9);
  const OpeningRecord o2 = MakeOpening(host2);
  ASSERT_OK_AND_ASSIGN(const GatewayView view, inventory().ViewGateway(RefOf(gateway)));
  EXPECT_EQ(view.gateway, gateway);
  EXPECT_THAT(view.hosts, ElementsAre(host2, host9));
  EXPECT_THAT(view.addresses, ElementsAre(a2, a9));
  EXPECT_THAT(view.openings, ElementsAre(o2, o9));
  const site::Site site = view.Site();
  EXPECT_EQ(site.gateway, gateway.gateway);
  EXPECT_THAT(site.hosts, ElementsAre(host2.host, host9.host));
  EXPECT_THAT(site.addresses, ElementsAre(a2.address, a9.address));
  EXPECT_THAT(site.openings, ElementsAre(o2.opening, o9.opening));
}

TEST_F(ViewsTest, APrefixIsShownWithItsChildrenGatewaysAndUse) {
  PrefixSpec spec = RootSpec();
  spec.reserved = {P("2001:db8:1234:321d:8000::/65")};
  const PrefixRecord root = MakePrefix(spec);
  const GatewayRecord gateway = MakeGateway(root);
  MakeHost(gateway, "vm1");
  const PrefixRecord b = MakePrefix(ChildSpec(root, "b", 76));
  PrefixSpec high = ChildSpec(root, "high", 72);
  high.cidr = P("2001:db8:1234:321d:100::/72");
  const PrefixRecord a = MakePrefix(high);
  const PrefixRecord inner = MakePrefix(ChildSpec(a, "inner", 80));
  GatewaySpec second = testing::GatewaySpecFor(inner);
  second.name = "second";
  ASSERT_OK_AND_ASSIGN(const GatewayRecord inside, inventory().gateways().Create(second));
  ASSERT_OK_AND_ASSIGN(const PrefixView view, inventory().ViewPrefix(RefOf(root)));
  EXPECT_THAT(view.prefixes, ElementsAre(root, b, a, inner));
  ASSERT_EQ(view.gateways.size(), 2u);
  EXPECT_EQ(view.gateways[0].gateway, gateway);
  EXPECT_THAT(view.gateways[0].hosts, SizeIs(1));
  EXPECT_EQ(view.gateways[1].gateway, inside);
  const absl::uint128 slot = absl::uint128(1) << 52;
  // Slots 0 to 3, and the /72.
  EXPECT_EQ(view.utilisation, (Utilisation{.taken = slot * (4 + 16),
                                           .free = (absl::uint128(1) << 63) - slot * (4 + 16),
                                           .slots = 4096,
                                           .slots_taken = 4 + 16,
                                           .largest_free = P("2001:db8:1234:321d:4000::/66")}));
}

TEST_F(ViewsTest, WhatIsNotThereIsNotFound) {
  const PrefixRecord prefix = MakePrefix();
  const Ref nobody = {.registry_id = prefix.header.registry_id, .id = kOtherId};
  EXPECT_THAT(inventory().ViewGateway(nobody), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(inventory().ViewPrefix(nobody), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(inventory().ViewPrefix({.registry_id = kOtherId, .id = prefix.header.id}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(ErrorTest, TheAttributeNearestToTheFaultStays) {
  const absl::Status bare = absl::InvalidArgumentError("wrong");
  EXPECT_EQ(AttributeOf(bare), "");
  const absl::Status inner = AtAttribute(bare, "networks.web.index");
  EXPECT_EQ(AttributeOf(AtAttribute(inner, "networks")), "networks.web.index");
  EXPECT_OK(AtAttribute(absl::OkStatus(), "x"));
  const absl::Status owned = WithOccupantOwner(inner, "other");
  EXPECT_EQ(OccupantOwnerOf(bare), "");
  const absl::Status reworded = Reword(owned, absl::StatusCode::kFailedPrecondition, "again");
  EXPECT_THAT(reworded, StatusIs(absl::StatusCode::kFailedPrecondition, "again"));
  EXPECT_EQ(AttributeOf(reworded), "networks.web.index");
  EXPECT_EQ(OccupantOwnerOf(reworded), "other");
}

}  // namespace
}  // namespace engine::inventory
