#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "provider/framework/testing/kept_log.h"
#include "provider/product/testing/registry_fixture.h"

namespace product {
namespace {

using testing::Action;
using testing::Client;
using ::testing::HasSubstr;
using testing::Instance;
using testing::Result;
using tf::Path;

constexpr char kSite[] = R"({name = "site", cidr = "2001:db8:1234:321d::/64"})";

class PrefixTest : public testing::RegistryTest {
 protected:
  Instance Prefix() { return client().Resource("sixgate_prefix"); }

  // A child of `parent` with what else is given.
  static std::string Child(const Instance& parent, absl::string_view more) {
    return absl::StrCat(R"({parent = ")", Text(parent.state(), "id"), R"(", )", more, "}");
  }

  // The error of a plan that must fail.
  std::string PlanError(const std::string& config) { return Prefix().Plan(config).ErrorText(); }
};

TEST_F(PrefixTest, RootIsKnownInTheFirstPlan) {
  Instance prefix = Prefix();
  const Result plan = prefix.Plan(kSite);
  EXPECT_EQ(plan.action, Action::kCreate);
  EXPECT_EQ(Text(plan.planned, "address_plan.host_length"), "76");
  EXPECT_EQ(Text(plan.planned, "address_plan.network_length"), "80");
  EXPECT_EQ(Text(plan.planned, "length"), "64");
  EXPECT_EQ(Text(plan.planned, "id"), "unknown");
  MustApply(prefix, kSite);
  EXPECT_EQ(Text(prefix.state(), "cidr"), "2001:db8:1234:321d::/64");
  EXPECT_EQ(Text(prefix.state(), "strategy"), "lowest");
  EXPECT_EQ(Text(prefix.state(), "delivery"), "routed");
}

TEST_F(PrefixTest, WhatIsWrittenAndDeletedIsSaidByNameOnly) {
  tf::testing::KeptLog kept(tf::LogLevel::kDebug);
  const std::unique_ptr<Client> logging = NewClient("default", &kept);
  Instance prefix = logging->Resource("sixgate_prefix");
  MustApply(prefix, kSite);
  const std::string named = absl::StrCat(" kind=prefix name=site id=", Text(prefix.state(), "id"));
  EXPECT_TRUE(prefix.Destroy().ok());
  const std::vector<std::string> lines = kept.lines();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_TRUE(absl::StartsWith(lines[0], "debug record is written ")) << lines[0];
  EXPECT_TRUE(absl::EndsWith(lines[0], named)) << lines[0];
  EXPECT_TRUE(absl::StartsWith(lines[1], "debug record is deleted ")) << lines[1];
  EXPECT_TRUE(absl::EndsWith(lines[1], named)) << lines[1];
}

TEST_F(PrefixTest, EverySpellingIsKept) {
  Instance prefix = Prefix();
  const std::string config =
      R"({name = "site", cidr = "2001:DB8:1234:0321:0::/64",
          reserved = ["2001:DB8:1234:321:A::/80"]})";
  MustApply(prefix, config);
  EXPECT_EQ(prefix.Plan(config).action, Action::kNoOp);
  EXPECT_EQ(Text(prefix.state(), "cidr"), "2001:DB8:1234:0321:0::/64");
}

TEST_F(PrefixTest, PlanWritesNothing) {
  Prefix().Plan(kSite);
  EXPECT_FALSE(std::filesystem::exists(registry_path()));
}

TEST_F(PrefixTest, KeepsTheSpellingOfTheUser) {
  Instance prefix = Prefix();
  const std::string spelled = R"({name = "site", cidr = "2001:0DB8:1234:321D:0::/64"})";
  MustApply(prefix, spelled);
  EXPECT_EQ(Text(prefix.state(), "cidr"), "2001:0DB8:1234:321D:0::/64");
  EXPECT_EQ(prefix.Plan(kSite).action, Action::kNoOp);
}

TEST_F(PrefixTest, ChildrenGetTheLowestFreeBlock) {
  Instance site = Prefix();
  MustApply(site, R"({name = "site", cidr = "2001:db8::/48", reserved = ["2001:db8::/56"]})");
  Instance a = Prefix();
  Instance b = Prefix();
  MustApply(a, Child(site, R"(name = "a", length = 56)"));
  MustApply(b, Child(site, R"(name = "b", length = 60)"));
  EXPECT_EQ(Text(a.state(), "cidr"), "2001:db8:0:100::/56");
  EXPECT_EQ(Text(b.state(), "cidr"), "2001:db8:0:200::/60");
}

