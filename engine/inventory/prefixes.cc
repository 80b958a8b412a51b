#include "engine/inventory/prefixes.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/alloc/allocate.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/inventory/build.h"
#include "engine/inventory/error.h"
#include "engine/inventory/load.h"
#include "engine/inventory/lookup.h"
#include "engine/inventory/views.h"
#include "engine/registry/keys.h"
#include "engine/site/check.h"
#include "engine/site/names.h"

namespace engine::inventory {
namespace {

absl::Status Invalid(absl::string_view attribute, absl::string_view message) {
  return AtAttribute(absl::InvalidArgumentError(message), attribute);
}

struct SpecialRange {
  uint64_t first_bits;
  int length;
  const char* what;
};

// What is not for anybody to route: RFC 4291, RFC 5156.
constexpr std::array kSpecialRanges = {
    SpecialRange{0, 8, "among the special ranges of ::/8, such as IPv4-mapped addresses"},
    SpecialRange{uint64_t{0xfe80} << 48, 10, "link-local"},
    SpecialRange{uint64_t{0xff00} << 48, 8, "multicast"}};

absl::Status CheckRootCidr(const net::Prefix& cidr) {
  if (cidr.length() < kRootLengthMin || cidr.length() > kRootLengthMax) {
    return Invalid("cidr", absl::StrCat("cidr ", base::Quote(cidr.ToString()), " is not between /",
                                        kRootLengthMin, " and /", kRootLengthMax,
                                        ", as the prefix of a site is: give the prefix that the "
                                        "provider routes to you"));
  }
  for (const SpecialRange& range : kSpecialRanges) {
    const net::Prefix special =
        net::Prefix::Containing(net::Address(absl::MakeUint128(range.first_bits, 0)), range.length);
    if (!cidr.Overlaps(special)) continue;
    return Invalid("cidr", absl::StrCat("cidr ", base::Quote(cidr.ToString()), " is ", range.what,
                                        ": give the prefix that the provider routes to you"));
  }
  return absl::OkStatus();
}

absl::Status CheckReserved(const net::Prefix& cidr, const std::vector<net::Prefix>& reserved) {
  for (const net::Prefix& range : reserved) {
    if (cidr.Contains(range)) continue;
    return Invalid("reserved",
                   absl::StrCat("reserved range ", base::Quote(range.ToString()), " is not inside ",
                                cidr.ToString(), ": give a range of it, or take this one out"));
  }
  return absl::OkStatus();
}

// In ascending order, each once.
std::vector<net::Prefix> Sorted(std::vector<net::Prefix> ranges) {
  std::sort(ranges.begin(), ranges.end());
  ranges.erase(std::unique(ranges.begin(), ranges.end()), ranges.end());
  return ranges;
}

absl::Status CheckLengthIs(const PrefixSpec& spec, const net::Prefix& cidr) {
  if (!spec.length.has_value() || *spec.length == cidr.length()) return absl::OkStatus();
  return Invalid("length", absl::StrCat("length ", *spec.length, " is not that of cidr ",
                                        cidr.ToString(), ": leave one of them out"));
}

std::string NameFolderOf(absl::string_view name) { return NameFolder("prefix", "", name); }

// Overlap with another root, which a message names.
absl::Status CheckRootVacant(const View& view, const net::Prefix& cidr,
                             const std::optional<net::Prefix>& except) {
  ASSIGN_OR_RETURN(const std::optional<BlockOwner> found,
                   FindOwner(view, BlockSpace::Roots(), cidr, except));
  if (!found.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string who, view.Describe(found->object));
  ASSIGN_OR_RETURN(const std::string owner, view.OwnerOf(found->object));
  return AtAttribute(
      WithOccupantOwner(absl::AlreadyExistsError(absl::StrCat(
                            "cidr ", cidr.ToString(), " overlaps ", found->block.ToString(), " of ",
                            who, ": use another range, or make this one its child with `parent`")),
                        owner),
      "cidr");
}

absl::Status CannotResize(const PrefixSpec& old, const net::Prefix& to,
                          const absl::Status& status) {
  if (absl::IsDataLoss(status)) return status;
  return AtAttribute(
      Reword(status, absl::StatusCode::kFailedPrecondition,
             absl::StrCat("prefix ", base::Quote(old.name), " ", old.cidr->ToString(),
                          " cannot become ", to.ToString(), " in place: ", status.message(),
                          "; move what is in the way, or let the prefix get another block with "
                          "`terraform apply -replace=ADDRESS`")),
      "length");
}

// What is behind the gateway may name addresses that come into its prefix.
absl::Status CheckBehind(const View& view, const std::string& gateway,
                         const StoredObject<PrefixSpec>& prefix) {
  ASSIGN_OR_RETURN(const PrefixRecord prefix_record, MakeRecord(prefix));
  ASSIGN_OR_RETURN(const Stored<GatewaySpec> stored, view.Get<GatewaySpec>(gateway));
  ASSIGN_OR_RETURN(GatewayRecord record, MakeRecord(stored, prefix_record));
  ASSIGN_OR_RETURN(const GatewayView behind, LoadGatewayView(view, std::move(record)));
  return site::ToStatus(site::Check(behind.Site()));
}

// Where a child is to be after an update.
absl::StatusOr<net::Prefix> TargetOf(const Stored<PrefixSpec>& old, const PrefixSpec& spec) {
  const net::Prefix current = *old.spec.cidr;
  const net::Prefix wanted = spec.cidr.value_or(current);
  if (wanted != current) {
    RETURN_IF_ERROR(CheckLengthIs(spec, wanted));
    // Lower parts and surroundings only: everything else would move what is inside.
    const bool in_place = wanted == net::Prefix::Containing(current.first(), wanted.length());
    return in_place ? absl::StatusOr<net::Prefix>(wanted) : Replaces("cidr");
  }
  const int length = spec.length.value_or(current.length());
  if (length < 0 || length > net::kAddressBits) {
    return Invalid("length", absl::StrCat("length ", length, " is not between 0 and 128"));
  }
  return net::Prefix::Containing(current.first(), length);
}

}  // namespace

Pool PoolOf(const View& view, const StoredObject<PrefixSpec>& prefix) {
  return Pool(view, {.id = prefix.header.id,
                     .name = prefix.spec.name,
                     .cidr = *prefix.spec.cidr,
                     .reserved = prefix.spec.reserved});
}

absl::StatusOr<net::Prefix> PrefixStore::InsertRoot(const View& view, const ObjectId& own,
                                                    const PrefixSpec& spec, Change& change) const {
  if (!spec.cidr.has_value()) {
    return Invalid("cidr", absl::StrCat("prefix ", base::Quote(spec.name),
                                        " has neither cidr nor parent: a root prefix needs the "
                                        "cidr that was delegated, a child needs its parent"));
  }
  RETURN_IF_ERROR(CheckRootCidr(*spec.cidr));
  RETURN_IF_ERROR(CheckLengthIs(spec, *spec.cidr));
  RETURN_IF_ERROR(CheckRootVacant(view, *spec.cidr, std::nullopt));
  PutBlock(BlockSpace::Roots(), std::nullopt, *spec.cidr, own, change);
  return *spec.cidr;
}

absl::StatusOr<net::Prefix> PrefixStore::InsertChild(const View& view, const ObjectId& own,
                                                     const PrefixSpec& spec, Change& change) const {
  const auto parent = view.Get<PrefixSpec>(*spec.parent);
  RETURN_IF_ERROR(AtAttribute(parent.status(), "parent"));
  change.Require(*parent);
  change.Put(ChildKey(parent->header.id, own));
  Pool pool = PoolOf(view, *parent);
  net::Prefix cidr;
  if (spec.cidr.has_value()) {
    RETURN_IF_ERROR(CheckLengthIs(spec, *spec.cidr));
    RETURN_IF_ERROR(AtAttribute(pool.Take(*spec.cidr, own, change), "cidr"));
    cidr = *spec.cidr;
  } else {
    const int parent_length = parent->spec.cidr->length();
    if (!spec.length.has_value() || *spec.length <= parent_length ||
        *spec.length > net::kAddressBits) {
      return Invalid(
          "length",
          absl::StrCat("prefix ", base::Quote(spec.name), " needs a length from ",
                       parent_length + 1, " to 128, inside of ", parent->spec.cidr->ToString(),
                       ", or a cidr", spec.length ? absl::StrCat("; not ", *spec.length) : ""));
    }
    const auto block = pool.Allocate(*spec.length, own, change);
    RETURN_IF_ERROR(AtAttribute(block.status(), "length"));
    cidr = *block;
  }
  pool.AddTo(change);
  return cidr;
}

absl::StatusOr<PrefixSpec> PrefixStore::Insert(const View& view, const std::string& id,
                                               const PrefixSpec& spec, Change& change,
                                               base::Issues& /*issues*/) const {
  const ObjectId own = {.kind = Kind::kPrefix, .id = id};
  RETURN_IF_ERROR(AtAttribute(site::CheckName("prefix name", spec.name), "name"));
  const std::string folder = NameFolderOf(spec.name);
  RETURN_IF_ERROR(CheckNameFree(view, folder, own, spec.name));
  change.PutUnique(folder, id);
  PrefixSpec made = spec;
  ASSIGN_OR_RETURN(made.cidr, spec.parent.has_value() ? InsertChild(view, own, spec, change)
                                                      : InsertRoot(view, own, spec, change));
  made.length.reset();
  made.reserved = Sorted(spec.reserved);
  RETURN_IF_ERROR(CheckReserved(*made.cidr, made.reserved));
  ASSIGN_OR_RETURN(const std::optional<plan::AddressPlan> plan, BuildPlan(*made.cidr, spec));
  if (plan.has_value()) {
    made.host_length = plan->host_length();
    made.network_length = plan->network_length();
  }
  alloc::AddFreeBlocks(change.transaction(), FreeFolder(id),
                       FreeAtFirst(*made.cidr, made.reserved));
  return made;
}

absl::Status PrefixStore::Renumber(const View& view, const Stored<PrefixSpec>& old,
                                   const PrefixSpec& wanted, Change& change) const {
  const std::string& id = old.header.id;
  const ObjectId own = {.kind = Kind::kPrefix, .id = id};
  RETURN_IF_ERROR(CheckRootCidr(*wanted.cidr));
  ASSIGN_OR_RETURN(const std::vector<ObjectId> users, view.Children(id));
  if (!users.empty()) {
    ASSIGN_OR_RETURN(const std::string who, view.Describe(users));
    return AtAttribute(
        absl::UnimplementedError(absl::StrCat(
            "prefix ", base::Quote(old.spec.name), " cannot be renumbered from ",
            old.spec.cidr->ToString(), " to ", wanted.cidr->ToString(), " while it is used by ",
            who, ": this version renumbers empty prefixes only")),
        "cidr");
  }
  change.RequireEmpty(registry::RangeOf(ChildFolder(id)));
  RETURN_IF_ERROR(CheckRootVacant(view, *wanted.cidr, *old.spec.cidr));
  PutBlock(BlockSpace::Roots(), *old.spec.cidr, *wanted.cidr, own, change);
  // Nothing has a block inside, so what is free follows from the two records alone.
  const std::vector<net::Prefix> before = FreeAtFirst(*old.spec.cidr, old.spec.reserved);
  const std::vector<net::Prefix> after = FreeAtFirst(*wanted.cidr, wanted.reserved);
  std::vector<net::Prefix> added;
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                      std::back_inserter(added));
  std::vector<net::Prefix> removed;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                      std::back_inserter(removed));
  for (const net::Prefix& block : removed) change.Delete(alloc::FreeKey(FreeFolder(id), block));
  alloc::AddFreeBlocks(change.transaction(), FreeFolder(id), added);
  return absl::OkStatus();
}

