// Which block of a pool to hand out next: a buddy allocator as pure functions over its free blocks.
//
// The free space of a pool is a set of disjoint aligned blocks, each as large as possible: two free
// buddies are always merged. Every operation asks a FreeView one batch of questions whose number
// depends on the lengths only, never on how full the pool is, and answers with the free blocks to
// remove and to add. Whoever stores the free set writes exactly that, guarded, in one transaction.
//
//   ASSIGN_OR_RETURN(const Pick pick, Choose(view, pool, 80, Strategy::kLowest));
//   // hand out pick.prefix, write pick.change
#ifndef SIXGATE_ENGINE_ALLOC_CHOOSE_H_
#define SIXGATE_ENGINE_ALLOC_CHOOSE_H_

#include <optional>
#include <set>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"

namespace engine::alloc {

enum class Strategy {
  // The lowest address where the wanted length fits.
  kLowest,
};

// Asks for the lowest free block of exactly `length` whose first address is from `from` to `to`.
struct FreeQuestion {
  int length = 0;
  net::Address from;
  net::Address to;
};

// The free blocks of one pool at one moment, wherever they are stored.
class FreeView {
 public:
  virtual ~FreeView() = default;
  // One answer for each question, in order; nullopt when there is no such block. An error is passed
  // on unchanged by the functions below. At most 257 questions come in one call.
  virtual absl::StatusOr<std::vector<std::optional<net::Prefix>>> Ask(
      absl::Span<const FreeQuestion> questions) = 0;
};

// What an operation does to the stored free blocks. It holds only as long as every `removed` one is
// there, and every `added` and `absent` one is not: guard all three.
struct FreeChange {
  std::vector<net::Prefix> removed = {};
  std::vector<net::Prefix> added = {};
  // Blocks whose absence decided the outcome: the buddy that a released block was not merged with.
  std::vector<net::Prefix> absent = {};

  bool operator==(const FreeChange&) const = default;
};

struct Pick {
  net::Prefix prefix;
  FreeChange change;

  bool operator==(const Pick&) const = default;
};

// All functions below: kInvalidArgument when a length or prefix is not one of the pool's (the pool
// itself counts as one).

// The block of `length` that the strategy prefers. kResourceExhausted when none is free; the
// message names the largest block that is.
absl::StatusOr<Pick> Choose(FreeView& view, const net::Prefix& pool, int length, Strategy strategy);

// Takes exactly `prefix`. kAlreadyExists when not all of it is free.
absl::StatusOr<FreeChange> Take(FreeView& view, const net::Prefix& pool, const net::Prefix& prefix);

// Gives back all of a prefix that was taken, or an aligned part of one, and merges it with its free
// buddies. kFailedPrecondition when it is free already. Nothing inside `prefix` may be free: this
// is the caller's record to know, and not asked.
absl::StatusOr<FreeChange> Release(FreeView& view, const net::Prefix& pool,
                                   const net::Prefix& prefix);

// Takes whatever is free inside `range`. Unlike the others, its cost grows with the number of free
// blocks inside, and it asks more than once.
absl::StatusOr<FreeChange> Reserve(FreeView& view, const net::Prefix& pool,
                                   const net::Prefix& range);

// Whether all of `prefix` is free.
absl::StatusOr<bool> IsFree(FreeView& view, const net::Prefix& pool, const net::Prefix& prefix);

// The lowest of the largest free blocks; nullopt when the pool is full.
absl::StatusOr<std::optional<net::Prefix>> LargestFree(FreeView& view, const net::Prefix& pool);

struct LengthThenAddress {
  bool operator()(const net::Prefix& a, const net::Prefix& b) const {
    return a.length() != b.length() ? a.length() < b.length() : a.first() < b.first();
  }
};

using FreeBlocks = std::set<net::Prefix, LengthThenAddress>;

// The answer to `question` when `blocks` are all that is free.
std::optional<net::Prefix> LowestOf(const FreeBlocks& blocks, const FreeQuestion& question);

// The free blocks of one pool in memory, all of it to begin with. The operations are those above,
// applied at once; after an error nothing has changed. Not thread-safe.
class FreeSet final : public FreeView {
 public:
  explicit FreeSet(const net::Prefix& pool) : pool_(pool), blocks_({pool}) {}

  absl::StatusOr<Pick> Choose(int length, Strategy strategy);
  absl::StatusOr<FreeChange> Take(const net::Prefix& prefix);
  absl::StatusOr<FreeChange> Release(const net::Prefix& prefix);
  absl::StatusOr<FreeChange> Reserve(const net::Prefix& range);
  absl::StatusOr<bool> IsFree(const net::Prefix& prefix);
  absl::StatusOr<std::optional<net::Prefix>> LargestFree();

  const net::Prefix& pool() const { return pool_; }
  const FreeBlocks& blocks() const { return blocks_; }

  absl::StatusOr<std::vector<std::optional<net::Prefix>>> Ask(
      absl::Span<const FreeQuestion> questions) override;

 private:
  void Apply(const FreeChange& change);

  net::Prefix pool_;
  FreeBlocks blocks_;
};

}  // namespace engine::alloc

#endif  // SIXGATE_ENGINE_ALLOC_CHOOSE_H_
