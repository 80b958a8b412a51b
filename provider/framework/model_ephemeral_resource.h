// An ephemeral resource whose attributes are a struct. One that is renewed or closed derives from
// EphemeralResourceWithRenew and EphemeralResourceWithClose as well.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_MODEL_EPHEMERAL_RESOURCE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_MODEL_EPHEMERAL_RESOURCE_H_

#include <optional>

#include "provider/framework/ephemeral_resource.h"
#include "provider/framework/model_part.h"

namespace tf {

// Methods may be called from several threads at once.
template <class M>
class ModelEphemeralResource : public ModelPart<EphemeralResource, M> {
 public:
  // Fills in what is computed; `model` has the configuration. `response.result` is set from it, and
  // all else in the response is the method's.
  virtual void OpenModel(const Operation& operation, M& model, OpenResponse& response) const = 0;

  void Open(const OpenRequest& request, OpenResponse& response) const final {
    std::optional<M> model = this->Load(request.config, response.diagnostics);
    if (!model.has_value()) return;
    OpenModel(request.operation, *model, response);
    response.result = this->fields().Store(*model);
  }

 protected:
  using ModelPart<EphemeralResource, M>::ModelPart;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_MODEL_EPHEMERAL_RESOURCE_H_
