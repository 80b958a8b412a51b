// What holds after any sequence of changes, after any fault, and with several writers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/status_macros.h"
#include "engine/inventory/testing/fixture.h"
#include "engine/inventory/testing/flaky_registry.h"
#include "tests/support/status_matchers.h"

namespace engine::inventory {
namespace {

using testing::ChildSpec;
using testing::Dump;
using testing::FirstViolation;
using testing::FlakyRegistry;
using testing::P;
using testing::RootSpec;
using testing::World;
using ::tests::IsOkAndHolds;

// Makes, changes and removes objects of all kinds at random, in a universe so small that they are
// in each other's way all the time.
class RandomWalk {
 public:
  RandomWalk(World& world, uint32_t seed) : world_(world), random_(seed) {}

  void Step() {
    const auto before = Dump(world_.registry());
    absl::Status status;
    switch (Below(6)) {
      case 0:
        status = StepPrefix();
        break;
      case 1:
        status = StepGateway();
        break;
      case 2:
        status = StepHost();
        break;
      case 3:
        status = StepAddress();
        break;
      case 4:
        status = StepOpening(world_.inventory().openings(), openings_);
        break;
      default:
        status = StepOpening(world_.inventory().egress_openings(), egress_openings_);
        break;
    }
    ++seen_[status.code()];
    EXPECT_NE(status.code(), absl::StatusCode::kDataLoss) << status;
    EXPECT_NE(status.code(), absl::StatusCode::kInternal) << status;
    EXPECT_NE(status.code(), absl::StatusCode::kAborted) << status;
    if (!status.ok()) {
      EXPECT_EQ(Dump(world_.registry()), before) << status;
    }
    EXPECT_EQ(FirstViolation(world_.registry()), "");
  }

  // Users first.
  void RemoveAll() {
    RemoveAll(world_.inventory().openings(), openings_);
    RemoveAll(world_.inventory().egress_openings(), egress_openings_);
    RemoveAll(world_.inventory().addresses(), addresses_);
    RemoveAll(world_.inventory().hosts(), hosts_);
    RemoveAll(world_.inventory().gateways(), gateways_);
    for (int depth = 0; depth < 8; ++depth) {
      for (const PrefixRecord& prefix : prefixes_) {
        world_.inventory().prefixes().Delete(RefOf(prefix)).IgnoreError();
      }
    }
  }

  const std::map<absl::StatusCode, int>& seen() const { return seen_; }

 private:
  size_t Below(size_t bound) { return random_() % bound; }
  std::string Name() { return std::string(1, static_cast<char>('a' + Below(6))); }
  template <class T>
  T Any(const std::vector<T>& all) {
    return all[Below(all.size())];
  }
  template <class Record>
  std::string IdOfAny(const std::vector<Record>& records) {
    return records.empty() ? "nobody" : Any(records).header.id;
  }

  // A create, an update or a delete; records that are gone stay in the list, to be made again.
  template <class Spec, class Record>
  absl::Status Apply(Collection<Spec, Record>& collection, std::vector<Record>& records,
                     const std::function<void(Spec&)>& change) {
    const size_t choice = Below(6);
    if (records.empty() || choice < 2) {
      Spec spec;
      change(spec);
      const auto made = collection.Create(spec);
      if (made.ok()) records.push_back(*made);
      return made.status();
    }
    Record& record = records[Below(records.size())];
    if (choice == 2) return collection.Delete(RefOf(record));
    Spec spec = record.spec;
    if (choice > 3) change(spec);
    const auto changed = collection.Update(RefOf(record), spec);
    if (changed.ok()) {
      record = *changed;
      EXPECT_THAT(collection.Read(RefOf(record)), IsOkAndHolds(record));
    }
    return changed.status();
  }

  template <class Spec, class Record>
  void RemoveAll(Collection<Spec, Record>& collection, const std::vector<Record>& records) {
    for (const Record& record : records) {
      EXPECT_OK(collection.Delete(RefOf(record)));
    }
  }

  absl::Status StepPrefix() {
    return Apply<PrefixSpec>(world_.inventory().prefixes(), prefixes_, [&](PrefixSpec& spec) {
      const bool is_new = spec.name.empty();
      spec.name = Name();
      spec.reserved.clear();
      if (is_new && Below(2) == 0 && !prefixes_.empty()) {
        spec.parent = IdOfAny(prefixes_);
      }
      if (is_new && !spec.parent.has_value()) {
        spec.cidr =
            Any<net::Prefix>({P("2001:db8::/60"), P("2001:db8:0:8::/61"), P("2001:db8:1::/64")});
        return;
      }
      if (!spec.parent.has_value()) {
        const net::Prefix cidr = *spec.cidr;
        if (Below(2) == 0) spec.reserved = {cidr.UpperHalf().LowerHalf()};
        if (Below(2) == 0) spec.reserved.push_back(net::Prefix::Containing(cidr.first(), 120));
        if (Below(6) == 0) spec.cidr = P("2001:db8:2::/62");
        return;
      }
      const int around =
          spec.cidr.has_value() ? spec.cidr->length() : 62 + static_cast<int>(Below(8));
      spec.length = around - 1 + static_cast<int>(Below(3));
      if (is_new && Below(4) == 0) spec.host_length = *spec.length + 3;
    });
  }

