#include "engine/inventory/hosts.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/inventory/build.h"
#include "engine/inventory/error.h"
#include "engine/inventory/gateways.h"
#include "engine/inventory/lookup.h"
#include "engine/inventory/prefixes.h"
#include "engine/site/check.h"

namespace engine::inventory {
namespace {

// What only one host of a gateway can have: the attribute, and the folder that it is looked up in.
struct Unique {
  const char* attribute;
  std::string folder;
  std::string text;
};

std::vector<Unique> UniquesOf(const HostSpec& spec) {
  std::vector<Unique> uniques = {
      {"name", NameFolder("host", spec.gateway, spec.name), base::Quote(spec.name)}};
  if (!spec.inside_interface.empty()) {
    uniques.push_back({"inside_interface",
                       NameFolder("inside_interface", spec.gateway, spec.inside_interface),
                       base::Quote(spec.inside_interface)});
  }
  if (spec.mac.has_value()) {
    uniques.push_back({"mac", NameFolder("mac", spec.gateway, spec.mac->ToString()),
                       base::Quote(spec.mac->ToString())});
  }
  return uniques;
}

absl::Status CheckUniqueFree(const View& view, const Unique& unique, const ObjectId& own) {
  ASSIGN_OR_RETURN(const std::optional<std::string> id, view.UniqueId(unique.folder));
  if (!id.has_value() || *id == own.id) return absl::OkStatus();
  const ObjectId found = {.kind = Kind::kHost, .id = *id};
  ASSIGN_OR_RETURN(const std::string who, view.Describe(found));
  ASSIGN_OR_RETURN(const std::string owner, view.OwnerOf(found));
  return AtAttribute(WithOccupantOwner(absl::AlreadyExistsError(absl::StrCat(
                                           unique.attribute, " ", unique.text, " is that of ", who,
                                           " at the same gateway already: every host has its own")),
                                       owner),
                     unique.attribute);
}

absl::Status CheckFree(const View& view, const LoadedGateway& gateway, const Unique& unique,
                       const ObjectId& own, const HostSpec& spec) {
  if (absl::string_view(unique.attribute) != "name") return CheckUniqueFree(view, unique, own);
  return CheckNameFree(view, unique.folder, own,
                       absl::StrCat(gateway.stored.spec.name, "/", spec.name));
}

// In the words of who asked for it.
absl::Status CannotHave(const HostSpec& spec, const plan::HostBlock& block,
                        const absl::Status& status) {
  if (absl::IsDataLoss(status) || absl::IsUnavailable(status)) return status;
  const std::string attribute = spec.block.has_value() ? "block" : "slot";
  const std::string asked = spec.block.has_value()
                                ? absl::StrCat("block ", base::Quote(block.prefix().ToString()))
                                : absl::StrCat("slot ", absl::Uint128Low64(block.slot()));
  return AtAttribute(Reword(status, status.code(),
                            absl::StrCat("host ", base::Quote(spec.name), " cannot have ", asked,
                                         ": ", status.message(), "; ask for another ", attribute,
                                         ", or leave it out to get the lowest that is free")),
                     attribute);
}

// `spec` with every assigned field, as `host` has them.
HostSpec Complete(HostSpec spec, const site::Host& host) {
  spec.slot.reset();
  spec.block = host.block.prefix();
  for (auto& [name, network] : spec.networks) network.index = host.networks.at(name).index;
  if (!spec.default_engine_version.has_value()) spec.default_engine_version.emplace();
  return spec;
}

// Appends the openings of one direction that are about a network of the host.
template <class Spec>
absl::Status AddOpeningsOf(const View& view, const Stored<HostSpec>& host,
                           const site::Network& network, std::vector<ObjectId>& users) {
  ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                   view.Ids(ChildFolder(host.header.id, Spec::kKind)));
  ASSIGN_OR_RETURN(const std::vector<Stored<Spec>> openings, view.Load<Spec>(ids));
  for (const Stored<Spec>& opening : openings) {
    const bool inside =
        opening.spec.address.has_value() && network.subnet.Contains(*opening.spec.address);
    if (opening.spec.network == network.name || inside) {
      users.push_back({Spec::kKind, opening.header.id});
    }
  }
  return absl::OkStatus();
}

// Everything that belongs to a host still has to be right when its networks or its engine change.
absl::Status CheckMembers(const View& view, const Stored<HostSpec>& old, const site::Host& before,
                          const site::Host& after) {
  ASSIGN_OR_RETURN(const std::vector<std::string> address_ids,
                   view.Ids(ChildFolder(old.header.id, Kind::kAddress)));
  ASSIGN_OR_RETURN(const auto addresses, view.Load<AddressSpec>(address_ids));
  for (const auto& [name, network] : before.networks) {
    const auto kept = after.networks.find(name);
    if (kept != after.networks.end() && kept->second.subnet == network.subnet) continue;
    std::vector<ObjectId> users;
    for (const Stored<AddressSpec>& address : addresses) {
      if (address.spec.network == name) users.push_back({Kind::kAddress, address.header.id});
    }
    RETURN_IF_ERROR(AddOpeningsOf<OpeningSpec>(view, old, network, users));
    RETURN_IF_ERROR(AddOpeningsOf<EgressOpeningSpec>(view, old, network, users));
    if (users.empty()) continue;
    ASSIGN_OR_RETURN(const std::string who, view.Describe(users));
    return AtAttribute(
        absl::FailedPreconditionError(absl::StrCat(
            "network ", base::Quote(name), " of host ", base::Quote(old.spec.name),
            " cannot be removed or get another index: it is used by ", who, "; remove that first")),
        absl::StrCat("networks.", name));
  }
  for (const Stored<AddressSpec>& address : addresses) {
    RETURN_IF_ERROR(
        FirstError(site::CheckContainerAddress(after, {.host = after.name,
                                                       .network = address.spec.network,
                                                       .name = address.spec.name,
                                                       .address = *address.spec.address})));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<HostSpec> HostStore::Insert(const View& view, const std::string& id,
                                           const HostSpec& spec, Change& change,
                                           base::Issues& issues) const {
  const ObjectId own = {.kind = Kind::kHost, .id = id};
  const auto gateway = LoadGateway(view, spec.gateway);
  RETURN_IF_ERROR(AtAttribute(gateway.status(), "gateway"));
  const plan::AddressPlan& plan = gateway->record.gateway.plan;
  RETURN_IF_ERROR(CheckPlanIs(plan, spec.address_plan));
  for (const Unique& unique : UniquesOf(spec)) {
    RETURN_IF_ERROR(CheckFree(view, *gateway, unique, own, spec));
    change.PutUnique(unique.folder, id);
  }
  change.Require(gateway->stored);
  change.Require(gateway->prefix.stored);
  change.Put(ChildKey(spec.gateway, own));
  Pool pool = PoolOf(view, gateway->prefix.stored);
  ASSIGN_OR_RETURN(std::optional<plan::HostBlock> block, WantedBlock(plan, spec));
  if (block.has_value()) {
    const absl::Status taken = pool.Take(block->prefix(), own, change);
    if (!taken.ok()) return CannotHave(spec, *block, taken);
  } else {
    ASSIGN_OR_RETURN(const net::Prefix allocated, pool.Allocate(plan.host_length(), own, change));
    ASSIGN_OR_RETURN(block, plan.Block(allocated));
  }
  pool.AddTo(change);
  ASSIGN_OR_RETURN(const site::Host host, BuildHost(*block, spec, {}));
  RETURN_IF_ERROR(Judge(site::CheckHost(gateway->record.gateway, host), issues));
  return Complete(spec, host);
}

absl::Status HostStore::CheckAlone(const HostSpec& spec, base::Issues& /*issues*/) const {
  if (!spec.address_plan.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const auto block, WantedBlock(*spec.address_plan, spec));
  if (!block.has_value()) return absl::OkStatus();
  return BuildHost(*block, spec, {}).status();
}

absl::StatusOr<HostSpec> HostStore::Modify(const View& view, const Stored<HostSpec>& old,
                                           const HostSpec& spec, Change& change,
                                           base::Issues& issues) const {
  const ObjectId own = {.kind = Kind::kHost, .id = old.header.id};
  if (spec.gateway != old.spec.gateway) return Replaces("gateway");
  ASSIGN_OR_RETURN(const LoadedHost loaded, LoadHost(view, old.header.id));
  const LoadedGateway& gateway = loaded.gateway;
  const plan::AddressPlan& plan = gateway.record.gateway.plan;
  change.Require(gateway.stored);
  RETURN_IF_ERROR(CheckPlanIs(plan, spec.address_plan));
  ASSIGN_OR_RETURN(const std::optional<plan::HostBlock> wanted, WantedBlock(plan, spec));
  if (wanted.has_value() && wanted != loaded.record.host.block) {
    return Replaces(spec.block.has_value() ? "block" : "slot");
  }
  HostSpec made = spec;
  made.default_engine_version = old.spec.default_engine_version;
  ASSIGN_OR_RETURN(const site::Host host,
                   BuildHost(loaded.record.host.block, made, IndicesOf(old.spec)));
  RETURN_IF_ERROR(Judge(site::CheckHost(gateway.record.gateway, host), issues));
  made = Complete(std::move(made), host);
  const std::vector<Unique> before = UniquesOf(old.spec);
  const std::vector<Unique> after = UniquesOf(made);
  const auto has = [](const std::vector<Unique>& list, const Unique& unique) {
    for (const Unique& one : list) {
      if (one.folder == unique.folder) return true;
    }
    return false;
  };
  for (const Unique& unique : after) {
    if (has(before, unique)) continue;
    RETURN_IF_ERROR(CheckFree(view, gateway, unique, own, made));
    change.PutUnique(unique.folder, own.id);
  }
  for (const Unique& unique : before) {
    if (!has(after, unique)) change.Delete(absl::StrCat(unique.folder, own.id));
  }
  if (host.networks != loaded.record.host.networks) {
    RETURN_IF_ERROR(CheckMembers(view, old, loaded.record.host, host));
  }
  return made;
}

absl::Status HostStore::Remove(const View& view, const Stored<HostSpec>& old,
                               Change& change) const {
  const ObjectId own = {.kind = Kind::kHost, .id = old.header.id};
  ASSIGN_OR_RETURN(const LoadedGateway gateway, LoadGateway(view, old.spec.gateway));
  change.Require(gateway.prefix.stored);
  for (const Unique& unique : UniquesOf(old.spec)) {
    change.Delete(absl::StrCat(unique.folder, own.id));
  }
  change.Delete(ChildKey(old.spec.gateway, own));
  Pool pool = PoolOf(view, gateway.prefix.stored);
  RETURN_IF_ERROR(pool.Release(*old.spec.block, own, change));
  pool.AddTo(change);
  return absl::OkStatus();
}

absl::StatusOr<HostRecord> HostStore::Resolve(const View& view,
                                              const StoredObject<HostSpec>& object) const {
  ASSIGN_OR_RETURN(const LoadedGateway gateway, LoadGateway(view, object.spec.gateway));
  return MakeRecord(object, gateway.record);
}

absl::StatusOr<std::optional<std::string>> HostStore::Lookup(const View& view,
                                                             absl::string_view text) const {
  return LookUpHost(view, text);
}

absl::Status HostStore::CheckReassertable(const HostSpec& spec) const {
  if (spec.block.has_value() || spec.slot.has_value()) return absl::OkStatus();
  return AtAttribute(
      absl::InvalidArgumentError(absl::StrCat("host ", base::Quote(spec.name),
                                              " is gone from the registry, and its block is not "
                                              "known, so it cannot come back as it was")),
      "block");
}

}  // namespace engine::inventory
