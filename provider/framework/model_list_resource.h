// A list resource whose configuration and whose results are structs.
//
//   class Servers final : public ModelListResource<ServersModel, ServerModel> {
//    public:
//     Servers() : ModelListResource("example_server", "All servers.", ServersFields(),
//                                   ServerFields()) {}
//     void ListModels(const Query& query, const Push& push) const override {
//       for (const Server& server : …) {
//         if (!push({.display_name = server.name, .object = ModelOf(server)})) return;
//       }
//     }
//   };
#ifndef SIXGATE_PROVIDER_FRAMEWORK_MODEL_LIST_RESOURCE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_MODEL_LIST_RESOURCE_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "provider/framework/list_resource.h"
#include "provider/framework/model_part.h"

namespace tf {

// `C` is the configuration, `M` the managed resource's model. Methods may be called from several
// threads at once.
template <class C, class M>
class ModelListResource : public ModelPart<ListResource, C> {
 public:
  struct Query {
    const Operation& operation;
    const C& config;
    // Whether whole objects are asked for. Otherwise what the identity is made of will do.
    bool include_resource;
    int64_t limit;
  };
  struct Found {
    std::string display_name = {};
    M object = {};
    // An error ends the search.
    Diagnostics diagnostics = {};
  };
  using Push = std::function<bool(Found found)>;

  // Pushes each object as ListResource::List does.
  virtual void ListModels(const Query& query, const Push& push) const = 0;

  void List(const ListRequest& request, const PushResult& push) const final {
    ListResult failure;
    const std::optional<C> config = this->Load(request.config, failure.diagnostics);
    if (!config.has_value()) {
      push(std::move(failure));
      return;
    }
    ListModels({request.operation, *config, request.include_resource, request.limit},
               [&](Found found) {
                 ListResult result;
                 result.display_name = std::move(found.display_name);
                 if (!found.diagnostics.HasError()) result.resource = objects_.Store(found.object);
                 result.diagnostics = std::move(found.diagnostics);
                 return push(std::move(result));
               });
  }

 protected:
  // `objects` is the managed resource's.
  ModelListResource(std::string type_name, std::string description, schema::Fields<C> fields,
                    schema::Fields<M> objects)
      : ModelPart<ListResource, C>(std::move(type_name), std::move(description), std::move(fields)),
        objects_(std::move(objects)) {}

 private:
  const schema::Fields<M> objects_;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_MODEL_LIST_RESOURCE_H_
