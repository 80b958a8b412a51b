// A data source: reads, never writes.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_DATA_SOURCE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_DATA_SOURCE_H_

#include "absl/strings/string_view.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/operation.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/value/value.h"

namespace tf {

struct ReadDataRequest {
  const Operation& operation;
  // Wholly known.
  Value config;
};

struct ReadDataResponse {
  // Wholly known and not null, unless there is an error.
  Value state;
  Diagnostics diagnostics;
};

// Methods may be called from several threads at once.
class DataSource {
 public:
  virtual ~DataSource() = default;
  virtual absl::string_view type_name() const = 0;
  // The same object for the life of the data source.
  virtual const schema::Schema& schema() const = 0;
  // What was not found is an error diagnostic.
  virtual void Read(const ReadDataRequest& request, ReadDataResponse& response) const = 0;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_DATA_SOURCE_H_