absl::Status PrefixStore::ChangePool(const View& view, const Stored<PrefixSpec>& old,
                                     const PrefixSpec& wanted, Change& change) const {
  const net::Prefix from = *old.spec.cidr;
  const net::Prefix to = *wanted.cidr;
  if (from == to && old.spec.reserved == wanted.reserved) return absl::OkStatus();
  // With a gateway, slot 0 is its own, and may hold reserved ranges all the same.
  std::optional<net::Prefix> slot_0;
  ASSIGN_OR_RETURN(const std::vector<std::string> gateways,
                   view.Ids(ChildFolder(old.header.id, Kind::kGateway)));
  if (!gateways.empty()) {
    ASSIGN_OR_RETURN(const PrefixRecord record, MakeRecord(old));
    if (record.address_plan.has_value()) slot_0 = record.address_plan->Block(0)->prefix();
  }
  Pool pool = PoolOf(view, old);
  if (to.length() < from.length()) RETURN_IF_ERROR(pool.ResizeSelf(to, change));
  RETURN_IF_ERROR(AtAttribute(pool.Reserve(wanted.reserved, slot_0, change), "reserved"));
  if (to.length() > from.length()) {
    const absl::Status status = pool.ResizeSelf(to, change);
    if (!status.ok()) return CannotResize(old.spec, to, status);
  }
  pool.AddTo(change);
  if (from == to) return absl::OkStatus();
  if (from.first() != to.first() && !gateways.empty()) {
    return CannotResize(old.spec, to,
                        absl::FailedPreconditionError(
                            "it is the upper half, so its first address, from which the slots of "
                            "its hosts count, would change"));
  }
  if (!gateways.empty()) {
    const absl::Status fits =
        CheckBehind(view, gateways.front(), {.header = old.header, .spec = wanted});
    if (!fits.ok()) return CannotResize(old.spec, to, fits);
  }
  ASSIGN_OR_RETURN(const Stored<PrefixSpec> parent, view.Get<PrefixSpec>(*old.spec.parent));
  change.Require(parent);
  Pool outer = PoolOf(view, parent);
  const absl::Status status =
      outer.Resize(from, to, {.kind = Kind::kPrefix, .id = old.header.id}, change);
  if (!status.ok()) return CannotResize(old.spec, to, status);
  outer.AddTo(change);
  return absl::OkStatus();
}

