#include "engine/inventory/addresses.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/inventory/build.h"
#include "engine/inventory/error.h"
#include "engine/inventory/lookup.h"
#include "engine/plan/container_network.h"
#include "engine/registry/keys.h"
#include "engine/site/check.h"
#include "engine/site/names.h"

namespace engine::inventory {
namespace {

std::string NameFolderOf(const AddressSpec& spec) {
  return NameFolder("address", AddressScope(spec.host, spec.network), spec.name);
}

absl::StatusOr<net::Address> LowestFree(const View& view, const site::Network& network) {
  ASSIGN_OR_RETURN(const std::vector<std::string> keys, view.Keys(AddressesIn(network.subnet), 0));
  std::set<net::Address> used;
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(const net::Address address, ParseAddressKey(key));
    used.insert(address);
  }
  const auto lowest = plan::LowestFreeStaticAddress(network.subnet, used);
  if (lowest.has_value()) return *lowest;
  return AtAttribute(
      absl::ResourceExhaustedError(absl::StrCat(
          "network ", base::Quote(network.name), " ", network.subnet.ToString(),
          " has no free address below its dynamic range ", network.dynamic_range.ToString(),
          ": all ", used.size(), " are taken; remove one, or use another network")),
      "network");
}

absl::StatusOr<std::vector<ObjectId>> OpeningsOf(const View& view, const net::Address& address) {
  ASSIGN_OR_RETURN(const std::vector<std::string> keys,
                   view.Keys(registry::RangeOf(OpensFolder(address)), 0));
  std::vector<ObjectId> openings;
  openings.reserve(keys.size());
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(openings.emplace_back(), ObjectOf(key));
  }
  return openings;
}

}  // namespace

absl::Status AddressStore::CheckName(const View& view, const LoadedHost& host, const ObjectId& own,
                                     const AddressSpec& spec) const {
  RETURN_IF_ERROR(AtAttribute(site::CheckName("address name", spec.name), "name"));
  return CheckNameFree(view, NameFolderOf(spec), own,
                       absl::StrCat(host.gateway.stored.spec.name, "/", host.stored.spec.name, "/",
                                    spec.network, "/", spec.name));
}

absl::Status AddressStore::TakeAddress(const View& view, const LoadedHost& host,
                                       const ObjectId& own, const AddressSpec& spec, Change& change,
                                       base::Issues& issues) const {
  RETURN_IF_ERROR(
      Judge(site::CheckContainerAddress(host.record.host, {.host = host.record.host.name,
                                                           .network = spec.network,
                                                           .name = spec.name,
                                                           .address = *spec.address}),
            issues));
  const std::string folder = AddressFolder(*spec.address);
  ASSIGN_OR_RETURN(const std::optional<std::string> taken, view.UniqueId(folder));
  if (taken.has_value()) {
    const ObjectId found = {.kind = Kind::kAddress, .id = *taken};
    ASSIGN_OR_RETURN(const std::string who, view.Describe(found));
    ASSIGN_OR_RETURN(const std::string owner, view.OwnerOf(found));
    return AtAttribute(WithOccupantOwner(absl::AlreadyExistsError(absl::StrCat(
                                             "address ", base::Quote(spec.address->ToString()),
                                             " is taken by ", who,
                                             ": ask for another, or leave it out to get the lowest "
                                             "that is free")),
                                         owner),
                       "address");
  }
  change.PutUnique(folder, own.id);
  return absl::OkStatus();
}

absl::Status AddressStore::LeaveAddress(const View& view, const Stored<AddressSpec>& old,
                                        const net::Address& to, Change& change,
                                        base::Issues& issues) const {
  ASSIGN_OR_RETURN(const std::vector<ObjectId> openings, OpeningsOf(view, *old.spec.address));
  if (openings.empty()) {
    change.RequireEmpty(registry::RangeOf(OpensFolder(*old.spec.address)));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::string who, view.Describe(openings));
  const std::string move =
      absl::StrCat("address ", base::Quote(old.spec.name), " leaves ", old.spec.address->ToString(),
                   " for ", to.ToString(), ", which ", who, " is about");
  for (const ObjectId& opening : openings) {
    ASSIGN_OR_RETURN(const std::string owner, view.OwnerOf(opening));
    if (owner == view.context().owner) continue;
    return AtAttribute(absl::FailedPreconditionError(absl::StrCat(
                           move, ": the next container to get it would inherit that; have owner ",
                           base::Quote(owner), " close it first")),
                       "address");
  }
  // Those of the same configuration follow in the same apply when they refer to this object.
  issues.push_back({.severity = base::Severity::kWarning,
                    .path = "address",
                    .message = absl::StrCat(move,
                                            ": unless it refers to this object's address, it stays "
                                            "open for the next container to get the old one")});
  return absl::OkStatus();
}

