// A client that does with a provider what Terraform's core does, in the test's own process, and
// judges every plan and every result by core's rules (change_rules.h). What core would call a bug
// in the provider fails the running GoogleTest case at once; what a user would be told is in the
// result's diagnostics.
//
//   Client client(NewProvider());
//   client.Configure("{registry = \"memory:\"}");
//   Instance prefix = client.Resource("sixgate_prefix");
//   const Result created = prefix.Apply(R"({name = "lab", cidr = "2001:db8::/48"})");
//   EXPECT_EQ(created.action, Action::kCreate);
//   EXPECT_EQ(prefix.Plan(R"({name = "lab", cidr = "2001:db8:1::/48"})").action, Action::kReplace);
//   prefix.Destroy();
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_IN_PROCESS_CLIENT_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_IN_PROCESS_CLIENT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/function.h"
#include "provider/framework/provider.h"
#include "provider/framework/schema/schema.h"
#include "provider/framework/testing/change_rules.h"
#include "provider/framework/testing/connection.h"
#include "provider/framework/value/path.h"
#include "provider/framework/value/value.h"

namespace tf::testing {

// What a user would write in a block: a value of its type, or text as literal.h reads it.
class Config {
 public:
  Config(Value value) : content_(std::move(value)) {}        // NOLINT: a value is one
  Config(const char* text) : content_(std::string(text)) {}  // NOLINT: a text is one
  Config(std::string text) : content_(std::move(text)) {}    // NOLINT: a text is one

  Value For(const schema::Body& body) const;

 private:
  std::variant<Value, std::string> content_;
};

enum class Action { kNoOp, kCreate, kUpdate, kReplace, kDelete };

std::ostream& operator<<(std::ostream& out, Action action);

// What became of one step.
struct Result {
  // What was planned, as core calls it.
  Action action = Action::kNoOp;
  // Null for a destroy, and where there was no plan.
  Value planned;
  // The attributes that the replacement is for.
  std::vector<Path> requires_replace;
  // What the client keeps afterwards; null where there is no object.
  Value state;
  // Why the provider did not plan or read; then nothing is applied.
  std::optional<DeferredReason> deferred = std::nullopt;
  // Of all requests of the step, each once, in order.
  Diagnostics diagnostics;

  bool ok() const { return !diagnostics.HasError(); }
  // The errors as text, one a line: "summary: detail".
  std::string ErrorText() const;
};

// One resource instance as core keeps it: its state and private state between the steps. Each step
// begins as a run of Terraform does: the stored state goes through JSON, UpgradeResourceState and
// ReadResource. Not thread-safe, but instances of one client may live on different threads. Lives
// no longer than the client.
class Instance {
 public:
  // Validates and plans, twice, since the answers must not differ. Nothing is kept but what the
  // refresh found.
  Result Plan(const Config& config);

  // Plans, plans again with what has become known, applies, and then expects of the provider that
  // nothing is left to do: reading changes nothing, and the next plan is empty.
  Result Apply(const Config& config) { return Apply(config, config); }
  // The first configuration, which may hold unknowns, is planned; the second is applied.
  Result Apply(const Config& planned, const Config& applied);

  // Plans the destroy and does it.
  Result Destroy();

  // Reads the object.
  Result Refresh();

  // Import as by an id, followed by the read that core does at once. Fails on an instance that has
  // a state.
  Result Import(absl::string_view id);

  // The same by an identity, as in import blocks.
  Result ImportByIdentity(const Value& identity);

  // Takes `json`, stored by schema version `version`, as the state, and refreshes it.
  Result Restore(int64_t version, absl::string_view json) {
    return Restore({version, std::string(json)}, std::nullopt);
  }
  // The same with the identity that was stored beside it.
  struct StoredJson {
    int64_t version = 0;
    std::string json;
  };
  Result Restore(const StoredJson& state, const std::optional<StoredJson>& identity);

  // Takes over the state of another resource type.
  Result Move(const MoveQuestion& question);

  // Replacements create the new object before they delete the old one.
  void SetCreateBeforeDestroy() { create_before_destroy_ = true; }

  // The configuration that `-generate-config-out` writes for the object, which must be acceptable.
  Value GenerateConfig();

