// What every change to the inventory needs to know of the world.
#ifndef SIXGATE_ENGINE_INVENTORY_CONTEXT_H_
#define SIXGATE_ENGINE_INVENTORY_CONTEXT_H_

#include <string>

#include "engine/alloc/claims.h"
#include "engine/base/clock.h"
#include "engine/base/entropy.h"
#include "engine/registry/registry.h"

namespace engine::inventory {

// The four must outlive it. Safe for several threads.
struct Context {
  registry::Registry& registry;
  // Of this registry.
  alloc::Claims& claims;
  const base::Clock& clock;
  base::Entropy& entropy;
  // The registry as the user named it, for messages.
  std::string location;
  // Recorded in every change.
  std::string owner;
  // The UUID of this process.
  std::string writer;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_CONTEXT_H_
