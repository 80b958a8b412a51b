#include "engine/net/mac_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "absl/hash/hash_testing.h"
#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace engine::net {
namespace {

using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

MacAddress M(absl::string_view text) { return MacAddress::Parse(text).value(); }

TEST(MacAddressTest, ParsesThreeSpellingsAndPrintsOne) {
  for (const char* text : {"00:50:56:00:6f:9f", "00-50-56-00-6F-9F", "0050.5600.6F9f"}) {
    SCOPED_TRACE(text);
    ASSERT_OK_AND_ASSIGN(const MacAddress mac, MacAddress::Parse(text));
    EXPECT_EQ(mac.bytes(), (std::array<uint8_t, 6>{0x00, 0x50, 0x56, 0x00, 0x6F, 0x9F}));
    std::ostringstream out;
    out << mac;
    EXPECT_EQ(out.str(), "00:50:56:00:6f:9f");
  }
}

TEST(MacAddressTest, RefusesEverythingElse) {
  for (const char* text : {"", "00:50:56:00:6f", "00:50:56:00:6f:9f:00", "00:50:56-00:6f:9f",
                           "0:50:56:0:6f:9f", "005056006f9f", "0050:5600:6f9f", "00:50:56:00:6f:9g",
                           " 00:50:56:00:6f:9f", "00.50.56.00.6f.9f"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(MacAddress::Parse(text),
                StatusIs(kInvalid, absl::StrCat("MAC address \"", text,
                                                "\" is not six bytes in hexadecimal: "
                                                "write it as 00:50:56:00:6f:9f")));
  }
}

TEST(MacAddressTest, UnicastRefusesWhatNoInterfaceHas) {
  EXPECT_THAT(MacAddress::ParseUnicast("02:00:00:00:00:01"), IsOkAndHolds(M("02-00-00-00-00-01")));
  EXPECT_THAT(MacAddress::ParseUnicast("00:00:00:00:00:00"),
              StatusIs(kInvalid,
                       "MAC address \"00:00:00:00:00:00\" is all zeros: write the "
                       "interface's own"));
  EXPECT_THAT(MacAddress::ParseUnicast("33:33:00:00:00:01"),
              StatusIs(kInvalid,
                       "MAC address \"33:33:00:00:00:01\" is a group address (its first "
                       "byte is odd): write the interface's own"));
  EXPECT_THAT(MacAddress::ParseUnicast("x"), StatusIs(kInvalid));
  EXPECT_OK(MacAddress::Parse("33:33:00:00:00:01"));
}

TEST(MacAddressTest, LinkLocalIsTheModifiedEui64) {
  EXPECT_EQ(M("00:50:56:00:6f:9f").LinkLocal().ToString(), "fe80::250:56ff:fe00:6f9f");
  EXPECT_EQ(M("02:00:00:00:00:01").LinkLocal().ToString(), "fe80::ff:fe00:1");
}

TEST(MacAddressTest, Eui64FitsInA64AndInShorterPrefixes) {
  const MacAddress mac = M("00:50:56:00:6f:9f");
  const auto eui64 = [&](absl::string_view prefix) { return mac.Eui64(*Prefix::Parse(prefix)); };
  EXPECT_THAT(eui64("2001:db8:1:2::/64"),
              IsOkAndHolds(*Address::Parse("2001:db8:1:2:250:56ff:fe00:6f9f")));
  EXPECT_THAT(eui64("2001:db8::/32"),
              IsOkAndHolds(*Address::Parse("2001:db8::250:56ff:fe00:6f9f")));
  EXPECT_THAT(eui64("2001:db8::/65"),
              StatusIs(kInvalid,
                       "prefix 2001:db8::/65 is longer than /64: an interface identifier "
                       "of 64 bits made from a MAC address does not fit"));
}

TEST(MacAddressTest, OrdersAndHashesByItsBytes) {
  EXPECT_LT(M("00:00:00:00:00:02"), M("00:00:00:00:01:00"));
  EXPECT_EQ(MacAddress(), M("00:00:00:00:00:00"));
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly(
      {MacAddress(), M("00:00:00:00:00:02"), M("02:00:00:00:00:00")}));
}

}  // namespace
}  // namespace engine::net
