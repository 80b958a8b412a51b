// An action whose configuration is a struct.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_MODEL_ACTION_H_
#define SIXGATE_PROVIDER_FRAMEWORK_MODEL_ACTION_H_

#include <functional>
#include <optional>

#include "absl/strings/string_view.h"
#include "provider/framework/action.h"
#include "provider/framework/model_part.h"

namespace tf {

// Methods may be called from several threads at once.
template <class M>
class ModelAction : public ModelPart<Action, M>, public ActionWithPlan {
 public:
  using Progress = std::function<void(absl::string_view message)>;

  virtual void InvokeModel(const Operation& operation, const M& config, const Progress& progress,
                           Diagnostics& diagnostics) const = 0;
  // Tells before anything is changed that it would fail. The configuration may hold unknowns.
  virtual void PlanModel(const Operation& operation, const M& config,
                         PlanActionResponse& response) const {
    (void)operation;
    (void)config;
    (void)response;
  }

  void Plan(const PlanActionRequest& request, PlanActionResponse& response) const final {
    if (const std::optional<M> config = this->Load(request.config, response.diagnostics)) {
      PlanModel(request.operation, *config, response);
    }
  }

  void Invoke(const InvokeRequest& request, Diagnostics& diagnostics) const final {
    if (const std::optional<M> config = this->Load(request.config, diagnostics)) {
      InvokeModel(request.operation, *config, request.progress, diagnostics);
    }
  }

 protected:
  using ModelPart<Action, M>::ModelPart;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_MODEL_ACTION_H_
