#include "provider/framework/testing/in_process_client.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/check.h"
#include "provider/framework/codec/json.h"
#include "provider/framework/testing/change_rules.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"

namespace tf::testing {
namespace {

// Adds what is not there yet: each plan of a change says the same. False when there are errors.
bool Collect(const Diagnostics& from, Diagnostics& into) {
  for (const Diagnostic& diagnostic : from.list()) {
    if (std::find(into.list().begin(), into.list().end(), diagnostic) == into.list().end()) {
      into.Add(diagnostic);
    }
  }
  return !from.HasError();
}

// Whether the attribute at the path is write-only, which is null before and after.
bool IsWriteOnly(const schema::Body& body, const Path& path) {
  if (path.steps().size() != 1) return false;
  const auto* name = std::get_if<Path::AttributeName>(&path.steps()[0]);
  return name != nullptr && std::any_of(body.attributes.begin(), body.attributes.end(),
                                        [&](const schema::Attribute& attribute) {
                                          return attribute.name == name->name &&
                                                 attribute.write_only;
                                        });
}

void ForgetComputedBlocks(schema::Body& body) {
  for (schema::Block& block : body.blocks) {
    block.computed = false;
    ForgetComputedBlocks(block.body);
  }
}

}  // namespace

Value Config::For(const schema::Body& body) const {
  if (const Value* value = std::get_if<Value>(&content_)) return *value;
  return Literal(body, std::get<std::string>(content_));
}

std::ostream& operator<<(std::ostream& out, Action action) {
  switch (action) {
    case Action::kNoOp:
      return out << "no-op";
    case Action::kCreate:
      return out << "create";
    case Action::kUpdate:
      return out << "update";
    case Action::kReplace:
      return out << "replace";
    case Action::kDelete:
      return out << "delete";
  }
  return out;
}

std::string Result::ErrorText() const {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    if (diagnostic.severity != Diagnostic::Severity::kError) continue;
    lines.push_back(absl::StrCat(diagnostic.summary, ": ", diagnostic.detail));
  }
  return absl::StrJoin(lines, "\n");
}

Instance::Instance(Connection& connection, std::string type_name, const ClientCapabilities& client)
    : connection_(&connection),
      type_name_(std::move(type_name)),
      deferral_allowed_(client.deferral_allowed) {
  const auto found = connection.server().resources().find(type_name_);
  SIXGATE_CHECK(found != connection.server().resources().end(), type_name_.c_str());
  schema_ = found->second.part->schema();
  if (!client.computed_blocks_allowed) ForgetComputedBlocks(schema_.body);
  stored_.state = Value::Null(found->second.type);
}

void Instance::Report(absl::string_view title, const Violations& violations) const {
  for (const Violation& violation : violations) {
    ADD_FAILURE() << title << " for " << type_name_ << ": " << violation.ToString();
  }
}

void Instance::ExpectStorable(absl::string_view title, const Value& state,
                              const Value& identity) const {
  Report(title, CheckKnown(state));
  Report(title, CheckWriteOnly(schema_.body, state));
  EXPECT_TRUE(identity.IsWhollyKnown())
      << "Provider produced invalid identity for " << type_name_ << ": " << identity.ToString();
}

bool Instance::ReadStored(Planned& found, Diagnostics& diagnostics) {
  if (stored_.state.IsNull()) return true;
  const Type& type = stored_.state.type();
  const absl::StatusOr<std::string> json = codec::EncodeJson(stored_.state, type);
  SIXGATE_CHECK(json.ok(), json.status().ToString().c_str());
  const ValueAnswer upgraded = connection_->Upgrade(type_name_, schema_.version, *json);
  if (!Collect(upgraded.diagnostics, diagnostics)) return false;
  EXPECT_EQ(upgraded.value, stored_.state) << "stored and read back, " << type_name_;
  StateAnswer read =
      connection_->Read(type_name_, {upgraded.value, stored_.private_state, stored_.identity});
  if (!Collect(read.diagnostics, diagnostics)) return false;
  ExpectDeferralAllowed(read.deferred);
  found.deferred = read.deferred;
  Keep(std::move(read));
  return true;
}

