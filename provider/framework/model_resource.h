// A resource whose attributes are a struct: decoding and encoding are done here, once.
//
//   class Server final : public ModelResource<ServerModel> {
//    public:
//     Server() : ModelResource("example_server", "A server.", ServerFields()) {}
//     void Create(const Operation&, const ServerModel& plan, Result& result) const override;
//     …
//   };
#ifndef SIXGATE_PROVIDER_FRAMEWORK_MODEL_RESOURCE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_MODEL_RESOURCE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/resource.h"
#include "provider/framework/schema/model.h"

namespace tf {

// Methods may be called from several threads at once.
template <class M>
class ModelResource : public Resource,
                      public PartWithValidate,
                      public ResourceWithPlan,
                      public ResourceWithImport {
 public:
  // Both directions: what is there when the method is called, and what is there afterwards. Empty:
  // no object.
  struct Result {
    std::optional<M> state;
    PrivateState private_state;
    Diagnostics diagnostics;
  };

  // A create or update as planned so far; `plan` is adjusted in place.
  struct Change {
    const Operation& operation;
    const M& config;
    // The same with all that is known of unknown values.
    const Value& config_value;
    // Null pointer for a create.
    const M* prior;
    M plan;
    // Those of the attributes' modifiers are in it already.
    std::vector<Path> requires_replace;
    PrivateState private_state;
    Diagnostics diagnostics;
  };

  // Rules between attributes; the configuration may hold unknowns.
  virtual void ValidateConfig(const M& config, Diagnostics& diagnostics) const {
    (void)config;
    (void)diagnostics;
  }
  virtual void PlanChange(Change& change) const { (void)change; }
  // An error here refuses the destroy before anything is changed.
  virtual void PlanDestroy(const Operation& operation, const M& prior,
                           Diagnostics& diagnostics) const {
    (void)operation;
    (void)prior;
    (void)diagnostics;
  }
  // `plan` has the write-only values of the configuration in it; they are not kept in the state.
  virtual void CreateModel(const Operation& operation, const M& plan, Result& result) const = 0;
  // `result.state` is the state that is known, to be corrected or cleared.
  virtual void ReadModel(const Operation& operation, Result& result) const = 0;
  // `result.state` is the prior state.
  virtual void UpdateModel(const Operation& operation, const M& plan, Result& result) const = 0;
  // `result.state` is the state, to be cleared when the object is gone.
  virtual void DeleteModel(const Operation& operation, Result& result) const = 0;
  // Sets `result.state`, with null for what the read that follows will find.
  virtual void ImportModel(const ImportRequest& request, Result& result) const {
    (void)request;
    result.diagnostics.AddError("Import not possible",
                                absl::StrCat(type_name_, " cannot be imported."));
  }

  absl::string_view type_name() const final { return type_name_; }
  const schema::Schema& schema() const final { return schema_; }

  void Validate(const ValidateRequest& request, Diagnostics& diagnostics) const final {
    if (const std::optional<M> config = Load(request.config, diagnostics)) {
      ValidateConfig(*config, diagnostics);
    }
  }

  void Plan(const PlanRequest& request, PlanResponse& response) const final {
    const std::optional<M> prior = Load(request.prior, response.diagnostics);
    if (response.plan.IsNull()) {
      if (prior.has_value()) PlanDestroy(request.operation, *prior, response.diagnostics);
      return;
    }
    const std::optional<M> config = Load(request.config, response.diagnostics);
    const std::optional<M> plan = Load(response.plan, response.diagnostics);
    if (!config.has_value() || !plan.has_value()) return;
    Change change = {request.operation,
                     *config,
                     request.config,
                     prior.has_value() ? &*prior : nullptr,
                     *plan,
                     std::move(response.requires_replace),
                     response.private_state,
                     {}};
    PlanChange(change);
    response.plan = WithChanges(response.plan, *plan, change.plan);
    response.private_state = std::move(change.private_state);
    response.diagnostics.Append(change.diagnostics);
    response.requires_replace = std::move(change.requires_replace);
  }

  void Create(const CreateRequest& request, StateResponse& response) const final {
    const std::optional<M> plan =
        Load(WithWriteOnly(request.plan, request.config), response.diagnostics);
    if (!plan.has_value()) return;
    Respond(response, [&](Result& result) { CreateModel(request.operation, *plan, result); });
  }

  void Read(const ReadRequest& request, StateResponse& response) const final {
    Respond(response, [&](Result& result) { ReadModel(request.operation, result); });
  }

  void Update(const UpdateRequest& request, StateResponse& response) const final {
    const std::optional<M> plan =
        Load(WithWriteOnly(request.plan, request.config), response.diagnostics);
    if (!plan.has_value()) return;
    Respond(response, [&](Result& result) { UpdateModel(request.operation, *plan, result); });
  }

  void Delete(const DeleteRequest& request, StateResponse& response) const final {
    Respond(response, [&](Result& result) { DeleteModel(request.operation, result); });
  }

  void Import(const ImportRequest& request, StateResponse& response) const final {
    Respond(response, [&](Result& result) { ImportModel(request, result); });
  }

 protected:
  ModelResource(std::string type_name, std::string description, schema::Fields<M> fields)
      : type_name_(std::move(type_name)), fields_(std::move(fields)) {
    schema_.body.attributes = fields_.attributes();
    schema_.description = std::move(description);
  }

  // Whether the value at the path is new, or another than the prior object's.
  bool IsChanged(const Change& change, const Path& path) const {
    return change.prior == nullptr ||
           ValueAt(fields_.Store(*change.prior), path) != ValueAt(fields_.Store(change.plan), path);
  }

 private:
  Value WithWriteOnly(Value plan, const Value& config) const {
    for (const schema::Attribute& attribute : fields_.attributes()) {
      if (attribute.write_only) plan = plan.With(attribute.name, config.attribute(attribute.name));
    }
    return plan;
  }

  // Nothing for a null object, and with an error for one that the model cannot hold.
  std::optional<M> Load(const Value& value, Diagnostics& diagnostics) const {
    if (!value.IsKnown()) return std::nullopt;
    absl::StatusOr<M> model = fields_.Load(value);
    if (model.ok()) return *std::move(model);
    diagnostics.AddError(absl::StrCat("Invalid value for ", type_name_),
                         std::string(model.status().message()));
    return std::nullopt;
  }

  // What PlanChange did not touch stays as the client sent it: the model has no place for
  // everything that is known of unknown values and of their collections, and the client compares.
  Value WithChanges(Value plan, const M& before, const M& after) const {
    const Value stored_before = fields_.Store(before);
    const Value stored_after = fields_.Store(after);
    for (const schema::Attribute& attribute : fields_.attributes()) {
      const Value& now = stored_after.attribute(attribute.name);
      if (now != stored_before.attribute(attribute.name)) plan = plan.With(attribute.name, now);
    }
    return plan;
  }

  template <class Call>
  void Respond(StateResponse& response, const Call& call) const {
    Result result;
    result.state = Load(response.state, response.diagnostics);
    if (response.diagnostics.HasError()) return;
    result.private_state = response.private_state;
    call(result);
    response.state =
        result.state.has_value() ? fields_.Store(*result.state) : Value::Null(fields_.type());
    response.private_state = std::move(result.private_state);
    response.diagnostics.Append(result.diagnostics);
  }

  const std::string type_name_;
  const schema::Fields<M> fields_;
  schema::Schema schema_;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_MODEL_RESOURCE_H_