absl::StatusOr<PrefixSpec> PrefixStore::Modify(const View& view, const Stored<PrefixSpec>& old,
                                               const PrefixSpec& spec, Change& change,
                                               base::Issues& /*issues*/) const {
  const ObjectId own = {.kind = Kind::kPrefix, .id = old.header.id};
  if (spec.parent != old.spec.parent) return Replaces("parent");
  PrefixSpec made = spec;
  made.host_length = old.spec.host_length;
  made.network_length = old.spec.network_length;
  if (spec.host_length.value_or(0) != made.host_length.value_or(0) && spec.host_length) {
    return Replaces("host_length");
  }
  if (spec.network_length.value_or(0) != made.network_length.value_or(0) && spec.network_length) {
    return Replaces("network_length");
  }
  if (spec.name != old.spec.name) {
    RETURN_IF_ERROR(AtAttribute(site::CheckName("prefix name", spec.name), "name"));
    RETURN_IF_ERROR(CheckNameFree(view, NameFolderOf(spec.name), own, spec.name));
    change.PutUnique(NameFolderOf(spec.name), own.id);
    change.Delete(absl::StrCat(NameFolderOf(old.spec.name), own.id));
  }
  made.reserved = Sorted(spec.reserved);
  if (!old.spec.parent.has_value()) {
    made.cidr = spec.cidr.value_or(*old.spec.cidr);
    RETURN_IF_ERROR(CheckLengthIs(spec, *made.cidr));
  } else {
    ASSIGN_OR_RETURN(made.cidr, TargetOf(old, spec));
  }
  made.length.reset();
  RETURN_IF_ERROR(CheckReserved(*made.cidr, made.reserved));
  if (made.host_length.has_value()) RETURN_IF_ERROR(BuildPlan(*made.cidr, made).status());
  if (!old.spec.parent.has_value() && made.cidr != old.spec.cidr) {
    RETURN_IF_ERROR(Renumber(view, old, made, change));
  } else {
    RETURN_IF_ERROR(ChangePool(view, old, made, change));
  }
  return made;
}

