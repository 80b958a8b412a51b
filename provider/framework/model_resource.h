// A resource whose attributes are a struct: decoding and encoding are done here, once.
//
//   class Server final : public ModelResource<ServerModel> {
//    public:
//     Server() : ModelResource("example_server", "A server.", ServerFields()) {}
//     void CreateModel(const Operation&, const ServerModel& plan, Result& result) const override;
//     …
//   };
#ifndef SIXGATE_PROVIDER_FRAMEWORK_MODEL_RESOURCE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_MODEL_RESOURCE_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/model_part.h"
#include "provider/framework/resource.h"
#include "provider/framework/write_only.h"

namespace tf {

// Methods may be called from several threads at once.
template <class M>
class ModelResource : public ModelPart<Resource, M>,
                      public ResourceWithPlan,
                      public ResourceWithImport {
 public:
  // Both directions: what is there when the method is called, and what is there afterwards. Empty:
  // no object.
  struct Result {
    std::optional<M> state;
    // CreateModel and UpdateModel only, and only read: what the user wrote. It tells a default, or
    // what was planned, from what was asked for.
    std::optional<M> config;
    PrivateState private_state;
    Diagnostics diagnostics;
    // ReadModel and ImportModel only.
    std::optional<DeferredReason> deferred;
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
    std::optional<DeferredReason> deferred;
  };

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
                                absl::StrCat(this->type_name(), " cannot be imported."));
  }

  void Plan(const PlanRequest& request, PlanResponse& response) const final {
    const std::optional<M> prior = this->Load(request.prior, response.diagnostics);
    if (response.plan.IsNull()) {
      if (prior.has_value()) PlanDestroy(request.operation, *prior, response.diagnostics);
      return;
    }
    const std::optional<M> config = this->Load(request.config, response.diagnostics);
    const std::optional<M> plan = this->Load(response.plan, response.diagnostics);
    if (!config.has_value() || !plan.has_value()) return;
    Change change = {request.operation,
                     *config,
                     request.config,
                     prior.has_value() ? &*prior : nullptr,
                     *plan,
                     std::move(response.requires_replace),
                     response.private_state,
                     {},
                     std::nullopt};
    PlanChange(change);
    response.deferred = change.deferred;
    response.plan = WithChanges(response.plan, *plan, change.plan);
    response.private_state = std::move(change.private_state);
    response.diagnostics.Append(change.diagnostics);
    response.requires_replace = std::move(change.requires_replace);
  }

  void Create(const CreateRequest& request, StateResponse& response) const final {
    const std::optional<M> plan = LoadPlan(request.plan, request.config, response.diagnostics);
    if (!plan.has_value()) return;
    Respond(response, [&](Result& result) {
      result.config = this->Load(request.config, result.diagnostics);
      CreateModel(request.operation, *plan, result);
    });
  }

  void Read(const ReadRequest& request, StateResponse& response) const final {
    Respond(response, [&](Result& result) { ReadModel(request.operation, result); });
  }

  void Update(const UpdateRequest& request, StateResponse& response) const final {
    const std::optional<M> plan = LoadPlan(request.plan, request.config, response.diagnostics);
    if (!plan.has_value()) return;
    Respond(response, [&](Result& result) {
      result.config = this->Load(request.config, result.diagnostics);
      UpdateModel(request.operation, *plan, result);
    });
  }

  void Delete(const DeleteRequest& request, StateResponse& response) const final {
    Respond(response, [&](Result& result) { DeleteModel(request.operation, result); });
  }

  void Import(const ImportRequest& request, StateResponse& response) const final {
    Respond(response, [&](Result& result) { ImportModel(request, result); });
  }

 protected:
  using ModelPart<Resource, M>::ModelPart;
  using ModelPart<Resource, M>::fields;

  // Whether the value at the path is new, or another than the prior object's.
  bool IsChanged(const Change& change, const Path& path) const {
    return change.prior == nullptr || ValueAt(fields().Store(*change.prior), path) !=
                                          ValueAt(fields().Store(change.plan), path);
  }

 private:
  std::optional<M> LoadPlan(const Value& plan, const Value& config,
                            Diagnostics& diagnostics) const {
    return this->Load(WithWriteOnly(fields().body(), plan, config), diagnostics);
  }

  // What PlanChange did not touch stays as the client sent it: the model has no place for
  // everything that is known of unknown values and of their collections, and the client compares.
  Value WithChanges(Value plan, const M& before, const M& after) const {
    const Value stored_before = fields().Store(before);
    const Value stored_after = fields().Store(after);
    for (const ObjectAttribute& attribute : fields().type().attributes()) {
      const Value& now = stored_after.attribute(attribute.name);
      if (now != stored_before.attribute(attribute.name)) plan = plan.With(attribute.name, now);
    }
    return plan;
  }

  template <class Call>
  void Respond(StateResponse& response, const Call& call) const {
    Result result;
    result.state = this->Load(response.state, response.diagnostics);
    if (response.diagnostics.HasError()) return;
    result.private_state = response.private_state;
    call(result);
    response.state =
        result.state.has_value() ? fields().Store(*result.state) : Value::Null(fields().type());
    response.private_state = std::move(result.private_state);
    response.diagnostics.Append(result.diagnostics);
    response.deferred = result.deferred;
  }
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_MODEL_RESOURCE_H_
