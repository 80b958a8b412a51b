#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "provider/product/testing/registry_fixture.h"

namespace product {
namespace {

using testing::Action;
using ::testing::HasSubstr;
using testing::Instance;
using ::testing::Not;
using testing::Result;

constexpr absl::string_view kDeny = R"(policy = {egress = "deny"})";

class EgressOpeningTest : public testing::SiteTest {
 protected:
  EgressOpeningTest() { MustApply(gateway_, Gateway(kDeny)); }

  Instance NewOpening() { return client().Resource("sixgate_egress_opening"); }

  std::string Config(absl::string_view more) const {
    return absl::StrCat(R"({host = ")", id(host_), R"(", )", more, "}");
  }
};

TEST_F(EgressOpeningTest, TheHostAndItsContainersMaySendUnlessSomethingElseIsNamed) {
  Instance opening = NewOpening();
  const std::string config =
      Config(R"(protocol = "tcp", ports = ["443"], destinations = ["::/0"])");
  const Result plan = opening.Plan(config);
  EXPECT_TRUE(plan.diagnostics.empty()) << plan.ErrorText();
  EXPECT_EQ(Text(plan.planned, "source"), "2001:db8:1234:321d:20::/76");
  EXPECT_EQ(Text(plan.planned, "expired"), "false");
  MustApply(opening, config);
  EXPECT_EQ(opening.Plan(config).action, Action::kNoOp);
}

TEST_F(EgressOpeningTest, AnAddressIsShownAsAPrefix) {
  const Result plan =
      NewOpening().Plan(Config(R"(protocol = "tcp", ports = ["443"], destinations = [],
                address = "2001:db8:1234:321d:22::5")"));
  EXPECT_EQ(Text(plan.planned, "source"), "2001:db8:1234:321d:22::5/128");
}

TEST_F(EgressOpeningTest, AWholeNetworkIsKnownAfterApplyAndNoWarning) {
  Instance opening = NewOpening();
  const Result applied = MustApply(
      opening, Config(R"(protocol = "icmpv6", destinations = ["2001:db8::1"], network = "web")"));
  // The host's networks may change in the same apply.
  EXPECT_EQ(Text(applied.planned, "source"), "unknown");
  EXPECT_EQ(Text(opening.state(), "source"), "2001:db8:1234:321d:22::/80");
  EXPECT_TRUE(applied.diagnostics.empty());
}

TEST_F(EgressOpeningTest, EverySpellingIsKept) {
  Instance opening = NewOpening();
  const std::string config =
      Config(R"(protocol = "tcp", ports = ["443-443", "80"], destinations = ["2001:DB8:A::"],
                address = "2001:DB8:1234:321D:22::0080",
                expires_at = "2030-01-31T19:00:00+01:00")");
  MustApply(opening, config);
  EXPECT_EQ(opening.Plan(config).action, Action::kNoOp);
  EXPECT_EQ(Text(opening.state(), "destinations"), R"(["2001:DB8:A::"])");
  EXPECT_EQ(Text(opening.state(), "expires_at"), "2030-01-31T19:00:00+01:00");
}

TEST_F(EgressOpeningTest, DestinationsMayBeSpelledAnewAndNobodyIsNotEverybody) {
  Instance opening = NewOpening();
  const auto with = [&](absl::string_view destinations) {
    return Config(
        absl::StrCat(R"(protocol = "tcp", ports = ["22"], destinations = )", destinations));
  };
  MustApply(opening, with(R"(["2001:db8:0:0::/64", "2001:db8:0:1::/64"])"));
  EXPECT_EQ(opening.Plan(with(R"(["2001:0db8::/63"])")).action, Action::kNoOp);
  EXPECT_EQ(opening.Plan(with(R"(["2001:0db8::/62"])")).action, Action::kUpdate);
  EXPECT_EQ(opening.Plan(with("[]")).action, Action::kUpdate);
  MustApply(opening, with("[]"));
  EXPECT_EQ(Text(opening.state(), "destinations"), "[]");
}

TEST_F(EgressOpeningTest, WarnsWhereItIsNewAndEgressIsAllowed) {
  MustApply(gateway_, Gateway());
  Instance opening = NewOpening();
  const auto to = [&](absl::string_view destination) {
    return Config(
        absl::StrCat(R"(protocol = "tcp", ports = ["22"], destinations = [")", destination, "\"]"));
  };
  const Result plan = opening.Plan(to("2001:db8::/48"));
  ASSERT_EQ(plan.diagnostics.list().size(), 1U);
  EXPECT_TRUE(plan.ok());
  EXPECT_THAT(plan.diagnostics.list()[0].detail,
              HasSubstr("no effect until policy.egress of gateway \"fw\" is \"deny\""));
  MustApply(opening, to("2001:db8::/48"));
  EXPECT_TRUE(opening.Plan(to("2001:db8::/48")).diagnostics.empty());
  EXPECT_EQ(opening.Plan(to("2001:db8:1::/48")).diagnostics.list().size(), 1U);
}

TEST_F(EgressOpeningTest, AnotherHostReplacesIt) {
  Instance second = client().Resource("sixgate_host");
  MustApply(second, absl::StrReplaceAll(
                        Host(), {{"vm1", "vm2"}, {"slot = 2", "slot = 3"}, {"vh20", "vh30"}}));
  Instance opening = NewOpening();
  const std::string config =
      Config(R"(protocol = "tcp", ports = ["443"], destinations = ["::/0"])");
  MustApply(opening, config);
  const Result moved = opening.Plan(absl::StrReplaceAll(config, {{id(host_), id(second)}}));
  EXPECT_EQ(moved.action, Action::kReplace);
  EXPECT_EQ(Text(moved.planned, "source"), "2001:db8:1234:321d:30::/76");
}

TEST_F(EgressOpeningTest, IdenticalOnesAreAllowed) {
  Instance a = NewOpening();
  Instance b = NewOpening();
  const std::string config =
      Config(R"(protocol = "tcp", ports = ["443"], destinations = ["::/0"])");
  MustApply(a, config);
  MustApply(b, config);
  EXPECT_NE(id(a), id(b));
}

TEST_F(EgressOpeningTest, ExpiryIsNotedByRead) {
  Instance opening = NewOpening();
  const std::string config = Config(R"(protocol = "tcp", ports = ["443"], destinations = [],
                                       expires_at = "2020-01-01T00:00:00Z")");
  MustApply(opening, config);
  EXPECT_EQ(Text(opening.state(), "expired"), "true");
  EXPECT_EQ(opening.Plan(config).action, Action::kNoOp);
}

TEST_F(EgressOpeningTest, TheRulesetHasItOnlyWhereEgressIsDenied) {
  const std::filesystem::path out = directory() / "fw";
  const std::string deploy = absl::StrCat(R"(deploy = {directory = ")", out.string(), "\"}");
  MustApply(gateway_, Gateway(absl::StrCat(kDeny, ", ", deploy)));
  Instance opening = NewOpening();
  MustApply(opening, Config(R"(protocol = "tcp", ports = ["8443"], destinations = ["::/0"])"));
  EXPECT_THAT(TextsBelow(out), HasSubstr(absl::StrCat("\"e_", id(opening), "\"")));
  MustApply(gateway_, Gateway(deploy));
  EXPECT_THAT(TextsBelow(out), Not(HasSubstr("8443")));
  MustApply(gateway_, Gateway(absl::StrCat(kDeny, ", ", deploy)));
  EXPECT_THAT(TextsBelow(out), HasSubstr("8443"));
  EXPECT_TRUE(opening.Destroy().ok());
  EXPECT_THAT(TextsBelow(out), Not(HasSubstr("8443")));
}

TEST_F(EgressOpeningTest, ImportsById) {
  Instance opening = NewOpening();
  const std::string config = Config(
      R"(protocol = "sctp", ports = ["9100-9110"], destinations = ["2001:db8::1"], log = true,
         description = "metrics", expires_at = "2099-01-01T00:00:00Z")");
  MustApply(opening, config);
  Instance imported = NewOpening();
  EXPECT_TRUE(imported.Import(id(opening)).ok());
  EXPECT_EQ(imported.Plan(config).action, Action::kNoOp);
  EXPECT_THAT(NewOpening().Import("vm1").ErrorText(), HasSubstr("not the id of an egress opening"));
}

struct BadInput {
  std::string name;
  std::string config;
  std::string text;
};

TEST_F(EgressOpeningTest, BadInputIsSaidInThePlan) {
  const std::vector<BadInput> cases = {
      {"no ports", R"(protocol = "tcp", destinations = ["::/0"])", "Missing ports"},
      {"ports of echo", R"(protocol = "icmpv6", ports = ["7"], destinations = ["::/0"])", "icmpv6"},
      {"IPv4", R"(protocol = "tcp", ports = ["1"], destinations = ["192.0.2.0/24"])", "IPv4"},
      {"own prefix",
       R"(protocol = "tcp", ports = ["1"], destinations = ["::/0", "2001:db8:1234:321d:30::2"])",
       "sixgate_firewall_opening of the host that has it, with \"2001:db8:1234:321d:20::/76\""},
      {"address outside",
       R"(protocol = "tcp", ports = ["1"], destinations = [], address = "2001:db8::1")",
       "The egress opening of tcp from 2001:db8::1 of host \"vm1\": source \"2001:db8::1\" is "
       "outside "
       "of the host's block 2001:db8:1234:321d:20::/76"},
      {"dynamic address", R"(protocol = "tcp", ports = ["1"], destinations = [],
                             address = "2001:db8:1234:321d:22:8000::5")",
       "dynamic"},
      {"both", R"(protocol = "tcp", ports = ["1"], destinations = [], network = "web",
                  address = "2001:db8:1234:321d:22::5")",
       "one address"},
  };
  for (const BadInput& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(NewOpening().Plan(Config(c.config)).ErrorText(), HasSubstr(c.text));
  }
}

}  // namespace
}  // namespace product
