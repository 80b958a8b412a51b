// The rules of openings.
#ifndef SIXGATE_ENGINE_INVENTORY_OPENINGS_H_
#define SIXGATE_ENGINE_INVENTORY_OPENINGS_H_

#include <optional>
#include <string>

#include "engine/inventory/load.h"
#include "engine/inventory/store.h"

namespace engine::inventory {

class OpeningStore final : public Store<OpeningSpec, OpeningRecord> {
 public:
  using Store::Store;

 protected:
  absl::StatusOr<OpeningSpec> Insert(const View& view, const std::string& id,
                                     const OpeningSpec& spec, Change& change,
                                     base::Issues& issues) const override;
  absl::StatusOr<OpeningSpec> Modify(const View& view, const Stored<OpeningSpec>& old,
                                     const OpeningSpec& spec, Change& change,
                                     base::Issues& issues) const override;
  absl::Status Remove(const View& view, const Stored<OpeningSpec>& old,
                      Change& change) const override;
  absl::StatusOr<OpeningRecord> Resolve(const View& view,
                                        const StoredObject<OpeningSpec>& object) const override;
  absl::StatusOr<std::optional<std::string>> Lookup(const View& view,
                                                    absl::string_view text) const override;
  absl::Status CheckReassertable(const OpeningSpec& spec) const override;

 private:
  absl::Status CheckAgainst(const LoadedHost& host, const std::string& id, const OpeningSpec& spec,
                            base::Issues& issues) const;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_OPENINGS_H_
