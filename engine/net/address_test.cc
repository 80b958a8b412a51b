#include "engine/net/address.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/hash/hash_testing.h"
#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace engine::net {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr absl::uint128 kDoc = absl::MakeUint128(0x2001'0db8'0000'0000, 0);

TEST(AddressTest, ParsesEverySpellingOfRfc4291) {
  struct {
    const char* name;
    const char* text;
    absl::uint128 value;
  } const cases[] = {
      {"all groups", "2001:db8:1:2:3:4:5:6",
       absl::MakeUint128(0x2001'0db8'0001'0002, 0x0003'0004'0005'0006)},
      {"upper case and leading zeros", "2001:0DB8:000A:0000:0000:0000:0000:000F",
       absl::MakeUint128(0x2001'0db8'000a'0000, 0xF)},
      {"gap in the middle", "2001:db8::1", kDoc + 1},
      {"gap at the start", "::1", 1},
      {"gap at the end", "2001:db8::", kDoc},
      {"nothing but a gap", "::", 0},
      {"gap for a single group",
       "1:2:3:4:5:6:7::", absl::MakeUint128(0x0001'0002'0003'0004, 0x0005'0006'0007'0000)},
      {"gap for the first group", "::2:3:4:5:6:7:8",
       absl::MakeUint128(0x0000'0002'0003'0004, 0x0005'0006'0007'0008)},
      {"written zeros beside the gap", "2001:db8:0::0:1", kDoc + 1},
      {"IPv4 tail after a gap", "::ffff:192.0.2.1", absl::MakeUint128(0, 0xFFFF'C000'0201)},
      {"IPv4 tail after six groups", "2001:db8:0:0:0:0:0.0.0.255", kDoc + 255},
      {"IPv4 tail alone behind a gap", "::255.255.255.255", 0xFFFF'FFFF},
      {"the last address", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", absl::Uint128Max()},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    EXPECT_THAT(Address::Parse(test.text), IsOkAndHolds(Address(test.value)));
  }
}

TEST(AddressTest, SaysWhatIsWrongAndWhatToWrite) {
  struct {
    const char* text;
    const char* message;
  } const cases[] = {
      {"", "address \"\" is empty: write an IPv6 address such as 2001:db8::1"},
      {" ::1", "address \" ::1\" contains white space: remove it"},
      {"::1\n", "address \"::1\\n\" contains white space: remove it"},
      {"[::1]", "address \"[::1]\" is in brackets: write it without them"},
      {"fe80::1%eth0", "address \"fe80::1%eth0\" has a zone id: leave \"%eth0\" out"},
      {"::1/128", "address \"::1/128\" has a prefix length: leave \"/128\" out"},
      {"192.0.2.1", "address \"192.0.2.1\" is IPv4: write an IPv6 address such as 2001:db8::1"},
      {"web", "address \"web\" has no colon: write an IPv6 address such as 2001:db8::1"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.text);
    EXPECT_THAT(Address::Parse(test.text),
                StatusIs(absl::StatusCode::kInvalidArgument, test.message));
  }
}

TEST(AddressTest, SaysWhatIsWrongWithTheGroups) {
  struct {
    const char* text;
    const char* problem;
  } const cases[] = {
      {"1:2:3:4:5:6:7", "has fewer than eight groups and no \"::\""},
      {"1:2:3:4:5:6:7:8:9", "has more than eight groups"},
      {"1:2:3:4:5:6:7:1.2.3.4", "has more than eight groups"},
      {"1:2:3:4:5:6:7:8::", "has eight groups besides \"::\""},
      {"::1:2:3:4:5:6:7:8", "has eight groups besides \"::\""},
      {"1::2::3", "has \"::\" more than once"},
      {"::1::", "has \"::\" more than once"},
      {"1:2:3:4:5:6:7:", "has a colon too many"},
      {":1:2:3:4:5:6:7", "has a colon too many"},
      {"::1:", "has a colon too many"},
      {":::", "has a colon too many"},
      {":", "has a colon too many"},
      {"12345::", "has a group of more than four digits"},
      {"::g", "has a character that is no hexadecimal digit"},
      {"::-1", "has a character that is no hexadecimal digit"},
      {"::1.2.3", "has an IPv4 tail that is not four numbers from 0 to 255"},
      {"::1.2.3.4.5", "has an IPv4 tail that is not four numbers from 0 to 255"},
      {"::1.2.3.256", "has an IPv4 tail that is not four numbers from 0 to 255"},
      {"::1.2.3.04", "has an IPv4 tail that is not four numbers from 0 to 255"},
      {"::1.2..4", "has an IPv4 tail that is not four numbers from 0 to 255"},
      {"::1.2.3.1000", "has an IPv4 tail that is not four numbers from 0 to 255"},
      {"::1.2.3.a", "has an IPv4 tail that is not four numbers from 0 to 255"},
      {"::1.2.3.4:5", "has a group of more than four digits"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.text);
    EXPECT_THAT(Address::Parse(test.text),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         absl::StrCat("address \"", test.text, "\" ", test.problem,
                                      ": write eight groups of one to four hexadecimal digits, "
                                      "with \"::\" at most once for groups of zeros")));
  }
}

TEST(AddressTest, AMessageQuotesOnlyTheBeginningOfAHugeText) {
  const absl::StatusOr<Address> parsed = Address::Parse(std::string(1'000'000, ':'));
  EXPECT_THAT(parsed, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("colon too many")));
  EXPECT_LT(parsed.status().message().size(), 300u);
}

TEST(AddressTest, PrintsTheCanonicalTextOfRfc5952) {
  struct {
    const char* name;
    const char* text;
    const char* canonical;
  } const cases[] = {
      {"lower case without leading zeros", "2001:0DB8:00AB::0001", "2001:db8:ab::1"},
      {"the longest run", "2001:0:0:1:0:0:0:1", "2001:0:0:1::1"},
      {"the first of equal runs", "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"},
      {"a single zero group stays", "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"},
      {"all zeros", "0:0:0:0:0:0:0:0", "::"},
      {"zeros at the start", "0:0:1:1:1:1:1:1", "::1:1:1:1:1:1"},
      {"zeros at the end", "1:1:1:1:1:1:0:0", "1:1:1:1:1:1::"},
      {"no zeros", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
      {"IPv4-mapped", "::FFFF:c000:0201", "::ffff:192.0.2.1"},
      {"the first IPv4-mapped", "::ffff:0:0", "::ffff:0.0.0.0"},
      {"just below IPv4-mapped", "::fffe:c000:201", "::fffe:c000:201"},
      {"IPv4-compatible is deprecated and no exception", "::192.0.2.1", "::c000:201"},
      {"the same tail elsewhere", "2001:db8::ffff:192.0.2.1", "2001:db8::ffff:c000:201"},
  };
  for (const auto& test : cases) {
    SCOPED_TRACE(test.name);
    ASSERT_OK_AND_ASSIGN(const Address address, Address::Parse(test.text));
    EXPECT_EQ(address.ToString(), test.canonical);
    std::ostringstream out;
    out << address;
    EXPECT_EQ(out.str(), test.canonical);
  }
}

TEST(AddressTest, OtherForms) {
  ASSERT_OK_AND_ASSIGN(const Address address, Address::Parse("2001:db8:a::f00d"));
  EXPECT_EQ(address.Expand(), "2001:0db8:000a:0000:0000:0000:0000:f00d");
  EXPECT_EQ(address.HexKey(), "20010db8000a0000000000000000f00d");
  EXPECT_THAT(Address::FromHexKey("20010db8000a0000000000000000f00d"), IsOkAndHolds(address));
  const std::array<uint8_t, 16> bytes = {0x20, 0x01, 0x0d, 0xb8, 0, 0x0a, 0,    0,
                                         0,    0,    0,    0,    0, 0,    0xf0, 0x0d};
  EXPECT_EQ(address.bytes(), bytes);
  EXPECT_EQ(Address::FromBytes(bytes), address);
}

TEST(AddressTest, OnlyAHexKeyIsAHexKey) {
  for (const char* key : {"", "20010db8000a0000000000000000f00",
                          "20010db8000a0000000000000000f00d0", "20010DB8000A0000000000000000F00D",
                          "20010db8000a0000000000000000f00g", "2001:db8:a::f00d"}) {
    SCOPED_TRACE(key);
    EXPECT_THAT(Address::FromHexKey(key),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         AllOf(HasSubstr(key), HasSubstr("32 lower-case hexadecimal digits"))));
  }
}

TEST(AddressTest, OrdersAndHashesAsNumbers) {
  const std::vector<Address> ascending = {Address(), Address(1), Address(absl::MakeUint128(1, 0)),
                                          Address(absl::Uint128Max())};
  for (size_t i = 0; i < ascending.size(); ++i) {
    for (size_t j = 0; j < ascending.size(); ++j) {
      EXPECT_EQ(ascending[i] <=> ascending[j], i <=> j) << i << " " << j;
      EXPECT_EQ(ascending[i].HexKey() <=> ascending[j].HexKey(), i <=> j) << i << " " << j;
    }
  }
  EXPECT_TRUE(absl::VerifyTypeImplementsAbslHashCorrectly(ascending));
}

// The C library reads and prints the same, but for two exceptions of its printing.
TEST(AddressTest, AgreesWithTheCLibraryOnRandomAddresses) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    std::array<uint8_t, 16> bytes = {};
    // Whole groups of zeros, and small ones, are what makes the text differ.
    for (size_t group = 0; group < 8; ++group) {
      const uint64_t bits = random();
      if (bits % 3 != 0) continue;
      bytes[2 * group] = static_cast<uint8_t>(bits % 2 == 0 ? bits >> 8 : 0);
      bytes[2 * group + 1] = static_cast<uint8_t>(bits >> 16);
    }
    const Address address = Address::FromBytes(bytes);
    if ((address.value() >> 32) == 0)
      continue;  // "::1.2.3.4": deprecated, printed by the C library
    char text[INET6_ADDRSTRLEN];
    ASSERT_NE(inet_ntop(AF_INET6, bytes.data(), text, sizeof(text)), nullptr);
    ASSERT_EQ(address.ToString(), text);
    ASSERT_THAT(Address::Parse(text), IsOkAndHolds(address));
    ASSERT_THAT(Address::Parse(address.Expand()), IsOkAndHolds(address));
    ASSERT_THAT(Address::FromHexKey(address.HexKey()), IsOkAndHolds(address));
  }
}

TEST(AddressTest, AcceptsExactlyWhatTheCLibraryAccepts) {
  std::mt19937_64 random(2);
  const std::string alphabet = "::::::1230fFg..";
  int accepted = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text = i % 2 == 0 ? "2001:db8::1:0:192.0.2.1" : "";
    const size_t edits = 1 + random() % (text.empty() ? 12 : 4);
    for (size_t edit = 0; edit < edits; ++edit) {
      const char c = alphabet[random() % alphabet.size()];
      const size_t at = random() % (text.size() + 1);
      if (random() % 2 == 0 && at < text.size()) {
        text.erase(at, 1);
      } else {
        text.insert(at, 1, c);
      }
    }
    std::array<uint8_t, 16> bytes;
    const bool expected = inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
    const absl::StatusOr<Address> parsed = Address::Parse(text);
    ASSERT_EQ(parsed.ok(), expected) << text;
    if (!expected) continue;
    ASSERT_EQ(parsed->bytes(), bytes) << text;
    ++accepted;
  }
  EXPECT_GT(accepted, 1000);
}

}  // namespace
}  // namespace engine::net
