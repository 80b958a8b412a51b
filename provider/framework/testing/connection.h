// A provider served over gRPC inside the test's process, and its requests in the framework's own
// types. in_process_client.h builds core's behaviour on it; tests of single requests use it as it
// is.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_CONNECTION_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_CONNECTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/function.h"
#include "provider/framework/provider.h"
#include "provider/framework/server/server.h"
#include "provider/framework/value/path.h"
#include "provider/framework/value/value.h"

namespace tfplugin6 {
class DynamicValue;
}

namespace tf::testing {

// Identities are null where there is none.

struct PlanQuestion {
  Value config;
  Value prior;
  Value proposed;
  std::string prior_private;
  Value prior_identity = {};
  // Of the first plan, in the second.
  std::string planned_private = {};
};

struct PlanAnswer {
  Value planned;
  std::string planned_private;
  std::vector<Path> requires_replace;
  Value planned_identity;
  std::optional<DeferredReason> deferred;
  Diagnostics diagnostics;
};

struct ApplyQuestion {
  Value config;
  Value prior;
  Value planned;
  std::string planned_private;
  Value planned_identity = {};
};

struct ReadQuestion {
  Value state;
  std::string private_state;
  Value identity = {};
};

struct StateAnswer {
  Value state;
  std::string private_state;
  Value identity;
  std::optional<DeferredReason> deferred;
  Diagnostics diagnostics;
};

// One of the two.
struct ImportQuestion {
  std::string id = {};
  Value identity = {};
};

struct MoveQuestion {
  std::string source_provider_address;
  std::string source_type_name;
  int64_t source_schema_version = 0;
  std::string source_state_json;
  std::string source_private = {};
  std::string source_identity_json = {};
};

struct ValueAnswer {
  Value value;
  Diagnostics diagnostics;
};

struct OpenAnswer {
  Value result;
  std::optional<absl::Time> renew_at;
  std::string private_state;
  std::optional<DeferredReason> deferred;
  Diagnostics diagnostics;
};

struct RenewAnswer {
  std::optional<absl::Time> renew_at;
  std::string private_state;
  Diagnostics diagnostics;
};

struct ListQuestion {
  Value config;
  bool include_resource = false;
  int64_t limit = 100;
};

struct ListEvent {
  Value identity;
  std::string display_name;
  // Null where it was not sent.
  Value resource;
  Diagnostics diagnostics;
};

struct PlanActionAnswer {
  std::optional<DeferredReason> deferred;
  Diagnostics diagnostics;
};

struct InvokeAnswer {
  std::vector<std::string> progress;
  Diagnostics diagnostics;
};

// What Terraform 1.16 can do.
ClientCapabilities Terraform116();

// What a client would refuse (a failed call, bytes that do not fit the schema, a diagnostic without
// a severity) fails the running GoogleTest case. Thread-safe.
class Connection {
 public:
  // The provider must be acceptable to the server (server::Server::Create), else the program stops.
  explicit Connection(std::unique_ptr<Provider> provider,
                      const ClientCapabilities& client = Terraform116(), LogSink* log = nullptr);
  ~Connection();

  // What the module that the next requests come from says in its provider_meta block.
  void SetProviderMeta(Value meta) { meta_ = std::move(meta); }

  const server::Server& server() const;

  Diagnostics ValidateProvider(const Value& config);
  Diagnostics Configure(const Value& config);
  void Stop();

  Diagnostics ValidateResource(const std::string& type_name, const Value& config);
  PlanAnswer Plan(const std::string& type_name, const PlanQuestion& question);
  StateAnswer Apply(const std::string& type_name, const ApplyQuestion& question);
  StateAnswer Read(const std::string& type_name, const ReadQuestion& question);
  ValueAnswer Upgrade(const std::string& type_name, int64_t version, absl::string_view json);
  ValueAnswer UpgradeIdentity(const std::string& type_name, int64_t version,
                              absl::string_view json);
  StateAnswer Import(const std::string& type_name, const ImportQuestion& question);
  StateAnswer Move(const std::string& type_name, const MoveQuestion& question);
  ValueAnswer GenerateConfig(const std::string& type_name, const Value& state);

  Diagnostics ValidateData(const std::string& type_name, const Value& config);
  StateAnswer ReadData(const std::string& type_name, const Value& config);
  FunctionResult Call(const std::string& function, absl::Span<const Value> arguments);

  Diagnostics ValidateEphemeral(const std::string& type_name, const Value& config);
  OpenAnswer Open(const std::string& type_name, const Value& config);
  RenewAnswer Renew(const std::string& type_name, const std::string& private_state);
  Diagnostics Close(const std::string& type_name, const std::string& private_state);

  Diagnostics ValidateList(const std::string& type_name, const Value& config);
  // Gives each event to `take` until that says false: then the stream is cancelled.
  void List(const std::string& type_name, const ListQuestion& question,
            const std::function<bool(ListEvent)>& take);

  Diagnostics ValidateAction(const std::string& type_name, const Value& config);
  PlanActionAnswer PlanAction(const std::string& type_name, const Value& config);
  InvokeAnswer InvokeAction(const std::string& type_name, const Value& config);

 private:
  struct Grpc;

  const server::Entry<Resource>& Entry(const std::string& type_name) const;
  void EncodeMeta(::tfplugin6::DynamicValue& message) const;

  ClientCapabilities client_;
  Value meta_;

  std::unique_ptr<server::Server> server_;
  std::unique_ptr<Grpc> grpc_;
};

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_CONNECTION_H_
