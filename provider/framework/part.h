// What all the kinds of things that a provider offers under a type name have in common.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PART_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PART_H_

#include "absl/strings/string_view.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/operation.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/value/value.h"

namespace tf {

// A resource, data source, ephemeral resource, list resource or action. Methods, those of the
// derived classes too, may be called from several threads at once. Values in requests have the type
// of the schema.
class Part {
 public:
  virtual ~Part() = default;
  // With the provider's prefix: "sixgate_prefix".
  virtual absl::string_view type_name() const = 0;
  // What its block may hold, or for list resources and actions the `config` block in it. The same
  // object for the life of the part.
  virtual const schema::Schema& schema() const = 0;
};

struct ValidateRequest {
  const Operation& operation;
  // May hold unknowns.
  Value config;
};

// Rules between attributes; every attribute's own have been kept when it is asked.
class PartWithValidate {
 public:
  virtual ~PartWithValidate() = default;
  virtual void Validate(const ValidateRequest& request, Diagnostics& diagnostics) const = 0;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PART_H_
