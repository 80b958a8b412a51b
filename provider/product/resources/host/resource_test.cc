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
using tf::Path;

class HostTest : public testing::SiteTest {
 protected:
  Instance NewHost() { return client().Resource("sixgate_host"); }

  // Another host with what else is given.
  std::string Second(absl::string_view more) const {
    return absl::StrCat(R"({name = "vm2", inside_interface = "vh30", gateway = ")", id(gateway_),
                        R"(", )", more, "}");
  }
};

TEST_F(HostTest, HasTheAddressesOfTheTutorial) {
  EXPECT_EQ(Text(host_.state(), "block"), "2001:db8:1234:321d:20::/76");
  EXPECT_EQ(Text(host_.state(), "link"), "2001:db8:1234:321d:20::/80");
  EXPECT_EQ(Text(host_.state(), "gateway_address"), "2001:db8:1234:321d:20::1");
  EXPECT_EQ(Text(host_.state(), "address"), "2001:db8:1234:321d:20::2");
  EXPECT_EQ(Text(host_.state(), "networks.default.subnet"), "2001:db8:1234:321d:21::/80");
  EXPECT_EQ(Text(host_.state(), "networks.web.subnet"), "2001:db8:1234:321d:22::/80");
  EXPECT_EQ(Text(host_.state(), "networks.web.dynamic_range"), "2001:db8:1234:321d:22:8000::/96");
  EXPECT_EQ(Text(host_.state(), "source_prefixes"), "[\"2001:db8:1234:321d:20::/76\"]");
}

TEST_F(HostTest, SlotMakesEverythingKnownInThePlan) {
  const Result plan = NewHost().Plan(Second("slot = 3"));
  EXPECT_EQ(Text(plan.planned, "address"), "2001:db8:1234:321d:30::2");
  EXPECT_EQ(Text(plan.planned, "networks.default.index"), "1");
  EXPECT_FALSE(plan.planned.attribute("files").IsUnknown());
}

TEST_F(HostTest, BlockIsAllocatedWhenNoneIsGiven) {
  Instance host = NewHost();
  const Result plan = host.Plan(Second(""));
  EXPECT_EQ(Text(plan.planned, "block"), "unknown");
  MustApply(host, Second(""));
  EXPECT_EQ(Text(host.state(), "block"), "2001:db8:1234:321d:30::/76");
  EXPECT_EQ(Text(host.state(), "slot"), "3");
}

TEST_F(HostTest, PathsOfFilesAreKnownBeforeTheGatewayIsThere) {
  const std::string config =
      absl::StrReplaceAll(Second(""), {{absl::StrCat("\"", id(gateway_), "\""), "unknown"}});
  const Result plan = NewHost().Plan(config);
  const tf::Value files = plan.planned.attribute("files");
  ASSERT_TRUE(files.IsKnown());
  std::vector<std::string> planned;
  for (const tf::MapEntry& file : files.entries()) {
    planned.push_back(file.key);
    EXPECT_TRUE(file.value.attribute("content").IsUnknown());
  }
  std::vector<std::string> made;
  for (const tf::MapEntry& file : host_.state().attribute("files").entries()) {
    made.push_back(file.key);
  }
  EXPECT_EQ(planned, made);
}

// The text of a file in a plan or state: its content, "unknown", or "" when there is none.
std::string FileText(const tf::Value& object, absl::string_view path) {
  const tf::Value& files = object.attribute("files");
  const tf::Value* file = files.IsKnown() ? files.Find(path) : nullptr;
  if (file == nullptr) return "";
  const tf::Value content = file->attribute("content");
  return content.IsKnown() ? content.string() : "unknown";
}

TEST_F(HostTest, TextsAreOpenOnlyWhereTheHostItselfChangesThem) {
  const std::string path = "/etc/sixgate/host.nft";
  const std::string before = FileText(host_.state(), path);
  const Result labelled = host_.Plan(Host(R"(labels = {rack = "2"})"));
  EXPECT_EQ(FileText(labelled.planned, path), before);
  const Result wider = host_.Plan(
      absl::StrReplaceAll(Host(), {{"{default = {}, web = {}}", "{default = {}, app = {}}"}}));
  EXPECT_EQ(wider.action, Action::kUpdate);
  EXPECT_EQ(FileText(wider.planned, path), "unknown");
}

