#include "engine/engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/in_memory_file_system.h"
#include "engine/inventory/testing/fixture.h"
#include "tests/support/status_matchers.h"

namespace engine {
namespace {

using inventory::AddressRecord;
using inventory::AttributeOf;
using inventory::GatewayRecord;
using inventory::GatewaySpec;
using inventory::HostRecord;
using inventory::HostSpec;
using inventory::OpeningRecord;
using inventory::OpeningSpec;
using inventory::PrefixRecord;
using inventory::RefOf;
using inventory::testing::AddressSpecFor;
using inventory::testing::GatewaySpecFor;
using inventory::testing::HostSpecFor;
using inventory::testing::OpeningSpecFor;
using inventory::testing::Ports;
using inventory::testing::RootSpec;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

class EngineTest : public ::testing::Test {
 protected:
  EngineTest() {
    std::string path = ::testing::TempDir() + "sixgate-engine-XXXXXX";
    root_ = ::mkdtemp(path.data());
  }
  ~EngineTest() override { std::filesystem::remove_all(root_); }

  EngineOptions Options() const { return {.registry_url = "sqlite:" + root_ + "/registry.db"}; }
  std::unique_ptr<Engine> Open(const EngineOptions& options) {
    auto engine = Engine::Open(options);
    EXPECT_OK(engine);
    return *std::move(engine);
  }

  std::string Read(const std::string& path) const {
    std::ifstream file(root_ + "/" + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }
  // Everything in the directory but the registry, sorted.
  std::vector<std::string> Listing() const {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root_)) {
      const std::string path = entry.path().lexically_relative(root_).string();
      if (path.find("registry.db") == std::string::npos) paths.push_back(path);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
  }

