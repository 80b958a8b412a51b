// A provider served over gRPC inside the test's process, and its requests in the framework's own
// types. in_process_client.h builds core's behaviour on it; tests of single requests use it as it
// is.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_CONNECTION_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_CONNECTION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/function.h"
#include "provider/framework/provider.h"
#include "provider/framework/server/server.h"
#include "provider/framework/value/path.h"
#include "provider/framework/value/value.h"

namespace tf::testing {

struct PlanQuestion {
  Value config;
  Value prior;
  Value proposed;
  std::string prior_private;
};

struct PlanAnswer {
  Value planned;
  std::string planned_private;
  std::vector<Path> requires_replace;
  Diagnostics diagnostics;
};

struct ApplyQuestion {
  Value config;
  Value prior;
  Value planned;
  std::string planned_private;
};

struct StateAnswer {
  Value state;
  std::string private_state;
  Diagnostics diagnostics;
};

struct MoveQuestion {
  std::string source_provider_address;
  std::string source_type_name;
  int64_t source_schema_version = 0;
  std::string source_state_json;
};

// What a client would refuse (a failed call, bytes that do not fit the schema, a diagnostic without
// a severity) fails the running GoogleTest case. Thread-safe.
class Connection {
 public:
  // The provider must be acceptable to the server (server::Server::Create), else the program stops.
  explicit Connection(std::unique_ptr<Provider> provider);
  ~Connection();

  const server::Server& server() const;

  Diagnostics ValidateProvider(const Value& config);
  Diagnostics Configure(const Value& config);
  void Stop();

  Diagnostics ValidateResource(const std::string& type_name, const Value& config);
  PlanAnswer Plan(const std::string& type_name, const PlanQuestion& question);
  StateAnswer Apply(const std::string& type_name, const ApplyQuestion& question);
  StateAnswer Read(const std::string& type_name, const Value& state,
                   const std::string& private_state);
  StateAnswer Upgrade(const std::string& type_name, int64_t version, absl::string_view json);
  StateAnswer Import(const std::string& type_name, absl::string_view id);
  StateAnswer Move(const std::string& type_name, const MoveQuestion& question);

  Diagnostics ValidateData(const std::string& type_name, const Value& config);
  StateAnswer ReadData(const std::string& type_name, const Value& config);
  FunctionResult Call(const std::string& function, absl::Span<const Value> arguments);

 private:
  struct Grpc;

  const Type& ResourceType(const std::string& type_name) const;

  std::unique_ptr<server::Server> server_;
  std::unique_ptr<Grpc> grpc_;
};

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_CONNECTION_H_
