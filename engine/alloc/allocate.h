// Writing to a registry that others write to at the same time: the free blocks of a pool as keys,
// and the loop that reads, chooses, commits, and begins again when it lost a race.
//
//   return Claim(registry, [&](Snapshot& snapshot) -> absl::StatusOr<Transaction> {
//     StoredFreeView free(snapshot, "free/4f3c…/");
//     ASSIGN_OR_RETURN(const Pick pick, Choose(free, pool, 80, Strategy::kLowest));
//     Transaction transaction;                      // and what belongs to the block
//     RETURN_IF_ERROR(free.AddTo(transaction, pick.change));
//     return transaction;
//   });
#ifndef SIXGATE_ENGINE_ALLOC_ALLOCATE_H_
#define SIXGATE_ENGINE_ALLOC_ALLOCATE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/alloc/choose.h"
#include "engine/net/prefix.h"
#include "engine/registry/registry.h"

namespace engine::alloc {

// How often a claim begins again after it lost a race. Each lost race is somebody else's success,
// so this is far more than the writers of one registry can cause by chance.
inline constexpr int kAttemptsMax = 200;

// One key for each free block, with an empty value: "<folder><length, 3 digits>/<32 hex digits>".
std::string FreeKey(absl::string_view folder, const net::Prefix& block);
// kDataLoss: FreeKey makes no such key in this folder.
absl::StatusOr<net::Prefix> ParseFreeKey(absl::string_view folder, absl::string_view key);

// The free blocks below `folder` of a snapshot, which must outlive it. Not thread-safe.
class StoredFreeView final : public FreeView {
 public:
  // `folder` ends with '/'.
  StoredFreeView(registry::Snapshot& snapshot, std::string folder)
      : snapshot_(snapshot), folder_(std::move(folder)) {}

  // One round trip. The errors are the snapshot's, and kDataLoss for a key that is none of ours.
  absl::StatusOr<std::vector<std::optional<net::Prefix>>> Ask(
      absl::Span<const FreeQuestion> questions) override;

  // Adds the writes of `change` and the guards under which it is right. `change` was made over this
  // view, perhaps through a FreeOverlay; it is a broken invariant if it removes a block that this
  // view never answered with.
  void AddTo(registry::Transaction& transaction, const FreeChange& change) const;

 private:
  registry::Snapshot& snapshot_;
  const std::string folder_;
  std::map<net::Prefix, registry::Revision> answered_;
};

// Puts free blocks with the guards that they are not there yet: those of a new pool, for example.
void AddFreeBlocks(registry::Transaction& transaction, absl::string_view folder,
                   absl::Span<const net::Prefix> blocks);

// Makes a transaction from what the snapshot shows. It is called again after a lost race, with a
// fresh snapshot, and must not remember anything from before. No write: there is nothing to do.
using Attempt = absl::FunctionRef<absl::StatusOr<registry::Transaction>(registry::Snapshot&)>;

// As Registry::Commit, but kUnavailable is looked into with the change key, and only returned when
// the change is not there or that cannot be known.
absl::Status CommitOnce(registry::Registry& registry, const registry::Transaction& transaction);

// Commits what `attempt` makes. An error of `attempt` ends the claim and is returned unchanged,
// kAborted included. Does not wait between attempts: a lost race means that the winner is done.
//
// kAborted: lost kAttemptsMax races in a row.
// Else the errors of the registry and of CommitOnce.
absl::Status Claim(registry::Registry& registry, Attempt attempt);

}  // namespace engine::alloc

#endif  // SIXGATE_ENGINE_ALLOC_ALLOCATE_H_
