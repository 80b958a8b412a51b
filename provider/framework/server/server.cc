#include "provider/framework/server/server.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"

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

template <class T>
absl::Status AddEntries(std::vector<std::unique_ptr<T>> parts, Entries<T>& entries) {
  for (std::unique_ptr<T>& part : parts) {
    const std::string name(part->type_name());
    RETURN_IF_ERROR(Annotate(schema::CheckSchema(part->schema()), name));
    RETURN_IF_ERROR(Annotate(CheckNamesFree(part->schema(), kResourceArguments), name));
    Type type = part->schema().type();
    if (!entries.emplace(name, Entry<T>{std::move(part), std::move(type)}).second) {
      return absl::InvalidArgumentError(absl::StrCat(name, " is declared twice"));
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
  RETURN_IF_ERROR(Annotate(schema::CheckSchema(schema), "provider"));
  RETURN_IF_ERROR(Annotate(CheckNamesFree(schema, kProviderArguments), "provider"));
  RETURN_IF_ERROR(AddEntries(server->provider_->Resources(), server->resources_));
  RETURN_IF_ERROR(AddEntries(server->provider_->DataSources(), server->data_sources_));
  for (std::unique_ptr<Function>& function : server->provider_->Functions()) {
    RETURN_IF_ERROR(CheckFunction(*function));
    const std::string name(function->name());
    if (!server->functions_.emplace(name, std::move(function)).second) {
      return absl::InvalidArgumentError(absl::StrCat("function ", name, " is declared twice"));
    }
  }
  return server;
}

Diagnostics Server::Configure(const ConfigureRequest& request) {
  ConfigureResponse response;
  provider_->Configure(request, response);
  if (!response.diagnostics.HasError()) {
    MutexLock lock(mutex_);
    data_ = std::move(response.data);
    // Requests in flight keep the source they have, so that a later Stop reaches them, too.
    if (stop_.stop_requested()) stop_ = std::stop_source();
  }
  return response.diagnostics;
}

Operation Server::NewOperation(const ClientCapabilities& client) const {
  MutexLock lock(mutex_);
  return {stop_.get_token(), data_, client};
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

std::stop_source Server::CurrentStop() {
  MutexLock lock(mutex_);
  return stop_;
}

void Server::Stop() {
  // Outside the lock: stop callbacks run here.
  CurrentStop().request_stop();
}

}  // namespace tf::server
