#include "engine/net/reverse_dns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace engine::net {
namespace {

using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

TEST(ReverseDnsTest, AnAddressHasAllItsDigitsBackwards) {
  EXPECT_EQ(ReverseDnsName(*Address::Parse("2001:db8::567:89ab")),
            "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
}

TEST(ReverseDnsTest, APrefixHasTheDigitsOfItsLength) {
  struct {
    const char* prefix;
    const char* name;
  } const cases[] = {
      {"::/0", "ip6.arpa"},
      {"2000::/4", "2.ip6.arpa"},
      {"2001:db8::/32", "8.b.d.0.1.0.0.2.ip6.arpa"},
      {"2001:db8:1234:3210::/60", "1.2.3.4.3.2.1.8.b.d.0.1.0.0.2.ip6.arpa"},
      {"::1/128", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.prefix);
    EXPECT_THAT(ReverseDnsName(*Prefix::Parse(test.prefix)), IsOkAndHolds(test.name));
  }
}

TEST(ReverseDnsTest, ALengthBetweenLabelsIsAnError) {
  EXPECT_THAT(ReverseDnsName(*Prefix::Parse("2001:db8::/62")),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "prefix 2001:db8::/62 has no reverse zone of its own, because its length is "
                       "not divisible by 4: use the zone of a /60 or those of the /64s inside"));
  EXPECT_THAT(ReverseDnsName(*Prefix::Parse("2001:db8::/127")),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace engine::net
