#include "engine/inventory/prefixes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/inventory/error.h"
#include "engine/inventory/testing/fixture.h"
#include "tests/support/status_matchers.h"

namespace engine::inventory {
namespace {

using ::testing::AllOf;
using testing::ChildSpec;
using testing::Dump;
using testing::EgressOpeningSpecFor;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::P;
using testing::RootSpec;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

class PrefixesTest : public testing::InventoryTest {
 protected:
  absl::StatusOr<PrefixRecord> Update(const PrefixRecord& record, const PrefixSpec& spec) {
    return inventory().prefixes().Update(RefOf(record), spec);
  }
};

TEST_F(PrefixesTest, ARootHasTheDefaultPlanAndIsReadBackAsItWasMade) {
  PrefixSpec spec = RootSpec();
  spec.reserved = {P("2001:db8:1234:321d:ff00::/72"), P("2001:db8:1234:321d::/120")};
  spec.labels = {{"team", "web"}};
  spec.keepers = {{"generation", "1"}};
  spec.delivery = site::Delivery::kOnLink;
  spec.deletion_protection = true;
  ASSERT_OK_AND_ASSIGN(const PrefixRecord made, inventory().prefixes().Create(spec));
  spec.host_length = 76;
  spec.network_length = 80;
  spec.reserved = {P("2001:db8:1234:321d::/120"), P("2001:db8:1234:321d:ff00::/72")};
  EXPECT_EQ(made.spec, spec);
  EXPECT_EQ(made.header.owner, "default");
  EXPECT_EQ(made.header.generation, 1u);
  EXPECT_EQ(made.address_plan->host_length(), 76);
  EXPECT_THAT(inventory().prefixes().Read(RefOf(made)), IsOkAndHolds(made));
}

TEST_F(PrefixesTest, ARootWithoutRoomForThePlanHasNone) {
  PrefixSpec spec = RootSpec();
  spec.cidr = P("2001:db8::/116");
  ASSERT_OK_AND_ASSIGN(const PrefixRecord made, inventory().prefixes().Create(spec));
  EXPECT_EQ(made.address_plan, std::nullopt);
  EXPECT_EQ(made.spec.host_length, std::nullopt);
}

struct BadRoot {
  const char* name;
  std::optional<net::Prefix> cidr;
  std::optional<int> length;
  std::optional<int> host_length;
  std::vector<net::Prefix> reserved;
  const char* attribute;
  const char* message;
};

TEST_F(PrefixesTest, ARootThatCannotBeIsRefusedAtItsAttribute) {
  const BadRoot cases[] = {
      {"no cidr", {}, {}, {}, {}, "cidr", "has neither cidr nor parent"},
      {"too short", P("2000::/15"), {}, {}, {}, "cidr", "is not between /16 and /120"},
      {"too long", P("2001:db8::/121"), {}, {}, {}, "cidr", "is not between /16 and /120"},
      {"multicast", P("ff05::/16"), {}, {}, {}, "cidr", "is multicast"},
      {"IPv4-mapped", P("::ffff:192.0.2.0/120"), {}, {}, {}, "cidr", "IPv4-mapped"},
      {"link-local", P("fe80::/64"), {}, {}, {}, "cidr", "is link-local"},
      {"other length", P("2001:db8::/64"), 60, {}, {}, "length", "is not that of cidr"},
      {"plan", P("2001:db8::/64"), {}, 60, {}, "host_length", "60"},
      {"reserved outside",
       P("2001:db8::/64"),
       {},
       {},
       {P("2001:db9::/72")},
       "reserved",
       "is not inside 2001:db8::/64"},
  };
  for (const BadRoot& bad : cases) {
    SCOPED_TRACE(bad.name);
    PrefixSpec spec = RootSpec();
    spec.cidr = bad.cidr;
    spec.length = bad.length;
    spec.host_length = bad.host_length;
    spec.reserved = bad.reserved;
    const auto made = inventory().prefixes().Create(spec);
    EXPECT_THAT(made, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(bad.message)));
    EXPECT_EQ(AttributeOf(made.status()), bad.attribute);
  }
  EXPECT_THAT(Dump(world_.registry()), IsEmpty());
}

TEST_F(PrefixesTest, ANameThatCannotBeIsRefused) {
  for (const char* name : {"", "a/b", "-a", "a b"}) {
    SCOPED_TRACE(name);
    PrefixSpec spec = RootSpec();
    spec.name = name;
    const auto made = inventory().prefixes().Create(spec);
    EXPECT_THAT(made, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_EQ(AttributeOf(made.status()), "name");
  }
}

TEST_F(PrefixesTest, ANameInUseIsRefusedWithItsOwnerAndTheImportCommand) {
  const PrefixRecord first = MakePrefix();
  PrefixSpec spec = RootSpec();
  spec.cidr = P("2001:db8:1::/64");
  const auto second = other_.inventory().prefixes().Create(spec);
  EXPECT_THAT(
      second,
      StatusIs(absl::StatusCode::kAlreadyExists,
               AllOf(HasSubstr("prefix \"site\" (owner \"default\", id " + first.header.id + ")"),
                     HasSubstr("terraform import sixgate_prefix.NAME site"))));
  EXPECT_EQ(AttributeOf(second.status()), "name");
}

TEST_F(PrefixesTest, RootsNeverOverlap) {
  MakePrefix();
  for (const char* cidr : {"2001:db8:1234:321d::/64", "2001:db8:1234::/48",
                           "2001:db8:1234:321d:8000::/65", "2001:db8:1234:321d::/96"}) {
    SCOPED_TRACE(cidr);
    PrefixSpec spec = RootSpec();
    spec.name = "second";
    spec.cidr = P(cidr);
    const auto second = inventory().prefixes().Create(spec);
    EXPECT_THAT(second, StatusIs(absl::StatusCode::kAlreadyExists,
                                 HasSubstr("overlaps 2001:db8:1234:321d::/64 of prefix \"site\"")));
    EXPECT_EQ(AttributeOf(second.status()), "cidr");
  }
}

TEST_F(PrefixesTest, ChildrenGetTheLowestFreeBlockOutsideOfWhatIsReserved) {
  PrefixSpec root = RootSpec();
  root.reserved = {P("2001:db8:1234:321d::/72"), P("2001:db8:1234:321d:200::/80")};
  const PrefixRecord parent = MakePrefix(root);
  std::vector<net::Prefix> cidrs;
  for (const char* name : {"a", "b", "c"}) {
    cidrs.push_back(MakePrefix(ChildSpec(parent, name, 72)).cidr());
  }
  EXPECT_THAT(cidrs, ::testing::ElementsAre(P("2001:db8:1234:321d:100::/72"),
                                            P("2001:db8:1234:321d:300::/72"),
                                            P("2001:db8:1234:321d:400::/72")));
}

TEST_F(PrefixesTest, AChildGetsExactlyTheBlockItAsksFor) {
  PrefixSpec root = RootSpec();
  root.reserved = {P("2001:db8:1234:321d:200::/80")};
  const PrefixRecord parent = MakePrefix(root);
  PrefixSpec spec = ChildSpec(parent, "a", 72);
  spec.cidr = P("2001:db8:1234:321d:100::/72");
  EXPECT_EQ(MakePrefix(spec).cidr(), P("2001:db8:1234:321d:100::/72"));

  struct Case {
    const char* cidr;
    absl::StatusCode code;
    const char* message;
  };
  for (const Case& bad : {
           Case{"2001:db8:1234:321d:100::/72", absl::StatusCode::kAlreadyExists,
                "is taken by prefix \"a\""},
           Case{"2001:db8:1234:321d:120::/76", absl::StatusCode::kAlreadyExists,
                "overlaps 2001:db8:1234:321d:100::/72 of prefix \"a\""},
           Case{"2001:db8:1234:321d::/68", absl::StatusCode::kFailedPrecondition,
                "overlaps what is reserved"},
           Case{"2001:db8:1234:321d:200::/80", absl::StatusCode::kFailedPrecondition,
                "overlaps what is reserved"},
           Case{"2001:db8:1234:321e::/72", absl::StatusCode::kInvalidArgument,
                "is not inside prefix \"site\""},
           Case{"2001:db8:1234:321d::/64", absl::StatusCode::kInvalidArgument,
                "is all of prefix \"site\""},
       }) {
    SCOPED_TRACE(bad.cidr);
    spec.name = "b";
    spec.length.reset();
    spec.cidr = P(bad.cidr);
    const auto made = inventory().prefixes().Create(spec);
    EXPECT_THAT(made, StatusIs(bad.code, HasSubstr(bad.message)));
    EXPECT_EQ(AttributeOf(made.status()), "cidr");
  }
}

TEST_F(PrefixesTest, AChildNeedsALengthLongerThanItsParents) {
  const PrefixRecord parent = MakePrefix();
  for (const int length : {0, 63, 64, 129}) {
    SCOPED_TRACE(length);
    const auto made = inventory().prefixes().Create(ChildSpec(parent, "a", length));
    EXPECT_THAT(made, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("from 65 to 128")));
    EXPECT_EQ(AttributeOf(made.status()), "length");
  }
  PrefixSpec spec = ChildSpec(parent, "a", 72);
  spec.length.reset();
  EXPECT_THAT(inventory().prefixes().Create(spec), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(PrefixesTest, AFullPrefixNamesTheLargestFreeBlock) {
  const PrefixRecord parent = MakePrefix();
  MakePrefix(ChildSpec(parent, "a", 65));
  MakePrefix(ChildSpec(parent, "b", 66));
  const auto made = inventory().prefixes().Create(ChildSpec(parent, "c", 65));
  EXPECT_THAT(made,
              StatusIs(absl::StatusCode::kResourceExhausted,
                       AllOf(HasSubstr("\"site\""), HasSubstr("2001:db8:1234:321d:c000::/66"))));
}

TEST_F(PrefixesTest, AnUnknownParentIsNotFound) {
  PrefixSpec spec = ChildSpec(MakePrefix(), "a", 72);
  for (const auto& [id, message] : std::map<std::string, std::string>{
           {"00000000-0000-4000-8000-000000000000", "there is no prefix"},
           {"site", "write sixgate_prefix.NAME.id"},
           {"", "is no id"}}) {
    SCOPED_TRACE(id);
    spec.parent = id;
    const auto made = inventory().prefixes().Create(spec);
    EXPECT_THAT(made, StatusIs(absl::StatusCode::kNotFound, HasSubstr(message)));
    EXPECT_EQ(AttributeOf(made.status()), "parent");
  }
}

TEST_F(PrefixesTest, UpdatesChangeNameMapsDeliveryAndProtectionInPlace) {
  const PrefixRecord made = MakePrefix();
  PrefixSpec spec = RootSpec();
  spec.name = "renamed";
  spec.labels = {{"a", "b"}};
  spec.keepers = {{"c", "d"}};
  spec.delivery = site::Delivery::kOnLink;
  spec.deletion_protection = true;
  ASSERT_OK_AND_ASSIGN(const PrefixRecord updated, Update(made, spec));
  spec.host_length = 76;
  spec.network_length = 80;
  EXPECT_EQ(updated.spec, spec);
  EXPECT_EQ(updated.header.id, made.header.id);
  EXPECT_THAT(inventory().prefixes().Find("renamed"), IsOkAndHolds(updated));
  EXPECT_THAT(inventory().prefixes().Find("site"), StatusIs(absl::StatusCode::kNotFound));
  // The old name is free again.
  PrefixSpec other = RootSpec();
  other.cidr = P("2001:db8:1::/64");
  EXPECT_OK(inventory().prefixes().Create(other));
  spec.name = "site";
  EXPECT_THAT(Update(made, spec), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(PrefixesTest, AnUpdateThatChangesNothingWritesNothing) {
  const PrefixRecord made = MakePrefix();
  const registry::Revision before = world_.registry().Read().value()->revision();
  EXPECT_THAT(Update(made, made.spec), IsOkAndHolds(made));
  EXPECT_EQ(world_.registry().Read().value()->revision(), before);
}

TEST_F(PrefixesTest, TheLengthsOfThePlanAndTheParentAreFixed) {
  const PrefixRecord root = MakePrefix();
  PrefixSpec spec = root.spec;
  spec.host_length = 72;
  EXPECT_THAT(Update(root, spec), StatusIs(absl::StatusCode::kInvalidArgument));
  spec = root.spec;
  spec.network_length = 84;
  EXPECT_THAT(Update(root, spec), StatusIs(absl::StatusCode::kInvalidArgument));
  spec = root.spec;
  spec.parent = root.header.id;
  EXPECT_THAT(Update(root, spec), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(inventory().prefixes().Read(RefOf(root)), IsOkAndHolds(root));
}

TEST_F(PrefixesTest, ReservedRangesCanBeAddedAndRemovedWhereNothingIs) {
  const PrefixRecord root = MakePrefix();
  const PrefixRecord child = MakePrefix(ChildSpec(root, "a", 72));
  PrefixSpec spec = root.spec;
  spec.reserved = {P("2001:db8:1234:321d:100::/72"), P("2001:db8:1234:321d:110::/80")};
  ASSERT_OK(Update(root, spec));
  EXPECT_EQ(MakePrefix(ChildSpec(root, "b", 72)).cidr(), P("2001:db8:1234:321d:200::/72"));
  spec.reserved = {P("2001:db8:1234:321d:1f0::/80")};
  ASSERT_OK(Update(root, spec));
  EXPECT_EQ(MakePrefix(ChildSpec(root, "c", 73)).cidr(), P("2001:db8:1234:321d:100::/73"));
  spec.reserved = {P("2001:db8:1234:321d::/80")};
  const auto refused = Update(root, spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("prefix \"a\"")));
  EXPECT_EQ(AttributeOf(refused.status()), "reserved");
}

TEST_F(PrefixesTest, AChildGrowsIntoItsFreeBuddyAndShrinksToItsLowerHalf) {
  const PrefixRecord root = MakePrefix();
  const PrefixRecord child = MakePrefix(ChildSpec(root, "a", 72));
  PrefixSpec spec = child.spec;
  spec.length = 70;
  ASSERT_OK_AND_ASSIGN(const PrefixRecord grown, Update(child, spec));
  EXPECT_EQ(grown.cidr(), P("2001:db8:1234:321d::/70"));
  EXPECT_EQ(MakePrefix(ChildSpec(root, "b", 72)).cidr(), P("2001:db8:1234:321d:400::/72"));
  const PrefixRecord inner = MakePrefix(ChildSpec(grown, "inner", 73));
  // By cidr, as a state that was planned has it.
  spec.cidr = P("2001:db8:1234:321d::/71");
  spec.length = 71;
  ASSERT_OK_AND_ASSIGN(const PrefixRecord shrunk, Update(child, spec));
  EXPECT_EQ(shrunk.cidr(), P("2001:db8:1234:321d::/71"));
  EXPECT_EQ(MakePrefix(ChildSpec(root, "c", 71)).cidr(), P("2001:db8:1234:321d:200::/71"));
  EXPECT_THAT(inventory().prefixes().Read(RefOf(inner)), IsOkAndHolds(inner));
}

TEST_F(PrefixesTest, AnUpperHalfGrowsDownwards) {
  const PrefixRecord root = MakePrefix();
  PrefixSpec spec = ChildSpec(root, "a", 72);
  spec.cidr = P("2001:db8:1234:321d:100::/72");
  const PrefixRecord child = MakePrefix(spec);
  spec.length = 71;
  ASSERT_OK_AND_ASSIGN(const PrefixRecord grown, Update(child, spec));
  EXPECT_EQ(grown.cidr(), P("2001:db8:1234:321d::/71"));
}

TEST_F(PrefixesTest, GrowingIsRefusedWithTheOccupantAndReplaceAsTheWayOut) {
  const PrefixRecord root = MakePrefix();
  const PrefixRecord child = MakePrefix(ChildSpec(root, "a", 72));
  MakePrefix(ChildSpec(root, "b", 72));
  PrefixSpec spec = child.spec;
  spec.length = 71;
  const auto grown = Update(child, spec);
  EXPECT_THAT(grown, StatusIs(absl::StatusCode::kFailedPrecondition,
                              AllOf(HasSubstr("cannot become 2001:db8:1234:321d::/71 in place"),
                                    HasSubstr("prefix \"b\""), HasSubstr("-replace=ADDRESS"))));
  EXPECT_EQ(AttributeOf(grown.status()), "length");
  spec.length = 64;
  EXPECT_THAT(Update(child, spec), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(PrefixesTest, GrowingOverWhatAnEgressOpeningLeadsToIsRefused) {
  const PrefixRecord child = MakePrefix(ChildSpec(MakePrefix(), "a", 66));
  EgressOpeningSpec opening = EgressOpeningSpecFor(MakeHost(MakeGateway(child), "vm1"));
  opening.destinations = {P("2001:db8:1234:321d:4000::1/128")};
  ASSERT_OK_AND_ASSIGN(const EgressOpeningRecord made,
                       inventory().egress_openings().Create(opening));
  PrefixSpec spec = child.spec;
  spec.length = 65;
  const auto grown = Update(child, spec);
  EXPECT_THAT(grown, StatusIs(absl::StatusCode::kFailedPrecondition,
                              AllOf(HasSubstr("cannot become 2001:db8:1234:321d::/65 in place"),
                                    HasSubstr("\"2001:db8:1234:321d:4000::1\" is inside"))));
  EXPECT_EQ(AttributeOf(grown.status()), "length");
  ASSERT_OK(inventory().egress_openings().Delete(RefOf(made)));
  EXPECT_OK(Update(child, spec));
}

TEST_F(PrefixesTest, GrowingIntoAReservedRangeIsRefused) {
  PrefixSpec root_spec = RootSpec();
  root_spec.reserved = {P("2001:db8:1234:321d:180::/80")};
  const PrefixRecord root = MakePrefix(root_spec);
  const PrefixRecord child = MakePrefix(ChildSpec(root, "a", 72));
  PrefixSpec spec = child.spec;
  spec.length = 71;
  EXPECT_THAT(Update(child, spec),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("is reserved")));
}

TEST_F(PrefixesTest, ShrinkingIsRefusedWhenSomethingIsInTheRest) {
  const PrefixRecord root = MakePrefix();
  const PrefixRecord child = MakePrefix(ChildSpec(root, "a", 72));
  MakePrefix(ChildSpec(child, "low", 74));
  MakePrefix(ChildSpec(child, "high", 74));
  PrefixSpec spec = child.spec;
  spec.length = 74;
  EXPECT_THAT(Update(child, spec),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("prefix \"high\"")));
  spec.length = 73;
  EXPECT_OK(Update(child, spec));
}

TEST_F(PrefixesTest, ShrinkingAwayFromAReservedRangeIsRefusedUntilItIsGivenUp) {
  const PrefixRecord root = MakePrefix();
  PrefixSpec spec = ChildSpec(root, "a", 72);
  spec.reserved = {P("2001:db8:1234:321d:80::/80")};
  const PrefixRecord child = MakePrefix(spec);
  spec.length = 73;
  EXPECT_THAT(Update(child, spec), StatusIs(absl::StatusCode::kInvalidArgument));
  spec.reserved.clear();
  EXPECT_OK(Update(child, spec));
}

TEST_F(PrefixesTest, AShrunkPrefixStillNeedsRoomForItsPlan) {
  const PrefixRecord child = MakePrefix(ChildSpec(MakePrefix(), "a", 72));
  PrefixSpec spec = child.spec;
  spec.length = 84;
  const auto shrunk = Update(child, spec);
  EXPECT_THAT(shrunk, StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(PrefixesTest, AChildCannotMove) {
  const PrefixRecord child = MakePrefix(ChildSpec(MakePrefix(), "a", 72));
  PrefixSpec spec = child.spec;
  spec.cidr = P("2001:db8:1234:321d:100::/72");
  const auto moved = Update(child, spec);
  EXPECT_THAT(moved, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("has to be replaced")));
  EXPECT_EQ(AttributeOf(moved.status()), "cidr");
}

TEST_F(PrefixesTest, AnEmptyRootIsRenumberedAUsedOneIsNot) {
  PrefixSpec spec = RootSpec();
  spec.reserved = {P("2001:db8:1234:321d::/80")};
  const PrefixRecord root = MakePrefix(spec);
  for (const char* cidr :
       {"2001:db8:1234:3200::/56", "2001:db8:1234:321d::/64", "2001:db8:9::/60"}) {
    SCOPED_TRACE(cidr);
    spec.cidr = P(cidr);
    spec.reserved.clear();
    ASSERT_OK_AND_ASSIGN(const PrefixRecord moved, Update(root, spec));
    EXPECT_EQ(moved.cidr(), P(cidr));
    EXPECT_EQ(moved.address_plan->host_length(), 76);
    EXPECT_EQ(testing::FirstViolation(world_.registry()), "");
  }
  MakePrefix(ChildSpec(root, "a", 72));
  spec.cidr = P("2001:db8:8::/60");
  const auto refused = Update(root, spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("prefix \"a\"")));
  EXPECT_EQ(AttributeOf(refused.status()), "cidr");
}

TEST_F(PrefixesTest, ARootIsNotRenumberedOntoAnother) {
  const PrefixRecord root = MakePrefix();
  PrefixSpec other = RootSpec();
  other.name = "other";
  other.cidr = P("2001:db8:1234:3210::/64");
  MakePrefix(other);
  PrefixSpec spec = RootSpec();
  spec.cidr = P("2001:db8:1234:3200::/56");
  EXPECT_THAT(Update(root, spec),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("\"other\"")));
}

TEST_F(PrefixesTest, AUsedOrProtectedPrefixIsNotDeleted) {
  PrefixSpec spec = RootSpec();
  spec.deletion_protection = true;
  const PrefixRecord root = MakePrefix(spec);
  const PrefixRecord child = MakePrefix(ChildSpec(root, "a", 72));
  EXPECT_THAT(inventory().prefixes().Delete(RefOf(root)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("deletion_protection")));
  spec.deletion_protection = false;
  ASSERT_OK(Update(root, spec));
  EXPECT_THAT(inventory().prefixes().Delete(RefOf(root)),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("prefix \"site\" is used by prefix \"a\" (owner \"default\"")));
  EXPECT_OK(inventory().prefixes().Delete(RefOf(child)));
  EXPECT_OK(inventory().prefixes().Delete(RefOf(root)));
  EXPECT_OK(inventory().prefixes().Delete(RefOf(root)));
  EXPECT_THAT(inventory().prefixes().Read(RefOf(root)), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(Dump(world_.registry()), ::testing::SizeIs(1));
}

TEST_F(PrefixesTest, ManyUsersAreCountedAndNotAllNamed) {
  const PrefixRecord root = MakePrefix();
  for (int i = 0; i < 12; ++i) MakePrefix(ChildSpec(root, absl::StrCat("child", i), 72));
  EXPECT_THAT(inventory().prefixes().Delete(RefOf(root)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr(" and 2 others")));
}

TEST_F(PrefixesTest, AGoneRecordComesBackAsItWas) {
  const PrefixRecord root = MakePrefix();
  MakePrefix(ChildSpec(root, "a", 72));
  const PrefixRecord second = MakePrefix(ChildSpec(root, "b", 72));
  ASSERT_OK(inventory().prefixes().Delete(RefOf(second)));
  ASSERT_OK_AND_ASSIGN(const PrefixRecord back, Update(second, second.spec));
  EXPECT_EQ(back, second);
  ASSERT_OK(inventory().prefixes().Delete(RefOf(second)));
  const PrefixRecord third = MakePrefix(ChildSpec(root, "c", 72));
  ASSERT_EQ(third.cidr(), second.cidr());
  EXPECT_THAT(Update(second, second.spec),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("is taken by prefix \"c\"")));
  PrefixSpec unknown = second.spec;
  unknown.cidr.reset();
  unknown.length = 72;
  EXPECT_THAT(Update(second, unknown), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST_F(PrefixesTest, FindUnderstandsIdNameAndCidrAtAnyDepth) {
  const PrefixRecord root = MakePrefix();
  const PrefixRecord child = MakePrefix(ChildSpec(root, "a", 72));
  const PrefixRecord inner = MakePrefix(ChildSpec(child, "inner", 72 + 8));
  for (const PrefixRecord& record : {root, child, inner}) {
    EXPECT_THAT(inventory().prefixes().Find(record.header.id), IsOkAndHolds(record));
    EXPECT_THAT(inventory().prefixes().Find(record.spec.name), IsOkAndHolds(record));
    EXPECT_THAT(inventory().prefixes().Find(record.cidr().ToString()), IsOkAndHolds(record));
  }
  for (const char* text : {"", "nobody", "2001:db8:1234:321d::/73", "2001:db8::/32",
                           "2001:db8:1234:321d:100::/72", "00000000-0000-4000-8000-000000000000"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(inventory().prefixes().Find(text), StatusIs(absl::StatusCode::kNotFound));
  }
}

TEST_F(PrefixesTest, APlanKnowsWhatIsWrongAndWhatAnotherOwnerHas) {
  EXPECT_THAT(inventory().prefixes().Check(RootSpec(), std::nullopt), IsOkAndHolds(IsEmpty()));
  const PrefixRecord root = MakePrefix();
  // Its own name and block may be free by the time of the apply.
  EXPECT_THAT(inventory().prefixes().Check(RootSpec(), std::nullopt), IsOkAndHolds(IsEmpty()));
  ASSERT_OK_AND_ASSIGN(base::Issues issues,
                       other_.inventory().prefixes().Check(RootSpec(), std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "name");
  PrefixSpec overlapping = RootSpec();
  overlapping.name = "other";
  ASSERT_OK_AND_ASSIGN(issues, other_.inventory().prefixes().Check(overlapping, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "cidr");
  EXPECT_EQ(issues[0].severity, base::Severity::kError);
  // Blocks of children too.
  PrefixSpec child = ChildSpec(root, "a", 72);
  child.cidr = MakePrefix(child).cidr();
  child.name = "b";
  EXPECT_THAT(inventory().prefixes().Check(child, std::nullopt), IsOkAndHolds(IsEmpty()));
  ASSERT_OK_AND_ASSIGN(issues, other_.inventory().prefixes().Check(child, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  // What no apply can put right.
  child.cidr = P("2001:db8:ffff::/72");
  ASSERT_OK_AND_ASSIGN(issues, inventory().prefixes().Check(child, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "cidr");
  child.parent = "nobody";
  ASSERT_OK_AND_ASSIGN(issues, inventory().prefixes().Check(child, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "parent");
}

TEST_F(PrefixesTest, ACheckWritesNothing) {
  const PrefixRecord root = MakePrefix();
  const auto before = Dump(world_.registry());
  EXPECT_OK(inventory().prefixes().Check(ChildSpec(root, "a", 72), std::nullopt));
  EXPECT_OK(inventory().prefixes().CheckDelete(RefOf(root)));
  EXPECT_EQ(Dump(world_.registry()), before);
}

TEST_F(PrefixesTest, ADestroyIsRefusedAtPlanWhenAnotherOwnerUsesThePrefix) {
  PrefixSpec spec = RootSpec();
  const PrefixRecord root = MakePrefix(spec);
  MakePrefix(ChildSpec(root, "own", 72));
  EXPECT_THAT(inventory().prefixes().CheckDelete(RefOf(root)), IsOkAndHolds(IsEmpty()));
  ASSERT_OK(other_.inventory().prefixes().Create(ChildSpec(root, "foreign", 72)));
  ASSERT_OK_AND_ASSIGN(base::Issues issues, inventory().prefixes().CheckDelete(RefOf(root)));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_THAT(issues[0].message, AllOf(HasSubstr("prefix \"foreign\" (owner \"other\""),
                                       ::testing::Not(HasSubstr("\"own\""))));
  spec.deletion_protection = true;
  ASSERT_OK(Update(root, spec));
  ASSERT_OK_AND_ASSIGN(issues, inventory().prefixes().CheckDelete(RefOf(root)));
  EXPECT_EQ(issues.size(), 2u);
}

TEST_F(PrefixesTest, APlanOverAnEmptyRegistryJudgesWhatTheSpecSays) {
  PrefixSpec root = RootSpec();
  EXPECT_THAT(inventory().prefixes().Check(root, std::nullopt), IsOkAndHolds(IsEmpty()));
  root.cidr = P("ff00::/16");
  ASSERT_OK_AND_ASSIGN(base::Issues issues, inventory().prefixes().Check(root, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "cidr");
  // A child whose parent the same apply makes, and one whose parent nobody makes.
  PrefixSpec child = RootSpec();
  child.cidr.reset();
  child.length = 72;
  child.parent = "";
  EXPECT_THAT(inventory().prefixes().Check(child, std::nullopt), IsOkAndHolds(IsEmpty()));
  child.parent = "nobody";
  ASSERT_OK_AND_ASSIGN(issues, inventory().prefixes().Check(child, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "parent");
}

}  // namespace
}  // namespace engine::inventory
