#include "engine/inventory/pool.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/inventory/error.h"
#include "engine/registry/keys.h"

namespace engine::inventory {
namespace {

net::PrefixSet Difference(const net::Prefix& whole, const std::optional<net::Prefix>& part) {
  net::PrefixSet set({whole});
  if (part.has_value()) set.Remove(*part);
  return set;
}

// The key ranges in which whatever overlaps `block` has its key: what begins inside, shorter or
// longer, and what begins before and reaches in.
std::vector<registry::KeyRange> OverlapRanges(const BlockSpace& space, const net::Prefix& block,
                                              const std::optional<net::Prefix>& except) {
  std::vector<registry::KeyRange> ranges;
  for (const net::Prefix& piece : Difference(block, except).Prefixes()) {
    ranges.push_back(BlocksFrom(space.pool, piece));
  }
  for (int length = space.cidr.length(); length < block.length(); ++length) {
    const net::Prefix around = net::Prefix::Containing(block.first(), length);
    if (around != except) ranges.push_back(registry::RangeOf(BlockFolder(space.pool, around)));
  }
  return ranges;
}

}  // namespace

absl::StatusOr<std::optional<BlockOwner>> FindOwner(const View& view, const BlockSpace& space,
                                                    const net::Prefix& block,
                                                    const std::optional<net::Prefix>& except) {
  std::vector<registry::Query> queries;
  for (registry::KeyRange& range : OverlapRanges(space, block, except)) {
    queries.push_back({.range = std::move(range), .limit = 1, .keys_only = true});
  }
  if (queries.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(const auto answers, view.snapshot().Run(queries));
  for (const std::vector<registry::KeyValue>& rows : answers) {
    if (!rows.empty()) return ParseBlockKey(space.pool, rows.front().key);
  }
  return std::nullopt;
}

void PutBlock(const BlockSpace& space, const std::optional<net::Prefix>& from,
              const net::Prefix& to, const ObjectId& object, Change& change) {
  for (registry::KeyRange& range : OverlapRanges(space, to, from)) {
    change.RequireEmpty(std::move(range));
  }
  if (from.has_value()) change.Delete(BlockKey(space.pool, *from, object));
  change.Put(BlockKey(space.pool, to, object));
}

Pool::Pool(const View& view, Options options)
    : view_(view),
      options_(std::move(options)),
      reserved_(options_.reserved),
      stored_(view.snapshot(), FreeFolder(options_.id)),
      free_(stored_) {}

absl::StatusOr<net::Prefix> Pool::Allocate(int length, const ObjectId& object, Change& change) {
  const auto pick = alloc::Choose(free_, options_.cidr, length, alloc::Strategy::kLowest);
  if (!pick.ok()) {
    return base::Annotate(pick.status(), absl::StrCat("prefix ", base::Quote(options_.name), " ",
                                                      options_.cidr.ToString()));
  }
  free_.Apply(pick->change);
  PutBlock(space(), std::nullopt, pick->prefix, object, change);
  return pick->prefix;
}

absl::Status Pool::Take(const net::Prefix& block, const ObjectId& object, Change& change) {
  RETURN_IF_ERROR(CheckInside(block));
  if (reserved_.Overlaps(block)) {
    return absl::FailedPreconditionError(absl::StrCat(
        block.ToString(), " overlaps what is reserved in prefix ", base::Quote(options_.name),
        ": ask for another block, or take the range out "
        "of `reserved`"));
  }
  return TakeAround(block, object, change);
}

absl::Status Pool::TakeAround(const net::Prefix& block, const ObjectId& object, Change& change) {
  RETURN_IF_ERROR(CheckVacant(block, std::nullopt));
  net::PrefixSet set({block});
  set.Remove(reserved_);
  RETURN_IF_ERROR(TakeFree(set));
  PutBlock(space(), std::nullopt, block, object, change);
  return absl::OkStatus();
}

absl::Status Pool::Release(const net::Prefix& block, const ObjectId& object, Change& change) {
  net::PrefixSet set({block});
  set.Remove(reserved_);
  change.Delete(BlockKey(options_.id, block, object));
  return ReleaseFree(set);
}

absl::Status Pool::Resize(const net::Prefix& from, const net::Prefix& to, const ObjectId& object,
                          Change& change) {
  if (to.Contains(from)) {
    RETURN_IF_ERROR(CheckInside(to));
    const net::PrefixSet grown = Difference(to, from);
    for (const net::Prefix& piece : grown.Prefixes()) {
      if (reserved_.Overlaps(piece)) {
        return absl::FailedPreconditionError(
            absl::StrCat(piece.ToString(), " is reserved in prefix ", base::Quote(options_.name)));
      }
      RETURN_IF_ERROR(CheckVacant(piece, from));
    }
    RETURN_IF_ERROR(TakeFree(grown));
  } else {
    RETURN_IF_ERROR(ReleaseFree(Difference(from, to)));
  }
  PutBlock(space(), from, to, object, change);
  return absl::OkStatus();
}

absl::Status Pool::Reserve(const std::vector<net::Prefix>& reserved,
                           const std::optional<net::Prefix>& kept, Change& change) {
  net::PrefixSet added(reserved);
  added.Remove(reserved_);
  net::PrefixSet removed = reserved_;
  removed.Remove(net::PrefixSet(reserved));
  if (kept.has_value()) {
    added.Remove(*kept);
    removed.Remove(*kept);
  }
  for (const net::Prefix& piece : added.Prefixes()) {
    RETURN_IF_ERROR(CheckVacant(piece, std::nullopt));
    change.RequireEmpty(BlocksFrom(options_.id, piece));
  }
  RETURN_IF_ERROR(TakeFree(added));
  RETURN_IF_ERROR(ReleaseFree(removed));
  reserved_ = net::PrefixSet(reserved);
  return absl::OkStatus();
}

absl::Status Pool::ResizeSelf(const net::Prefix& to, Change& change) {
  if (to.Contains(options_.cidr)) {
    const net::PrefixSet grown = Difference(to, options_.cidr);
    options_.cidr = to;
    return ReleaseFree(grown);
  }
  const net::PrefixSet lost = Difference(options_.cidr, to);
  for (const net::Prefix& piece : lost.Prefixes()) {
    if (reserved_.Overlaps(piece)) {
      return absl::FailedPreconditionError(
          absl::StrCat(piece.ToString(), ", which prefix ", base::Quote(options_.name),
                       " would lose, holds a reserved range: take it out of `reserved`"));
    }
    RETURN_IF_ERROR(CheckVacant(piece, std::nullopt));
    change.RequireEmpty(BlocksFrom(options_.id, piece));
  }
  RETURN_IF_ERROR(TakeFree(lost));
  options_.cidr = to;
  return absl::OkStatus();
}

void Pool::AddTo(Change& change) const { stored_.AddTo(change.transaction(), free_.Net()); }

absl::Status Pool::CheckInside(const net::Prefix& block) const {
  if (options_.cidr.Contains(block) && options_.cidr != block) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(block.ToString(), options_.cidr == block ? " is all of" : " is not inside",
                   " prefix ", base::Quote(options_.name), " ", options_.cidr.ToString(),
                   ": ask for a smaller block inside of it, or for none to have one chosen"));
}

absl::Status Pool::CheckVacant(const net::Prefix& block,
                               const std::optional<net::Prefix>& except) const {
  ASSIGN_OR_RETURN(const std::optional<BlockOwner> owner, FindOwner(view_, space(), block, except));
  if (!owner.has_value()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string who, view_.Describe(owner->object));
  ASSIGN_OR_RETURN(const std::string whose, view_.OwnerOf(owner->object));
  return WithOccupantOwner(
      absl::AlreadyExistsError(
          absl::StrCat(block.ToString(), " in prefix ", base::Quote(options_.name),
                       owner->block == block
                           ? absl::StrCat(" is taken by ", who)
                           : absl::StrCat(" overlaps ", owner->block.ToString(), " of ", who))),
      whose);
}

absl::Status Pool::TakeFree(const net::PrefixSet& set) {
  for (const net::Prefix& piece : set.Prefixes()) {
    absl::StatusOr<alloc::FreeChange> taken = alloc::Take(free_, options_.cidr, piece);
    if (absl::IsAlreadyExists(taken.status())) {
      // Nobody has it, and it is not reserved, but it is not free either.
      return absl::DataLossError(absl::StrCat("the free blocks of prefix ",
                                              base::Quote(options_.name), " do not hold ",
                                              piece.ToString(), ", which nobody has"));
    }
    RETURN_IF_ERROR(taken.status());
    free_.Apply(*taken);
  }
  return absl::OkStatus();
}

absl::Status Pool::ReleaseFree(const net::PrefixSet& set) {
  for (const net::Prefix& piece : set.Prefixes()) {
    ASSIGN_OR_RETURN(const alloc::FreeChange released, alloc::Release(free_, options_.cidr, piece));
    free_.Apply(released);
  }
  return absl::OkStatus();
}

std::vector<net::Prefix> FreeAtFirst(const net::Prefix& cidr,
                                     const std::vector<net::Prefix>& reserved) {
  net::PrefixSet set({cidr});
  set.Remove(net::PrefixSet(reserved));
  return set.Prefixes();
}

}  // namespace engine::inventory
