// A data source whose attributes are a struct: decoding and encoding are done here, once.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_MODEL_DATA_SOURCE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_MODEL_DATA_SOURCE_H_

#include <optional>

#include "provider/framework/data_source.h"
#include "provider/framework/model_part.h"

namespace tf {

// Methods may be called from several threads at once.
template <class M>
class ModelDataSource : public ModelPart<DataSource, M> {
 public:
  // Fills in what is computed; `model` has the configuration. Errors go to `diagnostics`.
  virtual void ReadModel(const Operation& operation, M& model, Diagnostics& diagnostics) const = 0;

  void Read(const ReadDataRequest& request, ReadDataResponse& response) const final {
    std::optional<M> model = this->Load(request.config, response.diagnostics);
    if (!model.has_value()) return;
    ReadModel(request.operation, *model, response.diagnostics);
    if (!response.diagnostics.HasError()) response.state = this->fields().Store(*model);
  }

 protected:
  using ModelPart<DataSource, M>::ModelPart;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_MODEL_DATA_SOURCE_H_
