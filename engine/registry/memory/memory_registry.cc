#include "engine/registry/memory/memory_registry.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "engine/base/mutex.h"
#include "engine/base/status_macros.h"
#include "engine/registry/contract.h"

namespace engine::registry::memory {
namespace {

struct Version {
  Revision revision;
  std::map<std::string, KeyValue> rows;
};

std::vector<KeyValue> Answer(const Version& version, const Query& query) {
  std::vector<KeyValue> answer;
  for (auto row = version.rows.lower_bound(query.range.begin); row != version.rows.end(); ++row) {
    if (!query.range.end.empty() && row->first >= query.range.end) break;
    if (query.limit != 0 && answer.size() == query.limit) break;
    const KeyValue& found = row->second;
    answer.push_back({found.key, query.keys_only ? "" : found.value, found.revision});
  }
  return answer;
}

}  // namespace

// Thread-safe. The current version is changed in place while no snapshot looks at it, and copied
// before the change otherwise.
class Store {
 public:
  std::shared_ptr<const Version> Pin() ABSL_LOCKS_EXCLUDED(mutex_) {
    base::MutexLock lock(mutex_);
    return current_;
  }

  // The lock makes the reads of the snapshot happen before a change in place.
  void Unpin(std::shared_ptr<const Version> version) ABSL_LOCKS_EXCLUDED(mutex_) {
    base::MutexLock lock(mutex_);
    version.reset();
  }

  absl::StatusOr<Revision> Commit(const Transaction& transaction) ABSL_LOCKS_EXCLUDED(mutex_) {
    base::MutexLock lock(mutex_);
    for (const Guard& guard : transaction.guards) {
      const std::vector<KeyValue> first =
          Answer(*current_, {.range = guard.range, .limit = 1, .keys_only = true});
      RETURN_IF_ERROR(CheckGuard(guard, first.empty() ? nullptr : &first[0]));
    }
    if (current_.use_count() > 1) current_ = std::make_shared<Version>(*current_);
    current_->revision = Revision(current_->revision.number() + 1);
    for (const Write& write : transaction.writes) {
      if (write.value.has_value()) {
        current_->rows[write.key] = {write.key, *write.value, current_->revision};
      } else {
        current_->rows.erase(write.key);
      }
    }
    return current_->revision;
  }

 private:
  base::Mutex mutex_;
  // Shared with the snapshots that were made since the last change.
  std::shared_ptr<Version> current_ ABSL_GUARDED_BY(mutex_) = std::make_shared<Version>();
};

namespace {

class MemorySnapshot : public Snapshot {
 public:
  explicit MemorySnapshot(std::shared_ptr<Store> store)
      : store_(std::move(store)), version_(store_->Pin()) {}
  ~MemorySnapshot() override { store_->Unpin(std::move(version_)); }

  absl::StatusOr<std::vector<std::vector<KeyValue>>> Run(absl::Span<const Query> queries) override {
    RETURN_IF_ERROR(ValidateQueries(queries));
    std::vector<std::vector<KeyValue>> answers;
    for (const Query& query : queries) answers.push_back(Answer(*version_, query));
    return answers;
  }

  Revision revision() const override { return version_->revision; }

 private:
  const std::shared_ptr<Store> store_;
  std::shared_ptr<const Version> version_;
};

class MemoryRegistry : public Registry {
 public:
  explicit MemoryRegistry(std::shared_ptr<Store> store) : store_(std::move(store)) {}

  absl::StatusOr<std::unique_ptr<Snapshot>> Read() override {
    return std::make_unique<MemorySnapshot>(store_);
  }

  absl::StatusOr<Revision> Commit(const Transaction& transaction) override {
    RETURN_IF_ERROR(ValidateTransaction(transaction));
    return store_->Commit(transaction);
  }

 private:
  const std::shared_ptr<Store> store_;
};

}  // namespace

std::shared_ptr<Store> MakeStore() { return std::make_shared<Store>(); }

std::unique_ptr<Registry> Open(std::shared_ptr<Store> store) {
  return std::make_unique<MemoryRegistry>(std::move(store));
}

}  // namespace engine::registry::memory