void Instance::ExpectDeferralAllowed(const std::optional<DeferredReason>& deferred) const {
  EXPECT_TRUE(!deferred.has_value() || deferral_allowed_)
      << "Provider deferred changes when Terraform did not allow deferrals: " << type_name_;
}

void Instance::Keep(StateAnswer answer) {
  ExpectStorable("Provider produced invalid object", answer.state, answer.identity);
  const bool tainted = stored_.tainted && !answer.state.IsNull();
  stored_ = {std::move(answer.state), "", {}, tainted};
  if (stored_.state.IsNull()) return;
  stored_.private_state = std::move(answer.private_state);
  stored_.identity = std::move(answer.identity);
}

bool Instance::Ask(const Value& config, const Before& before, Planned& planned,
                   Diagnostics& diagnostics) const {
  const Stored& prior = before.prior;
  const Value prepared = PreparedConfig(schema_.body, config);
  const PlanQuestion question = {
      prepared,
      prior.state,
      ProposedNewState(schema_.body, {.prior = prior.state, .config = prepared}),
      prior.private_state,
      prior.identity,
      before.planned_private};
  const PlanAnswer answer = connection_->Plan(type_name_, question);
  if (!Collect(answer.diagnostics, diagnostics)) return false;
  const PlanAnswer again = connection_->Plan(type_name_, question);
  EXPECT_EQ(again.planned, answer.planned) << "asked twice, planned two things: " << type_name_;
  EXPECT_EQ(again.planned_private, answer.planned_private) << type_name_;
  EXPECT_EQ(again.requires_replace, answer.requires_replace) << type_name_;
  EXPECT_EQ(again.planned_identity, answer.planned_identity) << type_name_;
  EXPECT_EQ(again.deferred, answer.deferred) << type_name_;
  ExpectDeferralAllowed(answer.deferred);
  // Terraform takes unknowns for a create; OpenTofu fails to store them.
  EXPECT_TRUE(answer.planned_identity.IsWhollyKnown())
      << "failed to encode in state: value is not known: " << type_name_;
  planned = {Action::kNoOp,           answer.planned,          answer.planned_private,
             answer.requires_replace, answer.planned_identity, answer.deferred};
  if (answer.deferred.has_value()) return true;
  Report("Provider produced invalid plan",
         CheckPlan(schema_.body,
                   {.prior = prior.state, .config = prepared, .planned = answer.planned}));
  Report("Provider produced invalid plan", CheckWriteOnly(schema_.body, answer.planned));
  return true;
}

void Instance::DropUnchanged(const Value& prior, Planned& planned) const {
  std::vector<Path> changed;
  for (const Path& path : planned.requires_replace) {
    const std::optional<Value> before = ValueAt(prior, path);
    const std::optional<Value> after = ValueAt(planned.value, path);
    if (!before.has_value() && !after.has_value()) {
      ADD_FAILURE() << "Provider has indicated \"requires replacement\" for a non-existent "
                       "attribute path: "
                    << type_name_ << " " << path.ToString();
      continue;
    }
    const bool same = before == after && after->IsWhollyKnown();
    if (!same || IsWriteOnly(schema_.body, path)) changed.push_back(path);
  }
  planned.requires_replace = std::move(changed);
}

bool Instance::PlanChange(const Value& config, const Before& before, Planned& planned,
                          Diagnostics& diagnostics) const {
  const Stored& prior = before.prior;
  if (!Collect(connection_->ValidateResource(type_name_, config), diagnostics)) return false;
  // A tainted object is planned as if it were not there, and deleted first.
  const Stored none = {Value::Null(prior.state.type()), ""};
  const Stored& old = prior.tainted ? none : prior;
  if (!Ask(config, {old, before.planned_private}, planned, diagnostics)) return false;
  if (old.state.IsNull()) {
    planned.action = prior.tainted ? Action::kReplace : Action::kCreate;
    planned.requires_replace.clear();
    return true;
  }
  DropUnchanged(old.state, planned);
  if (planned.requires_replace.empty()) {
    planned.action = planned.value == old.state ? Action::kNoOp : Action::kUpdate;
    return true;
  }
  // The new object is planned on its own, with the private data and identity of the first plan.
  Planned created;
  const Stored first = {none.state, planned.private_state, planned.identity};
  if (!Ask(config, {first}, created, diagnostics)) return false;
  created.requires_replace = planned.requires_replace;
  created.action = Action::kReplace;
  if (!created.deferred.has_value()) created.deferred = planned.deferred;
  planned = std::move(created);
  return true;
}