TEST_F(HostTest, AnotherPolicyOfTheGatewayIsReadAndPlansNothing) {
  const std::string path = "/etc/sixgate/host.nft";
  EXPECT_THAT(FileText(host_.state(), path), Not(HasSubstr("192.168.7.7")));
  MustApply(gateway_, Gateway(R"(policy = {ipv4_allow = ["192.168.7.7"]})"));
  EXPECT_EQ(host_.Plan(Host()).action, Action::kNoOp);
  EXPECT_THAT(FileText(host_.state(), path), HasSubstr("192.168.7.7"));
}

TEST_F(HostTest, EverySpellingIsKept) {
  Instance host = NewHost();
  const std::string config =
      Second(R"(block = "2001:DB8:1234:321D:30::/76", mac = "00-50-56-00-AA-01",
                networks = {default = {}, web = {ipv4_subnet = "172.30.31.0/24"}},
                address_plan = {cidr = "2001:DB8:1234:321D::/64", host_length = 76,
                                network_length = 80})");
  MustApply(host, config);
  EXPECT_EQ(host.Plan(config).action, Action::kNoOp);
  EXPECT_EQ(Text(host.state(), "mac"), "00-50-56-00-AA-01");
  EXPECT_EQ(Text(host.state(), "block"), "2001:DB8:1234:321D:30::/76");
  EXPECT_EQ(Text(host.state(), "address_plan.cidr"), "2001:DB8:1234:321D::/64");
}

TEST_F(HostTest, AddingAndRemovingANetworkMovesNoOther) {
  const auto with = [&](absl::string_view networks) {
    return absl::StrReplaceAll(Host(), {{"{default = {}, web = {}}", networks}});
  };
  MustApply(host_, with("{default = {}, web = {}, app = {}}"));
  EXPECT_EQ(Text(host_.state(), "networks.app.index"), "3");
  EXPECT_EQ(Text(host_.state(), "networks.web.index"), "2");
  MustApply(host_, with("{default = {}, app = {}}"));
  EXPECT_EQ(Text(host_.state(), "networks.app.index"), "3");
  MustApply(host_, with("{default = {}, app = {}, zoo = {}}"));
  EXPECT_EQ(Text(host_.state(), "networks.zoo.index"), "2");
}

TEST_F(HostTest, RemovedNetworksReturnToTheDefault) {
  const std::string without =
      absl::StrReplaceAll(Host(), {{"networks = {default = {}, web = {}}", "labels = null"}});
  MustApply(host_, without);
  EXPECT_EQ(host_.state().attribute("networks").entries().size(), 1U);
}

TEST_F(HostTest, AnotherSlotOrBlockReplaces) {
  const Result slot = host_.Plan(absl::StrReplaceAll(Host(), {{"slot = 2", "slot = 5"}}));
  EXPECT_EQ(slot.ErrorText(), "");
  EXPECT_EQ(slot.requires_replace, std::vector<Path>{Path::Root("slot")});
  const Result block = host_.Plan(
      absl::StrReplaceAll(Host(), {{"slot = 2", R"(block = "2001:db8:1234:321d:50::/76")"}}));
  EXPECT_EQ(block.requires_replace, std::vector<Path>{Path::Root("block")});
  const Result same = host_.Plan(
      absl::StrReplaceAll(Host(), {{"slot = 2", R"(block = "2001:db8:1234:321d:20::/76")"}}));
  EXPECT_EQ(same.action, Action::kNoOp);
}

TEST_F(HostTest, EngineVersionOfTheDefaultIsKept) {
  EXPECT_EQ(Text(host_.state(), "default_engine_version"), "29");
  const Result labelled = MustApply(host_, Host(R"(labels = {rack = "2"})"));
  EXPECT_EQ(labelled.action, Action::kUpdate);
  EXPECT_EQ(Text(labelled.planned, "default_engine_version"), "29");
  EXPECT_EQ(Text(labelled.planned, "address"), "2001:db8:1234:321d:20::2");
}

