// The rules of container addresses.
#ifndef SIXGATE_ENGINE_INVENTORY_ADDRESSES_H_
#define SIXGATE_ENGINE_INVENTORY_ADDRESSES_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/inventory/load.h"
#include "engine/inventory/store.h"

namespace engine::inventory {

class AddressStore final : public Store<AddressSpec, AddressRecord> {
 public:
  using Store::Store;

 protected:
  absl::StatusOr<AddressSpec> Insert(const View& view, const std::string& id,
                                     const AddressSpec& spec, Change& change,
                                     base::Issues& issues) const override;
  absl::StatusOr<AddressSpec> Modify(const View& view, const Stored<AddressSpec>& old,
                                     const AddressSpec& spec, Change& change,
                                     base::Issues& issues) const override;
  absl::Status Remove(const View& view, const Stored<AddressSpec>& old,
                      Change& change) const override;
  absl::StatusOr<AddressRecord> Resolve(const View& view,
                                        const StoredObject<AddressSpec>& object) const override;
  absl::StatusOr<std::optional<std::string>> Lookup(const View& view,
                                                    absl::string_view text) const override;
  // The openings, of both directions, that name the address: the next container to get it would
  // inherit them.
  absl::StatusOr<std::vector<ObjectId>> Users(const View& view,
                                              const Stored<AddressSpec>& old) const override;
  absl::Status CheckReassertable(const AddressSpec& spec) const override;

 private:
  // The openings that lead to the address that the object leaves.
  absl::Status LeaveAddress(const View& view, const Stored<AddressSpec>& old,
                            const net::Address& to, Change& change, base::Issues& issues) const;
  absl::Status CheckName(const View& view, const LoadedHost& host, const ObjectId& own,
                         const AddressSpec& spec) const;
  absl::Status TakeAddress(const View& view, const LoadedHost& host, const ObjectId& own,
                           const AddressSpec& spec, Change& change, base::Issues& issues) const;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_ADDRESSES_H_
