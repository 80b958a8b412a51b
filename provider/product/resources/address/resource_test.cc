#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/product/testing/registry_fixture.h"

namespace product {
namespace {

using testing::Action;
using ::testing::HasSubstr;
using testing::Instance;
using testing::Result;

class AddressTest : public testing::SiteTest {
 protected:
  Instance NewAddress() { return client().Resource("sixgate_address"); }

  std::string Config(absl::string_view name, absl::string_view more = "") const {
    return absl::StrCat(R"({name = ")", name, R"(", network = "web", host = ")", id(host_),
                        R"(", )", more, "}");
  }
};

TEST_F(AddressTest, LowestFreeFromTwoOn) {
  Instance a = NewAddress();
  Instance b = NewAddress();
  MustApply(a, Config("a"));
  MustApply(b, Config("b"));
  EXPECT_EQ(Text(a.state(), "address"), "2001:db8:1234:321d:22::2");
  EXPECT_EQ(Text(b.state(), "address"), "2001:db8:1234:321d:22::3");
  EXPECT_TRUE(a.Destroy().ok());
  Instance c = NewAddress();
  MustApply(c, Config("c"));
  EXPECT_EQ(Text(c.state(), "address"), "2001:db8:1234:321d:22::2");
}

TEST_F(AddressTest, ExactOneIsKnownInThePlanAndItsHintsAfterwards) {
  Instance address = NewAddress();
  const Result applied =
      MustApply(address, Config("www", R"(address = "2001:db8:1234:321d:22::80")"));
  EXPECT_EQ(Text(applied.planned, "address"), "2001:db8:1234:321d:22::80");
  EXPECT_EQ(Text(applied.planned, "docker_run"), "unknown");
  EXPECT_EQ(Text(address.state(), "docker_run"),
            "--network " + Text(host_.state(), "networks.web.docker_name") +
                " --ip6 2001:db8:1234:321d:22::80");
  EXPECT_THAT(Text(address.state(), "compose"), HasSubstr("2001:db8:1234:321d:22::80"));
}

TEST_F(AddressTest, SpellingStaysAndRemovalKeepsTheValue) {
  Instance address = NewAddress();
  MustApply(address, Config("www", R"(address = "2001:DB8:1234:321D:22:0:0:80")"));
  EXPECT_EQ(Text(address.state(), "address"), "2001:DB8:1234:321D:22:0:0:80");
  EXPECT_EQ(address.Plan(Config("www")).action, Action::kNoOp);
  EXPECT_EQ(address.Plan(Config("www", R"(address = "2001:db8:1234:321d:22::80")")).action,
            Action::kNoOp);
}

TEST_F(AddressTest, MovesInPlaceAndWarnsOfOpeningsThatLedToIt) {
  Instance address = NewAddress();
  MustApply(address, Config("www", R"(address = "2001:db8:1234:321d:22::80")"));
  Instance opening = client().Resource("sixgate_firewall_opening");
  const auto open = [&] {
    return absl::StrCat(R"({protocol = "tcp", ports = ["443"], host = ")", id(host_),
                        R"(", address = ")", Text(address.state(), "address"), "\"}");
  };
  MustApply(opening, open());
  const std::string elsewhere = Config("www", R"(address = "2001:db8:1234:321d:22::81")");
  const Result moved = address.Plan(elsewhere);
  EXPECT_EQ(moved.action, Action::kUpdate);
  ASSERT_EQ(moved.diagnostics.list().size(), 1U);
  EXPECT_THAT(moved.diagnostics.list()[0].detail, HasSubstr("2001:db8:1234:321d:22::80"));
  MustApply(address, elsewhere);
  EXPECT_EQ(Text(address.state(), "docker_run"), "--network web --ip6 2001:db8:1234:321d:22::81");
  MustApply(opening, open());
  EXPECT_EQ(Text(opening.state(), "destination"), "2001:db8:1234:321d:22::81");
}

TEST_F(AddressTest, ImportsByIdPathAndAddress) {
  Instance address = NewAddress();
  MustApply(address, Config("www"));
  for (const std::string& text :
       {id(address), std::string("fw/vm1/www"), std::string("2001:db8:1234:321d:22::2")}) {
    SCOPED_TRACE(text);
    Instance imported = NewAddress();
    EXPECT_TRUE(imported.Import(text).ok());
    EXPECT_EQ(imported.state(), address.state());
    EXPECT_EQ(imported.Plan(Config("www")).action, Action::kNoOp);
  }
}

TEST_F(AddressTest, DestroyIsRefusedWhileAnOpeningNamesIt) {
  Instance address = NewAddress();
  MustApply(address, Config("www"));
  Instance opening = client().Resource("sixgate_firewall_opening");
  MustApply(opening, absl::StrCat(R"({protocol = "tcp", ports = ["443"], host = ")", id(host_),
                                  R"(", address = "2001:db8:1234:321d:22::2"})"));
  EXPECT_THAT(address.Destroy().ErrorText(), HasSubstr("opening"));
  EXPECT_TRUE(opening.Destroy().ok());
  EXPECT_TRUE(address.Destroy().ok());
}

struct BadInput {
  std::string name;
  std::string address;
  std::string text;
};

TEST_F(AddressTest, BadInputIsSaidInThePlan) {
  const std::vector<BadInput> cases = {
      {"anycast", "2001:db8:1234:321d:22::", "2001:db8:1234:321d:22::"},
      {"the bridge's", "2001:db8:1234:321d:22::1", "2001:db8:1234:321d:22::1"},
      {"dynamic", "2001:db8:1234:321d:22:8000::5", "dynamic"},
      {"anycast of RFC 2526", "2001:db8:1234:321d:22:ffff:ffff:ffff", "RFC 2526"},
      {"another network's", "2001:db8:1234:321d:21::5", "2001:db8:1234:321d:22::/80"},
      {"IPv4", "192.0.2.1", "IPv4"},
      {"zone id", "fe80::1%eth0", "zone"},
  };
  for (const BadInput& c : cases) {
    SCOPED_TRACE(c.name);
    const std::string config = Config("x", absl::StrCat("address = \"", c.address, "\""));
    EXPECT_THAT(NewAddress().Plan(config).ErrorText(), HasSubstr(c.text));
  }
  EXPECT_THAT(
      NewAddress()
          .Apply(absl::StrCat(R"({name = "x", network = "nowhere", host = ")", id(host_), "\"}"))
          .ErrorText(),
      HasSubstr("nowhere"));
}

}  // namespace
}  // namespace product
