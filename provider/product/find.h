// Looks up what a plan refers to, as far as the registry has it already.
#ifndef SIXGATE_PROVIDER_PRODUCT_FIND_H_
#define SIXGATE_PROVIDER_PRODUCT_FIND_H_

#include <optional>
#include <string>

#include "engine/engine.h"
#include "engine/inventory/collection.h"
#include "provider/framework/value/attr.h"

namespace product {

// An id that a configuration gives, in the registry that is there now; where there is none, one
// that nothing has.
inline engine::inventory::Ref RefTo(engine::Engine& engine, const std::string& id) {
  const auto registry = engine.RegistryId();
  return {.registry_id = registry.ok() ? registry->value_or("") : "", .id = id};
}

// The record with this id, or nothing: no engine, an id that is not known, a registry that is not
// there or cannot be read, no such record. Whoever needs to know which asks the engine's check.
//
//   FindById(engine, &engine::Engine::gateways, plan.gateway)
template <class Spec, class Record>
std::optional<Record> FindById(
    engine::Engine* engine,
    engine::inventory::Collection<Spec, Record>& (engine::Engine::*collection)(),
    const tf::Attr<std::string>& id) {
  if (engine == nullptr || !id.IsKnown()) return std::nullopt;
  const auto record = (engine->*collection)().Read(RefTo(*engine, *id));
  return record.ok() ? *record : std::nullopt;
}

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_FIND_H_
