// The rules of gateways.
#ifndef SIXGATE_ENGINE_INVENTORY_GATEWAYS_H_
#define SIXGATE_ENGINE_INVENTORY_GATEWAYS_H_

#include <optional>
#include <string>

#include "engine/inventory/load.h"
#include "engine/inventory/store.h"

namespace engine::inventory {

class GatewayStore final : public Store<GatewaySpec, GatewayRecord> {
 public:
  using Store::Store;

 protected:
  absl::StatusOr<GatewaySpec> Insert(const View& view, const std::string& id,
                                     const GatewaySpec& spec, Change& change,
                                     base::Issues& issues) const override;
  absl::Status CheckAlone(const GatewaySpec& spec, base::Issues& issues) const override;
  absl::StatusOr<GatewaySpec> Modify(const View& view, const Stored<GatewaySpec>& old,
                                     const GatewaySpec& spec, Change& change,
                                     base::Issues& issues) const override;
  absl::Status Remove(const View& view, const Stored<GatewaySpec>& old,
                      Change& change) const override;
  absl::StatusOr<GatewayRecord> Resolve(const View& view,
                                        const StoredObject<GatewaySpec>& object) const override;
  absl::StatusOr<std::optional<std::string>> Lookup(const View& view,
                                                    absl::string_view text) const override;
  absl::Status CheckReassertable(const GatewaySpec& spec) const override;

 private:
  absl::StatusOr<GatewaySpec> Complete(const LoadedPrefix& prefix, const GatewaySpec& spec,
                                       base::Issues& issues) const;
};

// kFailedPrecondition, at "address_plan", when a configuration believes another plan than `actual`.
absl::Status CheckPlanIs(const plan::AddressPlan& actual,
                         const std::optional<plan::AddressPlan>& believed);

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_GATEWAYS_H_
