// The rules of prefixes.
#ifndef SIXGATE_ENGINE_INVENTORY_PREFIXES_H_
#define SIXGATE_ENGINE_INVENTORY_PREFIXES_H_

#include <optional>
#include <string>

#include "engine/inventory/pool.h"
#include "engine/inventory/store.h"

namespace engine::inventory {

// Roots from /16 to /120: a shorter one is no delegation, a longer one has no room for a plan.
inline constexpr int kRootLengthMin = 16;
inline constexpr int kRootLengthMax = 120;

class PrefixStore final : public Store<PrefixSpec, PrefixRecord> {
 public:
  using Store::Store;

 protected:
  absl::StatusOr<PrefixSpec> Insert(const View& view, const std::string& id, const PrefixSpec& spec,
                                    Change& change, base::Issues& issues) const override;
  absl::StatusOr<PrefixSpec> Modify(const View& view, const Stored<PrefixSpec>& old,
                                    const PrefixSpec& spec, Change& change,
                                    base::Issues& issues) const override;
  absl::Status Remove(const View& view, const Stored<PrefixSpec>& old,
                      Change& change) const override;
  absl::StatusOr<PrefixRecord> Resolve(const View& view,
                                       const StoredObject<PrefixSpec>& object) const override;
  absl::StatusOr<std::optional<std::string>> Lookup(const View& view,
                                                    absl::string_view text) const override;
  absl::Status CheckReassertable(const PrefixSpec& spec) const override;

 private:
  absl::StatusOr<net::Prefix> InsertRoot(const View& view, const ObjectId& own,
                                         const PrefixSpec& spec, Change& change) const;
  absl::StatusOr<net::Prefix> InsertChild(const View& view, const ObjectId& own,
                                          const PrefixSpec& spec, Change& change) const;
  absl::Status Renumber(const View& view, const Stored<PrefixSpec>& old, const PrefixSpec& wanted,
                        Change& change) const;
  absl::Status ChangePool(const View& view, const Stored<PrefixSpec>& old, const PrefixSpec& wanted,
                          Change& change) const;
};

// The pool that a prefix is, to hand out what is inside.
Pool PoolOf(const View& view, const StoredObject<PrefixSpec>& prefix);

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_PREFIXES_H_
