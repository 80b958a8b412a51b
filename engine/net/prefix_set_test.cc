#include "engine/net/prefix_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bitset>
#include <random>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace engine::net {
namespace {

using ::testing::ElementsAre;

Prefix P(absl::string_view text) { return Prefix::Parse(text).value(); }

TEST(PrefixSetTest, IsEmptyToBeginWith) {
  const PrefixSet set;
  EXPECT_TRUE(set.empty());
  EXPECT_FALSE(set.Contains(Address()));
  EXPECT_FALSE(set.Overlaps(Prefix()));
  EXPECT_THAT(set.Prefixes(), ElementsAre());
}

TEST(PrefixSetTest, BuddiesAreOnePrefix) {
  const PrefixSet halves({P("2001:db8:0:1::/64"), P("2001:db8::/64")});
  EXPECT_THAT(halves.Prefixes(), ElementsAre(P("2001:db8::/63")));
  EXPECT_EQ(halves, PrefixSet({P("2001:db8::/63")}));
}

TEST(PrefixSetTest, NeighboursThatAreNoBuddiesStayTwoPrefixes) {
  const PrefixSet set({P("2001:db8:0:1::/64"), P("2001:db8:0:2::/64")});
  EXPECT_THAT(set.Prefixes(), ElementsAre(P("2001:db8:0:1::/64"), P("2001:db8:0:2::/64")));
}

TEST(PrefixSetTest, EqualityIsMembership) {
  const PrefixSet one({P("2001:db8::/32"), P("2001:db8:5::/48")});
  EXPECT_EQ(one, PrefixSet({P("2001:db8::/32")}));
  EXPECT_FALSE(one == PrefixSet({P("2001:db8::/33")}));
}

TEST(PrefixSetTest, RemovingTheMiddleLeavesTwoSides) {
  PrefixSet set({P("2001:db8::/62")});
  set.Remove(P("2001:db8:0:1::/64"));
  EXPECT_THAT(set.Prefixes(), ElementsAre(P("2001:db8::/64"), P("2001:db8:0:2::/63")));
  EXPECT_TRUE(set.Contains(P("2001:db8:0:3::/64")));
  EXPECT_FALSE(set.Contains(P("2001:db8:0:1::/64")));
  EXPECT_FALSE(set.Contains(P("2001:db8::/62")));
  EXPECT_TRUE(set.Overlaps(P("2001:db8::/62")));
  EXPECT_FALSE(set.Overlaps(P("2001:db8:0:1::/65")));
}

TEST(PrefixSetTest, HandlesBothEndsOfTheAddressSpace) {
  PrefixSet set({Prefix()});
  EXPECT_THAT(set.Prefixes(), ElementsAre(Prefix()));
  EXPECT_TRUE(set.Contains(Prefix()));
  set.Remove(P("::/1"));
  EXPECT_THAT(set.Prefixes(), ElementsAre(P("8000::/1")));
  set.Add(P("::/1"));
  EXPECT_EQ(set, PrefixSet({Prefix()}));
  set.Remove(P("8000::/1"));
  set.Remove(P("::/128"));
  EXPECT_FALSE(set.Contains(Address()));
  EXPECT_TRUE(set.Contains(Address(1)));
  set.Add(P("::/128"));
  EXPECT_THAT(set.Prefixes(), ElementsAre(P("::/1")));
  // The last address and the first one are no neighbours.
  PrefixSet ends({P("::/128")});
  ends.Add(P("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"));
  EXPECT_EQ(ends.Prefixes().size(), 2u);
}

TEST(PrefixSetTest, AddsAndRemovesWholeSetsItselfToo) {
  PrefixSet set({P("2001:db8::/64"), P("2001:db8:5::/64")});
  set.Add(PrefixSet({P("2001:db8:6::/64")}));
  EXPECT_EQ(set.Prefixes().size(), 3u);
  set.Remove(PrefixSet({P("2001:db8:5::/64"), P("2001:db8:7::/64")}));
  EXPECT_THAT(set.Prefixes(), ElementsAre(P("2001:db8::/64"), P("2001:db8:6::/64")));
  const PrefixSet copy = set;
  set.Add(set);
  EXPECT_EQ(set, copy);
  set.Remove(set);
  EXPECT_TRUE(set.empty());
}

TEST(PrefixSetTest, PrintsItsPrefixes) {
  std::ostringstream out;
  out << PrefixSet() << " " << PrefixSet({P("::1/128"), P("::4/128")});
  EXPECT_EQ(out.str(), "{} {::1/128, ::4/128}");
}

// 64 addresses at the very end of the address space, against a bit for each.
TEST(PrefixSetTest, AgreesWithABitmap) {
  constexpr size_t kSize = 64;
  const Prefix universe = P("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffc0/122");
  std::mt19937_64 random(4);
  PrefixSet set;
  std::bitset<kSize> bits;
  for (int step = 0; step < 20'000; ++step) {
    const Prefix prefix = Prefix::Containing(Address(universe.first().value() + random() % kSize),
                                             122 + static_cast<int>(random() % 7));
    const bool add = random() % 2 == 0;
    add ? set.Add(prefix) : set.Remove(prefix);
    bool all = true;
    bool any = false;
    for (size_t i = 0; i < kSize; ++i) {
      const Address address(universe.first().value() + i);
      if (prefix.Contains(address)) bits[i] = add;
      ASSERT_EQ(set.Contains(address), bits[i]) << step;
    }
    const Prefix probe = Prefix::Containing(Address(universe.first().value() + random() % kSize),
                                            122 + static_cast<int>(random() % 7));
    for (size_t i = 0; i < kSize; ++i) {
      if (!probe.Contains(Address(universe.first().value() + i))) continue;
      all = all && bits[i];
      any = any || bits[i];
    }
    ASSERT_EQ(set.Contains(probe), all) << step;
    ASSERT_EQ(set.Overlaps(probe), any) << step;
    // The list is sorted, disjoint, has the same members, and no two of it are buddies.
    const std::vector<Prefix> list = set.Prefixes();
    for (size_t i = 1; i < list.size(); ++i) {
      ASSERT_LT(list[i - 1].last(), list[i].first());
      ASSERT_NE(list[i - 1].Buddy(), list[i]);
    }
    ASSERT_EQ(PrefixSet(list), set);
  }
}

}  // namespace
}  // namespace engine::net