TEST_F(PrefixTest, ExactChildIsKnownInThePlan) {
  Instance site = Prefix();
  MustApply(site, R"({name = "site", cidr = "2001:db8::/48"})");
  Instance child = Prefix();
  const std::string config = Child(site, R"(name = "c", cidr = "2001:db8:0:ff00::/56")");
  const Result plan = child.Plan(config);
  EXPECT_EQ(Text(plan.planned, "address_plan.cidr"), "2001:db8:0:ff00::/56");
  EXPECT_EQ(Text(plan.planned, "length"), "56");
  MustApply(child, config);
}

TEST_F(PrefixTest, LengthChangesInPlace) {
  Instance site = Prefix();
  MustApply(site, R"({name = "site", cidr = "2001:db8::/48"})");
  Instance child = Prefix();
  MustApply(child, Child(site, R"(name = "c", length = 60)"));
  const Result grown = MustApply(child, Child(site, R"(name = "c", length = 56)"));
  EXPECT_EQ(grown.action, Action::kUpdate);
  EXPECT_EQ(Text(grown.planned, "cidr"), "2001:db8::/56");
  const Result shrunk = MustApply(child, Child(site, R"(name = "c", length = 62)"));
  EXPECT_EQ(shrunk.action, Action::kUpdate);
  EXPECT_EQ(Text(child.state(), "cidr"), "2001:db8::/62");
}

TEST_F(PrefixTest, CannotGrowOverANeighbour) {
  Instance site = Prefix();
  MustApply(site, R"({name = "site", cidr = "2001:db8::/48"})");
  Instance a = Prefix();
  Instance b = Prefix();
  MustApply(a, Child(site, R"(name = "a", length = 56)"));
  MustApply(b, Child(site, R"(name = "b", length = 56)"));
  const Result result = a.Apply(Child(site, R"(name = "a", length = 55)"));
  EXPECT_THAT(result.ErrorText(), HasSubstr("\"b\""));
  EXPECT_THAT(result.ErrorText(), HasSubstr("-replace"));
  EXPECT_EQ(Text(a.state(), "cidr"), "2001:db8::/56");
}

TEST_F(PrefixTest, AnotherBlockOrParentReplacesAChild) {
  Instance site = Prefix();
  MustApply(site, R"({name = "site", cidr = "2001:db8::/48"})");
  Instance other = Prefix();
  MustApply(other, R"({name = "other", cidr = "2001:db8:1::/48"})");
  Instance child = Prefix();
  MustApply(child, Child(site, R"(name = "c", cidr = "2001:db8:0:100::/56")"));
  const Result moved = child.Plan(Child(site, R"(name = "c", cidr = "2001:db8:0:200::/56")"));
  EXPECT_EQ(moved.action, Action::kReplace);
  EXPECT_EQ(moved.requires_replace, std::vector<Path>{Path::Root("cidr")});
  Instance free_child = Prefix();
  MustApply(free_child, Child(site, R"(name = "d", length = 56)"));
  const Result adopted = free_child.Plan(Child(other, R"(name = "d", length = 56)"));
  EXPECT_EQ(adopted.ErrorText(), "");
  EXPECT_EQ(adopted.requires_replace, std::vector<Path>{Path::Root("parent")});
}

TEST_F(PrefixTest, RemovedCidrStays) {
  Instance site = Prefix();
  MustApply(site, R"({name = "site", cidr = "2001:db8::/48"})");
  Instance child = Prefix();
  MustApply(child, Child(site, R"(name = "c", cidr = "2001:db8:0:100::/56")"));
  EXPECT_EQ(child.Plan(Child(site, R"(name = "c", length = 56)")).action, Action::kNoOp);
}

TEST_F(PrefixTest, NamesAndLabelsChangeInPlace) {
  Instance prefix = Prefix();
  MustApply(prefix, kSite);
  const Result renamed = MustApply(
      prefix, R"({name = "home", cidr = "2001:db8:1234:321d::/64", labels = {room = "attic"}})");
  EXPECT_EQ(renamed.action, Action::kUpdate);
  EXPECT_EQ(Text(renamed.planned, "address_plan.cidr"), "2001:db8:1234:321d::/64");
}

TEST_F(PrefixTest, KeepersReplaceButEmptyOnesDoNot) {
  Instance prefix = Prefix();
  MustApply(prefix, kSite);
  const auto with = [](absl::string_view keepers) {
    return absl::StrCat(R"({name = "site", cidr = "2001:db8:1234:321d::/64", keepers = )", keepers,
                        "}");
  };
  EXPECT_EQ(prefix.Plan(with("{}")).requires_replace, std::vector<Path>());
  EXPECT_EQ(prefix.Plan(with(R"({a = "1"})")).action, Action::kReplace);
}

