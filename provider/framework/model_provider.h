// A provider whose configuration is a struct.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_MODEL_PROVIDER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_MODEL_PROVIDER_H_

#include <optional>
#include <string>
#include <utility>

#include "provider/framework/model_part.h"
#include "provider/framework/provider.h"

namespace tf {

template <class M>
class ModelProvider : public Provider {
 public:
  // Makes `response.data`. While planning, the configuration may hold unknowns.
  virtual void ConfigureModel(const M& config, ConfigureResponse& response) = 0;
  virtual void ValidateConfig(const M& config, Diagnostics& diagnostics) const {
    (void)config;
    (void)diagnostics;
  }

  const schema::Schema& schema() const final { return schema_; }

  void Validate(const Value& config, Diagnostics& diagnostics) const final {
    if (const std::optional<M> model = Load(config, diagnostics)) {
      ValidateConfig(*model, diagnostics);
    }
  }

  void Configure(const ConfigureRequest& request, ConfigureResponse& response) final {
    if (const std::optional<M> config = Load(request.config, response.diagnostics)) {
      ConfigureModel(*config, response);
    }
  }

 protected:
  ModelProvider(std::string description, schema::Fields<M> fields) : fields_(std::move(fields)) {
    schema_.body = fields_.body();
    schema_.description = std::move(description);
  }

 private:
  // A configuration that is not there has nothing set.
  std::optional<M> Load(const Value& config, Diagnostics& diagnostics) const {
    std::optional<M> model(std::in_place);
    if (!config.IsKnown()) return model;
    schema::Trail trail;
    const absl::Status status = fields_.LoadInto(config, *model, trail);
    if (status.ok()) return model;
    AddMisfit("the provider", status, trail, diagnostics);
    return std::nullopt;
  }

  const schema::Fields<M> fields_;
  schema::Schema schema_;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_MODEL_PROVIDER_H_
