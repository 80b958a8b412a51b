#include "engine/site/ipv4_prefix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "engine/site/testing/tutorial.h"
#include "tests/support/status_matchers.h"

namespace engine::site {
namespace {

using ::engine::site::testing::V4;
using ::testing::HasSubstr;
using ::tests::StatusIs;

TEST(Ipv4PrefixTest, IsWrittenAsItIsRead) {
  for (const absl::string_view text :
       {"0.0.0.0/0", "10.0.0.0/8", "172.30.21.0/24", "192.0.2.1/32", "255.255.255.255/32"}) {
    EXPECT_EQ(V4(text).ToString(), text);
  }
  EXPECT_EQ(V4("192.0.2.1").ToString(), "192.0.2.1/32");
  EXPECT_EQ(V4("192.0.2.1").AddressText(), "192.0.2.1");
}

TEST(Ipv4PrefixTest, Refuses) {
  struct Case {
    const char* text;
    const char* message;
  };
  for (const Case& c : std::vector<Case>{{"", "is not four octets"},
                                         {"10.0.0/8", "is not four octets"},
                                         {"10.0.0.0.0", "is not four octets"},
                                         {"10.0.0.256", "an octet"},
                                         {"10.0.0.01", "an octet"},
                                         {"10.0.0.-1", "an octet"},
                                         {"10.0.0. 1", "an octet"},
                                         {"10.0.0.", "an octet"},
                                         {"10.0.0.0/33", "a length"},
                                         {"10.0.0.0/", "a length"},
                                         {"10.0.0.0/08", "a length"},
                                         {"10.0.0.1/8", "has host bits set; write \"10.0.0.0/8\""},
                                         {"0.0.0.1/0", "write \"0.0.0.0/0\""},
                                         {"2001:db8::", "is not four octets"}}) {
    EXPECT_THAT(Ipv4Prefix::Parse(c.text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(c.message)))
        << c.text;
  }
}

TEST(Ipv4PrefixTest, ContainsAndOverlaps) {
  EXPECT_TRUE(V4("10.0.0.0/8").Contains(V4("10.1.0.0/16")));
  EXPECT_FALSE(V4("10.1.0.0/16").Contains(V4("10.0.0.0/8")));
  EXPECT_FALSE(V4("10.0.0.0/8").Contains(V4("11.0.0.0/16")));
  EXPECT_TRUE(V4("0.0.0.0/0").Contains(V4("11.0.0.0/16")));
  EXPECT_TRUE(V4("10.1.0.0/16").Overlaps(V4("10.0.0.0/8")));
  EXPECT_FALSE(V4("10.1.0.0/16").Overlaps(V4("10.2.0.0/16")));
}

}  // namespace
}  // namespace engine::site
