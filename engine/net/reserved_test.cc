#include "engine/net/reserved.h"

#include <gtest/gtest.h>

namespace engine::net {
namespace {

TEST(ReservedTest, KnowsTheAnycastAddressesOfASubnet) {
  constexpr ReservedId kNone = ReservedId::kNone;
  constexpr ReservedId kRouter = ReservedId::kSubnetRouterAnycast;
  constexpr ReservedId kAnycast = ReservedId::kSubnetAnycast;
  struct {
    const char* subnet;
    const char* address;
    ReservedId expected;
  } const cases[] = {
      {"2001:db8::/80", "2001:db8::", kRouter},
      {"2001:db8::/80", "2001:db8::1", kNone},
      {"2001:db8::/80", "2001:db8::ffff:ffff:ff7f", kNone},
      {"2001:db8::/80", "2001:db8::ffff:ffff:ff80", kAnycast},
      {"2001:db8::/80", "2001:db8::ffff:ffff:ffff", kAnycast},
      {"2001:db8::/80", "2001:db8:0:0:1::", kNone},
      {"2001:db8::/80", "2001:db8:0:0:fdff:ffff:ffff:ff80", kNone},
      {"2001:db8::/64", "2001:db8:0:0:fdff:ffff:ffff:ff7f", kNone},
      {"2001:db8::/64", "2001:db8:0:0:fdff:ffff:ffff:ff80", kAnycast},
      {"2001:db8::/64", "2001:db8:0:0:fdff:ffff:ffff:ffff", kAnycast},
      {"2001:db8::/64", "2001:db8:0:0:fe00::", kNone},
      {"2001:db8::/64", "2001:db8::ffff:ffff:ffff:ff80", kAnycast},
      {"2001:db8::/63", "2001:db8:0:0:fdff:ffff:ffff:ff80", kNone},
      {"2001:db8::/120", "2001:db8::7f", kNone},
      {"2001:db8::/120", "2001:db8::80", kAnycast},
      {"2001:db8::/121", "2001:db8::", kRouter},
      {"2001:db8::/121", "2001:db8::7f", kNone},
      {"2001:db8::/126", "2001:db8::", kRouter},
      {"2001:db8::/126", "2001:db8::3", kNone},
      {"2001:db8::/127", "2001:db8::", kNone},
      {"2001:db8::/128", "2001:db8::", kNone},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(testing::Message() << test.subnet << " " << test.address);
    EXPECT_EQ(ReservedIdOf(*Prefix::Parse(test.subnet), *Address::Parse(test.address)),
              test.expected);
  }
}

}  // namespace
}  // namespace engine::net
