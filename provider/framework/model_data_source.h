// A data source whose attributes are a struct: decoding and encoding are done here, once.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_MODEL_DATA_SOURCE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_MODEL_DATA_SOURCE_H_

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "provider/framework/data_source.h"
#include "provider/framework/schema/model.h"

namespace tf {

// Methods may be called from several threads at once.
template <class M>
class ModelDataSource : public DataSource {
 public:
  // Fills in what is computed; `model` has the configuration. Errors go to `diagnostics`.
  virtual void ReadModel(const Operation& operation, M& model, Diagnostics& diagnostics) const = 0;

  absl::string_view type_name() const final { return type_name_; }
  const schema::Schema& schema() const final { return schema_; }

  void Read(const ReadDataRequest& request, ReadDataResponse& response) const final {
    absl::StatusOr<M> model = fields_.Load(request.config);
    if (!model.ok()) {
      response.diagnostics.AddError(absl::StrCat("Invalid value for ", type_name_),
                                    std::string(model.status().message()));
      return;
    }
    ReadModel(request.operation, *model, response.diagnostics);
    if (!response.diagnostics.HasError()) response.state = fields_.Store(*model);
  }

 protected:
  ModelDataSource(std::string type_name, std::string description, schema::Fields<M> fields)
      : type_name_(std::move(type_name)), fields_(std::move(fields)) {
    schema_.body.attributes = fields_.attributes();
    schema_.description = std::move(description);
  }

 private:
  const std::string type_name_;
  const schema::Fields<M> fields_;
  schema::Schema schema_;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_MODEL_DATA_SOURCE_H_