bool Instance::PlanDestroy(Planned& planned, Diagnostics& diagnostics) const {
  const Value none = Value::Null(stored_.state.type());
  const PlanAnswer answer = connection_->Plan(
      type_name_, {none, stored_.state, none, stored_.private_state, stored_.identity});
  planned = {Action::kDelete,         answer.planned, answer.planned_private, {},
             answer.planned_identity, answer.deferred};
  EXPECT_TRUE(answer.planned.IsNull()) << "planned a non-null destroy value for " << type_name_;
  EXPECT_TRUE(answer.planned_identity.IsWhollyKnown()) << type_name_;
  ExpectDeferralAllowed(answer.deferred);
  return Collect(answer.diagnostics, diagnostics);
}

bool Instance::ApplyOne(const Value& config, const Planned& planned, Stored& stored,
                        Diagnostics& diagnostics) const {
  StateAnswer answer = connection_->Apply(
      type_name_, {config, stored.state, planned.value, planned.private_state, planned.identity});
  ExpectStorable("Provider returned invalid result object after apply", answer.state,
                 answer.identity);
  const bool ok = Collect(answer.diagnostics, diagnostics);
  if (ok) {
    Report("Provider produced inconsistent result after apply",
           CheckKept(schema_.body, {.planned = planned.value, .actual = answer.state}));
  } else if (answer.state.IsNull()) {
    return false;  // what was there stays
  }
  const bool created = stored.state.IsNull();
  stored = {answer.state, "", {}, !ok && (created || stored.tainted)};
  if (!answer.state.IsNull()) {
    stored.private_state = std::move(answer.private_state);
    stored.identity = std::move(answer.identity);
  }
  return ok;
}

bool Instance::CreateOrUpdate(const Value& config, const Planned& planned, Stored& stored,
                              Diagnostics& diagnostics) const {
  constexpr absl::string_view kInconsistent = "Provider produced inconsistent final plan";
  Planned now;
  if (!PlanChange(config, {stored, planned.private_state}, now, diagnostics)) return false;
  const Action expected = stored.state.IsNull() ? Action::kCreate : Action::kUpdate;
  // With everything known, an update may turn out to be none.
  const bool is_none = expected == Action::kUpdate && now.action == Action::kNoOp;
  EXPECT_TRUE(now.action == expected || is_none)
      << kInconsistent << " for " << type_name_ << ": " << expected << " has become " << now.action;
  Report(kInconsistent, CheckKept(schema_.body, {.planned = planned.value, .actual = now.value}));
  return is_none || ApplyOne(config, now, stored, diagnostics);
}

bool Instance::Execute(const Value& config, const Planned& planned, Diagnostics& diagnostics) {
  // With the private data of the plan, and the identity that the object has.
  const Planned destroy = {
      Action::kDelete, Value::Null(config.type()), planned.private_state, {}, stored_.identity};
  switch (planned.action) {
    case Action::kNoOp:
      return true;
    case Action::kCreate:
    case Action::kUpdate:
      return CreateOrUpdate(config, planned, stored_, diagnostics);
    case Action::kDelete:
      return ApplyOne(destroy.value, destroy, stored_, diagnostics);
    case Action::kReplace:
      break;
  }
  if (!create_before_destroy_) {
    return ApplyOne(destroy.value, destroy, stored_, diagnostics) &&
           CreateOrUpdate(config, planned, stored_, diagnostics);
  }
  Stored created = {destroy.value, ""};
  const bool ok = CreateOrUpdate(config, planned, created, diagnostics);
  if (!ok && created.state.IsNull()) return false;
  // The old object is deposed: planned and deleted on its own.
  Planned deposed;
  const bool deleted = ok && PlanDestroy(deposed, diagnostics) &&
                       ApplyOne(destroy.value, deposed, stored_, diagnostics);
  stored_ = std::move(created);
  return deleted;
}

