// A resource whose object is a record of the engine's registry. The promises that all kinds share
// are kept here: nothing is lost with the registry, plans write nothing, errors name the object.
#ifndef SIXGATE_PROVIDER_PRODUCT_RECORD_RESOURCE_H_
#define SIXGATE_PROVIDER_PRODUCT_RECORD_RESOURCE_H_

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "engine/engine.h"
#include "engine/inventory/collection.h"
#include "provider/framework/model_resource.h"
#include "provider/product/diagnostics.h"
#include "provider/product/engine_data.h"
#include "provider/product/files_model.h"

namespace product {

// Key of the private state: the registry is the right one but the record was gone at the last read,
// and the next apply makes it again.
inline constexpr absl::string_view kRecordGone = "record_gone";

// `M` has the members id and registry_id. Methods may be called from several threads at once.
template <class M, class Spec, class Record>
class RecordResource : public tf::ModelResource<M> {
 public:
  using Collection = engine::inventory::Collection<Spec, Record>;
  using typename tf::ModelResource<M>::Change;
  using typename tf::ModelResource<M>::Result;

  void PlanChange(Change& change) const final {
    engine::Engine* engine = FindEngine(change.operation);
    PlanKnown(engine, change);
    if (change.private_state.Find(kRecordGone) != nullptr) {
      // Shown as a change in place, though no argument differs.
      change.plan.registry_id = tf::Attr<std::string>::Unknown();
    }
    absl::StatusOr<Spec> spec = ToSpec(change.plan);
    if (!spec.ok()) {
      AddError({"plan", kind_, Label(change.plan)}, spec.status(), change.diagnostics);
    } else if (engine != nullptr && change.requires_replace.empty() && IsSettled(change) &&
               !change.diagnostics.HasError()) {
      PrepareCheck(change.config, *spec);
      PlanChecked(*engine, *spec, change);
    }
  }

  void PlanDestroy(const tf::Operation& operation, const M& prior,
                   tf::Diagnostics& diagnostics) const final {
    engine::Engine* engine = FindEngine(operation);
    if (engine == nullptr || !prior.id.IsKnown()) return;
    const auto issues = Records(*engine).CheckDelete(RefOfModel(prior));
    const Attempt attempt = {"destroy", kind_, Label(prior)};
    if (!issues.ok()) return AddError(attempt, issues.status(), diagnostics);
    AddIssues(
        attempt, *issues, [](const tf::Path&) { return true; }, diagnostics);
  }

  void CreateModel(const tf::Operation& operation, const M& plan, Result& result) const final {
    Write({"create", kind_, Label(plan)}, operation, plan, result,
          [](Collection& records, const Spec& spec) { return records.Create(spec); });
  }

  void UpdateModel(const tf::Operation& operation, const M& plan, Result& result) const final {
    // The plan's ids may be unknown after an import; the state has them.
    const engine::inventory::Ref ref = RefOfModel(*result.state);
    Write({"update", kind_, Label(plan)}, operation, plan, result,
          [&](Collection& records, const Spec& spec) { return records.Update(ref, spec); });
    if (!result.diagnostics.HasError()) result.private_state.Remove(kRecordGone);
  }

  void ReadModel(const tf::Operation& operation, Result& result) const final {
    engine::Engine* engine = RequireEngine(operation, result.diagnostics);
    if (engine == nullptr) return;
    const Attempt attempt = {"read", kind_, Label(*result.state)};
    const auto record = Records(*engine).Read(RefOfModel(*result.state));
    if (!record.ok()) return AddError(attempt, record.status(), result.diagnostics);
    if (!record->has_value()) {
      // Never dropped from the state: the next apply would give it other addresses.
      result.private_state.Set(kRecordGone, "true");
      LogDone(operation.log, "record is not in the registry", *result.state);
      return;
    }
    result.private_state.Remove(kRecordGone);
    FromRecord(**record, *result.state);
    const absl::Status observed = Observe(*engine, **record, *result.state);
    if (!observed.ok()) AddError(attempt, observed, result.diagnostics);
  }

  void DeleteModel(const tf::Operation& operation, Result& result) const final {
    engine::Engine* engine = RequireEngine(operation, result.diagnostics);
    if (engine == nullptr) return;
    const absl::Status deleted = Records(*engine).Delete(RefOfModel(*result.state));
    if (deleted.ok()) {
      LogDone(operation.log, "record is deleted", *result.state);
      result.state.reset();
    } else {
      AddError({"destroy", kind_, Label(*result.state)}, deleted, result.diagnostics);
    }
  }

  void ImportModel(const tf::ImportRequest& request, Result& result) const final {
    engine::Engine* engine = RequireEngine(request.operation, result.diagnostics);
    if (engine == nullptr) return;
    const Attempt attempt = {"import", kind_, request.id};
    const absl::StatusOr<Record> record = Records(*engine).Find(request.id);
    if (!record.ok()) return AddError(attempt, record.status(), result.diagnostics);
    result.state.emplace();
    FromRecord(*record, *result.state);
    absl::Status made = Render(*engine, *record, *result.state);
    if (made.ok()) made = Observe(*engine, *record, *result.state);
    if (!made.ok()) AddError(attempt, made, result.diagnostics);
  }

