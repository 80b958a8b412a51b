// A provider whose configuration is a struct, or that has none:
//
//   class ExampleProvider final : public ModelProvider<> {
//    public:
//     ExampleProvider() : ModelProvider("Examples.") {}
//     std::vector<std::unique_ptr<Resource>> Resources() const override {
//       return ListOf<Resource, ServerResource, DiskResource>();
//     }
//   };
#ifndef SIXGATE_PROVIDER_FRAMEWORK_MODEL_PROVIDER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_MODEL_PROVIDER_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/check.h"
#include "provider/framework/model_part.h"
#include "provider/framework/provider.h"

namespace tf {

// One new part of each class.
template <class Kind, class... Parts>
std::vector<std::unique_ptr<Kind>> ListOf() {
  std::vector<std::unique_ptr<Kind>> parts;
  (parts.push_back(std::make_unique<Parts>()), ...);
  return parts;
}

// What ConfigureModel made, for the parts; it must have been made.
template <class Data>
Data& DataOf(const Operation& operation) {
  SIXGATE_CHECK(operation.provider_data != nullptr, "the provider was configured");
  return static_cast<Data&>(*operation.provider_data);
}

struct NoConfig {};

template <class M = NoConfig>
class ModelProvider : public Provider {
 public:
  // Makes `response.data`. While planning, the configuration may hold unknowns.
  virtual void ConfigureModel(const M& config, ConfigureResponse& response) {
    (void)config;
    (void)response;
  }
  // For providers that need more of the request than its configuration, such as its log. They
  // override this one and not ConfigureModel.
  virtual void ConfigureRequested(const ConfigureRequest& request, const M& config,
                                  ConfigureResponse& response) {
    (void)request;
    ConfigureModel(config, response);
  }
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
      ConfigureRequested(request, *config, response);
    }
  }

 protected:
  explicit ModelProvider(std::string description, schema::Fields<M> fields = schema::Fields<M>({}))
      : fields_(std::move(fields)) {
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
