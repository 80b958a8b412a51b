#include "engine/inventory/inventory.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/alloc/claims.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/base/uuid.h"
#include "engine/inventory/addresses.h"
#include "engine/inventory/change.h"
#include "engine/inventory/context.h"
#include "engine/inventory/gateways.h"
#include "engine/inventory/hosts.h"
#include "engine/inventory/load.h"
#include "engine/inventory/openings.h"
#include "engine/inventory/prefixes.h"
#include "engine/inventory/view.h"
#include "engine/inventory/views.h"

namespace engine::inventory {

class Inventory::Core {
 public:
  explicit Core(InventoryOptions options)
      : claims(options.registry),
        context{.registry = options.registry,
                .claims = claims,
                .clock = options.clock,
                .entropy = options.entropy,
                .location = std::move(options.location),
                .owner = std::move(options.owner),
                .writer = base::NewUuid(options.entropy)} {}

  alloc::Claims claims;
  const Context context;
  PrefixStore prefixes{context};
  GatewayStore gateways{context};
  HostStore hosts{context};
  AddressStore addresses{context};
  OpeningStore openings{context};
  EgressOpeningStore egress_openings{context};
};

Inventory::Inventory(InventoryOptions options)
    : core_(std::make_unique<Core>(std::move(options))) {}
Inventory::~Inventory() = default;

Prefixes& Inventory::prefixes() { return core_->prefixes; }
Gateways& Inventory::gateways() { return core_->gateways; }
Hosts& Inventory::hosts() { return core_->hosts; }
Addresses& Inventory::addresses() { return core_->addresses; }
Openings& Inventory::openings() { return core_->openings; }
EgressOpenings& Inventory::egress_openings() { return core_->egress_openings; }

absl::StatusOr<std::optional<std::string>> Inventory::RegistryId() {
  ASSIGN_OR_RETURN(const auto snapshot, core_->context.registry.Read());
  ASSIGN_OR_RETURN(const View view, View::Open(core_->context, *snapshot));
  if (!view.meta().has_value()) return std::nullopt;
  return view.meta()->registry_id;
}

absl::Status Inventory::InitRegistry(absl::string_view id) {
  const Context& context = core_->context;
  if (!base::IsUuid(id)) {
    return absl::InvalidArgumentError(
        absl::StrCat(base::Quote(id),
                     " is not the id of a registry, which is a UUID in lower case: the error "
                     "about the lost registry has it, and so has every state as registry_id"));
  }
  return context.claims.Claim(
      [&](registry::Snapshot& snapshot) -> absl::StatusOr<registry::Transaction> {
        ASSIGN_OR_RETURN(const View view, View::Open(context, snapshot));
        if (!view.meta().has_value()) {
          return Change::BeginNew(context, std::string(id)).transaction();
        }
        if (view.meta()->registry_id == id) return registry::Transaction();
        return absl::FailedPreconditionError(absl::StrCat(
            "the registry ", base::Quote(context.location), " has the id ",
            base::Quote(view.meta()->registry_id), " already: only an empty registry can become ",
            base::Quote(id), "; move this one away first if it is the wrong one"));
      });
}

absl::StatusOr<GatewayView> Inventory::ViewGateway(const Ref& gateway) {
  ASSIGN_OR_RETURN(const auto snapshot, core_->context.registry.Read());
  ASSIGN_OR_RETURN(const View view, View::Open(core_->context, *snapshot));
  RETURN_IF_ERROR(view.CheckRegistry(Kind::kGateway, gateway));
  ASSIGN_OR_RETURN(LoadedGateway loaded, LoadGateway(view, gateway.id));
  return LoadGatewayView(view, std::move(loaded.record));
}

absl::StatusOr<HostView> Inventory::ViewHost(const Ref& host) {
  ASSIGN_OR_RETURN(const auto snapshot, core_->context.registry.Read());
  ASSIGN_OR_RETURN(const View view, View::Open(core_->context, *snapshot));
  RETURN_IF_ERROR(view.CheckRegistry(Kind::kHost, host));
  ASSIGN_OR_RETURN(LoadedHost loaded, LoadHost(view, host.id));
  return LoadHostView(view, std::move(loaded));
}

absl::StatusOr<PrefixView> Inventory::ViewPrefix(const Ref& prefix) {
  ASSIGN_OR_RETURN(const auto snapshot, core_->context.registry.Read());
  ASSIGN_OR_RETURN(const View view, View::Open(core_->context, *snapshot));
  RETURN_IF_ERROR(view.CheckRegistry(Kind::kPrefix, prefix));
  ASSIGN_OR_RETURN(const LoadedPrefix loaded, LoadPrefix(view, prefix.id));
  return LoadPrefixView(view, loaded);
}

}  // namespace engine::inventory