 protected:
  // `kind` as in messages: "firewall opening".
  RecordResource(std::string type_name, std::string kind, std::string description,
                 tf::schema::Fields<M> fields)
      : tf::ModelResource<M>(std::move(type_name), std::move(description), std::move(fields)),
        kind_(std::move(kind)) {}

  virtual Collection& Records(engine::Engine& engine) const = 0;
  // How messages call the object.
  virtual std::string Label(const M& model) const = 0;
  // What is null or unknown is absent, but that a reference which is not known yet is empty.
  // kInvalidArgument, with the attribute, for what no attribute rule could see.
  virtual absl::StatusOr<Spec> ToSpec(const M& model) const = 0;
  // Every attribute; what means the same as before may keep its spelling.
  virtual void FromRecord(const Record& record, M& model) const = 0;
  // Fills in what can be known already, and names what forces a replacement. `engine` is a null
  // pointer while the provider's configuration is unknown.
  virtual void PlanKnown(engine::Engine* engine, Change& change) const = 0;
  // Attributes that a configuration leaves out may matter to the check though the plan has a value.
  virtual void PrepareCheck(const M& config, Spec& spec) const {
    (void)config;
    (void)spec;
  }
  // What is made from the record once it is written or imported, and not when it is read.
  virtual absl::Status Render(engine::Engine& engine, const Record& record, M& model) const {
    (void)engine;
    (void)record;
    (void)model;
    return absl::OkStatus();
  }
  // What may change without the record: files that depend on other objects, drift, time.
  virtual absl::Status Observe(engine::Engine& engine, const Record& record, M& model) const {
    (void)engine;
    (void)record;
    (void)model;
    return absl::OkStatus();
  }

 private:
  static engine::inventory::Ref RefOfModel(const M& model) {
    return {.registry_id = model.registry_id.value_or(""), .id = model.id.value_or("")};
  }

  // Names only: labels and files may say more than a bug report should.
  void LogDone(const tf::Log& log, absl::string_view message, const M& model) const {
    if (!log.Enabled(tf::LogLevel::kDebug)) return;
    tf::Log of_record =
        log.With({{"kind", kind_}, {"name", Label(model)}, {"id", model.id.value_or("")}});
    // Files are there, or gone, once the record is.
    if constexpr (requires { model.deploy; }) {
      const std::optional<std::string> directory = DeployDirectory(model.deploy);
      if (directory.has_value()) of_record = of_record.With({{"deploy_directory", *directory}});
    }
    of_record.Debug(message);
  }

  // Everything is known that the object is judged by. A reference need not be: without it, what the
  // object says of itself is judged.
  static bool IsSettled(const Change& change) {
    constexpr std::array<absl::string_view, 4> kReferences = {"parent", "prefix", "gateway",
                                                              "host"};
    const tf::Value& config = change.config_value;
    for (const auto& attribute : config.type().attributes()) {
      const bool is_reference =
          std::find(kReferences.begin(), kReferences.end(), attribute.name) != kReferences.end();
      if (!is_reference && !config.attribute(attribute.name).IsWhollyKnown()) return false;
    }
    return true;
  }

  void PlanChecked(engine::Engine& engine, const Spec& spec, Change& change) const {
    std::optional<engine::inventory::Ref> existing;
    if (change.prior != nullptr && change.prior->id.IsKnown()) existing = RefOfModel(*change.prior);
    const Attempt attempt = {"plan", kind_, Label(change.plan)};
    const auto issues = Records(engine).Check(spec, existing);
    if (!issues.ok()) return AddError(attempt, issues.status(), change.diagnostics);
    // A warning that was seen once need not come back with every plan.
    AddIssues(
        attempt, *issues, [&](const tf::Path& path) { return this->IsChanged(change, path); },
        change.diagnostics);
  }

  template <class Call>
  void Write(const Attempt& attempt, const tf::Operation& operation, const M& plan, Result& result,
             const Call& call) const {
    engine::Engine* engine = RequireEngine(operation, result.diagnostics);
    if (engine == nullptr) return;
    const absl::StatusOr<Spec> spec = ToSpec(plan);
    if (!spec.ok()) return AddError(attempt, spec.status(), result.diagnostics);
    const absl::StatusOr<Record> record = call(Records(*engine), *spec);
    if (!record.ok()) return AddError(attempt, record.status(), result.diagnostics);
    result.state = plan;
    FromRecord(*record, *result.state);
    LogDone(operation.log, "record is written", *result.state);
    const absl::Status rendered = Render(*engine, *record, *result.state);
    if (!rendered.ok()) AddError(attempt, rendered, result.diagnostics);
  }

  const std::string kind_;
};

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RECORD_RESOURCE_H_
