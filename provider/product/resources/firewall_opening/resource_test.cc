#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

class OpeningTest : public testing::SiteTest {
 protected:
  Instance NewOpening() { return client().Resource("sixgate_firewall_opening"); }

  std::string Config(absl::string_view more) const {
    return absl::StrCat(R"({host = ")", id(host_), R"(", )", more, "}");
  }
};

TEST_F(OpeningTest, LeadsToTheHostUnlessSomethingElseIsNamed) {
  Instance opening = NewOpening();
  const std::string config = Config(R"(protocol = "tcp", ports = ["443"])");
  const Result plan = opening.Plan(config);
  EXPECT_EQ(Text(plan.planned, "destination"), "2001:db8:1234:321d:20::2");
  EXPECT_EQ(Text(plan.planned, "expired"), "false");
  MustApply(opening, config);
  EXPECT_EQ(Text(opening.state(), "sources"), "[\"::/0\"]");
  EXPECT_EQ(Text(opening.state(), "published_ports"), "[]");
}

TEST_F(OpeningTest, EverySpellingIsKept) {
  Instance opening = NewOpening();
  const std::string config =
      Config(R"(protocol = "tcp", ports = ["443-443", "80"], sources = ["2001:DB8:A::"],
                address = "2001:DB8:1234:321D:22::0080",
                expires_at = "2030-01-31T19:00:00+01:00")");
  MustApply(opening, config);
  EXPECT_EQ(opening.Plan(config).action, Action::kNoOp);
  EXPECT_EQ(Text(opening.state(), "ports"), R"(["443-443", "80"])");
  EXPECT_EQ(Text(opening.state(), "expires_at"), "2030-01-31T19:00:00+01:00");
}

TEST_F(OpeningTest, ContainerPortsArePublishedInTheSafeForm) {
  Instance opening = NewOpening();
  const Result applied = MustApply(
      opening,
      Config(R"(protocol = "tcp", ports = ["443"], address = "2001:db8:1234:321d:22::5")"));
  // The host's engine may change in the same apply.
  EXPECT_EQ(Text(applied.planned, "published_ports"), "unknown");
  EXPECT_EQ(Text(opening.state(), "published_ports"), "[\"[::]::443/tcp\"]");
}

TEST_F(OpeningTest, WholeNetworkWarns) {
  const Result plan =
      NewOpening().Plan(Config(R"(protocol = "udp", ports = ["53"], network = "web")"));
  EXPECT_TRUE(plan.ok()) << plan.ErrorText();
  // The host's networks may change in the same apply.
  EXPECT_EQ(Text(plan.planned, "destination"), "unknown");
  ASSERT_EQ(plan.diagnostics.list().size(), 1U);
  EXPECT_THAT(plan.diagnostics.list()[0].detail, HasSubstr("every container of network \"web\""));
}

TEST_F(OpeningTest, WarnsOnlyWhereSomethingIsNew) {
  Instance opening = NewOpening();
  const std::string config = Config(R"(protocol = "udp", ports = ["53"], network = "web")");
  MustApply(opening, config);
  EXPECT_TRUE(opening.Plan(config).diagnostics.empty());
  const Result other_port =
      opening.Plan(Config(R"(protocol = "udp", ports = ["54"], network = "web")"));
  EXPECT_TRUE(other_port.diagnostics.empty());
  const Result other_network =
      opening.Plan(Config(R"(protocol = "udp", ports = ["53"], network = "default")"));
  EXPECT_EQ(other_network.diagnostics.list().size(), 1U);
}

TEST_F(OpeningTest, SourcesMayBeSpelledAnew) {
  Instance opening = NewOpening();
  const auto with = [&](absl::string_view sources) {
    return Config(absl::StrCat(R"(protocol = "tcp", ports = ["22"], sources = )", sources));
  };
  MustApply(opening, with(R"(["2001:db8:0:0::/64", "2001:db8:0:1::/64"])"));
  EXPECT_EQ(opening.Plan(with(R"(["2001:0db8::/63"])")).action, Action::kNoOp);
  EXPECT_EQ(opening.Plan(with(R"(["2001:0db8::/62"])")).action, Action::kUpdate);
  EXPECT_EQ(opening.Plan(with("[]")).action, Action::kUpdate);
}

TEST_F(OpeningTest, NobodyIsNotEverybody) {
  Instance opening = NewOpening();
  MustApply(opening, Config(R"(protocol = "tcp", ports = ["22"], sources = [])"));
  EXPECT_EQ(Text(opening.state(), "sources"), "[]");
}

