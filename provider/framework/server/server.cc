#include "provider/framework/server/server.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "provider/framework/server/defaults.h"

namespace tf::server {
namespace {

using engine::base::Annotate;
using engine::base::MutexLock;

// What Terraform itself reads in these blocks: nobody could set an attribute of that name.
constexpr std::array kResourceArguments = {"connection", "count",    "depends_on", "for_each",
                                           "lifecycle",  "provider", "provisioner"};
constexpr std::array kProviderArguments = {"alias", "version"};

template <size_t n>
absl::Status CheckNamesFree(const schema::Schema& schema,
                            const std::array<const char*, n>& reserved) {
  for (const char* name : reserved) {
    const auto has_name = [&](const auto& part) { return part.name == name; };
    if (std::any_of(schema.body.attributes.begin(), schema.body.attributes.end(), has_name) ||
        std::any_of(schema.body.blocks.begin(), schema.body.blocks.end(), has_name)) {
      return absl::InvalidArgumentError(
          absl::StrCat(name, ": Terraform keeps this name to itself; use another"));
    }
  }
  return absl::OkStatus();
}

using schema::SchemaOwner;

// Whether the schema's arguments stand in the block itself, and not alone in its `config` block.
bool StandsInBlock(SchemaOwner owner) {
  return owner != SchemaOwner::kListResource && owner != SchemaOwner::kAction;
}

template <class T>
absl::Status AddEntries(std::vector<std::unique_ptr<T>> parts, SchemaOwner owner,
                        Entries<T>& entries) {
  for (std::unique_ptr<T>& part : parts) {
    const std::string name(part->type_name());
    RETURN_IF_ERROR(Annotate(schema::CheckSchema(part->schema(), owner), name));
    if (StandsInBlock(owner)) {
      RETURN_IF_ERROR(Annotate(CheckNamesFree(part->schema(), kResourceArguments), name));
    }
    Type type = part->schema().type();
    if (!entries.emplace(name, Entry<T>{std::move(part), std::move(type)}).second) {
      return absl::InvalidArgumentError(absl::StrCat(name, " is declared twice"));
    }
  }
  return absl::OkStatus();
}

absl::Status AddIdentities(Entries<Resource>& resources) {
  for (auto& [name, entry] : resources) {
    entry.with_identity = dynamic_cast<const ResourceWithIdentity*>(entry.part.get());
    if (entry.with_identity == nullptr) continue;
    const schema::IdentitySchema& schema = entry.with_identity->identity_schema();
    RETURN_IF_ERROR(Annotate(schema::CheckIdentity(schema), name));
    entry.identity_type = schema.type();
  }
  return absl::OkStatus();
}

absl::Status CheckListed(const Entries<ListResource>& lists, const Entries<Resource>& resources) {
  for (const auto& [name, entry] : lists) {
    const auto found = resources.find(name);
    if (found == resources.end() || found->second.with_identity == nullptr) {
      return absl::InvalidArgumentError(absl::StrCat(
          "list resource ", name, " needs a resource of that name that has an identity"));
    }
  }
  return absl::OkStatus();
}

bool IsIdentifier(absl::string_view name) {
  for (const char c : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '_') return false;
  }
  return !name.empty() && !absl::ascii_isdigit(static_cast<unsigned char>(name[0]));
}

absl::Status CheckFunction(const Function& function) {
  std::set<std::string> names;
  std::vector<Parameter> parameters = function.signature().parameters;
  if (function.signature().variadic.has_value()) {
    parameters.push_back(*function.signature().variadic);
  }
  for (const Parameter& parameter : parameters) {
    if (!IsIdentifier(parameter.name) || !names.insert(parameter.name).second) {
      return absl::InvalidArgumentError(absl::StrCat("function ", function.name(), ": parameter \"",
                                                     parameter.name,
                                                     "\" is not an identifier, or is there twice"));
    }
  }
  if (!IsIdentifier(function.name())) {
    return absl::InvalidArgumentError(
        absl::StrCat("function \"", function.name(), "\" is not an identifier"));
  }
  return absl::OkStatus();
}

}  // namespace

Server::Server(std::unique_ptr<Provider> provider)
    : provider_(std::move(provider)), config_type_(provider_->schema().type()) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Create(std::unique_ptr<Provider> provider) {
  std::unique_ptr<Server> server(new Server(std::move(provider)));
  const schema::Schema& schema = server->provider_->schema();
  RETURN_IF_ERROR(Annotate(schema::CheckSchema(schema, SchemaOwner::kProvider), "provider"));
  RETURN_IF_ERROR(Annotate(CheckNamesFree(schema, kProviderArguments), "provider"));
  if (const schema::Schema* meta = server->provider_->meta_schema()) {
    RETURN_IF_ERROR(
        Annotate(schema::CheckSchema(*meta, SchemaOwner::kProviderMeta), "provider_meta"));
    server->meta_type_ = meta->type();
  }
  RETURN_IF_ERROR(server->AddParts());
  return server;
}

absl::Status Server::AddParts() {
  RETURN_IF_ERROR(AddEntries(provider_->Resources(), SchemaOwner::kResource, resources_));
  RETURN_IF_ERROR(AddIdentities(resources_));
  RETURN_IF_ERROR(AddEntries(provider_->DataSources(), SchemaOwner::kDataSource, data_sources_));
  RETURN_IF_ERROR(AddEntries(provider_->EphemeralResources(), SchemaOwner::kEphemeralResource,
                             ephemeral_resources_));
  RETURN_IF_ERROR(
      AddEntries(provider_->ListResources(), SchemaOwner::kListResource, list_resources_));
  RETURN_IF_ERROR(CheckListed(list_resources_, resources_));
  RETURN_IF_ERROR(AddEntries(provider_->Actions(), SchemaOwner::kAction, actions_));
  for (std::unique_ptr<Function>& function : provider_->Functions()) {
    RETURN_IF_ERROR(CheckFunction(*function));
    const std::string name(function->name());
    if (!functions_.emplace(name, std::move(function)).second) {
      return absl::InvalidArgumentError(absl::StrCat("function ", name, " is declared twice"));
    }
  }
  return absl::OkStatus();
}

Diagnostics Server::Configure(const ConfigureRequest& request) {
  ConfigureResponse response;
  ConfigureRequest with_defaults = request;
  with_defaults.config = WithDefaults(provider_->schema().body, request.config);
  provider_->Configure(with_defaults, response);
  if (response.deferred.has_value() && !request.client.deferral_allowed &&
      !response.diagnostics.HasError()) {
    response.diagnostics.AddError(
        "Provider cannot be configured yet",
        "Its configuration holds values that are known only after apply, and this client cannot "
        "come back to what depends on them: apply with -target what gives these values first.");
  }
  if (!response.diagnostics.HasError()) {
    MutexLock lock(mutex_);
    data_ = std::move(response.data);
    deferred_ = response.deferred;
  }
  return response.diagnostics;
}

Operation Server::NewOperation(std::stop_token stop, const ClientCapabilities& client) const {
  MutexLock lock(mutex_);
  return {std::move(stop), data_, client, deferred_};
}

void Server::Close() {
  ProviderDataPtr data;
  {
    MutexLock lock(mutex_);
    data = std::move(data_);
    data_ = nullptr;
  }
  // Destroyed outside the lock: it may take its time.
}

}  // namespace tf::server
