// A registry that fails once, on demand.
#ifndef SIXGATE_ENGINE_INVENTORY_TESTING_FLAKY_REGISTRY_H_
#define SIXGATE_ENGINE_INVENTORY_TESTING_FLAKY_REGISTRY_H_

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "engine/registry/registry.h"

namespace engine::inventory::testing {

// Not thread-safe.
class FlakyRegistry final : public registry::Registry {
 public:
  enum class Fault {
    // A commit loses a race.
    kAborted,
    // A commit is not done, or it is done and its answer is lost.
    kUnavailableBefore,
    kUnavailableAfter,
    // A read fails.
    kUnreadable,
  };

  explicit FlakyRegistry(std::unique_ptr<registry::Registry> inner) : inner_(std::move(inner)) {}

  // The `n`-th commit (or read, for kUnreadable) from now on fails; 1 is the next one.
  void FailNth(int n, Fault fault) {
    countdown_ = n;
    fault_ = fault;
  }
  bool happened() const { return happened_; }

  absl::StatusOr<std::unique_ptr<registry::Snapshot>> Read() override {
    if (fault_ == Fault::kUnreadable && IsNow()) return absl::UnavailableError("unreadable");
    return inner_->Read();
  }

  absl::StatusOr<registry::Revision> Commit(const registry::Transaction& transaction) override {
    if (fault_ == Fault::kUnreadable || !IsNow()) return inner_->Commit(transaction);
    if (fault_ == Fault::kAborted) return absl::AbortedError("lost a race");
    if (fault_ == Fault::kUnavailableAfter) {
      const auto revision = inner_->Commit(transaction);
      if (!revision.ok()) return revision;
    }
    return absl::UnavailableError("the connection broke");
  }

 private:
  bool IsNow() {
    if (countdown_ == 0 || --countdown_ > 0) return false;
    happened_ = true;
    return true;
  }

  const std::unique_ptr<registry::Registry> inner_;
  int countdown_ = 0;
  Fault fault_ = Fault::kAborted;
  bool happened_ = false;
};

}  // namespace engine::inventory::testing

#endif  // SIXGATE_ENGINE_INVENTORY_TESTING_FLAKY_REGISTRY_H_
