// A provider ready to answer: its parts by name, their types made once, and what Configure left.
// The operations themselves stand in plan.h, apply.h, import.h, upgrade.h, validate.h: functions
// that need one resource and no server.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_SERVER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_SERVER_H_

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/base/mutex.h"
#include "provider/framework/provider.h"

namespace tf::server {

// A resource or data source with the type its schema implies.
template <class T>
struct Entry {
  std::unique_ptr<T> part;
  Type type;
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
  const std::map<std::string, std::unique_ptr<Function>, std::less<>>& functions() const {
    return functions_;
  }

  // Replaces what an earlier Configure left; requests in flight go on with the old.
  Diagnostics Configure(const ConfigureRequest& request);
  // What a request that starts now comes with.
  Operation NewOperation(const ClientCapabilities& client) const;
  // Asks every request in flight to stop. A later Configure starts afresh.
  void Stop();
  // Lets go of what Configure left. Requests still in flight keep it until they end.
  void Close();

 private:
  explicit Server(std::unique_ptr<Provider> provider);

  std::stop_source CurrentStop();

  const std::unique_ptr<Provider> provider_;
  Type config_type_;
  Entries<Resource> resources_;
  Entries<DataSource> data_sources_;
  std::map<std::string, std::unique_ptr<Function>, std::less<>> functions_;

  mutable engine::base::Mutex mutex_;
  ProviderDataPtr data_ ABSL_GUARDED_BY(mutex_);
  std::stop_source stop_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_SERVER_H_