TEST_F(HostTest, ImportsByIdNameAndBlock) {
  for (const std::string& text :
       {id(host_), std::string("fw/vm1"), std::string("2001:db8:1234:321d:20::/76")}) {
    SCOPED_TRACE(text);
    Instance imported = NewHost();
    EXPECT_TRUE(imported.Import(text).ok());
    EXPECT_EQ(imported.state(), host_.state());
    EXPECT_EQ(imported.Plan(Host()).action, Action::kNoOp);
  }
}

TEST_F(HostTest, DestroyListsTheUsers) {
  Instance address = client().Resource("sixgate_address");
  MustApply(address, absl::StrCat(R"({name = "www", network = "web", host = ")", id(host_), "\"}"));
  EXPECT_THAT(host_.Destroy().ErrorText(), HasSubstr("\"www\""));
  EXPECT_THAT(gateway_.Destroy().ErrorText(), HasSubstr("\"vm1\""));
}

TEST_F(HostTest, NetworkWithAddressesStays) {
  Instance address = client().Resource("sixgate_address");
  MustApply(address, absl::StrCat(R"({name = "www", network = "web", host = ")", id(host_), "\"}"));
  const Result result =
      host_.Apply(absl::StrReplaceAll(Host(), {{"{default = {}, web = {}}", "{default = {}}"}}));
  EXPECT_THAT(result.ErrorText(), HasSubstr("\"www\""));
}

TEST_F(HostTest, TakenSlotNamesTheOther) {
  Instance other = NewHost();
  const Result result = other.Apply(Second("slot = 2"));
  EXPECT_THAT(result.ErrorText(), HasSubstr("\"vm1\""));
  EXPECT_TRUE(other.state().IsNull());
}

TEST_F(HostTest, WhatIsNotKnownYetDecidesNothing) {
  for (const char* config :
       {"slot = unknown", "block = unknown", "networks = unknown", "networks = {web = unknown}",
        "slot = 3, networks = {default = {}, web = {index = unknown}}", "interface = unknown",
        "slot = 3, mac = unknown", "slot = 3, other_interfaces = unknown",
        "slot = 3, network_manager = unknown", "slot = 3, container_engine = {version = unknown}",
        "slot = 3, address_plan = unknown", "slot = 3, labels = unknown",
        "slot = 3, deletion_protection = unknown", "slot = 3, deploy = unknown"}) {
    SCOPED_TRACE(config);
    EXPECT_EQ(NewHost().Plan(Second(config)).ErrorText(), "");
  }
}

struct BadInput {
  std::string name;
  std::string config;
  std::string text;
};

TEST_F(HostTest, BadInputIsSaidInThePlan) {
  const std::vector<BadInput> cases = {
      {"slot 0", "slot = 0", "0"},
      {"slot 1", "slot = 1", "1"},
      {"slot beyond the prefix", "slot = 4096", "4096"},
      {"block of slot 1", R"(block = "2001:db8:1234:321d:10::/76")", "Slot 1"},
      {"block with host bits", R"(block = "2001:db8:1234:321d:31::/76")",
       "2001:db8:1234:321d:30::/76"},
      {"block outside", R"(block = "2001:db8::/76")", "2001:db8:1234:321d::/64"},
      {"slot and block", R"(slot = 3, block = "2001:db8:1234:321d:30::/76")", "one of them"},
      {"network name", "networks = {host = {}}", "host"},
      {"network index 0", "networks = {default = {}, web = {index = 0}}", "0"},
      {"network index beyond the block", "networks = {default = {}, web = {index = 16}}", "16"},
      {"two networks of one index", "networks = {default = {}, a = {index = 2}, b = {index = 2}}",
       "2"},
      {"engine", R"(container_engine = {version = "19.03"})", "19.03"},
      {"manager", R"(network_manager = "wicked")", "wicked"},
      {"interface", R"(interface = "eth1; reboot")", "eth1; reboot"},
      {"IPv4 subnet", "networks = {default = {ipv4_subnet = \"172.30.21.1/24\"}}",
       "172.30.21.0/24"},
  };
  for (const BadInput& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(NewHost().Plan(Second(c.config)).ErrorText(), HasSubstr(c.text));
  }
  const std::string without_inside =
      absl::StrReplaceAll(Second(""), {{R"(inside_interface = "vh30",)", ""}});
  EXPECT_THAT(NewHost().Plan(without_inside).ErrorText(), HasSubstr("set inside_interface first"));
}

}  // namespace
}  // namespace product
