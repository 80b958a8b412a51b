// A data source: reads, never writes.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_DATA_SOURCE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_DATA_SOURCE_H_

#include <optional>

#include "provider/framework/part.h"

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
  std::optional<DeferredReason> deferred = std::nullopt;
};

class DataSource : public Part {
 public:
  // What was not found is an error diagnostic.
  virtual void Read(const ReadDataRequest& request, ReadDataResponse& response) const = 0;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_DATA_SOURCE_H_
