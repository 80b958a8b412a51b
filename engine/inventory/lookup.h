// What `terraform import` was given, as an id.
#ifndef SIXGATE_ENGINE_INVENTORY_LOOKUP_H_
#define SIXGATE_ENGINE_INVENTORY_LOOKUP_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/inventory/view.h"

namespace engine::inventory {

// All of these: nullopt when there is no such object; the errors of the view.

// A name or a cidr.
absl::StatusOr<std::optional<std::string>> LookUpPrefix(const View& view, absl::string_view text);
// A name, or the cidr of the gateway's prefix.
absl::StatusOr<std::optional<std::string>> LookUpGateway(const View& view, absl::string_view text);
// "gateway/host" or a block.
absl::StatusOr<std::optional<std::string>> LookUpHost(const View& view, absl::string_view text);
// An address, "gateway/host/name" or "gateway/host/network/name". kInvalidArgument: several
// networks of the host have the name; the message lists what to write instead.
absl::StatusOr<std::optional<std::string>> LookUpAddress(const View& view, absl::string_view text);

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_LOOKUP_H_
