// From the `registry` argument of the provider to a registry.
#ifndef SIXGATE_ENGINE_REGISTRY_OPEN_H_
#define SIXGATE_ENGINE_REGISTRY_OPEN_H_

#include <memory>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/registry/registry.h"

namespace engine::registry {

struct OpenOptions {
  // How long one call may take before it gives up.
  absl::Duration operation_timeout = absl::Seconds(60);
};

// `url` is "sqlite:<path>"; a relative path is relative to the working directory. Reaches no disk
// and no network: that happens when the registry is used.
//
// kInvalidArgument: another kind of url, a path that cannot be a file's, or a timeout out of range.
// kUnimplemented: "etcd://…".
absl::StatusOr<std::unique_ptr<Registry>> OpenRegistry(absl::string_view url,
                                                       const OpenOptions& options);

}  // namespace engine::registry

#endif  // SIXGATE_ENGINE_REGISTRY_OPEN_H_
