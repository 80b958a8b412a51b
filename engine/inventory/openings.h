// The rules of openings, of both directions.
#ifndef SIXGATE_ENGINE_INVENTORY_OPENINGS_H_
#define SIXGATE_ENGINE_INVENTORY_OPENINGS_H_

#include <optional>
#include <string>

#include "engine/inventory/store.h"

namespace engine::inventory {

template <class Spec, class Record>
class AnyOpeningStore final : public Store<Spec, Record> {
 public:
  using Store<Spec, Record>::Store;

 protected:
  absl::StatusOr<Spec> Insert(const View& view, const std::string& id, const Spec& spec,
                              Change& change, base::Issues& issues) const override;
  absl::StatusOr<Spec> Modify(const View& view, const Stored<Spec>& old, const Spec& spec,
                              Change& change, base::Issues& issues) const override;
  absl::Status Remove(const View& view, const Stored<Spec>& old, Change& change) const override;
  absl::StatusOr<Record> Resolve(const View& view, const StoredObject<Spec>& object) const override;
  absl::StatusOr<std::optional<std::string>> Lookup(const View& view,
                                                    absl::string_view text) const override;
  absl::Status CheckReassertable(const Spec& spec) const override;
};

using OpeningStore = AnyOpeningStore<OpeningSpec, OpeningRecord>;
using EgressOpeningStore = AnyOpeningStore<EgressOpeningSpec, EgressOpeningRecord>;

extern template class AnyOpeningStore<OpeningSpec, OpeningRecord>;
extern template class AnyOpeningStore<EgressOpeningSpec, EgressOpeningRecord>;

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_OPENINGS_H_
