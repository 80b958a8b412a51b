#include <utility>

#include "tests/protocol/mock_provider/parts.h"
#include "tests/protocol/mock_provider/settings.h"

namespace mock {
namespace {

class ListResource final : public tf::ListResource {
 public:
  explicit ListResource(const Named& named) : named_(named), type_(named.resource.type()) {}

  absl::string_view type_name() const override { return named_.type_name; }
  const tf::schema::Schema& schema() const override { return named_.list; }

  void List(const tf::ListRequest& request, const tf::PushResult& push) const override {
    Store::Query query = {.resource_type = named_.type_name, .limit = request.limit};
    if (request.config.IsKnown() && request.config.attribute("id").IsKnown()) {
      query.id = request.config.attribute("id").string();
    }
    bool wanted = true;
    const absl::Status listed =
        SettingsOf(request.operation).store.List(query, [&](const StoredResource& resource) {
          if (wanted) wanted = push(ResultOf(request, resource));
        });
    if (listed.ok()) return;
    tf::ListResult failure;
    failure.diagnostics.AddError("failed to query resources", std::string(listed.message()));
    push(std::move(failure));
  }

 private:
  tf::ListResult ResultOf(const tf::ListRequest& request, const StoredResource& resource) const {
    tf::ListResult result;
    const auto id = resource.Id();
    if (!id.ok()) {
      result.diagnostics.AddError("failed to query resource", std::string(id.status().message()));
      return result;
    }
    result.display_name = *id;
    result.identity = tf::Value::Object({{"id", tf::Value::String(*id)}});
    if (request.include_resource) result.resource = FromStored({.object = resource.values}, type_);
    return result;
  }

  const Named& named_;
  const tf::Type type_;
};

}  // namespace

std::unique_ptr<tf::ListResource> NewListResource(const Named& named) {
  return std::make_unique<ListResource>(named);
}

}  // namespace mock