void Instance::ExpectSettled(const Value& config) {
  const Stored applied = stored_;
  Diagnostics diagnostics;
  Planned next;
  if (ReadStored(next, diagnostics) && !next.deferred.has_value()) {
    EXPECT_EQ(stored_.state, applied.state) << "read after apply, " << type_name_;
    EXPECT_EQ(stored_.identity, applied.identity) << "read after apply, " << type_name_;
    if (PlanChange(config, {stored_}, next, diagnostics) && !next.deferred.has_value()) {
      EXPECT_EQ(next.action, Action::kNoOp)
          << "left to do after apply of " << type_name_ << ": " << next.value.ToString()
          << "\nafter " << stored_.state.ToString();
    }
  }
  EXPECT_FALSE(diagnostics.HasError())
      << "after apply of " << type_name_ << ": " << Finished(next, diagnostics).ErrorText();
}

Result Instance::Finished(const Planned& planned, Diagnostics diagnostics) const {
  return {planned.action, planned.value,    planned.requires_replace,
          stored_.state,  planned.deferred, std::move(diagnostics)};
}

Result Instance::Plan(const Config& config) {
  Diagnostics diagnostics;
  Planned planned;
  if (ReadStored(planned, diagnostics) && !planned.deferred.has_value()) {
    PlanChange(config.For(schema_.body), {stored_}, planned, diagnostics);
  }
  return Finished(planned, std::move(diagnostics));
}

Result Instance::Apply(const Config& planned_config, const Config& applied_config) {
  const Value applied = applied_config.For(schema_.body);
  EXPECT_TRUE(applied.IsWhollyKnown()) << applied.ToString();
  Diagnostics diagnostics;
  Planned planned;
  if (ReadStored(planned, diagnostics) && !planned.deferred.has_value() &&
      PlanChange(planned_config.For(schema_.body), {stored_}, planned, diagnostics) &&
      !planned.deferred.has_value() && Execute(applied, planned, diagnostics)) {
    ExpectSettled(applied);
  }
  return Finished(planned, std::move(diagnostics));
}

Result Instance::Destroy() {
  Diagnostics diagnostics;
  Planned planned;
  if (ReadStored(planned, diagnostics) && !planned.deferred.has_value() &&
      !stored_.state.IsNull() && PlanDestroy(planned, diagnostics) &&
      !planned.deferred.has_value()) {
    ApplyOne(planned.value, planned, stored_, diagnostics);
  }
  return Finished(planned, std::move(diagnostics));
}

Result Instance::Refresh() {
  Diagnostics diagnostics;
  Planned found;
  ReadStored(found, diagnostics);
  return Finished(found, std::move(diagnostics));
}

// Core reads right after it got a state from elsewhere, and keeps nothing when that fails.
Result Instance::Begin(StateAnswer answer) {
  SIXGATE_CHECK(stored_.state.IsNull(), "an instance without an object");
  Diagnostics diagnostics;
  Planned found;
  found.deferred = answer.deferred;
  ExpectDeferralAllowed(answer.deferred);
  if (Collect(answer.diagnostics, diagnostics) && !answer.deferred.has_value()) {
    EXPECT_FALSE(answer.state.IsNull()) << "no object and no error for " << type_name_;
    const Stored before = stored_;
    Keep(std::move(answer));
    if (!ReadStored(found, diagnostics)) stored_ = before;
  }
  return Finished(found, std::move(diagnostics));
}

// Of an import, which needs an object.
Result Instance::Imported(StateAnswer answer, std::string what) {
  Result result = Begin(std::move(answer));
  if (result.ok() && !result.deferred.has_value() && result.state.IsNull()) {
    result.diagnostics.AddError("Cannot import non-existent remote object", std::move(what));
  }
  return result;
}

