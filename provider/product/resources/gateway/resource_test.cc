#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
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
using testing::Result;
using tf::Path;

class GatewayTest : public testing::RegistryTest {
 protected:
  GatewayTest() : prefix_(client().Resource("sixgate_prefix")) {
    MustApply(prefix_, R"({name = "site", cidr = "2001:db8:1234:321d::/64"})");
  }

  Instance NewGateway() { return client().Resource("sixgate_gateway"); }

  // A gateway with what else is given.
  std::string Config(absl::string_view more = "") const {
    return absl::StrCat(R"({name = "fw", kind = "nftables", prefix = ")",
                        Text(prefix_.state(), "id"), R"(",
      wan = {interface = "wan0", mac = "00:50:56:00:6f:9f"}, inside = {mode = "per_host"}, )",
                        more, "}");
  }

  Instance prefix_;
};

TEST_F(GatewayTest, AddressesAreKnownInTheFirstPlan) {
  const Result plan = NewGateway().Plan(Config());
  EXPECT_EQ(Text(plan.planned, "wan.address"), "2001:db8:1234:321d:10::1");
  EXPECT_EQ(Text(plan.planned, "wan.next_hop"), "fe80::1");
  EXPECT_EQ(Text(plan.planned, "wan.link_local"), "fe80::250:56ff:fe00:6f9f");
  EXPECT_EQ(Text(plan.planned, "upstream_route.prefix"), "2001:db8:1234:321d::/64");
  EXPECT_EQ(Text(plan.planned, "upstream_route.next_hop"), "fe80::250:56ff:fe00:6f9f");
}

TEST_F(GatewayTest, AddressPlanMakesThemKnownBeforeThePrefixIsThere) {
  const std::string plan_of_prefix =
      R"(address_plan = {cidr = "2001:db8::/48", host_length = 60, network_length = 64})";
  const std::string config = absl::StrReplaceAll(
      Config(plan_of_prefix), {{absl::StrCat("\"", Text(prefix_.state(), "id"), "\""), "unknown"}});
  const Result plan = NewGateway().Plan(config);
  EXPECT_EQ(plan.ErrorText(), "");
  EXPECT_EQ(Text(plan.planned, "wan.address"), "2001:db8:0:10::1");
}

TEST_F(GatewayTest, WrongAddressPlanIsRefused) {
  const std::string error =
      NewGateway()
          .Apply(Config(
              R"(address_plan = {cidr = "2001:db8::/48", host_length = 60, network_length = 64})"))
          .ErrorText();
  EXPECT_THAT(error, HasSubstr("2001:db8:1234:321d::/64"));
}

TEST_F(GatewayTest, PolicyHasItsDefaults) {
  Instance gateway = NewGateway();
  MustApply(gateway, Config());
  EXPECT_EQ(Text(gateway.state(), "policy.egress"), "allow");
  EXPECT_EQ(Text(gateway.state(), "policy.between_hosts"), "deny");
  EXPECT_EQ(Text(gateway.state(), "policy.ping"), "allow");
  EXPECT_EQ(Text(gateway.state(), "policy.log_drops"), "false");
  EXPECT_EQ(Text(gateway.state(), "policy.management_ports"), "[\"22\"]");
}

TEST_F(GatewayTest, RemovedPolicyReturnsToItsDefault) {
  Instance gateway = NewGateway();
  MustApply(gateway, Config(R"(policy = {egress = "deny", resolvers = ["2001:db8::53"]})"));
  EXPECT_EQ(Text(gateway.state(), "policy.egress"), "deny");
  const Result back = MustApply(gateway, Config());
  EXPECT_EQ(back.action, Action::kUpdate);
  EXPECT_EQ(Text(gateway.state(), "policy.egress"), "allow");
}

TEST_F(GatewayTest, RemovedNextHopReturnsToItsDefault) {
  Instance gateway = NewGateway();
  MustApply(gateway,
            absl::StrReplaceAll(Config(), {{R"("00:50:56:00:6f:9f")",
                                            R"("00:50:56:00:6f:9f", next_hop = "fe80::2")"}}));
  EXPECT_EQ(Text(gateway.state(), "wan.next_hop"), "fe80::2");
  MustApply(gateway, Config());
  EXPECT_EQ(Text(gateway.state(), "wan.next_hop"), "fe80::1");
}