absl::Status PrefixStore::Remove(const View& view, const Stored<PrefixSpec>& old,
                                 Change& change) const {
  const ObjectId own = {.kind = Kind::kPrefix, .id = old.header.id};
  change.Delete(absl::StrCat(NameFolderOf(old.spec.name), own.id));
  change.RequireEmpty(registry::RangeOf(BlockFolder(own.id)));
  for (const net::Prefix& block : FreeAtFirst(*old.spec.cidr, old.spec.reserved)) {
    change.Delete(alloc::FreeKey(FreeFolder(own.id), block));
  }
  if (!old.spec.parent.has_value()) {
    change.Delete(BlockKey(kRootsPool, *old.spec.cidr, own));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const Stored<PrefixSpec> parent, view.Get<PrefixSpec>(*old.spec.parent));
  change.Require(parent);
  change.Delete(ChildKey(parent.header.id, own));
  Pool pool = PoolOf(view, parent);
  RETURN_IF_ERROR(pool.Release(*old.spec.cidr, own, change));
  pool.AddTo(change);
  return absl::OkStatus();
}

absl::StatusOr<PrefixRecord> PrefixStore::Resolve(const View& /*view*/,
                                                  const StoredObject<PrefixSpec>& object) const {
  return MakeRecord(object);
}

absl::StatusOr<std::optional<std::string>> PrefixStore::Lookup(const View& view,
                                                               absl::string_view text) const {
  return LookUpPrefix(view, text);
}

absl::Status PrefixStore::CheckReassertable(const PrefixSpec& spec) const {
  if (spec.cidr.has_value() && (!spec.length || *spec.length == spec.cidr->length())) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat("prefix ", base::Quote(spec.name),
                   " is gone from the registry and can only come back as it "
                   "was: undo the change of its length, apply, and change it then"));
}

}  // namespace engine::inventory