TEST_F(OpeningTest, IdenticalOnesAreAllowed) {
  Instance a = NewOpening();
  Instance b = NewOpening();
  MustApply(a, Config(R"(protocol = "tcp", ports = ["443"])"));
  MustApply(b, Config(R"(protocol = "tcp", ports = ["443"])"));
  EXPECT_NE(id(a), id(b));
}

TEST_F(OpeningTest, ExpiryIsNotedByRead) {
  Instance opening = NewOpening();
  const std::string config =
      Config(R"(protocol = "tcp", ports = ["443"], expires_at = "2020-01-01T00:00:00+01:00")");
  MustApply(opening, config);
  EXPECT_EQ(Text(opening.state(), "expired"), "true");
  EXPECT_EQ(opening.Plan(config).action, Action::kNoOp);
}

TEST_F(OpeningTest, GatewaysFilesFollow) {
  const std::filesystem::path out = directory() / "fw";
  MustApply(gateway_, Gateway(absl::StrCat(R"(deploy = {directory = ")", out.string(), "\"}")));
  EXPECT_THAT(TextsBelow(out), Not(HasSubstr("8443")));
  Instance opening = NewOpening();
  MustApply(opening, Config(R"(protocol = "tcp", ports = ["8443"])"));
  EXPECT_THAT(TextsBelow(out), HasSubstr("8443"));
  EXPECT_TRUE(opening.Destroy().ok());
  EXPECT_THAT(TextsBelow(out), Not(HasSubstr("8443")));
}

TEST_F(OpeningTest, ImportsById) {
  Instance opening = NewOpening();
  const std::string config = Config(
      R"(protocol = "sctp", ports = ["9100-9110"], sources = ["2001:db8::1"], log = true,
         description = "metrics", expires_at = "2099-01-01T00:00:00Z")");
  MustApply(opening, config);
  Instance imported = NewOpening();
  EXPECT_TRUE(imported.Import(id(opening)).ok());
  EXPECT_EQ(imported.Plan(config).action, Action::kNoOp);
}

TEST_F(OpeningTest, NetworkMayBeAddedByTheSameApply) {
  Instance opening = NewOpening();
  const std::string config = Config(R"(protocol = "tcp", ports = ["1"], network = "app")");
  EXPECT_EQ(opening.Plan(config).ErrorText(), "");
  EXPECT_THAT(opening.Apply(config).ErrorText(), HasSubstr("\"app\""));
  MustApply(host_, absl::StrReplaceAll(Host(), {{"web = {}", "web = {}, app = {}"}}));
  MustApply(opening, config);
}

struct BadInput {
  std::string name;
  std::string config;
  std::string text;
};

TEST_F(OpeningTest, BadInputIsSaidInThePlan) {
  const std::vector<BadInput> cases = {
      {"port 0", R"(protocol = "tcp", ports = ["0"])", "\"0\""},
      {"port 65536", R"(protocol = "tcp", ports = ["65536"])", "65536"},
      {"reversed", R"(protocol = "tcp", ports = ["8010-8000"])", "8010-8000"},
      {"empty port", R"(protocol = "tcp", ports = [""])", "port \"\""},
      {"no ports", R"(protocol = "tcp")", "ports"},
      {"empty ports", R"(protocol = "tcp", ports = [])", "ports"},
      {"ports of echo", R"(protocol = "icmpv6", ports = ["7"])", "icmpv6"},
      {"protocol", R"(protocol = "gre", ports = ["1"])", "gre"},
      {"IPv4 source", R"(protocol = "tcp", ports = ["1"], sources = ["192.0.2.0/24"])", "IPv4"},
      {"address outside", R"(protocol = "tcp", ports = ["1"], address = "2001:db8::1")",
       "2001:db8:1234:321d:20::/76"},
      {"dynamic address",
       R"(protocol = "tcp", ports = ["1"], address = "2001:db8:1234:321d:22:8000::5")", "dynamic"},
      {"both", R"(protocol = "tcp", ports = ["1"], network = "web",
                  address = "2001:db8:1234:321d:22::5")",
       "one address"},
      {"time", R"(protocol = "tcp", ports = ["1"], expires_at = "tomorrow")", "tomorrow"},
      {"line break", "protocol = \"tcp\", ports = [\"1\"], description = \"a\\nb\"", "control"},
  };
  for (const BadInput& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(NewOpening().Plan(Config(c.config)).ErrorText(), HasSubstr(c.text));
  }
}

}  // namespace
}  // namespace product
