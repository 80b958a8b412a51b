// What the parts whose attributes are a struct have in common: name, schema, decoding. The kinds
// are ModelResource, ModelDataSource, ModelEphemeralResource, ModelListResource and ModelAction.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_MODEL_PART_H_
#define SIXGATE_PROVIDER_FRAMEWORK_MODEL_PART_H_

#include <optional>
#include <string>
#include <utility>

#include "provider/framework/part.h"
#include "provider/framework/schema/model.h"

namespace tf {

// A model that a value does not fit, as users see it. `what` is the part's type name.
void AddMisfit(absl::string_view what, const absl::Status& status, const schema::Trail& trail,
               Diagnostics& diagnostics);

// `Kind` is derived from Part. Methods may be called from several threads at once.
template <class Kind, class M>
class ModelPart : public Kind, public PartWithValidate {
 public:
  // Rules between attributes that no value of rules.h expresses; the configuration may hold
  // unknowns.
  virtual void ValidateConfig(const M& config, Diagnostics& diagnostics) const {
    (void)config;
    (void)diagnostics;
  }

  absl::string_view type_name() const final { return type_name_; }
  const schema::Schema& schema() const final { return schema_; }

  void Validate(const ValidateRequest& request, Diagnostics& diagnostics) const final {
    if (const std::optional<M> config = Load(request.config, diagnostics)) {
      ValidateConfig(*config, diagnostics);
    }
  }

 protected:
  ModelPart(std::string type_name, std::string description, schema::Fields<M> fields)
      : ModelPart(std::move(type_name), {.version = 0, .description = std::move(description)},
                  std::move(fields)) {}
  // `about` has all of the schema but the body, which is the fields'.
  ModelPart(std::string type_name, schema::Schema about, schema::Fields<M> fields)
      : type_name_(std::move(type_name)), fields_(std::move(fields)), schema_(std::move(about)) {
    schema_.body = fields_.body();
  }

  const schema::Fields<M>& fields() const { return fields_; }

  // Nothing for an object that is null or unknown, and with an error for one that the model cannot
  // hold.
  std::optional<M> Load(const Value& value, Diagnostics& diagnostics) const {
    if (!value.IsKnown()) return std::nullopt;
    std::optional<M> model(std::in_place);
    schema::Trail trail;
    const absl::Status status = fields_.LoadInto(value, *model, trail);
    if (status.ok()) return model;
    AddMisfit(type_name_, status, trail, diagnostics);
    return std::nullopt;
  }

 private:
  const std::string type_name_;
  const schema::Fields<M> fields_;
  schema::Schema schema_;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_MODEL_PART_H_
