#include "provider/product/engine_data.h"

namespace product {

engine::Engine* FindEngine(const tf::Operation& operation) {
  const auto* data = dynamic_cast<const EngineData*>(operation.provider_data.get());
  return data == nullptr ? nullptr : data->engine();
}

engine::Engine* RequireEngine(const tf::Operation& operation, tf::Diagnostics& diagnostics) {
  engine::Engine* engine = FindEngine(operation);
  if (engine == nullptr) {
    diagnostics.AddError(
        "Provider not configured",
        "The configuration of provider \"sixgate\" is not known yet, so there is no registry to "
        "work with. Let it depend on no resource of the same apply, or apply those first with "
        "-target.");
  }
  return engine;
}

}  // namespace product
