// The claims of one process on one registry. Terraform applies ten resources at a time: each on its
// own, all but one would lose the race for the same free block, and each would wait for the disk.
// So those that come while a commit is under way wait, and are then committed together.
//
//   Claims claims(*registry);
//   RETURN_IF_ERROR(claims.Claim([&](Snapshot& snapshot) { … }));
#ifndef SIXGATE_ENGINE_ALLOC_CLAIMS_H_
#define SIXGATE_ENGINE_ALLOC_CLAIMS_H_

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "engine/alloc/allocate.h"
#include "engine/base/mutex.h"
#include "engine/registry/registry.h"

namespace engine::alloc {

// How many claims become one commit at most. Beyond what a client has under way, this only makes
// the first of them wait.
inline constexpr size_t kTogetherMax = 16;

// Safe for several threads. The registry must outlive it.
class Claims {
 public:
  explicit Claims(registry::Registry& registry) : registry_(registry) {}

  // As alloc::Claim. `attempt` may run on the thread of another claim, while this one waits, and
  // may see changes of others that are not committed yet: what it returned then counts only if
  // those are committed with it, and else it is called again.
  absl::Status Claim(Attempt attempt) ABSL_LOCKS_EXCLUDED(mutex_);

  // How many wait to be carried out.
  size_t waiting() const ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Waiting {
    Attempt attempt;
    // Set by whoever carries it out.
    std::optional<absl::Status> result;
    // Under the mutex: the result is there for the claim's own thread.
    bool done = false;
  };
  using Batch = std::vector<Waiting*>;

  // Waits until `own` was carried out, and returns nothing; or until nobody carries out any, and
  // returns those that come next.
  Batch Lead(const Waiting& own) ABSL_LOCKS_EXCLUDED(mutex_);
  void Carry(const Batch& batch);
  void Together(const Batch& batch);

  registry::Registry& registry_;
  mutable base::Mutex mutex_;
  base::CondVar changed_;
  // Somebody carries out a batch.
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Waiting*> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace engine::alloc

#endif  // SIXGATE_ENGINE_ALLOC_CLAIMS_H_
