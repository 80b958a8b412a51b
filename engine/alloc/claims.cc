#include "engine/alloc/claims.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>

#include "engine/registry/pending.h"

namespace engine::alloc {

absl::Status Claims::Claim(Attempt attempt) {
  Waiting own = {.attempt = attempt, .result = std::nullopt};
  {
    const base::MutexLock lock(mutex_);
    waiting_.push_back(&own);
  }
  // Those that have waited longest come first, so this ends with its own batch.
  for (Batch batch = Lead(own); !batch.empty(); batch = Lead(own)) {
    Carry(batch);
    const base::MutexLock lock(mutex_);
    for (Waiting* claim : batch) claim->done = true;
    busy_ = false;
    changed_.NotifyAll();
  }
  return *std::move(own.result);
}

size_t Claims::waiting() const {
  const base::MutexLock lock(mutex_);
  return waiting_.size();
}

Claims::Batch Claims::Lead(const Waiting& own) {
  const base::MutexLock lock(mutex_);
  while (busy_ && !own.done) changed_.Wait(mutex_);
  if (own.done) return {};
  busy_ = true;
  const auto end =
      waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kTogetherMax));
  Batch batch(waiting_.begin(), end);
  waiting_.erase(waiting_.begin(), end);
  return batch;
}

void Claims::Carry(const Batch& batch) {
  if (batch.size() > 1) Together(batch);
  for (Waiting* claim : batch) {
    if (!claim->result.has_value()) claim->result = alloc::Claim(registry_, claim->attempt);
  }
}

// Leaves those without a result that have to be tried alone, where each is told what is wrong with
// it and nothing else.
void Claims::Together(const Batch& batch) {
  auto snapshot = registry_.Read();
  if (!snapshot.ok()) {
    for (Waiting* claim : batch) claim->result = snapshot.status();
    return;
  }
  registry::PendingSnapshot pending(**snapshot);
  std::vector<std::pair<Waiting*, absl::Status>> results;
  for (Waiting* claim : batch) {
    const absl::StatusOr<registry::Transaction> transaction = claim->attempt(pending);
    if (!transaction.ok() || transaction->writes.empty()) {
      results.emplace_back(claim, transaction.status());
    } else if (pending.Add(*transaction).ok()) {
      results.emplace_back(claim, absl::OkStatus());
    }
  }
  const registry::Transaction merged = pending.Merged();
  if (!merged.writes.empty()) {
    // As in alloc::Claim: a snapshot that lives on makes the commit dearer.
    snapshot->reset();
    const absl::Status committed = CommitOnce(registry_, merged);
    const bool is_refused = absl::IsAborted(committed) || absl::IsOutOfRange(committed) ||
                            absl::IsInvalidArgument(committed);
    if (is_refused) return;
    // The registry itself fails, and would fail each of them.
    if (!committed.ok()) {
      for (auto& [claim, result] : results) result = committed;
    }
  }
  for (auto& [claim, result] : results) claim->result = std::move(result);
}

}  // namespace engine::alloc