TEST_F(GatewayTest, AnotherPrefixReplaces) {
  Instance gateway = NewGateway();
  MustApply(gateway, Config());
  Instance other = client().Resource("sixgate_prefix");
  MustApply(other, R"({name = "other", cidr = "2001:db8:2::/48"})");
  const Result plan = gateway.Plan(
      absl::StrReplaceAll(Config(), {{Text(prefix_.state(), "id"), Text(other.state(), "id")}}));
  EXPECT_EQ(plan.ErrorText(), "");
  EXPECT_EQ(plan.requires_replace, std::vector<Path>{Path::Root("prefix")});
}

TEST_F(GatewayTest, EverySpellingIsKept) {
  Instance gateway = NewGateway();
  const std::string config = absl::StrReplaceAll(
      Config(R"(policy = {resolvers = ["2001:DB8::0053", "192.0.2.53"], ntp = ["2001:DB8::0:7b"],
                          ipv4_allow = ["192.168.7.7", "10.1.0.0/16"], management_ports = ["22-22"],
                          management_sources = ["2001:DB8:AAAA::/48"]})"),
      {{"00:50:56:00:6f:9f", "00-50-56-00-6F-9F"}});
  MustApply(gateway, config);
  EXPECT_EQ(gateway.Plan(config).action, Action::kNoOp);
  EXPECT_THAT(Text(gateway.state(), "policy.ntp"), HasSubstr("2001:DB8::0:7b"));
}

TEST_F(GatewayTest, AnotherDeliveryOfThePrefixIsReadAndPlansNothing) {
  Instance gateway = NewGateway();
  const std::string config = absl::StrReplaceAll(
      Config(), {{R"("00:50:56:00:6f:9f")", R"("00:50:56:00:6f:9f", next_hop = "fe80::2")"}});
  MustApply(gateway, config);
  const tf::Value before = gateway.state().attribute("files");
  MustApply(prefix_, R"({name = "site", cidr = "2001:db8:1234:321d::/64", delivery = "on_link"})");
  EXPECT_EQ(gateway.Plan(config).action, Action::kNoOp);
  EXPECT_NE(gateway.state().attribute("files"), before);
  // What an update of the gateway in the same apply would come to cannot be known.
  const Result plan = gateway.Plan(absl::StrReplaceAll(config, {{"fe80::2", "fe80::3"}}));
  const tf::Value files = plan.planned.attribute("files");
  ASSERT_TRUE(files.IsKnown());
  for (const tf::MapEntry& file : files.entries()) EXPECT_FALSE(file.value.IsWhollyKnown());
}

TEST_F(GatewayTest, SecondGatewayOfAPrefixIsRefused) {
  Instance gateway = NewGateway();
  MustApply(gateway, Config());
  Instance second = NewGateway();
  const Result result = second.Apply(absl::StrReplaceAll(Config(), {{"\"fw\"", "\"fw2\""}}));
  EXPECT_THAT(result.ErrorText(), HasSubstr("\"fw\""));
}

TEST_F(GatewayTest, ChildInSlotOneIsNamed) {
  Instance child = client().Resource("sixgate_prefix");
  MustApply(child, absl::StrCat(R"({name = "lab", cidr = "2001:db8:1234:321d:10::/76", parent = ")",
                                Text(prefix_.state(), "id"), "\"}"));
  Instance gateway = NewGateway();
  const Result result = gateway.Apply(Config());
  EXPECT_THAT(result.ErrorText(), HasSubstr("\"lab\""));
  EXPECT_THAT(result.ErrorText(), HasSubstr("depends_on"));
}

TEST_F(GatewayTest, ImportsByIdNameAndCidr) {
  Instance gateway = NewGateway();
  const std::string config =
      Config(R"(limits = {concurrent_states = 1000}, policy = {ntp = ["2001:db8::123"]})");
  MustApply(gateway, config);
  for (const std::string& id :
       {Text(gateway.state(), "id"), std::string("fw"), std::string("2001:db8:1234:321d::/64")}) {
    SCOPED_TRACE(id);
    Instance imported = NewGateway();
    EXPECT_TRUE(imported.Import(id).ok());
    EXPECT_EQ(imported.state(), gateway.state());
    EXPECT_EQ(imported.Plan(config).action, Action::kNoOp);
  }
}

