// The blocks of one prefix as one change sees and changes them: those that objects have, the
// reserved ranges, and what is free. Together they are the prefix, always.
//
//   Pool pool(view, {.id = …, .name = …, .cidr = …, .reserved = …});
//   ASSIGN_OR_RETURN(const net::Prefix block, pool.Allocate(76, {Kind::kHost, id}));
//   pool.AddTo(change);
#ifndef SIXGATE_ENGINE_INVENTORY_POOL_H_
#define SIXGATE_ENGINE_INVENTORY_POOL_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/alloc/allocate.h"
#include "engine/alloc/choose.h"
#include "engine/alloc/free_overlay.h"
#include "engine/inventory/change.h"
#include "engine/inventory/keys.h"
#include "engine/inventory/view.h"
#include "engine/net/prefix.h"
#include "engine/net/prefix_set.h"

namespace engine::inventory {

// Where blocks are looked up: those of a prefix, or all root prefixes.
struct BlockSpace {
  std::string pool;
  net::Prefix cidr;

  static BlockSpace Roots() { return {.pool = std::string(kRootsPool), .cidr = net::Prefix()}; }
};

// Who has a block that overlaps `block`, not counting `except`, which the asking object has itself;
// the lowest if there are several. The errors are the view's.
absl::StatusOr<std::optional<BlockOwner>> FindOwner(const View& view, const BlockSpace& space,
                                                    const net::Prefix& block,
                                                    const std::optional<net::Prefix>& except);

// The object gets the block `to`, instead of `from` if it has that: the guards that make the store
// itself refuse every overlap, and the keys. Looks at nothing.
void PutBlock(const BlockSpace& space, const std::optional<net::Prefix>& from,
              const net::Prefix& to, const ObjectId& object, Change& change);

// kResourceExhausted, kAlreadyExists, …: as alloc/choose.h has them, with the prefix named and the
// occupant instead of the bare block. Not thread-safe. The view must outlive it.
class Pool {
 public:
  struct Options {
    // Of the prefix.
    std::string id;
    std::string name;
    net::Prefix cidr;
    std::vector<net::Prefix> reserved;
  };
  Pool(const View& view, Options options);

  // Hands out a block of this length. kResourceExhausted: none is free.
  absl::StatusOr<net::Prefix> Allocate(int length, const ObjectId& object, Change& change);

  // Hands out exactly this block. kInvalidArgument: it is not inside of the prefix, or is all of
  // it. kAlreadyExists: another object has it, or part of it. kFailedPrecondition: part of it is
  // reserved.
  absl::Status Take(const net::Prefix& block, const ObjectId& object, Change& change);
  // As Take, but what is reserved inside stays reserved.
  absl::Status TakeAround(const net::Prefix& block, const ObjectId& object, Change& change);

  // Takes a block back that the object has.
  absl::Status Release(const net::Prefix& block, const ObjectId& object, Change& change);

  // Lets the block of an object grow or shrink to one that contains it, or that it contains.
  // Growing has the errors of Take.
  absl::Status Resize(const net::Prefix& from, const net::Prefix& to, const ObjectId& object,
                      Change& change);

  // Reserves other ranges than before. kAlreadyExists: an object has part of a new range, other
  // than of `kept`, a block that may be reserved all the same.
  absl::Status Reserve(const std::vector<net::Prefix>& reserved,
                       const std::optional<net::Prefix>& kept, Change& change);

  // The prefix itself becomes larger or smaller. What goes has to be unused and not reserved:
  // kFailedPrecondition.
  absl::Status ResizeSelf(const net::Prefix& to, Change& change);

  // Adds what happened to the free blocks. Once, at the end.
  void AddTo(Change& change) const;

 private:
  BlockSpace space() const { return {.pool = options_.id, .cidr = options_.cidr}; }
  absl::Status CheckInside(const net::Prefix& block) const;
  // kAlreadyExists when an object has part of the block.
  absl::Status CheckVacant(const net::Prefix& block,
                           const std::optional<net::Prefix>& except) const;
  absl::Status TakeFree(const net::PrefixSet& set);
  absl::Status ReleaseFree(const net::PrefixSet& set);

  const View& view_;
  Options options_;
  net::PrefixSet reserved_;
  alloc::StoredFreeView stored_;
  alloc::FreeOverlay free_;
};

// The free blocks of a prefix in which nothing has a block yet.
std::vector<net::Prefix> FreeAtFirst(const net::Prefix& cidr,
                                     const std::vector<net::Prefix>& reserved);

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_POOL_H_
