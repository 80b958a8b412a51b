#include "engine/plan/container_network.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/support/status_matchers.h"

namespace engine::plan {
namespace {

using ::testing::Eq;
using ::testing::Optional;
using ::tests::StatusIs;

net::Address A(absl::string_view text) { return net::Address::Parse(text).value(); }
net::Prefix P(absl::string_view text) { return net::Prefix::Parse(text).value(); }

TEST(ContainerNetworkTest, TheGatewayIsOne) {
  EXPECT_EQ(NetworkGateway(P("2001:db8:1234:321d:21::/80")), A("2001:db8:1234:321d:21::1"));
}

TEST(ContainerNetworkTest, TheDynamicRangeBeginsTheUpperHalf) {
  struct {
    const char* network;
    const char* range;
  } const cases[] = {
      {"2001:db8:1234:321d:21::/80", "2001:db8:1234:321d:21:8000::/96"},
      {"2001:db8:1234:321d::/64", "2001:db8:1234:321d:8000::/96"},
      {"2001:db8:1234:321d:2100::/72", "2001:db8:1234:321d:2180::/96"},
      {"2001:db8::/32", "2001:db8:8000::/96"},
      {"2001:db8::/95", "2001:db8::1:0:0/96"},
      {"2001:db8::/96", "2001:db8::8000:0/97"},
      {"2001:db8::/97", "2001:db8::4000:0/98"},
      {"2001:db8::/124", "2001:db8::8/125"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.network);
    EXPECT_EQ(DynamicRange(P(test.network)), P(test.range));
  }
}

TEST(ContainerNetworkTest, ANetworkTooSmallForAPlanDies) {
  EXPECT_DEATH(DynamicRange(P("2001:db8::/125")), "address plans have no smaller networks");
}

TEST(ContainerNetworkTest, SaysWhyAnAddressIsNotStatic) {
  const net::Prefix network = P("2001:db8:0:1:21::/80");
  struct {
    const char* address;
    const char* message;
  } const cases[] = {
      {"2001:db8:0:1:22::2",
       "address 2001:db8:0:1:22::2 cannot be given to a container, because it is outside of "
       "network 2001:db8:0:1:21::/80"},
      {"2001:db8:0:1:21::",
       "address 2001:db8:0:1:21:: cannot be given to a container, because it is the routers' "
       "anycast address of network 2001:db8:0:1:21::/80"},
      {"2001:db8:0:1:21::1",
       "address 2001:db8:0:1:21::1 cannot be given to a container, because it is the bridge's own "
       "address in network 2001:db8:0:1:21::/80"},
      {"2001:db8:0:1:21:8000::",
       "address 2001:db8:0:1:21:8000:: cannot be given to a container, because it is in the "
       "dynamic range 2001:db8:0:1:21:8000::/96 of network 2001:db8:0:1:21::/80"},
      {"2001:db8:0:1:21:ffff:ffff:ff80",
       "address 2001:db8:0:1:21:ffff:ffff:ff80 cannot be given to a container, because it is one "
       "of the reserved anycast addresses (RFC 2526) of network 2001:db8:0:1:21::/80"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.address);
    EXPECT_THAT(CheckStaticAddress(network, A(test.address)),
                StatusIs(absl::StatusCode::kInvalidArgument, test.message));
  }
}

TEST(ContainerNetworkTest, EverythingElseIsStatic) {
  const net::Prefix network = P("2001:db8:0:1:21::/80");
  for (const char* address : {"2001:db8:0:1:21::2", "2001:db8:0:1:21:7fff:ffff:ffff",
                              "2001:db8:0:1:21:8001::", "2001:db8:0:1:21:ffff:ffff:ff7f"}) {
    SCOPED_TRACE(address);
    EXPECT_OK(CheckStaticAddress(network, A(address)));
  }
}

TEST(ContainerNetworkTest, TheLowestFreeAddressFillsGaps) {
  const net::Prefix network = P("2001:db8:0:1:21::/80");
  std::set<net::Address> used;
  EXPECT_THAT(LowestFreeStaticAddress(network, used), Optional(A("2001:db8:0:1:21::2")));
  // What lies elsewhere, and the gateway, make no difference.
  used = {A("2001:db8:0:1:20::2"), A("2001:db8:0:1:21::1"), A("2001:db8:0:1:22::2")};
  EXPECT_THAT(LowestFreeStaticAddress(network, used), Optional(A("2001:db8:0:1:21::2")));
  used.insert({A("2001:db8:0:1:21::2"), A("2001:db8:0:1:21::3"), A("2001:db8:0:1:21::5")});
  EXPECT_THAT(LowestFreeStaticAddress(network, used), Optional(A("2001:db8:0:1:21::4")));
}

TEST(ContainerNetworkTest, TheSmallestNetworkHoldsSixStaticAddresses) {
  const net::Prefix network = P("2001:db8::10/124");
  std::set<net::Address> used;
  for (const char* expected : {"2001:db8::12", "2001:db8::13", "2001:db8::14", "2001:db8::15",
                               "2001:db8::16", "2001:db8::17"}) {
    const std::optional<net::Address> address = LowestFreeStaticAddress(network, used);
    ASSERT_THAT(address, Optional(A(expected)));
    EXPECT_OK(CheckStaticAddress(network, *address));
    used.insert(*address);
  }
  EXPECT_THAT(LowestFreeStaticAddress(network, used), Eq(std::nullopt));
}

}  // namespace
}  // namespace engine::plan
