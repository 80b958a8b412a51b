#include "tests/protocol/tutorial_provider/garden.h"

#include <utility>

#include "provider/framework/model_action.h"
#include "provider/framework/model_ephemeral_resource.h"
#include "provider/framework/model_json.h"
#include "provider/framework/model_list_resource.h"
#include "provider/framework/model_provider.h"
#include "provider/framework/model_resource.h"
#include "provider/framework/schema/plan_modifiers.h"
#include "provider/framework/schema/rules.h"
#include "provider/framework/schema/validators.h"

namespace garden {
namespace {

using engine::base::MutexLock;
using tf::schema::BlockField;
using tf::schema::Field;
using tf::schema::Fields;

Fields<SeedModel> SeedFields() {
  return {
      Field("plant", &SeedModel::plant).Required().Describe("What grows."),
      Field("spacing", &SeedModel::spacing)
          .Default(tf::Value::Number(tf::Number::Parse("0.5").value()))
          .Describe("Metres."),
  };
}

Fields<FenceModel> FenceFields() {
  return {Field("height", &FenceModel::height)
              .Required()
              .Validate(tf::schema::AtLeast(1))
              .Describe("Centimetres.")};
}

tf::schema::PlanModifier OnlyMoreRows() {
  return {"cannot be lowered once the bed is made",
          [](const tf::schema::ModifyRequest& request, tf::schema::ModifyResponse& response) {
            if (!request.updating || !response.plan.IsKnown() || !request.prior.IsKnown()) return;
            const bool moved =
                request.whole.plan.attribute("name") != request.whole.prior.attribute("name");
            if (moved || !(response.plan.number() < request.prior.number())) return;
            response.diagnostics.AddError(request.path, "Rows are dug already",
                                          "Give the bed another name to make a smaller one.");
          }};
}

Fields<BedModel> BedFields() {
  return {
      Field("id", &BedModel::id).Computed().Modify(tf::schema::UseStateForUnknown()),
      Field("name", &BedModel::name)
          .Required()
          .Validate(tf::schema::Matches("^[a-z]+$", "be lower-case letters"))
          .Modify(tf::schema::RequiresReplace()),
      Field("soil", &BedModel::soil,
            tf::schema::Words<Soil>({{"loam", Soil::kLoam}, {"sand", Soil::kSand}}))
          .Default(tf::Value::String("loam"))
          .Describe("What the bed is made of."),
      Field("rows", &BedModel::rows)
          .Optional()
          .Validate(tf::schema::Between(1, 100))
          .Modify(OnlyMoreRows()),
      Field("hose", &BedModel::hose).Optional(),
      Field("well", &BedModel::well).Optional(),
      tf::schema::ExactlyOneOf({"hose", "well"}),
      Field("seeds", &BedModel::seeds, tf::schema::SetOf(SeedFields()))
          .Optional()
          .Describe("What is sown."),
      BlockField("fence", &BedModel::fence, FenceFields())
          .Modify(tf::schema::RequiresReplace())
          .Describe("Around the bed."),
      Field("gate_code", &BedModel::gate_code).Optional().Sensitive().WriteOnly(),
      Field("gate_code_version", &BedModel::gate_code_version).Optional(),
      tf::schema::RequiredTogether({"gate_code", "gate_code_version"}),
      Field("timeouts", &BedModel::timeouts, tf::TimeoutsFields({.create = "20m"})).Optional(),
  };
}

// What the private state keeps of a gate.
struct GateModel {
  tf::Attr<std::string> key;
  tf::Attr<int64_t> opened;
};

Fields<GateModel> GateFields() {
  return {Field("key", &GateModel::key).Required(), Field("opened", &GateModel::opened).Required()};
}

// Stored by schema version 0.
struct OldBedModel {
  tf::Attr<std::string> label;
  tf::Attr<std::string> hose;
};

Fields<OldBedModel> OldBedFields() {
  return {Field("label", &OldBedModel::label).Required(),
          Field("hose", &OldBedModel::hose).Optional()};
}

BedModel Upgraded(const OldBedModel& old) {
  BedModel bed;
  bed.id = "bed-" + *old.label;
  bed.name = old.label;
  bed.soil = Soil::kLoam;
  bed.hose = old.hose;
  return bed;
}

// Digs until there are enough rows. False when it had to stop before.
bool Dig(const BedModel& bed, const std::stop_token& stop) {
  for (int64_t row = 0; row < bed.rows.value_or(1); ++row) {
    if (stop.stop_requested()) return false;
  }
  return true;
}

// Counts what takes a while to count.
int64_t PathsBeside(const BedModel& bed) { return bed.rows.value_or(1) + 1; }

class BedResource final : public tf::ModelResource<BedModel>,
                          public tf::ResourceWithIdentity,
                          public tf::ResourceWithUpgrade,
                          public tf::ResourceWithMove {
 public:
  BedResource()
      : ModelResource("garden_bed", {.version = 1, .description = "A bed of the garden."},
                      BedFields()) {}

  void CreateModel(const tf::Operation& operation, const BedModel& plan,
                   Result& result) const override {
    const tf::Deadline deadline(operation,
                                TimeoutOf(plan.timeouts, &tf::Timeouts::create, absl::Minutes(20)));
    if (!Dig(plan, deadline.stop())) {
      if (deadline.HasPassed()) {
        AddTimeout({"bed " + *plan.name, "create", deadline.timeout()}, result.diagnostics);
      } else {
        result.diagnostics.AddError("Interrupted", "The bed was not dug.");
      }
      return;
    }
    result.state = plan;
    result.state->id = "bed-" + *plan.name;
    tf::DataOf<Garden>(operation).Put(*result.state);
    operation.log.Info("bed is dug", {{"id", *result.state->id}, {"rows", plan.rows.value_or(1)}});
    if (plan.gate_code.IsKnown()) {
      const GateModel gate = {.key = *plan.gate_code, .opened = int64_t{0}};
      result.private_state.Set("gate", tf::ModelToJson(GateFields(), gate));
    }
  }

  void ReadModel(const tf::Operation& operation, Result& result) const override {
    const auto found = tf::DataOf<Garden>(operation).Find(*result.state->id);
    if (found == nullptr) return result.state.reset();
    const tf::Attr<tf::Timeouts> timeouts = result.state->timeouts;
    if (operation.log.Enabled(tf::LogLevel::kDebug)) {
      operation.log.Debug("bed is found", {{"paths", PathsBeside(*found)}});
    }
    result.state = *found;
    // Nobody but the user knows them.
    result.state->timeouts = timeouts;
  }

  void UpdateModel(const tf::Operation& operation, const BedModel& plan,
                   Result& result) const override {
    if (auto gate = tf::ModelInPrivateState(GateFields(), result.private_state, "gate")) {
      gate->opened = *gate->opened + 1;
      result.private_state.Set("gate", tf::ModelToJson(GateFields(), *gate));
    }
    result.state = plan;
    tf::DataOf<Garden>(operation).Put(plan);
  }

  void DeleteModel(const tf::Operation& operation, Result& result) const override {
    tf::DataOf<Garden>(operation).Remove(*result.state->id);
    result.state.reset();
  }

  void PlanChange(Change& change) const override {
    // Known before it is made.
    if (change.plan.name.IsKnown()) change.plan.id = "bed-" + *change.plan.name;
  }

  const tf::schema::IdentitySchema& identity_schema() const override { return identity_schema_; }

  void ImportModel(const tf::ImportRequest& request, Result& result) const override {
    result.state.emplace();
    const bool by_id = request.identity.IsNull();
    result.state->id = by_id ? request.id : request.identity.attribute("id").string();
  }

  std::vector<tf::StateUpgrader> Upgraders() const override {
    return {tf::UpgraderFrom<OldBedModel, BedModel>(0, OldBedFields(), fields(), &Upgraded)};
  }

  bool Move(const tf::MoveRequest& request, tf::StateResponse& response) const override {
    if (request.source_type_name != "farm_plot") return false;
    const auto plot = tf::ModelFromJson(OldBedFields(), request.source_state_json);
    if (!plot.ok()) {
      response.diagnostics.AddError("Not a plot", std::string(plot.status().message()));
    } else {
      response.state = fields().Store(Upgraded(*plot));
    }
    return true;
  }

 private:
  const tf::schema::IdentitySchema identity_schema_ = {
      .attributes = {{.name = "id", .required_for_import = true}}};
};

struct KeyModel {
  tf::Attr<std::string> bed;
  tf::Attr<std::string> key;
};

class KeyResource final : public tf::ModelEphemeralResource<KeyModel>,
                          public tf::EphemeralResourceWithClose {
 public:
  KeyResource()
      : ModelEphemeralResource("garden_key", "A key that works during one run.",
                               {Field("bed", &KeyModel::bed).Required(),
                                Field("key", &KeyModel::key).Computed().Sensitive()}) {}

  void OpenModel(const tf::Operation&, KeyModel& model, tf::OpenResponse& response) const override {
    model.key = "key of " + *model.bed;
    response.private_state.Set("bed", *model.bed);
  }

  void Close(const tf::CloseRequest& request, tf::Diagnostics& diagnostics) const override {
    if (request.private_state.Find("bed") == nullptr) {
      diagnostics.AddError("No such key", "It was not given out here.");
    }
  }
};

struct SearchModel {
  tf::Attr<Soil> soil;
};

class BedList final : public tf::ModelListResource<SearchModel, BedModel> {
 public:
  BedList()
      : ModelListResource(
            "garden_bed", "The beds of the garden.",
            {Field("soil", &SearchModel::soil,
                   tf::schema::Words<Soil>({{"loam", Soil::kLoam}, {"sand", Soil::kSand}}))
                 .Optional()},
            BedFields()) {}

