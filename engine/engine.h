// The front door of the engine: the inventory of a registry, the text that follows from it, and the
// files on this machine that are kept up to date with it.
//
//   ASSIGN_OR_RETURN(const std::unique_ptr<Engine> engine, Engine::Open({.owner = "default"}));
//   ASSIGN_OR_RETURN(const HostRecord host, engine->hosts().Create(spec));
#ifndef SIXGATE_ENGINE_ENGINE_H_
#define SIXGATE_ENGINE_ENGINE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "engine/base/entropy.h"
#include "engine/base/file_system.h"
#include "engine/base/issue.h"
#include "engine/deliver/directory.h"
#include "engine/deliver/lock.h"
#include "engine/inventory/build.h"
#include "engine/inventory/collection.h"
#include "engine/inventory/error.h"
#include "engine/inventory/inventory.h"
#include "engine/inventory/record.h"
#include "engine/inventory/site_view.h"
#include "engine/inventory/spec.h"
#include "engine/site/site.h"

namespace engine {

inline constexpr absl::string_view kDefaultRegistryUrl = "sqlite:.sixgate/registry.db";
inline constexpr absl::string_view kDefaultOwner = "default";

struct EngineOptions {
  std::string registry_url = std::string(kDefaultRegistryUrl);
  std::string owner = std::string(kDefaultOwner);
  // How long one call waits for a registry or directory that others hold.
  absl::Duration operation_timeout = absl::Seconds(60);
  // Null: the machine's own. They must outlive the engine.
  const base::Clock* clock = nullptr;
  base::Entropy* entropy = nullptr;
  base::FileSystem* file_system = nullptr;
  deliver::DirectoryLocks* locks = nullptr;
};

using File = deliver::File;

// What a gateway needs as a whole.
struct GatewayConfig {
  inventory::GatewayView view;
  // The ruleset included, sorted by path.
  std::vector<File> files;
  // What contradicts the secure design, or comes near to it.
  base::Issues warnings;
};

// Safe for several threads.
class Engine {
 public:
  // Reaches no disk and no network: that happens when the engine is used.
  // kInvalidArgument, kUnimplemented: as registry::OpenRegistry, or an empty owner.
  static absl::StatusOr<std::unique_ptr<Engine>> Open(EngineOptions options);
  ~Engine();

  // The inventory's collections, with delivery: an object with a `deploy_directory` has its files
  // there once Create or Update returned OK, and those of a gateway are rewritten when anything
  // behind it changes. When files cannot be written, Create undoes the record and Update restores
  // the old one, and both return the error; Delete removes the files first and keeps the record if
  // that fails. Their contracts are inventory::Collection's; the errors of deliver/directory.h are
  // at "deploy.directory".
  inventory::Prefixes& prefixes();
  inventory::Gateways& gateways();
  inventory::Hosts& hosts();
  inventory::Addresses& addresses();
  inventory::Openings& openings();
  inventory::EgressOpenings& egress_openings();

  // By the clock that records are written with.
  absl::Time Now() const;
  absl::StatusOr<std::optional<std::string>> RegistryId();
  // As Inventory::InitRegistry.
  absl::Status InitRegistry(absl::string_view id);

  // Sorted by path. Pure. The files of a host without what openings between its own networks add.
  // kFailedPrecondition when the site contradicts the secure design or a format cannot express it,
  // kResourceExhausted when it has no room; the message says what.
  static absl::StatusOr<std::vector<File>> HostFiles(const site::Gateway& gateway,
                                                     const site::Host& host);
  // The paths of HostFiles, sorted; they depend on nothing else.
  static std::vector<std::string> HostPaths(site::NetworkManager network_manager);
  // What does not depend on anything behind the gateway.
  static absl::StatusOr<std::vector<File>> GatewayFiles(const site::Gateway& gateway);

  // One consistent view of the registry. kNotFound when there is no such object.
  absl::StatusOr<GatewayConfig> ConfigOf(const inventory::Ref& gateway);
  absl::StatusOr<inventory::PrefixView> SiteOf(const inventory::Ref& prefix);

  // The paths below the object's deploy_directory whose file is missing or differs from what the
  // registry says; empty without a deploy_directory, and when the object is gone.
  absl::StatusOr<std::vector<std::string>> GatewayDrift(const inventory::Ref& gateway);
  absl::StatusOr<std::vector<std::string>> HostDrift(const inventory::Ref& host);

 private:
  class Parts;
  explicit Engine(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace engine

#endif  // SIXGATE_ENGINE_ENGINE_H_