  const Value& state() const { return stored_.state; }
  // Null where there is none.
  const Value& identity() const { return stored_.identity; }
  // As the provider sent it.
  const std::string& private_state() const { return stored_.private_state; }
  // Whether a failed create left an object, which core replaces next time.
  bool tainted() const { return stored_.tainted; }

 private:
  friend class Client;

  struct Stored {
    Value state;
    std::string private_state;
    Value identity = {};
    bool tainted = false;
  };
  struct Planned {
    Action action = Action::kNoOp;
    Value value;
    std::string private_state;
    std::vector<Path> requires_replace;
    Value identity = {};
    std::optional<DeferredReason> deferred = std::nullopt;
  };
  // What a plan is made from besides the configuration.
  struct Before {
    const Stored& prior;
    // Of the plan that was made first.
    std::string planned_private = {};
  };

  // Cuts from the schema what the client does not know.
  Instance(Connection& connection, std::string type_name, const ClientCapabilities& client);

  // These stop where core stops, and return false then: after errors.
  // What was deferred is in `found`.
  bool ReadStored(Planned& found, Diagnostics& diagnostics);
  void ExpectDeferralAllowed(const std::optional<DeferredReason>& deferred) const;
  bool Ask(const Value& config, const Before& before, Planned& planned,
           Diagnostics& diagnostics) const;
  bool PlanChange(const Value& config, const Before& before, Planned& planned,
                  Diagnostics& diagnostics) const;
  bool PlanDestroy(Planned& planned, Diagnostics& diagnostics) const;
  bool Execute(const Value& config, const Planned& planned, Diagnostics& diagnostics);
  bool CreateOrUpdate(const Value& config, const Planned& planned, Stored& stored,
                      Diagnostics& diagnostics) const;
  bool ApplyOne(const Value& config, const Planned& planned, Stored& stored,
                Diagnostics& diagnostics) const;

  void Keep(StateAnswer answer);
  void DropUnchanged(const Value& prior, Planned& planned) const;
  void ExpectSettled(const Value& config);
  void Report(absl::string_view title, const Violations& violations) const;
  void ExpectStorable(absl::string_view title, const Value& state, const Value& identity) const;
  Result Begin(StateAnswer answer);
  Result Imported(StateAnswer answer, std::string what);
  Result Finished(const Planned& planned, Diagnostics diagnostics) const;

  Connection* connection_;
  std::string type_name_;
  // As the client sees it.
  schema::Schema schema_;
  bool deferral_allowed_ = false;
  Stored stored_;
  bool create_before_destroy_ = false;
};

struct DataResult {
  Value state;
  Diagnostics diagnostics;
};

struct SearchOptions {
  bool include_resource = false;
  int64_t limit = 100;
};

struct SearchResult {
  // Those with an identity.
  std::vector<ListEvent> found;
  Diagnostics diagnostics;
};

// Thread-safe.
class Client {
 public:
  // The provider must be acceptable to the server (server::Server::Create), else the test stops.
  // Operations log to `log`, which outlives the client (kept_log.h); without it they are silent.
  explicit Client(std::unique_ptr<Provider> provider,
                  const ClientCapabilities& client = Terraform116(), LogSink* log = nullptr);
  ~Client();

  // Validates and configures.
  Diagnostics Configure(const Config& config);
  // What an interrupt does.
  void Stop();

  // A resource of the provider, without an object yet.
  Instance Resource(absl::string_view type_name);
  // Validates and reads.
  DataResult ReadData(absl::string_view type_name, const Config& config);
  FunctionResult Call(absl::string_view function, absl::Span<const Value> arguments);

  // The whole life of an ephemeral resource: validated, opened, renewed as often as said where it
  // wants that, and closed twice, as an interrupted run may do.
  OpenAnswer Live(absl::string_view type_name, const Config& config, int renewals = 1);

  // Validates, and takes results until there are as many as wanted.
  SearchResult Search(absl::string_view type_name, const Config& config,
                      const SearchOptions& options = {});

  // Validates, plans and invokes.
  InvokeAnswer Invoke(absl::string_view type_name, const Config& config);

 private:
  const ClientCapabilities client_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_IN_PROCESS_CLIENT_H_