  void ListModels(const Query& query, const Push& push) const override {
    for (const BedModel& bed : tf::DataOf<Garden>(query.operation).Beds()) {
      if (query.config.soil.IsKnown() && bed.soil != query.config.soil) continue;
      if (!push({.display_name = *bed.name, .object = bed})) return;
    }
  }
};

struct WaterModel {
  tf::Attr<std::string> bed;
  tf::Attr<int64_t> litres;
};

class WaterAction final : public tf::ModelAction<WaterModel> {
 public:
  WaterAction()
      : ModelAction("garden_water", "Waters a bed.",
                    {Field("bed", &WaterModel::bed).Required(),
                     Field("litres", &WaterModel::litres).Default(tf::Value::Int(10))}) {}

  void InvokeModel(const tf::Operation& operation, const WaterModel& config,
                   const Progress& progress, tf::Diagnostics& diagnostics) const override {
    if (tf::DataOf<Garden>(operation).Find(*config.bed) == nullptr) {
      diagnostics.AddError(tf::Path::Root("bed"), "No such bed", "Name the id of one.");
      return;
    }
    progress(absl::StrCat(*config.litres, " litres for ", *config.bed));
  }
};

std::unique_ptr<tf::Function> NewRowsFunction() {
  tf::FunctionSignature signature;
  signature.summary = "Rows that fit into a bed";
  signature.parameters = {{"length", tf::Type::Number(), "Centimetres."},
                          {"spacing", tf::Type::Number(), "Centimetres."}};
  signature.result = tf::Type::Number();
  return tf::NewFunction("rows", signature, [](absl::Span<const tf::Value> arguments) {
    const auto length = arguments[0].number().ToInt64();
    const auto spacing = arguments[1].number().ToInt64();
    if (!length || !spacing || *spacing <= 0) {
      return tf::FunctionResult::Error("spacing must be a whole number above zero", 1);
    }
    return tf::FunctionResult{tf::Value::Int(*length / *spacing), std::nullopt};
  });
}

class GardenProvider final : public tf::ModelProvider<> {
 public:
  GardenProvider() : ModelProvider("Gardens.") {}

