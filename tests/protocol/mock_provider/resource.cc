#include <sys/random.h>

#include <array>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "tests/protocol/mock_provider/computed.h"
#include "tests/protocol/mock_provider/empty_blocks.h"
#include "tests/protocol/mock_provider/parts.h"
#include "tests/protocol/mock_provider/settings.h"

namespace mock {
namespace {

using tf::Diagnostics;
using tf::Path;
using tf::Value;
using tf::schema::IdentitySchema;
using tf::schema::Schema;

absl::StatusOr<std::string> NewId() {
  std::array<char, 16> bytes;
  if (getentropy(bytes.data(), bytes.size()) != 0) {
    return absl::UnavailableError("the system has no random bytes");
  }
  const std::string hex = absl::BytesToHexString(absl::string_view(bytes.data(), bytes.size()));
  const absl::string_view digits = hex;
  return absl::StrCat(digits.substr(0, 8), "-", digits.substr(8, 4), "-", digits.substr(12, 4), "-",
                      digits.substr(16, 4), "-", digits.substr(20));
}

void AddError(absl::string_view summary, const absl::Status& status, Diagnostics& diagnostics) {
  diagnostics.AddError(std::string(summary), std::string(status.message()));
}

std::string IdOf(const Value& object) {
  const Value& id = object.attribute("id");
  return id.IsKnown() ? id.string() : "";
}

class Resource final : public tf::Resource,
                       public tf::ResourceWithPlan,
                       public tf::ResourceWithImport,
                       public tf::ResourceWithIdentity {
 public:
  explicit Resource(const Named& named) : named_(named), type_(named.resource.type()) {
    identity_.attributes = {
        {.name = "id", .required_for_import = true, .description = "The `id` of the resource."}};
  }

  absl::string_view type_name() const override { return named_.type_name; }
  const Schema& schema() const override { return named_.resource; }
  const IdentitySchema& identity_schema() const override { return identity_; }

  void Plan(const tf::PlanRequest& request, tf::PlanResponse& response) const override {
    if (response.plan.IsNull()) return;
    if (const auto stored = ToStored(response.plan); !stored.ok()) {
      AddError("Value Conversion Error", stored.status(), response.diagnostics);
      return;
    }
    const Value& id = response.plan.attribute("id");
    const Ids& deferred = SettingsOf(request.operation).defer_changes;
    if (!id.IsKnown() || !deferred.contains(id.string())) return;
    if (!request.operation.client.deferral_allowed) {
      response.diagnostics.AddError(Path::Root("id"), "Invalid resource deferral",
                                    "Changes of this resource are to be deferred, and this client "
                                    "knows no deferral.");
      return;
    }
    response.deferred = tf::DeferredReason::kResourceConfigUnknown;
  }

  void Create(const tf::CreateRequest& request, tf::StateResponse& response) const override {
    const Settings& settings = SettingsOf(request.operation);
    auto resource = Stored(request.plan, response.diagnostics);
    if (!resource.has_value()) return;
    if (!resource->values.contains("id")) {
      auto id = NewId();
      if (!id.ok()) return AddError("failed to generate id", id.status(), response.diagnostics);
      resource->values["id"].string = *std::move(id);
    }
    if (!Complete(*resource, {settings.fail_on_create, "create"}, response.diagnostics)) return;
    if (const absl::Status written = settings.store.Write(*resource); !written.ok()) {
      return AddError("failed to write resource", written, response.diagnostics);
    }
    response.state = StateOf(*resource);
  }

  void Read(const tf::ReadRequest& request, tf::StateResponse& response) const override {
    const Settings& settings = SettingsOf(request.operation);
    const std::string id = IdOf(request.state);
    if (!MayGoOn(id, {settings.fail_on_read, "read"}, response.diagnostics)) return;
    auto found = settings.store.Read(id);
    if (absl::IsNotFound(found.status())) {
      response.state = Value::Null(type_);
      return;
    }
    if (!found.ok())
      return AddError("failed to read resource", found.status(), response.diagnostics);
    if (!found->has_value()) {
      *found = Stored(request.state, response.diagnostics);
      if (!found->has_value()) return;
    } else if (const auto read_id = (*found)->Id(); !read_id.ok()) {
      return AddError("failed to read resource", read_id.status(), response.diagnostics);
    }
    response.state = StateOf(**found);
  }

  void Update(const tf::UpdateRequest& request, tf::StateResponse& response) const override {
    const Settings& settings = SettingsOf(request.operation);
    auto resource = Stored(request.plan, response.diagnostics);
    if (!resource.has_value()) return;
    if (!Complete(*resource, {settings.fail_on_update, "update"}, response.diagnostics)) return;
    if (const absl::Status written = settings.store.Update(*resource); !written.ok()) {
      return AddError("failed to update resource", written, response.diagnostics);
    }
    response.state = StateOf(*resource);
  }

  void Delete(const tf::DeleteRequest& request, tf::StateResponse& response) const override {
    const Settings& settings = SettingsOf(request.operation);
    const std::string id = IdOf(request.state);
    if (!MayGoOn(id, {settings.fail_on_delete, "delete"}, response.diagnostics)) return;
    if (const absl::Status deleted = settings.store.Delete(id); !deleted.ok()) {
      return AddError("failed to delete resource", deleted, response.diagnostics);
    }
    response.state = Value::Null(type_);
  }

  void Import(const tf::ImportRequest& request, tf::StateResponse& response) const override {
    Value id =
        request.identity.IsNull() ? Value::String(request.id) : request.identity.attribute("id");
    std::vector<Value> attributes;
    for (const tf::ObjectAttribute& attribute : type_.attributes()) {
      attributes.push_back(FromStored({}, attribute.type));
    }
    response.state = Value::Object(type_, std::move(attributes)).With("id", std::move(id));
  }

 private:
  // What one of the fail_on_… settings forbids.
  struct Step {
    const Ids& fails;
    absl::string_view verb;
  };

  static bool MayGoOn(const std::string& id, const Step& step, Diagnostics& diagnostics) {
    if (!step.fails.contains(id)) return true;
    diagnostics.AddError(absl::StrCat("failed to ", step.verb, " resource"), "forced failure");
    return false;
  }

  // Nothing, with an error, when the object cannot be stored.
  std::optional<StoredResource> Stored(const Value& object, Diagnostics& diagnostics) const {
    auto stored = ToStored(object);
    if (!stored.ok()) {
      AddError("Value Conversion Error", stored.status(), diagnostics);
      return std::nullopt;
    }
    DropEmptyBlocks(named_.definition.blocks, *stored->object);
    return StoredResource{named_.type_name, *std::move(stored->object)};
  }

  // Adds what is computed; false when that or the step fails.
  bool Complete(StoredResource& resource, const Step& step, Diagnostics& diagnostics) const {
    if (const absl::Status added = AddComputed(named_.definition, resource.values); !added.ok()) {
      AddError("failed to generate computed values", added, diagnostics);
      return false;
    }
    return MayGoOn(resource.values["id"].string.value_or(""), step, diagnostics);
  }

  Value StateOf(const StoredResource& resource) const {
    return FromStored({.object = resource.values}, type_);
  }

  const Named& named_;
  const tf::Type type_;
  IdentitySchema identity_;
};

}  // namespace

std::unique_ptr<tf::Resource> NewResource(const Named& named) {
  return std::make_unique<Resource>(named);
}

}  // namespace mock