Result Instance::Import(absl::string_view id) {
  return Imported(connection_->Import(type_name_, {.id = std::string(id)}), std::string(id));
}

Result Instance::ImportByIdentity(const Value& identity) {
  StateAnswer answer = connection_->Import(type_name_, {.identity = identity});
  EXPECT_TRUE(answer.diagnostics.HasError() || answer.deferred.has_value() ||
              !answer.identity.IsNull())
      << "import didn't return an identity: " << type_name_;
  return Imported(std::move(answer), identity.ToString());
}

Result Instance::Restore(const StoredJson& state, const std::optional<StoredJson>& identity) {
  ValueAnswer upgraded = connection_->Upgrade(type_name_, state.version, state.json);
  StateAnswer answer = {std::move(upgraded.value), "", Value(), std::nullopt,
                        std::move(upgraded.diagnostics)};
  if (!identity.has_value()) return Begin(std::move(answer));
  const server::Entry<tf::Resource>& entry =
      connection_->server().resources().find(type_name_)->second;
  if (identity->version == entry.with_identity->identity_schema().version) {
    absl::StatusOr<Value> read =
        codec::DecodeJson(identity->json, entry.identity_type, codec::JsonForm::kValue);
    SIXGATE_CHECK(read.ok(), read.status().ToString().c_str());
    answer.identity = *std::move(read);
  } else {
    ValueAnswer now = connection_->UpgradeIdentity(type_name_, identity->version, identity->json);
    answer.diagnostics.Append(now.diagnostics);
    EXPECT_TRUE(now.diagnostics.HasError() || !now.value.IsNull())
        << "Provider returned no identity after upgrade of " << type_name_;
    answer.identity = std::move(now.value);
  }
  return Begin(std::move(answer));
}

Result Instance::Move(const MoveQuestion& question) {
  return Begin(connection_->Move(type_name_, question));
}

Value Instance::GenerateConfig() {
  const ValueAnswer generated = connection_->GenerateConfig(type_name_, stored_.state);
  Diagnostics diagnostics;
  if (Collect(generated.diagnostics, diagnostics)) {
    Collect(connection_->ValidateResource(type_name_, generated.value), diagnostics);
  }
  EXPECT_FALSE(diagnostics.HasError())
      << "generated for " << type_name_ << ": " << Finished({}, diagnostics).ErrorText();
  return generated.value;
}

Client::Client(std::unique_ptr<Provider> provider, const ClientCapabilities& client, LogSink* log)
    : client_(client),
      connection_(std::make_unique<Connection>(std::move(provider), client, log)) {}
Client::~Client() = default;

Diagnostics Client::Configure(const Config& config) {
  const Value value = config.For(connection_->server().provider().schema().body);
  Diagnostics diagnostics;
  if (Collect(connection_->ValidateProvider(value), diagnostics)) {
    Collect(connection_->Configure(value), diagnostics);
  }
  return diagnostics;
}

void Client::Stop() { connection_->Stop(); }

Instance Client::Resource(absl::string_view type_name) {
  return Instance(*connection_, std::string(type_name), client_);
}

DataResult Client::ReadData(absl::string_view type_name, const Config& config) {
  const std::string name(type_name);
  const auto found = connection_->server().data_sources().find(name);
  SIXGATE_CHECK(found != connection_->server().data_sources().end(), name.c_str());
  const schema::Body& body = found->second.part->schema().body;
  const Value value = config.For(body);
  DataResult result = {Value::Null(body.type()), {}};
  if (!Collect(connection_->ValidateData(name, value), result.diagnostics)) return result;
  StateAnswer answer = connection_->ReadData(name, value);
  if (Collect(answer.diagnostics, result.diagnostics)) {
    EXPECT_FALSE(answer.state.IsNull()) << "no data and no error from " << name;
    EXPECT_TRUE(answer.state.IsWhollyKnown()) << answer.state.ToString();
  }
  result.state = std::move(answer.state);
  return result;
}

FunctionResult Client::Call(absl::string_view function, absl::Span<const Value> arguments) {
  return connection_->Call(std::string(function), arguments);
}

}  // namespace tf::testing