TEST_F(PrefixTest, ImportsByIdNameAndCidr) {
  Instance prefix = Prefix();
  const std::string config =
      R"({name = "site", cidr = "2001:db8:1234:321d::/64", labels = {a = "b"}})";
  MustApply(prefix, config);
  for (const std::string& id :
       {Text(prefix.state(), "id"), std::string("site"), std::string("2001:db8:1234:321d::/64"),
        std::string("2001:DB8:1234:321d:0::/64")}) {
    SCOPED_TRACE(id);
    Instance imported = Prefix();
    EXPECT_TRUE(imported.Import(id).ok());
    EXPECT_EQ(imported.state(), prefix.state());
    EXPECT_EQ(imported.Plan(config).action, Action::kNoOp);
  }
  Instance none = Prefix();
  EXPECT_THAT(none.Import("nobody").ErrorText(), HasSubstr("\"nobody\""));
}

TEST_F(PrefixTest, DestroyRefusesWhatIsUsed) {
  Instance site = Prefix();
  MustApply(site, R"({name = "site", cidr = "2001:db8::/48"})");
  Instance child = Prefix();
  MustApply(child, Child(site, R"(name = "lab", length = 56)"));
  EXPECT_THAT(site.Destroy().ErrorText(), HasSubstr("\"lab\""));
  EXPECT_FALSE(site.state().IsNull());
  EXPECT_TRUE(child.Destroy().ok());
  EXPECT_TRUE(site.Destroy().ok());
  EXPECT_TRUE(site.state().IsNull());
}

TEST_F(PrefixTest, DeletionProtectionHolds) {
  Instance prefix = Prefix();
  MustApply(prefix, R"({name = "site", cidr = "2001:db8::/48", deletion_protection = true})");
  EXPECT_THAT(prefix.Destroy().ErrorText(), HasSubstr("deletion_protection"));
  MustApply(prefix, R"({name = "site", cidr = "2001:db8::/48"})");
  EXPECT_TRUE(prefix.Destroy().ok());
}

TEST_F(PrefixTest, LostRecordIsMadeAgainInPlace) {
  Instance prefix = Prefix();
  MustApply(prefix, kSite);
  const std::string id = Text(prefix.state(), "id");
  const auto engine = OpenEngine();
  ASSERT_TRUE(engine->prefixes()
                  .Delete({.registry_id = Text(prefix.state(), "registry_id"), .id = id})
                  .ok());
  const Result plan = prefix.Plan(kSite);
  EXPECT_EQ(plan.action, Action::kUpdate);
  EXPECT_EQ(Text(plan.planned, "cidr"), "2001:db8:1234:321d::/64");
  MustApply(prefix, kSite);
  EXPECT_EQ(Text(prefix.state(), "id"), id);
  EXPECT_EQ(prefix.Plan(kSite).action, Action::kNoOp);
}

TEST_F(PrefixTest, AnotherRegistryIsAnErrorThatNamesTheWaysOut) {
  Instance prefix = Prefix();
  MustApply(prefix, kSite);
  const std::string registry_id = Text(prefix.state(), "registry_id");
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(registry_path() + suffix);
  }
  const std::unique_ptr<Client> fresh = NewClient("default");
  Instance again = fresh->Resource("sixgate_prefix");
  const Result result = again.Restore(
      0, absl::StrCat(R"({"name":"site","cidr":"2001:db8:1234:321d::/64","id":")",
                      Text(prefix.state(), "id"), R"(","registry_id":")", registry_id, R"("})"));
  EXPECT_THAT(result.ErrorText(), HasSubstr(registry_id));
  EXPECT_THAT(result.ErrorText(), HasSubstr("registry init --id"));
  EXPECT_THAT(result.ErrorText(), HasSubstr(registry_path()));
}

TEST_F(PrefixTest, TakenByAnotherOwnerIsSaidInThePlan) {
  const std::unique_ptr<Client> other = NewClient("other-team");
  Instance theirs = other->Resource("sixgate_prefix");
  MustApply(theirs, R"({name = "theirs", cidr = "2001:db8::/48"})");
  const std::string error = PlanError(R"({name = "ours", cidr = "2001:db8:0:1::/64"})");
  EXPECT_THAT(error, HasSubstr("\"theirs\""));
  EXPECT_THAT(error, HasSubstr("other-team"));
}

TEST_F(PrefixTest, SameNameTwiceNamesTheImport) {
  Instance first = Prefix();
  MustApply(first, kSite);
  Instance second = Prefix();
  const Result result = second.Apply(R"({name = "site", cidr = "2001:db8:5::/48"})");
  EXPECT_THAT(result.ErrorText(), HasSubstr("import"));
  EXPECT_TRUE(second.state().IsNull());
}

