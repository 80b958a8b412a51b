// The rules of hosts.
#ifndef SIXGATE_ENGINE_INVENTORY_HOSTS_H_
#define SIXGATE_ENGINE_INVENTORY_HOSTS_H_

#include <optional>
#include <string>

#include "engine/inventory/load.h"
#include "engine/inventory/store.h"
#include "engine/site/host.h"

namespace engine::inventory {

class HostStore final : public Store<HostSpec, HostRecord> {
 public:
  using Store::Store;

 protected:
  absl::StatusOr<HostSpec> Insert(const View& view, const std::string& id, const HostSpec& spec,
                                  Change& change, base::Issues& issues) const override;
  absl::Status CheckAlone(const HostSpec& spec, base::Issues& issues) const override;
  absl::StatusOr<HostSpec> Modify(const View& view, const Stored<HostSpec>& old,
                                  const HostSpec& spec, Change& change,
                                  base::Issues& issues) const override;
  absl::Status Remove(const View& view, const Stored<HostSpec>& old, Change& change) const override;
  absl::StatusOr<HostRecord> Resolve(const View& view,
                                     const StoredObject<HostSpec>& object) const override;
  absl::StatusOr<std::optional<std::string>> Lookup(const View& view,
                                                    absl::string_view text) const override;
  absl::Status CheckReassertable(const HostSpec& spec) const override;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_HOSTS_H_
