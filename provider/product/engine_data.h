// What Configure leaves for the resources: an engine, unless the provider's configuration is not
// known yet.
#ifndef SIXGATE_PROVIDER_PRODUCT_ENGINE_DATA_H_
#define SIXGATE_PROVIDER_PRODUCT_ENGINE_DATA_H_

#include <memory>
#include <utility>

#include "engine/engine.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/operation.h"

namespace product {

// Safe for several threads: the engine is.
class EngineData final : public tf::ProviderData {
 public:
  explicit EngineData(std::unique_ptr<engine::Engine> engine) : engine_(std::move(engine)) {}
  // Null pointer while the provider's configuration is unknown.
  engine::Engine* engine() const { return engine_.get(); }

 private:
  const std::unique_ptr<engine::Engine> engine_;
};

// The engine of the request, or null pointer: a plan goes on with less known. Lives as long as the
// operation.
engine::Engine* FindEngine(const tf::Operation& operation);

// The same where it cannot go on without: an error says why.
engine::Engine* RequireEngine(const tf::Operation& operation, tf::Diagnostics& diagnostics);

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_ENGINE_DATA_H_
