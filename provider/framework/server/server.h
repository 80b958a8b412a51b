// A provider ready to answer: its parts by name, their types made once, and what Configure left.
// The operations themselves stand in the other headers of this folder: functions that need one part
// and no server.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_SERVER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_SERVER_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/base/mutex.h"
#include "provider/framework/provider.h"
#include "provider/framework/server/calls.h"

namespace tf::server {

// A part with the type its schema implies.
template <class T>
struct Entry {
  std::unique_ptr<T> part;
  Type type;
};

// A managed resource, and its identity, if it has one.
template <>
struct Entry<Resource> {
  std::unique_ptr<Resource> part;
  Type type;
  const ResourceWithIdentity* with_identity = nullptr;
  Type identity_type = {};
};

template <class T>
using Entries = std::map<std::string, Entry<T>, std::less<>>;

// Safe for several threads at once.
class Server {
 public:
  // kInvalidArgument names the part whose schema or signature breaks Terraform's rules, or the name
  // that is used twice.
  static absl::StatusOr<std::unique_ptr<Server>> Create(std::unique_ptr<Provider> provider);

  const Provider& provider() const { return *provider_; }
  // Of the provider block.
  const Type& config_type() const { return config_type_; }
  const Entries<Resource>& resources() const { return resources_; }
  const Entries<DataSource>& data_sources() const { return data_sources_; }
  const Entries<EphemeralResource>& ephemeral_resources() const { return ephemeral_resources_; }
  // Each has a resource of its name, with an identity.
  const Entries<ListResource>& list_resources() const { return list_resources_; }
  const Entries<Action>& actions() const { return actions_; }
  const std::map<std::string, std::unique_ptr<Function>, std::less<>>& functions() const {
    return functions_;
  }

  // Of `provider_meta` blocks; dynamic where the provider has no schema for them.
  const Type& meta_type() const { return meta_type_; }

  // Replaces what an earlier Configure left; requests in flight go on with the old.
  Diagnostics Configure(const ConfigureRequest& request);
  // What a request that starts now comes with.
  Operation NewOperation(std::stop_token stop, const ClientCapabilities& client) const;
  // The requests in flight, as far as somebody may want to stop them.
  Calls& calls() { return calls_; }
  // Lets go of what Configure left. Requests still in flight keep it until they end.
  void Close();

 private:
  explicit Server(std::unique_ptr<Provider> provider);
  absl::Status AddParts();

  const std::unique_ptr<Provider> provider_;
  Type config_type_;
  Type meta_type_;
  Entries<Resource> resources_;
  Entries<DataSource> data_sources_;
  Entries<EphemeralResource> ephemeral_resources_;
  Entries<ListResource> list_resources_;
  Entries<Action> actions_;
  std::map<std::string, std::unique_ptr<Function>, std::less<>> functions_;

  mutable engine::base::Mutex mutex_;
  ProviderDataPtr data_ ABSL_GUARDED_BY(mutex_);
  std::optional<DeferredReason> deferred_ ABSL_GUARDED_BY(mutex_);

  Calls calls_;
};

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_SERVER_H_
