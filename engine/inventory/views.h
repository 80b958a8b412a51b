// Reading many objects at once: see site_view.h.
#ifndef SIXGATE_ENGINE_INVENTORY_VIEWS_H_
#define SIXGATE_ENGINE_INVENTORY_VIEWS_H_

#include "absl/status/statusor.h"
#include "engine/inventory/load.h"
#include "engine/inventory/record.h"
#include "engine/inventory/site_view.h"
#include "engine/inventory/view.h"

namespace engine::inventory {

// Everything behind a gateway, as it would be with this record of it. The errors are the view's.
absl::StatusOr<GatewayView> LoadGatewayView(const View& view, GatewayRecord gateway);

// One host of a gateway with all that belongs to it. The errors are the view's.
absl::StatusOr<HostView> LoadHostView(const View& view, LoadedHost host);

// A prefix and everything inside. The errors are the view's.
absl::StatusOr<PrefixView> LoadPrefixView(const View& view, const LoadedPrefix& prefix);

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_VIEWS_H_
