#include "engine/inventory/gateways.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/inventory/build.h"
#include "engine/inventory/error.h"
#include "engine/inventory/lookup.h"
#include "engine/inventory/prefixes.h"
#include "engine/inventory/views.h"
#include "engine/site/check.h"

namespace engine::inventory {
namespace {

std::string NameFolderOf(absl::string_view name) { return NameFolder("gateway", "", name); }

std::string Text(const plan::AddressPlan& plan) {
  return absl::StrCat(plan.cidr().ToString(), " with hosts of /", plan.host_length(),
                      " and networks of /", plan.network_length());
}

// What stands in one of the gateway's own two slots.
absl::Status SlotTaken(const GatewaySpec& spec, const absl::Status& status) {
  if (!absl::IsAlreadyExists(status) && !absl::IsFailedPrecondition(status)) return status;
  return AtAttribute(
      Reword(status, status.code(),
             absl::StrCat("gateway ", base::Quote(spec.name),
                          " needs slots 0 and 1 of its prefix for itself: ", status.message(),
                          "; a child prefix of the same configuration needs `depends_on` with the "
                          "gateway, so that it goes elsewhere")),
      "prefix");
}

}  // namespace

absl::Status CheckPlanIs(const plan::AddressPlan& actual,
                         const std::optional<plan::AddressPlan>& believed) {
  if (!believed.has_value() || *believed == actual) return absl::OkStatus();
  return AtAttribute(absl::FailedPreconditionError(absl::StrCat(
                         "address_plan ", Text(*believed), " is not the prefix's, which is ",
                         Text(actual), ": use the prefix resource's own address_plan")),
                     "address_plan");
}

absl::StatusOr<GatewaySpec> GatewayStore::Complete(const LoadedPrefix& prefix,
                                                   const GatewaySpec& spec,
                                                   base::Issues& issues) const {
  if (!prefix.record.address_plan.has_value()) {
    return AtAttribute(
        absl::FailedPreconditionError(absl::StrCat(
            "prefix ", base::Quote(prefix.record.spec.name), " ", prefix.record.cidr().ToString(),
            " has no address plan, so it cannot have a gateway: set its host_length and "
            "network_length")),
        "prefix");
  }
  const plan::AddressPlan& plan = *prefix.record.address_plan;
  RETURN_IF_ERROR(CheckPlanIs(plan, spec.address_plan));
  ASSIGN_OR_RETURN(const site::Gateway gateway,
                   BuildGateway(plan, prefix.record.spec.delivery, spec));
  RETURN_IF_ERROR(Judge(site::CheckGateway(gateway), issues));
  GatewaySpec made = spec;
  made.wan.address = gateway.wan.address;
  made.wan.next_hop = gateway.wan.next_hop;
  return made;
}

absl::StatusOr<GatewaySpec> GatewayStore::Insert(const View& view, const std::string& id,
                                                 const GatewaySpec& spec, Change& change,
                                                 base::Issues& issues) const {
  const ObjectId own = {.kind = Kind::kGateway, .id = id};
  const auto prefix = LoadPrefix(view, spec.prefix);
  RETURN_IF_ERROR(AtAttribute(prefix.status(), "prefix"));
  ASSIGN_OR_RETURN(GatewaySpec made, Complete(*prefix, spec, issues));
  RETURN_IF_ERROR(CheckNameFree(view, NameFolderOf(spec.name), own, spec.name));
  change.PutUnique(NameFolderOf(spec.name), id);
  change.Require(prefix->stored);
  change.Put(ChildKey(spec.prefix, own));
  const plan::AddressPlan& plan = *prefix->record.address_plan;
  ASSIGN_OR_RETURN(const plan::HostBlock slot_0, plan.Block(plan::kHandMadeSlot));
  ASSIGN_OR_RETURN(const plan::HostBlock slot_1, plan.Block(plan::kGatewaySlot));
  Pool pool = PoolOf(view, prefix->stored);
  absl::Status taken = pool.Take(slot_1.prefix(), own, change);
  // Addresses made by hand may be reserved in slot 0.
  if (taken.ok()) taken = pool.TakeAround(slot_0.prefix(), own, change);
  if (!taken.ok()) return SlotTaken(spec, taken);
  pool.AddTo(change);
  return made;
}

absl::Status GatewayStore::CheckAlone(const GatewaySpec& spec, base::Issues& issues) const {
  if (!spec.address_plan.has_value()) return absl::OkStatus();
  const plan::AddressPlan& plan = *spec.address_plan;
  ASSIGN_OR_RETURN(const site::Gateway gateway,
                   BuildGateway(plan, DeliveryByArguments(plan, spec), spec));
  return Judge(site::CheckGateway(gateway), issues);
}

absl::StatusOr<GatewaySpec> GatewayStore::Modify(const View& view, const Stored<GatewaySpec>& old,
                                                 const GatewaySpec& spec, Change& change,
                                                 base::Issues& issues) const {
  const ObjectId own = {.kind = Kind::kGateway, .id = old.header.id};
  if (spec.prefix != old.spec.prefix) return Replaces("prefix");
  if (spec.kind != old.spec.kind) return Replaces("kind");
  ASSIGN_OR_RETURN(const LoadedPrefix prefix, LoadPrefix(view, spec.prefix));
  change.Require(prefix.stored);
  GatewaySpec wanted = spec;
  if (!wanted.wan.address.has_value()) wanted.wan.address = old.spec.wan.address;
  ASSIGN_OR_RETURN(GatewaySpec made, Complete(prefix, wanted, issues));
  if (spec.name != old.spec.name) {
    RETURN_IF_ERROR(CheckNameFree(view, NameFolderOf(spec.name), own, spec.name));
    change.PutUnique(NameFolderOf(spec.name), own.id);
    change.Delete(absl::StrCat(NameFolderOf(old.spec.name), own.id));
  }
  // A change of `inside` can contradict hosts that were right before.
  if (spec.inside != old.spec.inside || spec.wan.interface != old.spec.wan.interface) {
    const StoredObject<GatewaySpec> object = {.header = old.header, .spec = made};
    ASSIGN_OR_RETURN(GatewayRecord record, MakeRecord(object, prefix.record));
    ASSIGN_OR_RETURN(const GatewayView whole, LoadGatewayView(view, std::move(record)));
    RETURN_IF_ERROR(FirstError(site::Check(whole.Site())));
  }
  return made;
}

absl::Status GatewayStore::Remove(const View& view, const Stored<GatewaySpec>& old,
                                  Change& change) const {
  const ObjectId own = {.kind = Kind::kGateway, .id = old.header.id};
  ASSIGN_OR_RETURN(const LoadedPrefix prefix, LoadPrefix(view, old.spec.prefix));
  change.Require(prefix.stored);
  change.Delete(absl::StrCat(NameFolderOf(old.spec.name), own.id));
  change.Delete(ChildKey(old.spec.prefix, own));
  Pool pool = PoolOf(view, prefix.stored);
  for (const absl::uint128 slot : {plan::kHandMadeSlot, plan::kGatewaySlot}) {
    ASSIGN_OR_RETURN(const plan::HostBlock block, prefix.record.address_plan->Block(slot));
    RETURN_IF_ERROR(pool.Release(block.prefix(), own, change));
  }
  pool.AddTo(change);
  return absl::OkStatus();
}

absl::StatusOr<GatewayRecord> GatewayStore::Resolve(const View& view,
                                                    const StoredObject<GatewaySpec>& object) const {
  ASSIGN_OR_RETURN(const LoadedPrefix prefix, LoadPrefix(view, object.spec.prefix));
  return MakeRecord(object, prefix.record);
}

absl::StatusOr<std::optional<std::string>> GatewayStore::Lookup(const View& view,
                                                                absl::string_view text) const {
  return LookUpGateway(view, text);
}

absl::Status GatewayStore::CheckReassertable(const GatewaySpec& /*spec*/) const {
  // Its blocks follow from the plan.
  return absl::OkStatus();
}

}  // namespace engine::inventory