  void ConfigureModel(const tf::NoConfig&, tf::ConfigureResponse& response) override {
    response.data = std::make_shared<Garden>();
  }
  std::vector<std::unique_ptr<tf::Resource>> Resources() const override {
    return tf::ListOf<tf::Resource, BedResource>();
  }
  std::vector<std::unique_ptr<tf::EphemeralResource>> EphemeralResources() const override {
    return tf::ListOf<tf::EphemeralResource, KeyResource>();
  }
  std::vector<std::unique_ptr<tf::ListResource>> ListResources() const override {
    return tf::ListOf<tf::ListResource, BedList>();
  }
  std::vector<std::unique_ptr<tf::Action>> Actions() const override {
    return tf::ListOf<tf::Action, WaterAction>();
  }
  std::vector<std::unique_ptr<tf::Function>> Functions() const override {
    std::vector<std::unique_ptr<tf::Function>> functions;
    functions.push_back(NewRowsFunction());
    return functions;
  }
};

}  // namespace

void Garden::Put(const BedModel& bed) {
  MutexLock lock(mutex_);
  beds_[*bed.id] = bed;
}

void Garden::Remove(const std::string& id) {
  MutexLock lock(mutex_);
  beds_.erase(id);
}

std::unique_ptr<BedModel> Garden::Find(const std::string& id) const {
  MutexLock lock(mutex_);
  const auto found = beds_.find(id);
  return found == beds_.end() ? nullptr : std::make_unique<BedModel>(found->second);
}

std::vector<BedModel> Garden::Beds() const {
  MutexLock lock(mutex_);
  std::vector<BedModel> beds;
  for (const auto& [id, bed] : beds_) beds.push_back(bed);
  return beds;
}

std::unique_ptr<tf::Provider> NewGardenProvider() { return std::make_unique<GardenProvider>(); }

}  // namespace garden
