#include "engine/inventory/testing/fixture.h"

#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/alloc/allocate.h"
#include "engine/base/check.h"
#include "engine/base/quote.h"
#include "engine/inventory/keys.h"
#include "engine/inventory/load.h"
#include "engine/inventory/record_json.h"
#include "engine/net/prefix_set.h"
#include "engine/registry/keys.h"

namespace engine::inventory::testing {
namespace {

template <class T>
T Must(absl::StatusOr<T> value) {
  SIXGATE_CHECK(value.ok(), std::string(value.status().message()).c_str());
  return *std::move(value);
}

// The keys that ought to be there, worked out from the records alone.
class Expectation {
 public:
  explicit Expectation(const std::map<std::string, std::string>& rows) {
    for (const auto& [key, value] : rows) {
      if (key == kMetaKey) keys_[key] = "meta";
      Read(key, value, prefixes_);
      Read(key, value, gateways_);
      Read(key, value, hosts_);
      Read(key, value, addresses_);
      Read(key, value, openings_);
      Read(key, value, egress_openings_);
    }
    for (const auto& [id, prefix] : prefixes_) AddPrefix(id, prefix.spec);
    for (const auto& [id, gateway] : gateways_) AddGateway(id, gateway.spec);
    for (const auto& [id, host] : hosts_) AddHost(id, host.spec);
    for (const auto& [id, address] : addresses_) AddAddress(id, address.spec);
    for (const auto& [id, opening] : openings_) AddOpening(id, opening.spec);
    for (const auto& [id, opening] : egress_openings_) AddOpening(id, opening.spec);
    for (const auto& [id, prefix] : prefixes_) AddFree(id, prefix.spec);
  }

  const std::map<std::string, std::string>& keys() const { return keys_; }
  const std::string& violation() const { return violation_; }

 private:
  template <class Spec>
  void Read(const std::string& key, const std::string& value,
            std::map<std::string, StoredObject<Spec>>& objects) {
    if (!absl::StartsWith(key, RecordKey(Spec::kKind, ""))) return;
    StoredObject<Spec> object = Must(FromJson<Spec>(value));
    Add(RecordKey(Spec::kKind, object.header.id));
    objects[object.header.id] = std::move(object);
  }

  void Add(const std::string& key) {
    if (!keys_.emplace(key, "").second) violation_ = absl::StrCat("two objects share ", key);
  }

  void AddBlock(const std::string& pool, const net::Prefix& block, Kind kind,
                const std::string& id) {
    if (blocks_[pool].Overlaps(block)) {
      violation_ = absl::StrCat(block.ToString(), " overlaps another block of ", pool);
    }
    blocks_[pool].Add(block);
    Add(BlockKey(pool, block, {.kind = kind, .id = id}));
  }

  void AddPrefix(const std::string& id, const PrefixSpec& spec) {
    Add(absl::StrCat(NameFolder("prefix", "", spec.name), id));
    AddBlock(spec.parent.value_or(std::string(kRootsPool)), *spec.cidr, Kind::kPrefix, id);
    if (!spec.parent.has_value()) return;
    Add(ChildKey(*spec.parent, {.kind = Kind::kPrefix, .id = id}));
    if (!prefixes_.at(*spec.parent).spec.cidr->Contains(*spec.cidr)) {
      violation_ = absl::StrCat(spec.cidr->ToString(), " is outside of its parent");
    }
  }

  void AddGateway(const std::string& id, const GatewaySpec& spec) {
    Add(absl::StrCat(NameFolder("gateway", "", spec.name), id));
    Add(ChildKey(spec.prefix, {.kind = Kind::kGateway, .id = id}));
    const plan::AddressPlan plan = *Must(MakeRecord(prefixes_.at(spec.prefix))).address_plan;
    for (const int slot : {0, 1}) {
      AddBlock(spec.prefix, Must(plan.Block(slot)).prefix(), Kind::kGateway, id);
    }
  }

  void AddHost(const std::string& id, const HostSpec& spec) {
    Add(absl::StrCat(NameFolder("host", spec.gateway, spec.name), id));
    if (!spec.inside_interface.empty()) {
      Add(absl::StrCat(NameFolder("inside_interface", spec.gateway, spec.inside_interface), id));
    }
    if (spec.mac.has_value()) {
      Add(absl::StrCat(NameFolder("mac", spec.gateway, spec.mac->ToString()), id));
    }
    Add(ChildKey(spec.gateway, {.kind = Kind::kHost, .id = id}));
    AddBlock(gateways_.at(spec.gateway).spec.prefix, *spec.block, Kind::kHost, id);
  }

  void AddAddress(const std::string& id, const AddressSpec& spec) {
    Add(absl::StrCat(NameFolder("address", AddressScope(spec.host, spec.network), spec.name), id));
    Add(ChildKey(spec.host, {.kind = Kind::kAddress, .id = id}));
    Add(absl::StrCat(AddressFolder(*spec.address), id));
    if (!hosts_.at(spec.host).spec.networks.contains(spec.network)) {
      violation_ = absl::StrCat("address ", id, " is in no network");
    }
  }

