// What a registry holds of a site: prefixes, gateways, hosts, addresses and openings, and the only
// code that writes them. It renders nothing and writes no file: engine.h adds that.
//
//   Inventory inventory({.registry = *registry, .location = "sqlite:…", .owner = "default", …});
//   ASSIGN_OR_RETURN(const PrefixRecord site, inventory.prefixes().Create(spec));
#ifndef SIXGATE_ENGINE_INVENTORY_INVENTORY_H_
#define SIXGATE_ENGINE_INVENTORY_INVENTORY_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/base/clock.h"
#include "engine/base/entropy.h"
#include "engine/inventory/collection.h"
#include "engine/inventory/record.h"
#include "engine/inventory/site_view.h"
#include "engine/inventory/spec.h"
#include "engine/registry/registry.h"

namespace engine::inventory {

using Prefixes = Collection<PrefixSpec, PrefixRecord>;
using Gateways = Collection<GatewaySpec, GatewayRecord>;
using Hosts = Collection<HostSpec, HostRecord>;
using Addresses = Collection<AddressSpec, AddressRecord>;
using Openings = Collection<OpeningSpec, OpeningRecord>;
using EgressOpenings = Collection<EgressOpeningSpec, EgressOpeningRecord>;

struct InventoryOptions {
  // The three must outlive the Inventory.
  registry::Registry& registry;
  const base::Clock& clock;
  base::Entropy& entropy;
  // The registry as the user named it, for messages.
  std::string location;
  // Recorded in every change.
  std::string owner;
};

// Safe for several threads; any number of inventories, in any number of processes, may share a
// registry.
class Inventory {
 public:
  explicit Inventory(InventoryOptions options);
  ~Inventory();

  Prefixes& prefixes();
  Gateways& gateways();
  Hosts& hosts();
  Addresses& addresses();
  Openings& openings();
  EgressOpenings& egress_openings();

  // nullopt: nothing was ever written.
  absl::StatusOr<std::optional<std::string>> RegistryId();

  // Gives the id of a lost registry to the new, empty one, so that the next apply re-asserts every
  // record from the states. OK when it has the id already. kInvalidArgument when `id` is no UUID;
  // kFailedPrecondition when the registry has another id.
  absl::Status InitRegistry(absl::string_view id);

  // Everything behind one gateway, of one host, and inside a prefix and its children, as one
  // consistent view. kNotFound when there is no such object. The cost is proportional to the
  // answer.
  absl::StatusOr<GatewayView> ViewGateway(const Ref& gateway);
  absl::StatusOr<HostView> ViewHost(const Ref& host);
  absl::StatusOr<PrefixView> ViewPrefix(const Ref& prefix);

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_INVENTORY_H_
