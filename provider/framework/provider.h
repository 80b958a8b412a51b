// A Terraform provider: what a product hands to the framework to serve.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PROVIDER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PROVIDER_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "provider/framework/action.h"
#include "provider/framework/data_source.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/ephemeral_resource.h"
#include "provider/framework/function.h"
#include "provider/framework/list_resource.h"
#include "provider/framework/log.h"
#include "provider/framework/operation.h"
#include "provider/framework/resource.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/value/value.h"

namespace tf {

struct ConfigureRequest {
  // With defaults. May hold unknowns while planning.
  Value config;
  std::string terraform_version;
  ClientCapabilities client = {};
  Log log = {};
};

struct ConfigureResponse {
  // Given to every later request of this process, until it is configured again.
  ProviderDataPtr data;
  Diagnostics diagnostics;
  // Every resource, data source, ephemeral resource and action is deferred for this reason.
  std::optional<DeferredReason> deferred = std::nullopt;
};

// The lists are asked for once, before the first request; methods may be called from several
// threads.
class Provider {
 public:
  virtual ~Provider() = default;
  virtual const schema::Schema& schema() const = 0;
  // What modules may say in `provider_meta` blocks, or null pointer.
  virtual const schema::Schema* meta_schema() const { return nullptr; }

  // Why the provider cannot be used at all, such as what is wrong in a file that its schemas are
  // made from: clients show it when they ask for the schemas, and go no further after an error.
  virtual Diagnostics SchemaProblems() const { return {}; }

  virtual std::vector<std::unique_ptr<Resource>> Resources() const { return {}; }
  virtual std::vector<std::unique_ptr<DataSource>> DataSources() const { return {}; }
  virtual std::vector<std::unique_ptr<EphemeralResource>> EphemeralResources() const { return {}; }
  virtual std::vector<std::unique_ptr<ListResource>> ListResources() const { return {}; }
  virtual std::vector<std::unique_ptr<Action>> Actions() const { return {}; }
  virtual std::vector<std::unique_ptr<Function>> Functions() const { return {}; }

  // Rules between the provider block's attributes.
  virtual void Validate(const Value& config, Diagnostics& diagnostics) const {
    (void)config;
    (void)diagnostics;
  }
  virtual void Configure(const ConfigureRequest& request, ConfigureResponse& response) = 0;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PROVIDER_H_