  absl::Status StepGateway() {
    return Apply<GatewaySpec>(world_.inventory().gateways(), gateways_, [&](GatewaySpec& spec) {
      if (spec.prefix.empty()) {
        spec.prefix = IdOfAny(prefixes_);
        spec.wan.mac = testing::M("00:50:56:00:6f:9f");
        spec.wan.interface = "wan0";
      }
      spec.name = Name();
      spec.policy.log_drops = !spec.policy.log_drops;
    });
  }

  absl::Status StepHost() {
    return Apply<HostSpec>(world_.inventory().hosts(), hosts_, [&](HostSpec& spec) {
      if (spec.gateway.empty()) {
        spec.gateway = IdOfAny(gateways_);
        if (Below(3) == 0) spec.slot = Below(8);
      }
      spec.name = Name();
      spec.inside_interface = absl::StrCat("vh", Name());
      spec.mac.reset();
      if (Below(3) == 0) spec.mac = testing::M(absl::StrCat("00:50:56:00:00:0", Below(4)));
      spec.networks = {{"default", {}}};
      for (size_t i = Below(4); i > 0; --i) spec.networks[Name()] = {};
    });
  }

  absl::Status StepAddress() {
    return Apply<AddressSpec>(world_.inventory().addresses(), addresses_, [&](AddressSpec& spec) {
      if (spec.host.empty()) {
        spec.host = IdOfAny(hosts_);
        if (Below(2) == 0) spec.network = Name();
      }
      spec.name = Name();
      if (Below(3) == 0 && !addresses_.empty()) spec.address = Any(addresses_).address.address;
    });
  }

  // Of either direction.
  template <class Spec, class Record>
  absl::Status StepOpening(Collection<Spec, Record>& collection, std::vector<Record>& records) {
    return Apply<Spec>(collection, records, [&](Spec& spec) {
      if (spec.host.empty()) spec.host = IdOfAny(hosts_);
      spec.ports = {testing::Ports("443")};
      spec.address.reset();
      spec.network.reset();
      if (Below(2) == 0 && !addresses_.empty()) spec.address = Any(addresses_).address.address;
      if (Below(4) == 0) spec.network = Name();
    });
  }

