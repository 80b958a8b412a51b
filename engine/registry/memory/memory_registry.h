// A registry in the memory of this process, for tests. Several handles may share one store, as
// several processes share a file. A commit while a snapshot lives costs a copy of the store.
//
//   const auto store = memory::MakeStore();
//   const std::unique_ptr<Registry> registry = memory::Open(store);
#ifndef SIXGATE_ENGINE_REGISTRY_MEMORY_MEMORY_REGISTRY_H_
#define SIXGATE_ENGINE_REGISTRY_MEMORY_MEMORY_REGISTRY_H_

#include <memory>

#include "engine/registry/registry.h"

namespace engine::registry::memory {

class Store;

std::shared_ptr<Store> MakeStore();

// A handle on `store`, which lives as long as the last of its handles and snapshots.
std::unique_ptr<Registry> Open(std::shared_ptr<Store> store = MakeStore());

}  // namespace engine::registry::memory

#endif  // SIXGATE_ENGINE_REGISTRY_MEMORY_MEMORY_REGISTRY_H_
