// The files of gateways and hosts as the engine hands them out: sorted lists instead of sets.
#ifndef SIXGATE_ENGINE_RENDER_H_
#define SIXGATE_ENGINE_RENDER_H_

#include <vector>

#include "absl/status/statusor.h"
#include "engine/deliver/directory.h"
#include "engine/inventory/site_view.h"
#include "engine/site/gateway.h"
#include "engine/site/host.h"

namespace engine {

// Sorted by path. The errors are those of engine/fileset.
absl::StatusOr<std::vector<deliver::File>> RenderGateway(const inventory::GatewayView& view);
absl::StatusOr<std::vector<deliver::File>> RenderHost(const inventory::HostView& view);
// What does not depend on anything behind the gateway; what does not depend on openings.
absl::StatusOr<std::vector<deliver::File>> RenderGatewayAlone(const site::Gateway& gateway);
absl::StatusOr<std::vector<deliver::File>> RenderHostAlone(const site::Gateway& gateway,
                                                           const site::Host& host);

}  // namespace engine

#endif  // SIXGATE_ENGINE_RENDER_H_
