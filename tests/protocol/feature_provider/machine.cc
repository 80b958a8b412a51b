#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "provider/framework/schema/plan_modifiers.h"
#include "tests/protocol/feature_provider/parts.h"
#include "tests/protocol/feature_provider/world.h"

namespace feature {
namespace {

using tf::Diagnostics;
using tf::Path;
using tf::StateResponse;
using tf::Type;
using tf::Value;
using tf::schema::Block;
using tf::schema::Nesting;

constexpr char kGeneration[] = "generation";

tf::schema::Schema MachineSchema() {
  tf::schema::Attribute name = Required("name");
  name.plan_modifiers = {tf::schema::RequiresReplace()};
  tf::schema::Attribute size = Optional("size", Type::Number());
  size.computed = true;
  size.default_value = Value::Int(1);
  tf::schema::Attribute secret = Optional("secret_wo");
  secret.write_only = true;
  tf::schema::Attribute id = Computed("id");
  id.plan_modifiers = {tf::schema::UseStateForUnknown()};
  tf::schema::Attribute old = Optional("nickname");
  old.deprecation = "Use name.";
  tf::schema::Attribute timeouts = Optional("timeouts");
  timeouts.nesting = Nesting::kSingle;
  timeouts.nested = {Optional("create")};
  Block disk;
  disk.name = "disk";
  disk.nesting = Block::Nesting::kList;
  disk.computed = true;
  tf::schema::Attribute path = Optional("path");
  path.computed = true;
  disk.body.attributes = {path};
  tf::schema::Schema schema;
  schema.version = 3;
  schema.body.attributes = {name,
                            size,
                            secret,
                            Optional("secret_wo_version", Type::Number()),
                            id,
                            Computed("generation", Type::Number()),
                            Computed("module"),
                            Computed("secret_length", Type::Number()),
                            old,
                            Optional("boot_seconds", Type::Number()),
                            timeouts};
  schema.body.blocks = {disk};
  return schema;
}

Value Text(const std::string& text) { return Value::String(text); }

// A machine whose file holds "name|size".
Value Found(const Value& state, const std::string& id, const std::string& content) {
  const size_t bar = content.find('|');
  int64_t size = 0;
  if (bar == std::string::npos || !absl::SimpleAtoi(content.substr(bar + 1), &size)) size = 1;
  return state.With("id", Text(id))
      .With("name", Text(content.substr(0, bar)))
      .With("size", Value::Int(size));
}

// A state in which nothing is set but what follows from the file.
Value Empty(const tf::schema::Schema& schema) { return tf::schema::EmptyObject(schema.body); }

class Machine final : public tf::Resource,
                      public tf::PartWithValidate,
                      public tf::ResourceWithPlan,
                      public tf::ResourceWithImport,
                      public tf::ResourceWithUpgrade,
                      public tf::ResourceWithMove,
                      public tf::ResourceWithIdentity,
                      public tf::ResourceWithGenerateConfig {
 public:
  absl::string_view type_name() const override { return "feature_machine"; }
  const tf::schema::Schema& schema() const override { return schema_; }
  const tf::schema::IdentitySchema& identity_schema() const override { return identity_schema_; }

  void Validate(const tf::ValidateRequest& request, Diagnostics& diagnostics) const override {
    const Value& version = request.config.attribute("secret_wo_version");
    if (!request.config.attribute("secret_wo").IsNull() && version.IsNull()) {
      diagnostics.AddError(Path::Root("secret_wo_version"), "Version of the secret is missing",
                           "Terraform does not see when a write-only value changes.");
    }
  }

  void Plan(const tf::PlanRequest& request, tf::PlanResponse& response) const override {
    // Chosen once, in the first plan, where the client brings it back.
    const bool told = request.planned_private.Find("chosen") != nullptr;
    if (request.operation.provider_data != nullptr) {
      WorldOf(request.operation).Log(told ? "plan again" : "plan");
    }
    response.private_state.Set("chosen", "yes");
  }

  void Create(const tf::CreateRequest& request, StateResponse& response) const override {
    const World& world = WorldOf(request.operation);
    if (!InTime(request.plan, response.diagnostics)) return;
    const std::string& name = request.plan.attribute("name").string();
    const std::string id = absl::StrCat("m-", name);
    response.private_state.Set(kGeneration, "1");
    Store(world, id, request.plan);
    world.Log(absl::StrCat("create ", id));
    response.state = Finished(request, request.plan.With("id", Text(id)), 1);
  }

  void Read(const tf::ReadRequest& request, StateResponse& response) const override {
    const std::string& id = request.state.attribute("id").string();
    const auto content = WorldOf(request.operation).Find(id);
    response.state =
        content.has_value() ? Found(request.state, id, *content) : Value::Null(schema_.type());
  }

  void Update(const tf::UpdateRequest& request, StateResponse& response) const override {
    const World& world = WorldOf(request.operation);
    int64_t generation = 0;
    const std::string* kept = response.private_state.Find(kGeneration);
    if (kept == nullptr || !absl::SimpleAtoi(*kept, &generation)) generation = 0;
    response.private_state.Set(kGeneration, absl::StrCat(++generation));
    const std::string& id = request.plan.attribute("id").string();
    Store(world, id, request.plan);
    world.Log(absl::StrCat("update ", id, " generation ", generation));
    response.state =
        Finished({request.operation, request.config, request.plan}, request.plan, generation);
  }

  void Delete(const tf::DeleteRequest& request, StateResponse& response) const override {
    const std::string& id = request.state.attribute("id").string();
    WorldOf(request.operation).Remove(id);
    WorldOf(request.operation).Log(absl::StrCat("delete ", id));
    response.state = Value::Null(schema_.type());
  }

  void Import(const tf::ImportRequest& request, StateResponse& response) const override {
    const bool by_identity = !request.identity.IsNull();
    const std::string id = by_identity ? request.identity.attribute("id").string() : request.id;
    WorldOf(request.operation)
        .Log(absl::StrCat("import by ", by_identity ? "identity " : "id ", id));
    response.state = Empty(schema_).With("id", Text(id));
  }

  std::vector<tf::StateUpgrader> Upgraders() const override {
    return MachineUpgraders(schema_.type());
  }
  std::vector<tf::StateUpgrader> IdentityUpgraders() const override {
    return {{0, Type::Object({{"path", Type::String()}}), [](const Value& old, Diagnostics&) {
               const std::string& path = old.attribute("path").string();
               return Value::Object({{"id", Text(path.substr(path.rfind('/') + 1))}});
             }}};
  }

  bool Move(const tf::MoveRequest& request, StateResponse& response) const override {
    return MoveToMachine(request, response.state);
  }

  void GenerateConfig(const Value&, Value& config, Diagnostics&) const override {
    // Says what made it, so that tests can tell it from what the client guesses.
    config = config.With("boot_seconds", Value::Int(42));
  }

 private:
  static void Store(const World& world, const std::string& id, const Value& plan) {
    world.Put(id, absl::StrCat(plan.attribute("name").string(), "|",
                               plan.attribute("size").number().ToString()));
  }

  // Whether the machine boots before `timeouts.create` is over. Nobody waits for it.
  static bool InTime(const Value& plan, Diagnostics& diagnostics) {
    const Value& timeouts = plan.attribute("timeouts");
    const Value& boot = plan.attribute("boot_seconds");
    absl::Duration limit;
    if (!timeouts.IsKnown() || !boot.IsKnown() || !timeouts.attribute("create").IsKnown() ||
        !absl::ParseDuration(timeouts.attribute("create").string(), &limit)) {
      return true;
    }
    int64_t seconds = 0;
    if (!absl::SimpleAtoi(boot.number().ToString(), &seconds)) return true;
    if (absl::Seconds(seconds) <= limit) return true;
    diagnostics.AddError(Path::Root("timeouts").Attribute("create"), "Machine takes too long",
                         absl::StrCat("It boots for ", seconds, " s."));
    return false;
  }

  // What only the provider knows.
  Value Finished(const tf::CreateRequest& request, const Value& plan, int64_t generation) const {
    const Value& meta = request.operation.provider_meta;
    const Value& secret = request.config.attribute("secret_wo");
    const Value module =
        meta.IsKnown() ? meta.attribute("module_name") : Value::Null(Type::String());
    const Value length =
        Value::Int(secret.IsKnown() ? static_cast<int64_t>(secret.string().size()) : 0);
    Value state = plan.With("generation", Value::Int(generation))
                      .With("module", module)
                      .With("secret_length", length);
    const Type disk = schema_.body.blocks[0].body.type();
    const Value& disks = plan.attribute("disk");
    if (disks.IsUnknown()) {
      return state.With("disk", Value::List(disk, {Value::Object(disk, {Text("/computed")})}));
    }
    std::vector<Value> known;
    for (const Value& one : disks.elements()) {
      known.push_back(one.attribute("path").IsUnknown() ? one.With("path", Text("/default")) : one);
    }
    return state.With("disk", Value::List(disk, std::move(known)));
  }

  const tf::schema::Schema schema_ = MachineSchema();
  const tf::schema::IdentitySchema identity_schema_ = {
      .version = 1, .attributes = {{.name = "id", .required_for_import = true}}};
};

class MachineList final : public tf::ListResource {
 public:
  MachineList() { schema_.body.attributes = {Optional("prefix")}; }

