// Several operations on a pool's free blocks as one change.
//
//   FreeOverlay overlay(stored);
//   ASSIGN_OR_RETURN(const Pick one, Choose(overlay, pool, 80, Strategy::kLowest));
//   overlay.Apply(one.change);
//   ASSIGN_OR_RETURN(const Pick two, Choose(overlay, pool, 76, Strategy::kLowest));
//   overlay.Apply(two.change);
//   // write overlay.Net()
#ifndef SIXGATE_ENGINE_ALLOC_FREE_OVERLAY_H_
#define SIXGATE_ENGINE_ALLOC_FREE_OVERLAY_H_

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/alloc/choose.h"
#include "engine/net/prefix.h"

namespace engine::alloc {

// A view with changes on top that are not stored yet. `base` must outlive it and not change. Not
// thread-safe.
class FreeOverlay final : public FreeView {
 public:
  explicit FreeOverlay(FreeView& base) : base_(base) {}

  // Puts a change on top that was made over this overlay.
  void Apply(const FreeChange& change);

  // Everything applied so far as one change to `base`, each list by length, then by address. A
  // block that was added and removed again, or removed and added again, is in none of them.
  FreeChange Net() const;

  // Asks `base` once, and again only where a block that it names was removed on top.
  absl::StatusOr<std::vector<std::optional<net::Prefix>>> Ask(
      absl::Span<const FreeQuestion> questions) override;

 private:
  FreeView& base_;
  FreeBlocks removed_;
  FreeBlocks added_;
  FreeBlocks absent_;
};

}  // namespace engine::alloc

#endif  // SIXGATE_ENGINE_ALLOC_FREE_OVERLAY_H_
