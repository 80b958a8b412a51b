#include "engine/plan/address_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "tests/support/status_matchers.h"

namespace engine::plan {
namespace {

using ::testing::HasSubstr;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

net::Address A(absl::string_view text) { return net::Address::Parse(text).value(); }
net::Prefix P(absl::string_view text) { return net::Prefix::Parse(text).value(); }

AddressPlan DefaultPlan(absl::string_view cidr) {
  return AddressPlan::WithDefaults(P(cidr), {}).value().value();
}

TEST(AddressPlanTest, DefaultsAreTwelveAndFourBits) {
  struct {
    const char* cidr;
    int host_length;
    int network_length;
  } const cases[] = {
      {"2001:db8:1234:321d::/64", 76, 80}, {"2001:db8:1234:3200::/56", 68, 72},
      {"2001:db8:1234::/48", 60, 64},      {"2001::/16", 28, 32},
      {"2001:db8::/108", 120, 124},        {"2001:db8:1234:321a::/63", 75, 79},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.cidr);
    const AddressPlan plan = DefaultPlan(test.cidr);
    EXPECT_EQ(plan.cidr(), P(test.cidr));
    EXPECT_EQ(plan.host_length(), test.host_length);
    EXPECT_EQ(plan.network_length(), test.network_length);
  }
}

TEST(AddressPlanTest, DefaultsThatDoNotFitAreNoError) {
  EXPECT_THAT(AddressPlan::WithDefaults(P("2001:db8::/109"), {}), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(AddressPlan::WithDefaults(P("2001:db8::/128"), {}), IsOkAndHolds(std::nullopt));
}

TEST(AddressPlanTest, EitherLengthCanBeAskedFor) {
  const net::Prefix cidr = P("2001:db8::/64");
  EXPECT_THAT(AddressPlan::WithDefaults(cidr, {.host = 72}),
              IsOkAndHolds(AddressPlan::Make(cidr, {.host = 72, .network = 76}).value()));
  EXPECT_THAT(AddressPlan::WithDefaults(cidr, {.network = 96}),
              IsOkAndHolds(AddressPlan::Make(cidr, {.host = 76, .network = 96}).value()));
  EXPECT_THAT(AddressPlan::WithDefaults(cidr, {.host = 65, .network = 66}),
              IsOkAndHolds(AddressPlan::Make(cidr, {.host = 65, .network = 66}).value()));
  // Of a small prefix the defaults do not fit, but what is asked for does.
  EXPECT_THAT(
      AddressPlan::WithDefaults(P("2001:db8::/120"), {.host = 122, .network = 124}),
      IsOkAndHolds(AddressPlan::Make(P("2001:db8::/120"), {.host = 122, .network = 124}).value()));
}

TEST(AddressPlanTest, LengthsOutOfOrderAreRefusedWhoeverChoseThem) {
  struct {
    const char* name;
    const char* cidr;
    WantedLengths wanted;
    const char* message;
  } const cases[] = {
      {"host as long as the prefix",
       "2001:db8::/64",
       {.host = 64},
       "prefix 2001:db8::/64 cannot have host_length 64: it must be from 65 to 123"},
      {"host too long",
       "2001:db8::/64",
       {.host = 124},
       "prefix 2001:db8::/64 cannot have host_length 124: it must be from 65 to 123"},
      {"host enormous",
       "2001:db8::/64",
       {.host = std::numeric_limits<int>::max()},
       "prefix 2001:db8::/64 cannot have host_length 2147483647: it must be from 65 to 123"},
      {"host negative",
       "2001:db8::/64",
       {.host = std::numeric_limits<int>::min()},
       "prefix 2001:db8::/64 cannot have host_length -2147483648: it must be from 65 to 123"},
      {"network as long as host",
       "2001:db8::/64",
       {.host = 80, .network = 80},
       "prefix 2001:db8::/64 with host_length 80 cannot have network_length 80: it must be from 81 "
       "to 124"},
      {"network too long",
       "2001:db8::/64",
       {.network = 125},
       "prefix 2001:db8::/64 with host_length 76 cannot have network_length 125: it must be from "
       "77 to 124"},
      {"default network does not fit",
       "2001:db8::/64",
       {.host = 121},
       "prefix 2001:db8::/64 with host_length 121 cannot have network_length 125: it must be from "
       "122 to 124"},
      {"default host does not fit",
       "2001:db8::/120",
       {.network = 124},
       "prefix 2001:db8::/120 cannot have host_length 132: it must be from 121 to 123"},
      {"prefix too small",
       "2001:db8::/123",
       {.host = 124, .network = 125},
       "prefix 2001:db8::/123 is too small to be divided among hosts: it must be a /122 or larger"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    EXPECT_THAT(AddressPlan::WithDefaults(P(test.cidr), test.wanted),
                StatusIs(kInvalid, test.message));
  }
  EXPECT_OK(AddressPlan::Make(P("2001:db8::/122"), {.host = 123, .network = 124}));
}

TEST(AddressPlanTest, ATutorialSiteHasTheAddressesOfTheTutorial) {
  const AddressPlan plan = DefaultPlan("2001:db8:1234:321d::/64");
  EXPECT_EQ(plan.SlotCount(), 4096u);
  EXPECT_EQ(plan.GatewayWanAddress(), A("2001:db8:1234:321d:10::1"));
  struct {
    absl::uint128 slot;
    const char* block;
    const char* link;
    const char* on_link;
    const char* gateway;
    const char* host;
    const char* network_1;
  } const cases[] = {
      {0, "2001:db8:1234:321d::/76", "2001:db8:1234:321d::/80", "2001:db8:1234:321d::/126",
       "2001:db8:1234:321d::1", "2001:db8:1234:321d::2", "2001:db8:1234:321d:1::/80"},
      {1, "2001:db8:1234:321d:10::/76", "2001:db8:1234:321d:10::/80", "2001:db8:1234:321d:10::/126",
       "2001:db8:1234:321d:10::1", "2001:db8:1234:321d:10::2", "2001:db8:1234:321d:11::/80"},
      {2, "2001:db8:1234:321d:20::/76", "2001:db8:1234:321d:20::/80", "2001:db8:1234:321d:20::/126",
       "2001:db8:1234:321d:20::1", "2001:db8:1234:321d:20::2", "2001:db8:1234:321d:21::/80"},
      {3, "2001:db8:1234:321d:30::/76", "2001:db8:1234:321d:30::/80", "2001:db8:1234:321d:30::/126",
       "2001:db8:1234:321d:30::1", "2001:db8:1234:321d:30::2", "2001:db8:1234:321d:31::/80"},
      {1000, "2001:db8:1234:321d:3e80::/76", "2001:db8:1234:321d:3e80::/80",
       "2001:db8:1234:321d:3e80::/126", "2001:db8:1234:321d:3e80::1", "2001:db8:1234:321d:3e80::2",
       "2001:db8:1234:321d:3e81::/80"},
      {4095, "2001:db8:1234:321d:fff0::/76", "2001:db8:1234:321d:fff0::/80",
       "2001:db8:1234:321d:fff0::/126", "2001:db8:1234:321d:fff0::1", "2001:db8:1234:321d:fff0::2",
       "2001:db8:1234:321d:fff1::/80"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.block);
    ASSERT_OK_AND_ASSIGN(const HostBlock block, plan.Block(test.slot));
    EXPECT_EQ(block.prefix(), P(test.block));
    EXPECT_EQ(block.slot(), test.slot);
    EXPECT_EQ(block.NetworkCount(), 16u);
    const Link link = block.link();
    EXPECT_EQ(link.network, P(test.link));
    EXPECT_EQ(link.on_link, P(test.on_link));
    EXPECT_EQ(link.gateway, A(test.gateway));
    EXPECT_EQ(link.host, A(test.host));
    EXPECT_THAT(block.Network(1), IsOkAndHolds(P(test.network_1)));
    EXPECT_THAT(plan.Block(block.prefix()), IsOkAndHolds(block));
  }
}

struct LengthsCase {
  const char* cidr;
  Lengths lengths;
  absl::uint128 slots;
  const char* wan;
  absl::uint128 slot;
  const char* block;
  const char* host;
  const char* network_1;
  absl::uint128 networks;
};

TEST(AddressPlanTest, OtherLengthsFollowTheSameRule) {
  const LengthsCase cases[] = {
      {"2001:db8:1234:3200::/56",
       {.host = 68, .network = 72},
       4096,
       "2001:db8:1234:3200:1000::1",
       2,
       "2001:db8:1234:3200:2000::/68",
       "2001:db8:1234:3200:2000::2",
       "2001:db8:1234:3200:2100::/72",
       16},
      {"2001:db8:1234::/48",
       {.host = 60, .network = 64},
       4096,
       "2001:db8:1234:10::1",
       2,
       "2001:db8:1234:20::/60",
       "2001:db8:1234:20::2",
       "2001:db8:1234:21::/64",
       16},
      {"2001::/16",
       {.host = 28, .network = 32},
       4096,
       "2001:10::1",
       4095,
       "2001:fff0::/28",
       "2001:fff0::2",
       "2001:fff1::/32",
       16},
      {"2001:db8::/120",
       {.host = 122, .network = 124},
       4,
       "2001:db8::41",
       3,
       "2001:db8::c0/122",
       "2001:db8::c2",
       "2001:db8::d0/124",
       4},
      {"2001:db8::/61",
       {.host = 67, .network = 83},
       64,
       "2001:db8:0:0:2000::1",
       9,
       "2001:db8:0:1:2000::/67",
       "2001:db8:0:1:2000::2",
       "2001:db8:0:1:2000:2000::/83",
       65536},
      {"2001::/16",
       {.host = 120, .network = 124},
       absl::uint128(1) << 104,
       "2001::101",
       (absl::uint128(1) << 104) - 1,
       "2001:ffff:ffff:ffff:ffff:ffff:ffff:ff00/120",
       "2001:ffff:ffff:ffff:ffff:ffff:ffff:ff02",
       "2001:ffff:ffff:ffff:ffff:ffff:ffff:ff10/124",
       16},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.block);
    ASSERT_OK_AND_ASSIGN(const AddressPlan plan, AddressPlan::Make(P(test.cidr), test.lengths));
    EXPECT_EQ(plan.SlotCount(), test.slots);
    EXPECT_EQ(plan.GatewayWanAddress(), A(test.wan));
    ASSERT_OK_AND_ASSIGN(const HostBlock block, plan.Block(test.slot));
    EXPECT_EQ(block.prefix(), P(test.block));
    EXPECT_EQ(block.link().host, A(test.host));
    EXPECT_THAT(block.Network(1), IsOkAndHolds(P(test.network_1)));
    EXPECT_EQ(block.NetworkCount(), test.networks);
  }
}

TEST(AddressPlanTest, ASlotBeyondTheLastIsRefused) {
  const AddressPlan plan = DefaultPlan("2001:db8::/64");
  EXPECT_OK(plan.Block(4095));
  EXPECT_THAT(plan.Block(4096),
              StatusIs(kInvalid, "prefix 2001:db8::/64 has no slot 4096: the last one is 4095"));
  EXPECT_THAT(plan.Block(absl::Uint128Max()), StatusIs(kInvalid));
}

TEST(AddressPlanTest, OnlyAWholeBlockIsABlock) {
  const AddressPlan plan = DefaultPlan("2001:db8:1234:321d::/64");
  EXPECT_THAT(plan.Block(P("2001:db8:1234:321d:25::/80")),
              StatusIs(kInvalid,
                       "block 2001:db8:1234:321d:25::/80 is not a /76 as the blocks of "
                       "2001:db8:1234:321d::/64 are: write 2001:db8:1234:321d:20::/76"));
  EXPECT_THAT(plan.Block(P("2001:db8:1234:321d:20::/75")),
              StatusIs(kInvalid, HasSubstr("write 2001:db8:1234:321d:20::/76")));
  EXPECT_THAT(
      plan.Block(P("2001:db8:1234:321c::/76")),
      StatusIs(kInvalid, "block 2001:db8:1234:321c::/76 is outside of 2001:db8:1234:321d::/64"));
  EXPECT_THAT(plan.Block(P("2001:db8::/32")), StatusIs(kInvalid, HasSubstr("is outside of")));
}

TEST(AddressPlanTest, SlotOfWhateverIsInside) {
  const AddressPlan plan = DefaultPlan("2001:db8:1234:321d::/64");
  EXPECT_THAT(plan.SlotOf(A("2001:db8:1234:321d::")), IsOkAndHolds(0u));
  EXPECT_THAT(plan.SlotOf(A("2001:db8:1234:321d:3e8f:ffff:ffff:ffff")), IsOkAndHolds(1000u));
  EXPECT_THAT(plan.SlotOf(P("2001:db8:1234:321d:21::/80")), IsOkAndHolds(2u));
  EXPECT_THAT(plan.SlotOf(P("2001:db8:1234:321d:20::/76")), IsOkAndHolds(2u));
  EXPECT_THAT(plan.SlotOf(A("2001:db8::1")),
              StatusIs(kInvalid, "address 2001:db8::1 is outside of 2001:db8:1234:321d::/64"));
  EXPECT_THAT(plan.SlotOf(P("2001:db8::/80")),
              StatusIs(kInvalid, "prefix 2001:db8::/80 is outside of 2001:db8:1234:321d::/64"));
  EXPECT_THAT(plan.SlotOf(P("2001:db8:1234:321d:20::/75")),
              StatusIs(kInvalid,
                       "prefix 2001:db8:1234:321d:20::/75 is larger than one block of "
                       "2001:db8:1234:321d::/64, which is a /76"));
}

TEST(AddressPlanTest, SlotOfNeedsNoWholePlan) {
  EXPECT_THAT(SlotOf(P("2001:db8::/64"), 128, A("2001:db8::5")), IsOkAndHolds(5u));
  EXPECT_THAT(SlotOf(net::Prefix(), 1, A("8000::")), IsOkAndHolds(1u));
  for (const int host_length : {64, 129}) {
    EXPECT_THAT(SlotOf(P("2001:db8::/64"), host_length, A("2001:db8::5")),
                StatusIs(kInvalid, HasSubstr("the length must be from 65 to 128")));
  }
}

TEST(AddressPlanTest, HostsBeginWithSlotTwo) {
  const AddressPlan plan = DefaultPlan("2001:db8::/64");
  EXPECT_THAT(plan.CheckHostSlot(0),
              StatusIs(kInvalid,
                       "slot 0 of 2001:db8::/64 is not for a host, because it holds the routers' "
                       "anycast address and what is numbered by hand: the first host slot is 2"));
  EXPECT_THAT(plan.CheckHostSlot(1),
              StatusIs(kInvalid,
                       "slot 1 of 2001:db8::/64 is not for a host, because it is the "
                       "gateway's own: the first host slot is 2"));
  EXPECT_OK(plan.CheckHostSlot(2));
  EXPECT_OK(plan.CheckHostSlot(4095));
  EXPECT_THAT(plan.CheckHostSlot(4096), StatusIs(kInvalid, HasSubstr("the last one is 4095")));
}

TEST(HostBlockTest, NetworksOfABlock) {
  ASSERT_OK_AND_ASSIGN(const HostBlock block, DefaultPlan("2001:db8:1234:321d::/64").Block(2));
  EXPECT_THAT(block.Network(15), IsOkAndHolds(P("2001:db8:1234:321d:2f::/80")));
  EXPECT_THAT(block.Network(0),
              StatusIs(kInvalid,
                       "network 0 of block 2001:db8:1234:321d:20::/76 is the link to the "
                       "gateway: container networks begin with 1"));
  EXPECT_THAT(
      block.Network(16),
      StatusIs(kInvalid, "block 2001:db8:1234:321d:20::/76 has no network 16: the last one is 15"));
  EXPECT_THAT(block.NetworkIndexOf(A("2001:db8:1234:321d:20::2")), IsOkAndHolds(0u));
  EXPECT_THAT(block.NetworkIndexOf(A("2001:db8:1234:321d:2f:ffff:ffff:ffff")), IsOkAndHolds(15u));
  EXPECT_THAT(block.NetworkIndexOf(P("2001:db8:1234:321d:22::/80")), IsOkAndHolds(2u));
  EXPECT_THAT(block.NetworkIndexOf(P("2001:db8:1234:321d:22:8000::/96")), IsOkAndHolds(2u));
  EXPECT_THAT(block.NetworkIndexOf(A("2001:db8:1234:321d:30::")),
              StatusIs(kInvalid,
                       "address 2001:db8:1234:321d:30:: is outside of "
                       "2001:db8:1234:321d:20::/76"));
  EXPECT_THAT(block.NetworkIndexOf(P("2001:db8:1234:321d:30::/80")),
              StatusIs(kInvalid,
                       "prefix 2001:db8:1234:321d:30::/80 is outside of "
                       "2001:db8:1234:321d:20::/76"));
  EXPECT_THAT(block.NetworkIndexOf(P("2001:db8:1234:321d:22::/79")),
              StatusIs(kInvalid,
                       "prefix 2001:db8:1234:321d:22::/79 is larger than one network of "
                       "block 2001:db8:1234:321d:20::/76, which is a /80"));
}

// A uniform number below 2^bits.
absl::uint128 RandomBits(std::mt19937_64& random, int bits) {
  const absl::uint128 all = absl::MakeUint128(random(), random());
  return bits == 0 ? 0 : all >> (128 - bits);
}

TEST(AddressPlanTest, RandomPlansKeepTheirLaws) {
  std::mt19937_64 random(5);
  for (int i = 0; i < 20'000; ++i) {
    const auto between = [&](int low, int high) {
      return low + static_cast<int>(random() % static_cast<uint64_t>(high - low + 1));
    };
    const int length = between(0, 122);
    const int host = between(length + 1, 123);
    const int network = between(host + 1, 124);
    const net::Prefix cidr =
        net::Prefix::Containing(net::Address(absl::MakeUint128(random(), random())), length);
    ASSERT_OK_AND_ASSIGN(const AddressPlan plan,
                         AddressPlan::Make(cidr, {.host = host, .network = network}));
    const absl::uint128 slot = RandomBits(random, host - length);
    const absl::uint128 other_slot = RandomBits(random, host - length);
    ASSERT_OK_AND_ASSIGN(const HostBlock block, plan.Block(slot));
    ASSERT_OK_AND_ASSIGN(const HostBlock other, plan.Block(other_slot));

    // Number and block lead to each other; different numbers never share an address.
    ASSERT_TRUE(cidr.Contains(block.prefix()));
    ASSERT_EQ(block.prefix().length(), host);
    ASSERT_THAT(plan.SlotOf(block.prefix()), IsOkAndHolds(slot));
    ASSERT_THAT(plan.SlotOf(block.prefix().last()), IsOkAndHolds(slot));
    ASSERT_THAT(plan.Block(block.prefix()), IsOkAndHolds(block));
    ASSERT_EQ(block.prefix().Overlaps(other.prefix()), slot == other_slot);
    ASSERT_THAT(plan.SlotOf(plan.GatewayWanAddress()), IsOkAndHolds(kGatewaySlot));

    // The same inside of a block, where the link is one network among the others.
    const absl::uint128 index = RandomBits(random, network - host);
    const absl::uint128 other_index = RandomBits(random, network - host);
    if (index == 0 || other_index == 0) continue;
    ASSERT_OK_AND_ASSIGN(const net::Prefix subnet, block.Network(index));
    ASSERT_OK_AND_ASSIGN(const net::Prefix other_subnet, block.Network(other_index));
    ASSERT_TRUE(block.prefix().Contains(subnet));
    ASSERT_THAT(block.NetworkIndexOf(subnet), IsOkAndHolds(index));
    ASSERT_THAT(block.NetworkIndexOf(subnet.last()), IsOkAndHolds(index));
    ASSERT_EQ(subnet.Overlaps(other_subnet), index == other_index);
    ASSERT_FALSE(subnet.Overlaps(block.link().network));
    ASSERT_TRUE(block.link().network.Contains(block.link().on_link));
    ASSERT_TRUE(block.link().on_link.Contains(block.link().gateway));
    ASSERT_TRUE(block.link().on_link.Contains(block.link().host));
  }
}

}  // namespace
}  // namespace engine::plan