TEST_F(PrefixTest, FullPoolNamesTheLargestFreeBlock) {
  Instance site = Prefix();
  MustApply(site, R"({name = "site", cidr = "2001:db8::/120"})");
  Instance a = Prefix();
  MustApply(a, Child(site, R"(name = "a", length = 122)"));
  Instance b = Prefix();
  MustApply(b, Child(site, R"(name = "b", length = 121)"));
  Instance c = Prefix();
  const Result result = c.Apply(Child(site, R"(name = "c", length = 121)"));
  EXPECT_THAT(result.ErrorText(), HasSubstr("/122"));
  EXPECT_TRUE(c.state().IsNull());
}

TEST_F(PrefixTest, WhatIsNotKnownYetDecidesNothing) {
  for (const char* more :
       {"cidr = unknown", R"(cidr = "2001:db8::/48", host_length = unknown)",
        R"(cidr = "2001:db8::/48", network_length = unknown)",
        R"(cidr = "2001:db8::/48", length = unknown)",
        R"(cidr = "2001:db8::/48", reserved = unknown)", "parent = unknown, length = 56",
        R"(parent = unknown, cidr = "2001:db8:0:100::/56")", "parent = unknown, length = unknown",
        R"(cidr = "2001:db8::/48", delivery = unknown)"}) {
    SCOPED_TRACE(more);
    const Result plan = Prefix().Plan(absl::StrCat("{name = \"site\", ", more, "}"));
    EXPECT_EQ(plan.ErrorText(), "");
    if (absl::StrContains(more, "_length = unknown")) {
      EXPECT_TRUE(plan.planned.attribute("address_plan").IsUnknown());
    }
  }
}

struct BadInput {
  std::string name;
  std::string config;
  std::string text;
};

TEST_F(PrefixTest, BadInputIsSaidInThePlan) {
  Instance site = Prefix();
  MustApply(site, R"({name = "site", cidr = "2001:db8::/48"})");
  const std::string parent = Text(site.state(), "id");
  const std::vector<BadInput> cases = {
      {"host bits", R"({name = "x", cidr = "2001:db8:9::1/64"})", "2001:db8:9::/64"},
      {"IPv4", R"({name = "x", cidr = "192.0.2.0/24"})", "IPv4"},
      {"zone id", R"({name = "x", cidr = "fe80::%eth0/64"})", "zone"},
      {"no length", R"({name = "x", cidr = "2001:db8:9::"})", "length"},
      {"empty", R"({name = "x", cidr = ""})", "empty"},
      {"no cidr", R"({name = "x"})", "cidr"},
      {"no length of a child", R"({name = "x", parent = "PARENT"})", "length"},
      {"outside of its parent", R"({name = "x", parent = "PARENT", cidr = "2001:db8:7::/64"})",
       "2001:db8::/48"},
      {"contradiction",
       R"({name = "x", parent = "PARENT", cidr = "2001:db8:0:1::/64", length = 60})", "64"},
      {"unknown parent",
       R"({name = "x", parent = "7f0c8d3e-5a41-4a6e-9c39-3f3c5e0a9b11", length = 60})", "7f0c8d3e"},
      {"bad name", R"({name = "a/b", cidr = "2001:db8:9::/64"})", "a/b"},
      {"strategy", R"({name = "x", cidr = "2001:db8:9::/64", strategy = "best"})", "lowest"},
      {"reserved outside",
       R"({name = "x", cidr = "2001:db8:9::/64", reserved = ["2001:db8:8::/64"]})",
       "2001:db8:8::/64"},
      {"lengths in the wrong order",
       R"({name = "x", cidr = "2001:db8:9::/64", host_length = 80, network_length = 76})", "76"},
  };
  for (const BadInput& c : cases) {
    SCOPED_TRACE(c.name);
    std::string config = c.config;
    const size_t at = config.find("PARENT");
    if (at != std::string::npos) config.replace(at, 6, parent);
    EXPECT_THAT(PlanError(config), HasSubstr(c.text));
  }
}

TEST_F(PrefixTest, FileThatIsNoRegistryIsLeftAlone) {
  std::ofstream(registry_path()) << "something else, and long enough to be looked at";
  const std::string error = Prefix().Apply(kSite).ErrorText();
  EXPECT_THAT(error, HasSubstr(registry_path()));
  std::ifstream file(registry_path());
  std::string text;
  std::getline(file, text);
  EXPECT_EQ(text, "something else, and long enough to be looked at");
}

}  // namespace
}  // namespace product
