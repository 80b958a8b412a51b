// Several changes as one transaction: a snapshot with changes on top of it that nobody has
// committed yet, from which the next change can be made.
//
//   PendingSnapshot pending(*snapshot);
//   RETURN_IF_ERROR(pending.Add(first));
//   RETURN_IF_ERROR(pending.Add(second));  // made from `pending`
//   RETURN_IF_ERROR(registry.Commit(pending.Merged()).status());
#ifndef SIXGATE_ENGINE_REGISTRY_PENDING_H_
#define SIXGATE_ENGINE_REGISTRY_PENDING_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "engine/registry/registry.h"

namespace engine::registry {

// The base must outlive it. Not thread-safe.
class PendingSnapshot final : public Snapshot {
 public:
  explicit PendingSnapshot(Snapshot& base) : base_(base) {}

  // What the base answers once everything added is committed. A key that was added has a revision
  // that no key of the base has, and that no guard outside of this object knows.
  absl::StatusOr<std::vector<std::vector<KeyValue>>> Run(absl::Span<const Query> queries) override;
  // Of the base.
  Revision revision() const override { return base_.revision(); }

  // Puts a change on top of those before. After an error it is not there. kAborted: a guard does
  // not hold on what was added; guards on the rest are for the commit. kOutOfRange: more than one
  // transaction can hold.
  absl::Status Add(const Transaction& transaction);

  // All that was added, committed exactly if all of it could be committed in turn. Its change key
  // is the first one that was added.
  Transaction Merged() const;

 private:
  using Writes = std::map<std::string, std::optional<std::string>>;

  Revision PendingRevision() const { return Revision(base_.revision().number() + 1); }
  // The first write whose key is in the range, or behind it; and the first one behind it.
  Writes::const_iterator Begin(const KeyRange& range) const;
  Writes::const_iterator End(const KeyRange& range) const;
  KeyValue RowOf(const Writes::value_type& write, bool keys_only) const;
  absl::Status AddGuard(const Guard& guard, std::vector<Guard>& open) const;

  Snapshot& base_;
  // The last write to each key; nullopt: deleted.
  Writes writes_;
  std::vector<Guard> guards_;
  std::string change_key_;
};

}  // namespace engine::registry

#endif  // SIXGATE_ENGINE_REGISTRY_PENDING_H_
