#include "engine/net/prefix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <vector>

#include "absl/hash/hash_testing.h"
#include "tests/support/status_matchers.h"

namespace engine::net {
namespace {

using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

Address A(absl::string_view text) { return Address::Parse(text).value(); }
Prefix P(absl::string_view text) { return Prefix::Parse(text).value(); }

TEST(PrefixTest, ParsesAndPrintsCanonically) {
  ASSERT_OK_AND_ASSIGN(const Prefix prefix, Prefix::Parse("2001:DB8:0:0::/64"));
  EXPECT_EQ(prefix.first(), A("2001:db8::"));
  EXPECT_EQ(prefix.last(), A("2001:db8::ffff:ffff:ffff:ffff"));
  EXPECT_EQ(prefix.length(), 64);
  EXPECT_EQ(prefix.size_exponent(), 64);
  EXPECT_EQ(prefix.ToString(), "2001:db8::/64");
  std::ostringstream out;
  out << prefix;
  EXPECT_EQ(out.str(), "2001:db8::/64");
}

TEST(PrefixTest, ParsesTheLargestAndTheSmallest) {
  EXPECT_THAT(Prefix::Parse("::/0"), IsOkAndHolds(Prefix()));
  EXPECT_EQ(Prefix().last(), Address(absl::Uint128Max()));
  ASSERT_OK_AND_ASSIGN(const Prefix one, Prefix::Parse("::1/128"));
  EXPECT_EQ(one.first(), one.last());
}

TEST(PrefixTest, SaysWhatIsWrongAndWhatToWrite) {
  struct {
    const char* text;
    const char* message;
  } const cases[] = {
      {"2001:db8::1/64", "prefix \"2001:db8::1/64\" has host bits set: write 2001:db8::/64"},
      {"2001:db8:1234:321d:20::2/76",
       "prefix \"2001:db8:1234:321d:20::2/76\" has host bits set: write "
       "2001:db8:1234:321d:20::/76"},
      {"::1/0", "prefix \"::1/0\" has host bits set: write ::/0"},
      {"2001:db8::",
       "prefix \"2001:db8::\" has no length: write 2001:db8::/LENGTH, where LENGTH is "
       "a number from 0 to 128"},
      {"::/129",
       "prefix \"::/129\" has the length \"129\": write a number from 0 to 128 without "
       "leading zeros"},
      {"::/064",
       "prefix \"::/064\" has the length \"064\": write a number from 0 to 128 without "
       "leading zeros"},
      {"::/",
       "prefix \"::/\" has the length \"\": write a number from 0 to 128 without leading "
       "zeros"},
      {"::/-1",
       "prefix \"::/-1\" has the length \"-1\": write a number from 0 to 128 without "
       "leading zeros"},
      {"::/1/2",
       "prefix \"::/1/2\" has the length \"1/2\": write a number from 0 to 128 without "
       "leading zeros"},
      {"::/0128",
       "prefix \"::/0128\" has the length \"0128\": write a number from 0 to 128 without "
       "leading zeros"},
      {"fe80::%eth0/64",
       "prefix \"fe80::%eth0/64\": address \"fe80::%eth0\" has a zone id: leave "
       "\"%eth0\" out"},
      {"192.0.2.0/24",
       "prefix \"192.0.2.0/24\": address \"192.0.2.0\" is IPv4: write an IPv6 "
       "address such as 2001:db8::1"},
      {"", "prefix \"\": address \"\" is empty: write an IPv6 address such as 2001:db8::1"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.text);
    EXPECT_THAT(Prefix::Parse(test.text), StatusIs(kInvalid, test.message));
  }
}

TEST(PrefixTest, ABareAddressIsAcceptedWhereItMayBeOne) {
  EXPECT_THAT(Prefix::ParseWithBareAddress("2001:db8::1"), IsOkAndHolds(P("2001:db8::1/128")));
  EXPECT_THAT(Prefix::ParseWithBareAddress("2001:db8::/32"), IsOkAndHolds(P("2001:db8::/32")));
  EXPECT_THAT(
      Prefix::ParseWithBareAddress("2001:db8::1/32"),
      StatusIs(kInvalid, "prefix \"2001:db8::1/32\" has host bits set: write 2001:db8::/32"));
  EXPECT_THAT(Prefix::ParseWithBareAddress("192.0.2.1"),
              StatusIs(kInvalid,
                       "address \"192.0.2.1\" is IPv4: write an IPv6 address such as 2001:db8::1"));
}

TEST(PrefixTest, ContainingClearsTheHostBits) {
  const Address address = A("2001:db8:1234:321d:ffff::1");
  EXPECT_EQ(Prefix::Containing(address, 76), P("2001:db8:1234:321d:fff0::/76"));
  EXPECT_EQ(Prefix::Containing(address, 128), P("2001:db8:1234:321d:ffff::1/128"));
  EXPECT_EQ(Prefix::Containing(address, 0), Prefix());
}

TEST(PrefixTest, AskingForTheImpossibleDies) {
  EXPECT_DEATH(Prefix::Containing(Address(), 129), "the caller checks user input");
  EXPECT_DEATH(Prefix::Containing(Address(), -1), "the caller checks user input");
  EXPECT_DEATH(Prefix().Buddy(), "no buddy");
  EXPECT_DEATH(Prefix().Parent(), "no parent");
  EXPECT_DEATH(P("::/128").LowerHalf(), "no halves");
  EXPECT_DEATH(P("::/128").UpperHalf(), "no halves");
}

TEST(PrefixTest, ContainsAndOverlaps) {
  const Prefix whole = P("2001:db8::/64");
  EXPECT_TRUE(whole.Contains(A("2001:db8::")));
  EXPECT_TRUE(whole.Contains(A("2001:db8::ffff:ffff:ffff:ffff")));
  EXPECT_FALSE(whole.Contains(A("2001:db8:0:1::")));
  EXPECT_FALSE(whole.Contains(A("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff")));
  EXPECT_TRUE(Prefix().Contains(A("ffff::")));

  EXPECT_TRUE(whole.Contains(whole));
  EXPECT_TRUE(whole.Contains(P("2001:db8::8000:0:0:0/65")));
  EXPECT_FALSE(whole.Contains(P("2001:db8::/63")));
  EXPECT_FALSE(whole.Contains(P("2001:db8:0:1::/65")));

  EXPECT_TRUE(whole.Overlaps(P("2001:db8::/63")));
  EXPECT_TRUE(whole.Overlaps(P("2001:db8::8000:0:0:0/65")));
  EXPECT_FALSE(whole.Overlaps(P("2001:db8:0:1::/64")));
}

TEST(PrefixTest, Family) {
  const Prefix upper = P("2001:db8:0:1::/64");
  EXPECT_EQ(upper.Buddy(), P("2001:db8::/64"));
  EXPECT_EQ(upper.Buddy().Buddy(), upper);
  EXPECT_EQ(upper.Parent(), P("2001:db8::/63"));
  EXPECT_EQ(upper.Parent().LowerHalf(), P("2001:db8::/64"));
  EXPECT_EQ(upper.Parent().UpperHalf(), upper);
  EXPECT_EQ(Prefix().UpperHalf(), P("8000::/1"));
  EXPECT_EQ(P("8000::/1").Parent(), Prefix());
  EXPECT_EQ(P("::2/127").UpperHalf(), P("::3/128"));
}

TEST(PrefixTest, SubnetCountsFromZero) {
  const Prefix whole = P("2001:db8::/64");
  EXPECT_THAT(whole.Subnet(76, 0), IsOkAndHolds(P("2001:db8::/76")));
  EXPECT_THAT(whole.Subnet(76, 2), IsOkAndHolds(P("2001:db8:0:0:20::/76")));
  EXPECT_THAT(whole.Subnet(76, 4095), IsOkAndHolds(P("2001:db8:0:0:fff0::/76")));
  EXPECT_THAT(whole.Subnet(64, 0), IsOkAndHolds(whole));
  EXPECT_THAT(whole.Subnet(128, 5), IsOkAndHolds(P("2001:db8::5/128")));
  EXPECT_THAT(Prefix().Subnet(0, 0), IsOkAndHolds(Prefix()));
  EXPECT_THAT(Prefix().Subnet(128, absl::Uint128Max()),
              IsOkAndHolds(P("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")));
}

TEST(PrefixTest, SubnetRefusesWhatIsNotThere) {
  const Prefix whole = P("2001:db8::/64");
  EXPECT_THAT(whole.Subnet(76, 4096),
              StatusIs(kInvalid,
                       "2001:db8::/64 has no subnet /76 number 4096: the last one is number 4095"));
  EXPECT_THAT(whole.Subnet(76, absl::MakeUint128(1, 0)),
              StatusIs(kInvalid,
                       "2001:db8::/64 has no subnet /76 number 18446744073709551616: the "
                       "last one is number 4095"));
  EXPECT_THAT(
      whole.Subnet(64, 1),
      StatusIs(kInvalid, "2001:db8::/64 has no subnet /64 number 1: the last one is number 0"));
  EXPECT_THAT(
      whole.Subnet(63, 0),
      StatusIs(kInvalid, "2001:db8::/64 has no subnets of /63: the length must be from 64 to 128"));
  EXPECT_THAT(whole.Subnet(129, 0),
              StatusIs(kInvalid,
                       "2001:db8::/64 has no subnets of /129: the length must be from 64 to 128"));
}

TEST(PrefixTest, OrdersByAddressThenLength) {
  const std::vector<Prefix> ascending = {Prefix(), P("::/128"), P("2001:db8::/32"),
                                         P("2001:db8::/64"), P("2001:db8:0:1::/64")};
  for (size_t i = 0; i < ascending.size(); ++i) {
    for (size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(ascending[i] <=> ascending[j], i <=> j) << i << " " << j;
    }
  }
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly(ascending));
}

TEST(PrefixTest, RandomPrefixesKeepTheirLaws) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 20'000; ++i) {
    const Address address(absl::MakeUint128(random(), random()));
    const int length = 1 + static_cast<int>(random() % 127);
    const Prefix prefix = Prefix::Containing(address, length);
    ASSERT_TRUE(prefix.Contains(address));
    ASSERT_EQ(prefix.last().value() - prefix.first().value() + 1, absl::uint128(1)
                                                                      << prefix.size_exponent());
    ASSERT_THAT(Prefix::Parse(prefix.ToString()), IsOkAndHolds(prefix));
    ASSERT_EQ(prefix.LowerHalf().last().value() + 1, prefix.UpperHalf().first().value());
    ASSERT_EQ(prefix.UpperHalf().last(), prefix.last());
    ASSERT_EQ(prefix.UpperHalf().Parent(), prefix);
    ASSERT_FALSE(prefix.Overlaps(prefix.Buddy()));
    ASSERT_EQ(prefix.Buddy().Parent(), prefix.Parent());
    // The number of the subnet around an address leads back to it.
    const int longer = length + static_cast<int>(random() % static_cast<uint64_t>(129 - length));
    const absl::uint128 index =
        longer == length ? 0
                         : (address.value() - prefix.first().value()) >> (kAddressBits - longer);
    ASSERT_THAT(prefix.Subnet(longer, index), IsOkAndHolds(Prefix::Containing(address, longer)));
  }
}

TEST(InterfaceAddressTest, KeepsTheHostBits) {
  ASSERT_OK_AND_ASSIGN(const InterfaceAddress parsed,
                       InterfaceAddress::Parse("2001:DB8:0:1:20::2/126"));
  EXPECT_EQ(parsed, (InterfaceAddress{.address = A("2001:db8:0:1:20::2"), .length = 126}));
  EXPECT_EQ(parsed.prefix(), P("2001:db8:0:1:20::/126"));
  EXPECT_EQ(parsed.ToString(), "2001:db8:0:1:20::2/126");
}

TEST(InterfaceAddressTest, NeedsALength) {
  EXPECT_THAT(InterfaceAddress::Parse("::1"),
              StatusIs(kInvalid,
                       "prefix \"::1\" has no length: write ::1/LENGTH, where LENGTH is a "
                       "number from 0 to 128"));
}

}  // namespace
}  // namespace engine::net