absl::StatusOr<AddressSpec> AddressStore::Insert(const View& view, const std::string& id,
                                                 const AddressSpec& spec, Change& change,
                                                 base::Issues& issues) const {
  const ObjectId own = {.kind = Kind::kAddress, .id = id};
  const auto host = LoadHost(view, spec.host);
  RETURN_IF_ERROR(AtAttribute(host.status(), "host"));
  const auto network = host->record.host.networks.find(spec.network);
  if (network == host->record.host.networks.end()) {
    return UnknownNetwork(host->record.host, spec.network);
  }
  RETURN_IF_ERROR(CheckName(view, *host, own, spec));
  change.PutUnique(NameFolderOf(spec), id);
  change.Require(host->stored);
  change.Put(ChildKey(spec.host, own));
  AddressSpec made = spec;
  if (!made.address.has_value()) {
    ASSIGN_OR_RETURN(made.address, LowestFree(view, network->second));
  }
  RETURN_IF_ERROR(TakeAddress(view, *host, own, made, change, issues));
  return made;
}

absl::StatusOr<AddressSpec> AddressStore::Modify(const View& view, const Stored<AddressSpec>& old,
                                                 const AddressSpec& spec, Change& change,
                                                 base::Issues& issues) const {
  const ObjectId own = {.kind = Kind::kAddress, .id = old.header.id};
  if (spec.host != old.spec.host) return Replaces("host");
  if (spec.network != old.spec.network) return Replaces("network");
  ASSIGN_OR_RETURN(const LoadedHost host, LoadHost(view, spec.host));
  change.Require(host.stored);
  if (spec.name != old.spec.name) {
    RETURN_IF_ERROR(CheckName(view, host, own, spec));
    change.PutUnique(NameFolderOf(spec), own.id);
    change.Delete(absl::StrCat(NameFolderOf(old.spec), own.id));
  }
  AddressSpec made = spec;
  if (!made.address.has_value()) made.address = old.spec.address;
  if (made.address == old.spec.address) return made;
  RETURN_IF_ERROR(LeaveAddress(view, old, *made.address, change, issues));
  change.Delete(absl::StrCat(AddressFolder(*old.spec.address), own.id));
  RETURN_IF_ERROR(TakeAddress(view, host, own, made, change, issues));
  return made;
}

absl::Status AddressStore::Remove(const View& /*view*/, const Stored<AddressSpec>& old,
                                  Change& change) const {
  const ObjectId own = {.kind = Kind::kAddress, .id = old.header.id};
  change.RequireEmpty(registry::RangeOf(OpensFolder(*old.spec.address)));
  change.Delete(absl::StrCat(NameFolderOf(old.spec), own.id));
  change.Delete(absl::StrCat(AddressFolder(*old.spec.address), own.id));
  change.Delete(ChildKey(old.spec.host, own));
  return absl::OkStatus();
}

absl::StatusOr<AddressRecord> AddressStore::Resolve(const View& view,
                                                    const StoredObject<AddressSpec>& object) const {
  ASSIGN_OR_RETURN(const LoadedHost host, LoadHost(view, object.spec.host));
  return MakeRecord(object, host.record);
}

absl::StatusOr<std::optional<std::string>> AddressStore::Lookup(const View& view,
                                                                absl::string_view text) const {
  return LookUpAddress(view, text);
}

absl::StatusOr<std::vector<ObjectId>> AddressStore::Users(const View& view,
                                                          const Stored<AddressSpec>& old) const {
  return OpeningsOf(view, *old.spec.address);
}

absl::Status AddressStore::CheckReassertable(const AddressSpec& spec) const {
  if (spec.address.has_value()) return absl::OkStatus();
  return AtAttribute(
      absl::InvalidArgumentError(absl::StrCat("address ", base::Quote(spec.name),
                                              " is gone from the registry, and what it was is not "
                                              "known, so it cannot come back")),
      "address");
}

}  // namespace engine::inventory
