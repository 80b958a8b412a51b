// A Terraform provider: what a product hands to the framework to serve.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PROVIDER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PROVIDER_H_

#include <memory>
#include <string>
#include <vector>

#include "provider/framework/data_source.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/function.h"
#include "provider/framework/operation.h"
#include "provider/framework/resource.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/value/value.h"

namespace tf {

struct ConfigureRequest {
  // May hold unknowns while planning.
  Value config;
  std::string terraform_version;
};

struct ConfigureResponse {
  // Given to every later request of this process, until it is configured again.
  ProviderDataPtr data;
  Diagnostics diagnostics;
};

// The lists are asked for once, before the first request; methods may be called from several
// threads.
class Provider {
 public:
  virtual ~Provider() = default;
  virtual const schema::Schema& schema() const = 0;
  virtual std::vector<std::unique_ptr<Resource>> Resources() const = 0;
  virtual std::vector<std::unique_ptr<DataSource>> DataSources() const = 0;
  virtual std::vector<std::unique_ptr<Function>> Functions() const = 0;

  // Rules between the provider block's attributes.
  virtual void Validate(const Value& config, Diagnostics& diagnostics) const {
    (void)config;
    (void)diagnostics;
  }
  virtual void Configure(const ConfigureRequest& request, ConfigureResponse& response) = 0;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PROVIDER_H_
