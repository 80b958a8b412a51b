#include "tests/protocol/mock_provider/provider.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "tests/protocol/mock_provider/dynamic_definitions.h"
#include "tests/protocol/mock_provider/files.h"
#include "tests/protocol/mock_provider/parts.h"
#include "tests/protocol/mock_provider/schemas.h"
#include "tests/protocol/mock_provider/settings.h"
#include "tests/protocol/mock_provider/static_definitions.h"

namespace mock {
namespace {

using tf::Diagnostics;
using tf::Path;
using tf::Type;
using tf::Value;
using tf::schema::Attribute;
using tf::schema::Schema;

Attribute Optional(absl::string_view name, Type type, absl::string_view description) {
  Attribute attribute;
  attribute.name = std::string(name);
  attribute.type = std::move(type);
  attribute.optional = true;
  attribute.description = std::string(description);
  return attribute;
}

Schema ProviderSchema() {
  const Type ids = Type::List(Type::String());
  Schema schema;
  schema.description =
      "Resources of every shape that a schema can have, kept as JSON files: for tests of Terraform "
      "itself and of the framework. Besides `tfcoremock_simple_resource` and "
      "`tfcoremock_complex_resource` it offers what `dynamic_resources.json`, or the file named by "
      "`TFCOREMOCK_DYNAMIC_RESOURCES_FILE`, defines; each as a resource, data source, list "
      "resource and action.";
  schema.body.attributes = {
      Optional("data_directory", Type::String(),
               "Where the files of the data sources are; `terraform.data` unless given."),
      Optional("defer_changes", ids,
               "Resources with one of these ids have their changes deferred."),
      Optional("fail_on_create", ids, "Resources with one of these ids cannot be created."),
      Optional("fail_on_delete", ids, "Resources with one of these ids cannot be deleted."),
      Optional("fail_on_read", ids, "Resources with one of these ids cannot be read."),
      Optional("fail_on_update", ids, "Resources with one of these ids cannot be updated."),
      Optional("resource_directory", Type::String(),
               "Where each resource is written as a file; `terraform.resource` unless given."),
      Optional("use_only_state", Type::Bool(),
               "Write no files: the state alone knows the resources. Off unless given."),
  };
  return schema;
}

// A directory of the configuration. One that is not known yet is as good as none.
void TakeDirectory(const Value& configured, std::string& directory) {
  if (!configured.IsNull()) directory = configured.IsKnown() ? configured.string() : "";
}

Ids TakeIds(const Value& config, const std::string& name, Diagnostics& diagnostics) {
  Ids ids;
  const Value& list = config.attribute(name);
  if (list.IsUnknown()) {
    diagnostics.AddError(Path::Root(name), "value is unknown", "unknown values are not permitted");
  }
  if (!list.IsKnown()) return ids;
  int64_t index = 0;
  for (const Value& id : list.elements()) {
    if (id.IsKnown()) {
      ids.insert(id.string());
    } else {
      diagnostics.AddError(Path::Root(name).Index(index), "element is null",
                           "null values are not permitted");
    }
    ++index;
  }
  return ids;
}

class Provider final : public tf::Provider {
 public:
  explicit Provider(const Definitions& dynamic) : schema_(ProviderSchema()) {
    Add("tfcoremock_simple_resource", SimpleDefinition());
    Add("tfcoremock_complex_resource", ComplexDefinition());
    for (const auto& [name, definition] : dynamic) Add(name, definition);
  }

  const Schema& schema() const override { return schema_; }
  Diagnostics SchemaProblems() const override { return problems_; }

  std::vector<std::unique_ptr<tf::Resource>> Resources() const override {
    return Parts(NewResource);
  }
  std::vector<std::unique_ptr<tf::DataSource>> DataSources() const override {
    return Parts(NewDataSource);
  }
  std::vector<std::unique_ptr<tf::ListResource>> ListResources() const override {
    return Parts(NewListResource);
  }
  std::vector<std::unique_ptr<tf::Action>> Actions() const override { return Parts(NewAction); }

  void Configure(const tf::ConfigureRequest& request, tf::ConfigureResponse& response) override {
    const Value& config = request.config;
    Store::Options options;
    TakeDirectory(config.attribute("resource_directory"), options.resource_directory);
    TakeDirectory(config.attribute("data_directory"), options.data_directory);
    const Value& only_state = config.attribute("use_only_state");
    options.only_state = only_state.IsKnown() && only_state.boolean();
    auto settings = std::make_shared<Settings>(std::move(options));
    settings->fail_on_create = TakeIds(config, "fail_on_create", response.diagnostics);
    settings->fail_on_read = TakeIds(config, "fail_on_read", response.diagnostics);
    settings->fail_on_update = TakeIds(config, "fail_on_update", response.diagnostics);
    settings->fail_on_delete = TakeIds(config, "fail_on_delete", response.diagnostics);
    settings->defer_changes = TakeIds(config, "defer_changes", response.diagnostics);
    response.data = std::move(settings);
  }

 private:
  void Add(const std::string& type_name, const Definition& definition) {
    auto resource = ResourceSchema(definition);
    auto data_source = DataSourceSchema(definition);
    auto action = ActionSchema(definition);
    if (!resource.ok() || !data_source.ok() || !action.ok()) {
      problems_.AddError(absl::StrCat("failed to build resource schema for '", type_name, "'"),
                         std::string(resource.status().message()));
      return;
    }
    named_.push_back(std::make_unique<const Named>(
        Named{type_name, definition, *std::move(resource), *std::move(data_source),
              *std::move(action), ListSchema(definition)}));
  }

  template <class Part>
  std::vector<std::unique_ptr<Part>> Parts(std::unique_ptr<Part> (*make)(const Named&)) const {
    std::vector<std::unique_ptr<Part>> parts;
    for (const auto& named : named_) parts.push_back(make(*named));
    return parts;
  }

  const Schema schema_;
  // Where they are stays the same, for the parts refer to them.
  std::vector<std::unique_ptr<const Named>> named_;
  Diagnostics problems_;
};

class BrokenProvider final : public tf::Provider {
 public:
  explicit BrokenProvider(const absl::Status& reason) {
    problems_.AddError("The dynamic resources file cannot be used", std::string(reason.message()));
  }

  const Schema& schema() const override { return schema_; }
  Diagnostics SchemaProblems() const override { return problems_; }
  void Configure(const tf::ConfigureRequest&, tf::ConfigureResponse& response) override {
    response.diagnostics = problems_;
  }

 private:
  const Schema schema_ = {};
  Diagnostics problems_;
};

}  // namespace

absl::StatusOr<Definitions> ReadDefinitions(const std::string& path) {
  const auto text = ReadFile(path, kDefinitionsBytesMax);
  if (absl::IsNotFound(text.status())) return Definitions();
  RETURN_IF_ERROR(text.status());
  auto definitions = ParseDefinitions(*text);
  if (!definitions.ok()) return engine::base::Annotate(definitions.status(), path);
  return definitions;
}

std::unique_ptr<tf::Provider> NewProvider(const Definitions& dynamic) {
  return std::make_unique<Provider>(dynamic);
}

std::unique_ptr<tf::Provider> NewBrokenProvider(const absl::Status& reason) {
  return std::make_unique<BrokenProvider>(reason);
}

}  // namespace mock