TEST_F(GatewayTest, FilesAreDeliveredDriftIsRepairedAndDestroyTakesThemAway) {
  const std::filesystem::path out = directory() / "out";
  Instance gateway = NewGateway();
  const std::string config =
      Config(absl::StrCat(R"(deploy = {directory = ")", out.string(), "\"}"));
  MustApply(gateway, config);
  const tf::Value made = gateway.state().attribute("files");
  const auto files = made.entries();
  ASSERT_FALSE(files.empty());
  const std::filesystem::path first = out / files.front().key.substr(1);
  ASSERT_TRUE(std::filesystem::exists(first)) << first;

  std::ofstream(first) << "changed by hand";
  const Result plan = gateway.Plan(config);
  EXPECT_EQ(plan.action, Action::kUpdate);
  EXPECT_EQ(Text(gateway.state(), "drift"), absl::StrCat("[\"", files.front().key, "\"]"));
  EXPECT_EQ(Text(plan.planned, "drift"), "[]");
  MustApply(gateway, config);
  EXPECT_EQ(Text(gateway.state(), "drift"), "[]");

  EXPECT_TRUE(gateway.Destroy().ok());
  EXPECT_FALSE(std::filesystem::exists(first));
}

TEST_F(GatewayTest, DirectoryThatIsAFileIsRefusedAndNothingIsRecorded) {
  const std::filesystem::path out = directory() / "out";
  std::ofstream(out) << "a file";
  Instance gateway = NewGateway();
  const Result result =
      gateway.Apply(Config(absl::StrCat(R"(deploy = {directory = ")", out.string(), "\"}")));
  EXPECT_THAT(result.ErrorText(), HasSubstr(out.string()));
  EXPECT_TRUE(gateway.state().IsNull());
  Instance imported = NewGateway();
  EXPECT_FALSE(imported.Import("fw").ok());
}

TEST_F(GatewayTest, WhatIsNotKnownYetDecidesNothing) {
  for (const char* wan :
       {"unknown", R"({interface = unknown, mac = "00:50:56:00:6f:9f"})",
        R"({interface = "wan0", mac = unknown})",
        R"({interface = "wan0", mac = "00:50:56:00:6f:9f", address = unknown})",
        R"({interface = "wan0", mac = "00:50:56:00:6f:9f", next_hop = unknown})"}) {
    SCOPED_TRACE(wan);
    const std::string config = absl::StrReplaceAll(
        Config(), {{R"({interface = "wan0", mac = "00:50:56:00:6f:9f"})", wan}});
    EXPECT_EQ(NewGateway().Plan(config).ErrorText(), "");
  }
  for (const char* more :
       {"address_plan = unknown", "policy = unknown", "policy = {resolvers = unknown}",
        "policy = {egress = unknown}", "limits = unknown", "limits = {concurrent_states = unknown}",
        "network_manager = unknown", "deploy = unknown", "deploy = {directory = unknown}"}) {
    SCOPED_TRACE(more);
    EXPECT_EQ(NewGateway().Plan(Config(more)).ErrorText(), "");
  }
}

struct BadInput {
  std::string name;
  // Replaces the first part by the second in a good configuration.
  std::string good;
  std::string bad;
  std::string text;
};

TEST_F(GatewayTest, BadInputIsSaidInThePlan) {
  const std::vector<BadInput> cases = {
      {"kind", "\"nftables\"", "\"iptables\"", "nftables"},
      {"mac", "00:50:56:00:6f:9f", "00:50:56:00:6f", "00:50:56:00:6f"},
      {"multicast mac", "00:50:56:00:6f:9f", "01:50:56:00:6f:9f", "01:50:56:00:6f:9f"},
      {"interface", "\"wan0\"", "\"wan 0\"", "wan 0"},
      {"long interface", "\"wan0\"", "\"wan0123456789abc\"", "wan0123456789abc"},
      {"mode", "\"per_host\"", "\"everyone\"", "per_host"},
      {"shared without interface", "\"per_host\"", "\"shared\"", "interface"},
      {"overlong WAN", R"("00:50:56:00:6f:9f")",
       R"("00:50:56:00:6f:9f", address = "2001:db8:1234:321d:10::1/64")", "/64"},
      {"source", "inside =", R"(policy = {management_sources = ["192.0.2.1"]}, inside =)", "IPv4"},
      {"port", "inside =", R"(policy = {management_ports = ["0"]}, inside =)", "0"},
      {"limit", "inside =", R"(limits = {concurrent_states = 0}, inside =)", "0"},
      {"empty directory", "inside =", R"(deploy = {directory = ""}, inside =)", "0 bytes"},
  };
  for (const BadInput& c : cases) {
    SCOPED_TRACE(c.name);
    const std::string config = absl::StrReplaceAll(Config(), {{c.good, c.bad}});
    ASSERT_NE(config, Config());
    EXPECT_THAT(NewGateway().Plan(config).ErrorText(), HasSubstr(c.text));
  }
}

}  // namespace
}  // namespace product