  World& world_;
  std::mt19937 random_;
  std::vector<PrefixRecord> prefixes_;
  std::vector<GatewayRecord> gateways_;
  std::vector<HostRecord> hosts_;
  std::vector<AddressRecord> addresses_;
  std::vector<OpeningRecord> openings_;
  std::vector<EgressOpeningRecord> egress_openings_;
  std::map<absl::StatusCode, int> seen_;
};

TEST(PropertyTest, AnySequenceOfChangesKeepsTheInvariantsAndEndsEmpty) {
  std::map<absl::StatusCode, int> seen;
  for (uint32_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    World world(registry::memory::MakeStore(), seed);
    RandomWalk walk(world, seed);
    for (int i = 0; i < 250 && !::testing::Test::HasFailure(); ++i) walk.Step();
    walk.RemoveAll();
    EXPECT_EQ(FirstViolation(world.registry()), "");
    EXPECT_LE(Dump(world.registry()).size(), 1u) << "more is left than the id of the registry";
    for (const auto& [code, count] : walk.seen()) seen[code] += count;
  }
  // The walk is only worth something if it gets into every kind of trouble, and out of it.
  for (const absl::StatusCode code :
       {absl::StatusCode::kAlreadyExists, absl::StatusCode::kFailedPrecondition,
        absl::StatusCode::kInvalidArgument, absl::StatusCode::kNotFound}) {
    EXPECT_GT(seen[code], 20) << code;
  }
  EXPECT_GT(seen[absl::StatusCode::kOk], 800);
}

// One of each kind, made, changed and removed; the first error ends it.
absl::Status Story(Inventory& inventory) {
  ASSIGN_OR_RETURN(const PrefixRecord prefix, inventory.prefixes().Create(RootSpec()));
  ASSIGN_OR_RETURN(const PrefixRecord child,
                   inventory.prefixes().Create(ChildSpec(prefix, "child", 72)));
  PrefixSpec wider = child.spec;
  wider.length = 71;
  RETURN_IF_ERROR(inventory.prefixes().Update(RefOf(child), wider).status());
  RETURN_IF_ERROR(inventory.prefixes().Delete(RefOf(child)));
  ASSIGN_OR_RETURN(const GatewayRecord gateway,
                   inventory.gateways().Create(testing::GatewaySpecFor(prefix)));
  ASSIGN_OR_RETURN(const HostRecord host,
                   inventory.hosts().Create(testing::HostSpecFor(gateway, "vm1")));
  HostSpec more = host.spec;
  more.networks["web"] = {};
  RETURN_IF_ERROR(inventory.hosts().Update(RefOf(host), more).status());
  ASSIGN_OR_RETURN(const AddressRecord address,
                   inventory.addresses().Create(testing::AddressSpecFor(host, "proxy")));
  ASSIGN_OR_RETURN(const OpeningRecord opening,
                   inventory.openings().Create(testing::OpeningSpecFor(host)));
  ASSIGN_OR_RETURN(const EgressOpeningRecord egress,
                   inventory.egress_openings().Create(testing::EgressOpeningSpecFor(host)));
  RETURN_IF_ERROR(inventory.egress_openings().Delete(RefOf(egress)));
  RETURN_IF_ERROR(inventory.openings().Delete(RefOf(opening)));
  RETURN_IF_ERROR(inventory.addresses().Delete(RefOf(address)));
  RETURN_IF_ERROR(inventory.hosts().Delete(RefOf(host)));
  RETURN_IF_ERROR(inventory.gateways().Delete(RefOf(gateway)));
  return inventory.prefixes().Delete(RefOf(prefix));
}

struct FaultCase {
  const char* name;
  FlakyRegistry::Fault fault;
  // Whether the inventory gets over one such fault by itself.
  bool is_healed;
};

class FaultTest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(FaultTest, AFaultAtAnyCallLeavesAllOfAChangeOrNothing) {
  bool happened = true;
  for (int nth = 1; happened; ++nth) {
    SCOPED_TRACE(nth);
    ASSERT_LT(nth, 1000);
    const auto store = registry::memory::MakeStore();
    FlakyRegistry flaky(registry::memory::Open(store));
    flaky.FailNth(nth, GetParam().fault);
    base::FakeClock clock;
    base::FakeEntropy entropy(1);
    Inventory inventory({.registry = flaky,
                         .clock = clock,
                         .entropy = entropy,
                         .location = "flaky:test",
                         .owner = "default"});
    const absl::Status status = Story(inventory);
    happened = flaky.happened();
    World looker(store);
    EXPECT_EQ(FirstViolation(looker.registry()), "");
    if (!happened || GetParam().is_healed) {
      EXPECT_OK(status);
      EXPECT_EQ(Dump(looker.registry()).size(), 1u);
    } else {
      EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable) << status;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, FaultTest,
    ::testing::Values(FaultCase{"lost_race", FlakyRegistry::Fault::kAborted, true},
                      FaultCase{"lost_before", FlakyRegistry::Fault::kUnavailableBefore, false},
                      FaultCase{"lost_answer", FlakyRegistry::Fault::kUnavailableAfter, true},
                      FaultCase{"unreadable", FlakyRegistry::Fault::kUnreadable, false}),
    [](const auto& test) { return std::string(test.param.name); });

TEST(ConcurrencyTest, WritersNeverOverlapAndAllGetTheirBlock) {
  const auto store = registry::memory::MakeStore();
  World first(store, 1, "first");
  World second(store, 2, "second");
  ASSERT_OK_AND_ASSIGN(const PrefixRecord root, first.inventory().prefixes().Create(RootSpec()));
  ASSERT_OK_AND_ASSIGN(const GatewayRecord gateway,
                       first.inventory().gateways().Create(testing::GatewaySpecFor(root)));
  const auto work = [&](World& world, int number) {
    for (int i = 0; i < 25; ++i) {
      const std::string name = absl::StrCat("n", number, "-", i);
      ASSERT_OK_AND_ASSIGN(const PrefixRecord child,
                           world.inventory().prefixes().Create(ChildSpec(root, name, 80)));
      ASSERT_OK(world.inventory().hosts().Create(testing::HostSpecFor(gateway, name)));
      if (i % 3 == 0) {
        ASSERT_OK(world.inventory().prefixes().Delete(RefOf(child)));
      }
    }
  };
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back(work, std::ref(number % 2 == 0 ? first : second), number);
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(FirstViolation(first.registry()), "");
  ASSERT_OK_AND_ASSIGN(const GatewayView view, first.inventory().ViewGateway(RefOf(gateway)));
  EXPECT_EQ(view.hosts.size(), 100u);
}

TEST(ScaleTest, EveryNetworkOfASlash64CanBeAllocatedAndNoneMore) {
  World world;
  ASSERT_OK_AND_ASSIGN(const PrefixRecord root, world.inventory().prefixes().Create(RootSpec()));
  for (int i = 0; i < 65536; ++i) {
    ASSERT_OK(world.inventory().prefixes().Create(ChildSpec(root, absl::StrCat("n", i), 80)));
  }
  EXPECT_THAT(world.inventory().prefixes().Create(ChildSpec(root, "more", 80)),
              ::tests::StatusIs(absl::StatusCode::kResourceExhausted));
  ASSERT_OK_AND_ASSIGN(const PrefixView view, world.inventory().ViewPrefix(RefOf(root)));
  EXPECT_EQ(view.prefixes.size(), 65537u);
  EXPECT_EQ(view.utilisation.free, 0);
}

}  // namespace
}  // namespace engine::inventory