  // Of either direction.
  template <class Spec>
  void AddOpening(const std::string& id, const Spec& spec) {
    const ObjectId own = {.kind = Spec::kKind, .id = id};
    Add(ChildKey(spec.host, own));
    if (spec.address.has_value()) Add(OpensKey(*spec.address, own));
    if (spec.network.has_value() && !hosts_.at(spec.host).spec.networks.contains(*spec.network)) {
      violation_ = absl::StrCat("opening ", id, " is about no network");
    }
  }

  void AddFree(const std::string& id, const PrefixSpec& spec) {
    net::PrefixSet free({*spec.cidr});
    free.Remove(blocks_[id]);
    free.Remove(net::PrefixSet(spec.reserved));
    for (const net::Prefix& block : free.Prefixes()) Add(alloc::FreeKey(FreeFolder(id), block));
  }

  std::map<std::string, StoredObject<PrefixSpec>> prefixes_;
  std::map<std::string, StoredObject<GatewaySpec>> gateways_;
  std::map<std::string, StoredObject<HostSpec>> hosts_;
  std::map<std::string, StoredObject<AddressSpec>> addresses_;
  std::map<std::string, StoredObject<OpeningSpec>> openings_;
  std::map<std::string, StoredObject<EgressOpeningSpec>> egress_openings_;
  std::map<std::string, net::PrefixSet> blocks_;
  std::map<std::string, std::string> keys_;
  std::string violation_;
};

}  // namespace

PrefixSpec RootSpec() {
  PrefixSpec spec;
  spec.name = "site";
  spec.cidr = P("2001:db8:1234:321d::/64");
  return spec;
}

PrefixSpec ChildSpec(const PrefixRecord& parent, absl::string_view name, int length) {
  PrefixSpec spec;
  spec.name = std::string(name);
  spec.parent = parent.header.id;
  spec.length = length;
  return spec;
}

GatewaySpec GatewaySpecFor(const PrefixRecord& prefix) {
  GatewaySpec spec;
  spec.name = "gw";
  spec.prefix = prefix.header.id;
  spec.wan.interface = "wan0";
  spec.wan.mac = M("00:50:56:00:6f:9f");
  spec.policy.management_ports = site::DefaultManagementPorts();
  return spec;
}

HostSpec HostSpecFor(const GatewayRecord& gateway, absl::string_view name) {
  HostSpec spec;
  spec.name = std::string(name);
  spec.gateway = gateway.header.id;
  spec.inside_interface = absl::StrCat("vh-", name);
  return spec;
}

AddressSpec AddressSpecFor(const HostRecord& host, absl::string_view name) {
  AddressSpec spec;
  spec.name = std::string(name);
  spec.host = host.header.id;
  return spec;
}

OpeningSpec OpeningSpecFor(const HostRecord& host) {
  OpeningSpec spec;
  spec.host = host.header.id;
  spec.ports = {Ports("443")};
  return spec;
}

EgressOpeningSpec EgressOpeningSpecFor(const HostRecord& host) {
  EgressOpeningSpec spec;
  spec.host = host.header.id;
  spec.ports = {Ports("443")};
  spec.destinations = {net::Prefix()};
  return spec;
}

std::map<std::string, std::string> Dump(registry::Registry& registry) {
  const auto snapshot = Must(registry.Read());
  auto answers = Must(snapshot->Run({{.range = registry::RangeOf("")}}));
  std::map<std::string, std::string> rows;
  for (registry::KeyValue& row : answers.front()) {
    if (!absl::StartsWith(row.key, "log/")) rows[std::move(row.key)] = std::move(row.value);
  }
  return rows;
}

std::string FirstViolation(registry::Registry& registry) {
  const std::map<std::string, std::string> rows = Dump(registry);
  const Expectation expected(rows);
  if (!expected.violation().empty()) return expected.violation();
  for (const auto& [key, value] : rows) {
    const auto found = expected.keys().find(key);
    if (found == expected.keys().end()) return absl::StrCat("nothing explains the key ", key);
  }
  for (const auto& [key, what] : expected.keys()) {
    if (!rows.contains(key)) return absl::StrCat("the key ", key, " is missing");
  }
  return "";
}

World::World(std::shared_ptr<registry::memory::Store> store, uint64_t seed, std::string owner)
    : registry_(registry::memory::Open(std::move(store))),
      entropy_(seed),
      inventory_({.registry = *registry_,
                  .clock = clock_,
                  .entropy = entropy_,
                  .location = "memory:test",
                  .owner = std::move(owner)}) {}

PrefixRecord InventoryTest::MakePrefix(const PrefixSpec& spec) {
  return Must(inventory().prefixes().Create(spec));
}
GatewayRecord InventoryTest::MakeGateway(const PrefixRecord& prefix) {
  return Must(inventory().gateways().Create(GatewaySpecFor(prefix)));
}
HostRecord InventoryTest::MakeHost(const GatewayRecord& gateway, absl::string_view name) {
  return Must(inventory().hosts().Create(HostSpecFor(gateway, name)));
}
AddressRecord InventoryTest::MakeAddress(const HostRecord& host, absl::string_view name) {
  return Must(inventory().addresses().Create(AddressSpecFor(host, name)));
}
OpeningRecord InventoryTest::MakeOpening(const HostRecord& host) {
  return Must(inventory().openings().Create(OpeningSpecFor(host)));
}

}  // namespace engine::inventory::testing