  absl::string_view type_name() const override { return "feature_machine"; }
  const tf::schema::Schema& schema() const override { return schema_; }

  void List(const tf::ListRequest& request, const tf::PushResult& push) const override {
    const World& world = WorldOf(request.operation);
    world.Log(absl::StrCat("list at most ", request.limit));
    const Value& prefix = request.config.attribute("prefix");
    for (const std::string& id : world.Ids()) {
      const auto content = world.Find(id);
      if (!content || (prefix.IsKnown() && !absl::StartsWith(id, prefix.string()))) continue;
      tf::ListResult result;
      result.display_name = absl::StrCat("machine ", id);
      result.resource = Found(Empty(machine_), id, *content);
      if (!push(std::move(result))) return;
    }
  }

 private:
  const tf::schema::Schema machine_ = MachineSchema();
  tf::schema::Schema schema_;
};

// A resource that machines have replaced.
class Box final : public tf::Resource {
 public:
  Box() { schema_.body.attributes = {Required("label"), Computed("id")}; }

  absl::string_view type_name() const override { return "feature_box"; }
  const tf::schema::Schema& schema() const override { return schema_; }
  void Create(const tf::CreateRequest& request, StateResponse& response) const override {
    const std::string& label = request.plan.attribute("label").string();
    const std::string id = absl::StrCat("m-", label);
    WorldOf(request.operation).Put(id, absl::StrCat(label, "|1"));
    response.state = request.plan.With("id", Text(id));
  }
  void Read(const tf::ReadRequest&, StateResponse&) const override {}
  void Update(const tf::UpdateRequest& request, StateResponse& response) const override {
    response.state = request.plan.With("id", request.prior.attribute("id"));
  }
  void Delete(const tf::DeleteRequest& request, StateResponse& response) const override {
    WorldOf(request.operation).Remove(request.state.attribute("id").string());
    response.state = Value::Null(schema_.type());
  }

 private:
  tf::schema::Schema schema_;
};

}  // namespace

std::unique_ptr<tf::Resource> NewMachine() { return std::make_unique<Machine>(); }
std::unique_ptr<tf::ListResource> NewMachineList() { return std::make_unique<MachineList>(); }
std::unique_ptr<tf::Resource> NewBox() { return std::make_unique<Box>(); }

}  // namespace feature