  std::string root_;
};

TEST_F(EngineTest, OpeningReachesNoDisk) {
  const std::unique_ptr<Engine> engine = Open(Options());
  EXPECT_THAT(engine->RegistryId(), IsOkAndHolds(std::nullopt));
  EXPECT_THAT(engine->prefixes().Check(RootSpec(), std::nullopt), IsOkAndHolds(IsEmpty()));
  EXPECT_TRUE(std::filesystem::is_empty(root_));
}

TEST_F(EngineTest, OptionsThatCannotBeAreRefusedAtTheirAttribute) {
  EngineOptions options = Options();
  options.owner = "";
  EXPECT_EQ(AttributeOf(Engine::Open(options).status()), "owner");
  options = Options();
  options.registry_url = "nonsense";
  const auto refused = Engine::Open(options);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(AttributeOf(refused.status()), "registry");
  options.registry_url = "etcd://a:2379/x";
  EXPECT_THAT(Engine::Open(options), StatusIs(absl::StatusCode::kUnimplemented));
}

TEST_F(EngineTest, ASiteOnSqliteIsDeliveredKeptUpToDateAndTakenAwayWithoutATrace) {
  const std::unique_ptr<Engine> engine = Open(Options());
  ASSERT_OK_AND_ASSIGN(const PrefixRecord prefix, engine->prefixes().Create(RootSpec()));
  GatewaySpec gateway_spec = GatewaySpecFor(prefix);
  gateway_spec.deploy_directory = root_ + "/out/gw";
  ASSERT_OK_AND_ASSIGN(const GatewayRecord gateway, engine->gateways().Create(gateway_spec));
  HostSpec host_spec = HostSpecFor(gateway, "vm1");
  host_spec.deploy_directory = root_ + "/out/vm1";
  ASSERT_OK_AND_ASSIGN(const HostRecord host, engine->hosts().Create(host_spec));
  ASSERT_OK_AND_ASSIGN(const AddressRecord address,
                       engine->addresses().Create(AddressSpecFor(host, "proxy")));
  const std::vector<std::string> before = Listing();
  const std::string closed = Read("out/gw/etc/sixgate/gateway.nft");
  EXPECT_THAT(closed, HasSubstr("\"vh-vm1\" . 2001:db8:1234:321d:20::,"));
  EXPECT_THAT(closed, Not(HasSubstr("4433")));
  EXPECT_THAT(Read("out/vm1/etc/docker/daemon.json"), HasSubstr("{"));

  OpeningSpec opening_spec = OpeningSpecFor(host);
  opening_spec.address = address.address.address;
  opening_spec.ports = {Ports("4433")};
  ASSERT_OK_AND_ASSIGN(const OpeningRecord opening, engine->openings().Create(opening_spec));
  EXPECT_THAT(Read("out/gw/etc/sixgate/gateway.nft"), HasSubstr("4433"));
  opening_spec.ports = {Ports("4434")};
  ASSERT_OK(engine->openings().Update(RefOf(opening), opening_spec));
  EXPECT_THAT(Read("out/gw/etc/sixgate/gateway.nft"),
              AllOf(HasSubstr("4434"), Not(HasSubstr("4433"))));
  EXPECT_THAT(engine->GatewayDrift(RefOf(gateway)), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(engine->HostDrift(RefOf(host)), IsOkAndHolds(IsEmpty()));

  EXPECT_THAT(engine->hosts().Delete(RefOf(host)), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(engine->HostDrift(RefOf(host)), IsOkAndHolds(IsEmpty()));
  ASSERT_OK(engine->openings().Delete(RefOf(opening)));
  EXPECT_EQ(Read("out/gw/etc/sixgate/gateway.nft"), closed);
  EXPECT_EQ(Listing(), before);
  ASSERT_OK(engine->addresses().Delete(RefOf(address)));
  ASSERT_OK(engine->hosts().Delete(RefOf(host)));
  EXPECT_THAT(Read("out/gw/etc/sixgate/gateway.nft"), Not(HasSubstr("2001:db8:1234:321d:20::/76")));
  ASSERT_OK(engine->gateways().Delete(RefOf(gateway)));
  ASSERT_OK(engine->prefixes().Delete(RefOf(prefix)));
  EXPECT_THAT(Listing(), ElementsAre("out"));
}

TEST_F(EngineTest, ConfigAndSiteShowTheWhole) {
  const std::unique_ptr<Engine> engine = Open(Options());
  ASSERT_OK_AND_ASSIGN(const PrefixRecord prefix, engine->prefixes().Create(RootSpec()));
  ASSERT_OK_AND_ASSIGN(const GatewayRecord gateway,
                       engine->gateways().Create(GatewaySpecFor(prefix)));
  ASSERT_OK_AND_ASSIGN(const HostRecord host, engine->hosts().Create(HostSpecFor(gateway, "vm1")));
  OpeningSpec opening_spec = OpeningSpecFor(host);
  opening_spec.network = "default";
  ASSERT_OK(engine->openings().Create(opening_spec));
  ASSERT_OK_AND_ASSIGN(const GatewayConfig config, engine->ConfigOf(RefOf(gateway)));
  EXPECT_THAT(config.view.hosts, ElementsAre(host));
  ASSERT_EQ(config.warnings.size(), 1u);
  EXPECT_EQ(config.warnings[0].severity, base::Severity::kWarning);
  std::vector<std::string> paths;
  for (const File& file : config.files) paths.push_back(file.path);
  EXPECT_TRUE(std::is_sorted(paths.begin(), paths.end()));
  EXPECT_THAT(paths, Contains("/etc/sixgate/gateway.nft"));
  ASSERT_OK_AND_ASSIGN(const inventory::PrefixView site, engine->SiteOf(RefOf(prefix)));
  EXPECT_THAT(site.gateways, SizeIs(1));
  // The same without the registry, for plans.
  ASSERT_OK_AND_ASSIGN(const std::vector<File> alone, Engine::GatewayFiles(gateway.gateway));
  EXPECT_LT(alone.size(), config.files.size());
  ASSERT_OK_AND_ASSIGN(const std::vector<File> of_host,
                       Engine::HostFiles(gateway.gateway, host.host));
  EXPECT_THAT(of_host, Not(IsEmpty()));
  EXPECT_EQ(of_host.front().mode, 0644u);
}

TEST_F(EngineTest, DriftIsShownAndTheNextApplyRepairsIt) {
  const std::unique_ptr<Engine> engine = Open(Options());
  ASSERT_OK_AND_ASSIGN(const PrefixRecord prefix, engine->prefixes().Create(RootSpec()));
  GatewaySpec spec = GatewaySpecFor(prefix);
  EXPECT_THAT(
      engine->GatewayDrift({.registry_id = prefix.header.registry_id, .id = prefix.header.id}),
      IsOkAndHolds(IsEmpty()));
  spec.deploy_directory = root_ + "/gw";
  ASSERT_OK_AND_ASSIGN(const GatewayRecord gateway, engine->gateways().Create(spec));
  std::ofstream(root_ + "/gw/etc/sixgate/gateway.nft") << "flush ruleset\n";
  EXPECT_THAT(engine->GatewayDrift(RefOf(gateway)),
              IsOkAndHolds(ElementsAre("/etc/sixgate/gateway.nft")));
  ASSERT_OK(engine->gateways().Update(RefOf(gateway), gateway.spec));
  EXPECT_THAT(engine->GatewayDrift(RefOf(gateway)), IsOkAndHolds(IsEmpty()));
  std::filesystem::remove_all(root_ + "/gw");
  EXPECT_THAT(engine->GatewayDrift(RefOf(gateway)), IsOkAndHolds(Not(IsEmpty())));
  ASSERT_OK(engine->gateways().Update(RefOf(gateway), gateway.spec));
  EXPECT_THAT(engine->GatewayDrift(RefOf(gateway)), IsOkAndHolds(IsEmpty()));
  std::filesystem::remove_all(root_ + "/gw");
  EXPECT_OK(engine->gateways().Delete(RefOf(gateway)));
  EXPECT_THAT(Listing(), IsEmpty());
}

TEST_F(EngineTest, AnotherDirectoryGetsTheFilesAndTheOldOneLosesThem) {
  const std::unique_ptr<Engine> engine = Open(Options());
  ASSERT_OK_AND_ASSIGN(const PrefixRecord prefix, engine->prefixes().Create(RootSpec()));
  GatewaySpec spec = GatewaySpecFor(prefix);
  ASSERT_OK_AND_ASSIGN(const GatewayRecord gateway, engine->gateways().Create(spec));
  spec.deploy_directory = root_ + "/one";
  ASSERT_OK(engine->gateways().Update(RefOf(gateway), spec));
  spec.deploy_directory = root_ + "/two";
  ASSERT_OK(engine->gateways().Update(RefOf(gateway), spec));
  EXPECT_THAT(Listing(), AllOf(Contains("two/etc/sixgate/gateway.nft"), Not(Contains("one"))));
  spec.deploy_directory.reset();
  ASSERT_OK(engine->gateways().Update(RefOf(gateway), spec));
  EXPECT_THAT(Listing(), IsEmpty());
}

TEST_F(EngineTest, APolicyOfTheGatewayReachesTheFilesOfItsHosts) {
  const std::unique_ptr<Engine> engine = Open(Options());
  ASSERT_OK_AND_ASSIGN(const PrefixRecord prefix, engine->prefixes().Create(RootSpec()));
  ASSERT_OK_AND_ASSIGN(const GatewayRecord gateway,
                       engine->gateways().Create(GatewaySpecFor(prefix)));
  HostSpec host_spec = HostSpecFor(gateway, "vm1");
  host_spec.deploy_directory = root_ + "/vm1";
  ASSERT_OK(engine->hosts().Create(host_spec));
  GatewaySpec spec = gateway.spec;
  spec.policy.ipv4_allow = {site::testing::V4("10.20.30.0/24")};
  ASSERT_OK(engine->gateways().Update(RefOf(gateway), spec));
  EXPECT_THAT(Read("vm1/etc/sixgate/host.nft"), HasSubstr("10.20.30.0/24"));
}

TEST_F(EngineTest, ADirectoryThatIsAFileIsSaidAtPlanAndLeavesNoRecord) {
  const std::unique_ptr<Engine> engine = Open(Options());
  ASSERT_OK_AND_ASSIGN(const PrefixRecord prefix, engine->prefixes().Create(RootSpec()));
  std::ofstream(root_ + "/file") << "x";
  GatewaySpec spec = GatewaySpecFor(prefix);
  spec.deploy_directory = root_ + "/file";
  ASSERT_OK_AND_ASSIGN(const base::Issues issues, engine->gateways().Check(spec, std::nullopt));
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0].path, "deploy.directory");
  const auto refused = engine->gateways().Create(spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("is a file")));
  EXPECT_EQ(AttributeOf(refused.status()), "deploy.directory");
  EXPECT_THAT(engine->gateways().Find("gw"), StatusIs(absl::StatusCode::kNotFound));
  spec.deploy_directory = root_ + "/file/below";
  EXPECT_THAT(engine->gateways().Check(spec, std::nullopt), IsOkAndHolds(SizeIs(1)));
  EXPECT_FALSE(engine->gateways().Create(spec).ok());
  EXPECT_THAT(engine->gateways().Find("gw"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(EngineTest, TwoObjectsCannotShareADirectory) {
  const std::unique_ptr<Engine> engine = Open(Options());
  ASSERT_OK_AND_ASSIGN(const PrefixRecord prefix, engine->prefixes().Create(RootSpec()));
  GatewaySpec spec = GatewaySpecFor(prefix);
  spec.deploy_directory = root_ + "/out";
  ASSERT_OK_AND_ASSIGN(const GatewayRecord gateway, engine->gateways().Create(spec));
  HostSpec host_spec = HostSpecFor(gateway, "vm1");
  host_spec.deploy_directory = root_ + "/out";
  const auto refused = engine->hosts().Create(host_spec);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kFailedPrecondition,
                                HasSubstr("holds the files of gateway \"gw\"")));
  EXPECT_EQ(AttributeOf(refused.status()), "deploy.directory");
  EXPECT_THAT(engine->hosts().Find("gw/vm1"), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(engine->GatewayDrift(RefOf(gateway)), IsOkAndHolds(IsEmpty()));
}

TEST_F(EngineTest, WritersSideBySideLeaveTheLatestTruth) {
  const std::unique_ptr<Engine> first = Open(Options());
  const std::unique_ptr<Engine> second = Open(Options());
  ASSERT_OK_AND_ASSIGN(const PrefixRecord prefix, first->prefixes().Create(RootSpec()));
  GatewaySpec spec = GatewaySpecFor(prefix);
  spec.deploy_directory = root_ + "/gw";
  ASSERT_OK_AND_ASSIGN(const GatewayRecord gateway, first->gateways().Create(spec));
  ASSERT_OK_AND_ASSIGN(const HostRecord host, first->hosts().Create(HostSpecFor(gateway, "vm1")));
  const auto work = [&](Engine& engine, int number) {
    for (int i = 0; i < 4; ++i) {
      OpeningSpec opening = OpeningSpecFor(host);
      opening.ports = {Ports(std::to_string(20000 + number * 10 + i))};
      ASSERT_OK_AND_ASSIGN(const OpeningRecord made, engine.openings().Create(opening));
      if (i % 2 == 1) {
        ASSERT_OK(engine.openings().Delete(RefOf(made)));
      }
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back(work, std::ref(number % 2 == 0 ? *first : *second), number);
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(first->GatewayDrift(RefOf(gateway)), IsOkAndHolds(IsEmpty()));
  const std::string ruleset = Read("gw/etc/sixgate/gateway.nft");
  EXPECT_THAT(ruleset, AllOf(HasSubstr("20000"), HasSubstr("20032"), Not(HasSubstr("20001"))));
}

// A disk that fails at any one access: the record and the files agree afterwards, or the record is
// as it was.
class DiskFaultTest : public EngineTest {
 protected:
  DiskFaultTest() {
    EngineOptions options = Options();
    options.file_system = &disk_;
    options.locks = locks_.get();
    engine_ = Open(options);
    const PrefixRecord prefix = engine_->prefixes().Create(RootSpec()).value();
    GatewaySpec spec = GatewaySpecFor(prefix);
    spec.deploy_directory = "out/gw";
    gateway_ = engine_->gateways().Create(spec).value();
    host_spec_ = HostSpecFor(*gateway_, "vm1");
    host_spec_.deploy_directory = "out/vm1";
  }

  // Does `act` with the n-th access failing, for every n, until nothing fails any more.
  void ForEveryFault(const std::function<void()>& act) {
    for (nth_ = 1; nth_ == 1 || happened_; ++nth_) {
      SCOPED_TRACE(nth_);
      ASSERT_LT(nth_, 3000);
      accesses_before_ = disk_.accesses().size();
      disk_.FailNth(nth_, absl::PermissionDeniedError("no"));
      act();
      if (HasFailure()) return;
    }
  }
  // Ends the time in which the fault may happen; whether it did.
  bool FaultHappened() {
    happened_ = disk_.accesses().size() - accesses_before_ >= static_cast<size_t>(nth_);
    disk_.FailNone();
    return happened_;
  }

  base::InMemoryFileSystem disk_;
  const std::unique_ptr<deliver::DirectoryLocks> locks_ = deliver::InProcessDirectoryLocks();
  std::unique_ptr<Engine> engine_;
  std::optional<GatewayRecord> gateway_;
  HostSpec host_spec_;

 private:
  int nth_ = 0;
  size_t accesses_before_ = 0;
  bool happened_ = false;
};

TEST_F(DiskFaultTest, ACreateThatCannotDeliverLeavesNoRecordAndNoFiles) {
  const auto before = disk_.Files();
  ForEveryFault([&] {
    host_spec_.deletion_protection = true;
    const auto made = engine_->hosts().Create(host_spec_);
    const bool happened = FaultHappened();
    if (made.ok()) {
      EXPECT_THAT(engine_->HostDrift(RefOf(*made)), IsOkAndHolds(IsEmpty()));
      EXPECT_THAT(engine_->GatewayDrift(RefOf(*gateway_)), IsOkAndHolds(IsEmpty()));
      HostSpec open = made->spec;
      open.deletion_protection = false;
      ASSERT_OK(engine_->hosts().Update(RefOf(*made), open));
      ASSERT_OK(engine_->hosts().Delete(RefOf(*made)));
    } else {
      EXPECT_TRUE(happened);
      EXPECT_THAT(made, StatusIs(absl::StatusCode::kPermissionDenied));
      EXPECT_THAT(engine_->hosts().Find("gw/vm1"), StatusIs(absl::StatusCode::kNotFound));
      EXPECT_THAT(disk_.Info(*host_spec_.deploy_directory), IsOkAndHolds(base::FileInfo()));
    }
    EXPECT_EQ(disk_.Files(), before);
  });
}

TEST_F(DiskFaultTest, AnUpdateThatCannotDeliverRestoresTheOldRecordAndFiles) {
  ASSERT_OK_AND_ASSIGN(const HostRecord host, engine_->hosts().Create(host_spec_));
  const auto before = disk_.Files();
  HostSpec changed = host.spec;
  changed.networks["web"] = {};
  changed.inside_interface = "vh-new";
  ForEveryFault([&] {
    const auto updated = engine_->hosts().Update(RefOf(host), changed);
    const bool happened = FaultHappened();
    if (!updated.ok()) {
      EXPECT_TRUE(happened);
      ASSERT_OK_AND_ASSIGN(const auto found, engine_->hosts().Read(RefOf(host)));
      EXPECT_EQ(found->spec, host.spec);
    } else {
      EXPECT_NE(disk_.Files(), before);
      ASSERT_OK(engine_->hosts().Update(RefOf(host), host.spec));
    }
    EXPECT_EQ(disk_.Files(), before);
  });
}

TEST_F(DiskFaultTest, ADeleteThatCannotTakeTheFilesAwayKeepsTheRecord) {
  ASSERT_OK_AND_ASSIGN(const HostRecord host, engine_->hosts().Create(host_spec_));
  const auto before = disk_.Files();
  ForEveryFault([&] {
    const absl::Status deleted = engine_->hosts().Delete(RefOf(host));
    const bool happened = FaultHappened();
    if (!deleted.ok()) {
      EXPECT_TRUE(happened);
      EXPECT_THAT(engine_->hosts().Read(RefOf(host)), IsOkAndHolds(host));
    } else {
      EXPECT_THAT(engine_->hosts().Read(RefOf(host)), IsOkAndHolds(std::nullopt));
      ASSERT_OK(engine_->hosts().Update(RefOf(host), host.spec));
    }
    EXPECT_EQ(disk_.Files(), before);
  });
}

TEST_F(DiskFaultTest, ARefusedDeleteTouchesNoFile) {
  ASSERT_OK_AND_ASSIGN(const HostRecord host, engine_->hosts().Create(host_spec_));
  ASSERT_OK(engine_->openings().Create(OpeningSpecFor(host)));
  const size_t before = disk_.accesses().size();
  EXPECT_THAT(engine_->hosts().Delete(RefOf(host)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_EQ(disk_.accesses().size(), before);
}

TEST_F(DiskFaultTest, ChangesThatWaitForADirectoryShareOneWriting) {
  ASSERT_OK_AND_ASSIGN(const HostRecord host, engine_->hosts().Create(host_spec_));
  const auto writings = [&] {
    const std::vector<std::string> accesses = disk_.accesses();
    return std::count(accesses.begin(), accesses.end(), "write out/gw/etc/sixgate/gateway.nft");
  };
  const auto before = writings();
  constexpr int kChanges = 8;
  auto held = locks_->Lock("out/gw", absl::Minutes(1));
  ASSERT_OK(held);
  std::vector<std::thread> threads;
  threads.reserve(kChanges);
  for (int i = 0; i < kChanges; ++i) {
    threads.emplace_back([&] { EXPECT_OK(engine_->openings().Create(OpeningSpecFor(host))); });
  }
  // All are committed, and wait, before the first is written.
  for (size_t records = 0; records < kChanges;) {
    const auto config = engine_->ConfigOf(RefOf(*gateway_));
    ASSERT_OK(config);
    records = config->view.openings.size();
    std::this_thread::yield();
  }
  held->reset();
  for (std::thread& thread : threads) thread.join();
  EXPECT_LT(writings() - before, kChanges);
  EXPECT_THAT(engine_->GatewayDrift(RefOf(*gateway_)), IsOkAndHolds(IsEmpty()));
}

}  // namespace
}  // namespace engine
