// An inventory over a registry in memory, for tests, with specs that are right as they are.
#ifndef SIXGATE_ENGINE_INVENTORY_TESTING_FIXTURE_H_
#define SIXGATE_ENGINE_INVENTORY_TESTING_FIXTURE_H_

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "engine/base/clock.h"
#include "engine/base/entropy.h"
#include "engine/inventory/inventory.h"
#include "engine/inventory/record.h"
#include "engine/inventory/spec.h"
#include "engine/registry/memory/memory_registry.h"
#include "engine/registry/registry.h"
#include "engine/site/testing/tutorial.h"

namespace engine::inventory::testing {

using site::testing::A;
using site::testing::M;
using site::testing::P;
using site::testing::Ports;

// 2001:db8:1234:321d::/64, "site".
PrefixSpec RootSpec();
PrefixSpec ChildSpec(const PrefixRecord& parent, absl::string_view name, int length);
// "gw", per_host.
GatewaySpec GatewaySpecFor(const PrefixRecord& prefix);
// With the inside interface "vh-<name>".
HostSpec HostSpecFor(const GatewayRecord& gateway, absl::string_view name);
AddressSpec AddressSpecFor(const HostRecord& host, absl::string_view name);
// TCP 443 of the host's own address.
OpeningSpec OpeningSpecFor(const HostRecord& host);
// TCP 443 of everybody from the whole block.
EgressOpeningSpec EgressOpeningSpecFor(const HostRecord& host);

// Every key and value but the log.
std::map<std::string, std::string> Dump(registry::Registry& registry);

// The first thing that is wrong with the indexes and the free blocks of a registry, which both
// follow from its records; "" when all is well.
std::string FirstViolation(registry::Registry& registry);

// Several of them may share a store.
class World {
 public:
  explicit World(std::shared_ptr<registry::memory::Store> store = registry::memory::MakeStore(),
                 uint64_t seed = 1, std::string owner = "default");

  Inventory& inventory() { return inventory_; }
  registry::Registry& registry() { return *registry_; }
  base::FakeClock& clock() { return clock_; }
  base::FakeEntropy& entropy() { return entropy_; }

 private:
  std::unique_ptr<registry::Registry> registry_;
  base::FakeClock clock_;
  base::FakeEntropy entropy_;
  Inventory inventory_;
};

// The tutorial's site, object by object. Every test ends with a look at the invariants.
class InventoryTest : public ::testing::Test {
 protected:
  ~InventoryTest() override { EXPECT_EQ(FirstViolation(world_.registry()), ""); }

  Inventory& inventory() { return world_.inventory(); }

  // They die, with the message, when the object cannot be made.
  PrefixRecord MakePrefix(const PrefixSpec& spec = RootSpec());
  GatewayRecord MakeGateway(const PrefixRecord& prefix);
  HostRecord MakeHost(const GatewayRecord& gateway, absl::string_view name);
  AddressRecord MakeAddress(const HostRecord& host, absl::string_view name);
  OpeningRecord MakeOpening(const HostRecord& host);

  const std::shared_ptr<registry::memory::Store> store_ = registry::memory::MakeStore();
  World world_{store_};
  // Another configuration on the same registry.
  World other_{store_, 2, "other"};
};

}  // namespace engine::inventory::testing

#endif  // SIXGATE_ENGINE_INVENTORY_TESTING_FIXTURE_H_
