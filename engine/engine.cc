#include "engine/engine.h"

#include <filesystem>
#include <system_error>
#include <type_traits>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/delivery.h"
#include "engine/fileset/fileset.h"
#include "engine/registry/open.h"
#include "engine/render.h"
#include "engine/site/check.h"
#include "engine/site/names.h"

namespace engine {
namespace {

using inventory::AtAttribute;
using inventory::Kind;
using inventory::Ref;

constexpr absl::string_view kDirectoryAttribute = "deploy.directory";

template <class Record>
std::optional<deliver::Target> OwnTarget(const Record& record) {
  if constexpr (requires { record.spec.deploy_directory; }) {
    return TargetOf(record);
  } else {
    return std::nullopt;
  }
}

// A collection of the inventory that keeps the files of its objects up to date. The inventory and
// the delivery must outlive it.
template <class Spec, class Record>
class Delivered final : public inventory::Collection<Spec, Record> {
 public:
  using Inner = inventory::Collection<Spec, Record>;

  Delivered(Inner& inner, Delivery& delivery, base::FileSystem& files)
      : inner_(inner), delivery_(delivery), files_(files) {}

  absl::StatusOr<Record> Create(const Spec& spec) override {
    RETURN_IF_ERROR(CheckDirectory(spec));
    ASSIGN_OR_RETURN(Record record, inner_.Create(spec));
    const absl::Status delivered =
        NeedsDelivery(std::nullopt, record) ? Deliver(record) : absl::OkStatus();
    if (delivered.ok()) return record;
    return WithUndo(delivered, Undo(record));
  }

  absl::StatusOr<std::optional<Record>> Read(const Ref& ref) override { return inner_.Read(ref); }

  absl::StatusOr<Record> Update(const Ref& ref, const Spec& spec) override {
    RETURN_IF_ERROR(CheckDirectory(spec));
    ASSIGN_OR_RETURN(const std::optional<Record> old, inner_.Read(ref));
    ASSIGN_OR_RETURN(Record record, inner_.Update(ref, spec));
    absl::Status delivered = NeedsDelivery(old, record) ? Deliver(record) : absl::OkStatus();
    if (delivered.ok() && old.has_value()) delivered = WithdrawMoved(*old, record);
    if (delivered.ok()) return record;
    return WithUndo(delivered, old.has_value() ? Restore(*old, record) : Undo(record));
  }

  absl::Status Delete(const Ref& ref) override {
    // One that a gateway has files about is in use.
    if constexpr (std::is_same_v<Record, inventory::PrefixRecord>) return inner_.Delete(ref);
    ASSIGN_OR_RETURN(const std::optional<Record> record, inner_.Read(ref));
    if (!record.has_value()) return absl::OkStatus();
    // What is used keeps its files too.
    RETURN_IF_ERROR(inner_.CanDelete(ref));
    ASSIGN_OR_RETURN(const std::vector<Place> places, delivery_.PlacesOf(*record));
    return delivery_.DeliverWithout(places, {.kind = Spec::kKind, .id = ref.id},
                                    [&] { return inner_.Delete(ref); });
  }

  absl::Status CanDelete(const Ref& ref) override { return inner_.CanDelete(ref); }

  absl::StatusOr<Record> Find(absl::string_view text) override { return inner_.Find(text); }

  absl::StatusOr<base::Issues> Check(const Spec& spec,
                                     const std::optional<Ref>& existing) override {
    ASSIGN_OR_RETURN(base::Issues issues, inner_.Check(spec, existing));
    absl::Status directory;
    if constexpr (requires { spec.deploy_directory; }) {
      // One that is in use already may well be out of reach of whoever only plans.
      const bool is_new = !existing.has_value() || IsMoved(inner_.Read(*existing), spec);
      if (is_new && spec.deploy_directory.has_value()) {
        directory = deliver::CheckDeliverable(files_, TargetOfSpec(spec));
      }
    }
    if (!directory.ok()) {
      issues.push_back({.severity = base::Severity::kError,
                        .path = std::string(kDirectoryAttribute),
                        .message = std::string(directory.message())});
    }
    return issues;
  }

  absl::StatusOr<base::Issues> CheckDelete(const Ref& ref) override {
    return inner_.CheckDelete(ref);
  }

 private:
  // What can be known before anything is written.
  absl::Status CheckDirectory(const Spec& spec) {
    if constexpr (requires { spec.deploy_directory; }) {
      if (!spec.deploy_directory.has_value()) return absl::OkStatus();
      return AtAttribute(deliver::CheckTarget(files_, TargetOfSpec(spec)), kDirectoryAttribute);
    } else {
      return absl::OkStatus();
    }
  }

  static deliver::Target TargetOfSpec(const Spec& spec) {
    return {.directory = *spec.deploy_directory,
            .owner_id = "",
            .owner = absl::StrCat(KindName(Spec::kKind), " ", base::Quote(spec.name)),
            .made = false};
  }

  static bool IsMoved(const absl::StatusOr<std::optional<Record>>& old, const Spec& spec) {
    return old.ok() && old->has_value() && (*old)->spec.deploy_directory != spec.deploy_directory;
  }

  // Most changes of a prefix are in no file, and a new one has no gateway yet.
  static bool NeedsDelivery(const std::optional<Record>& old, const Record& record) {
    if constexpr (std::is_same_v<Record, inventory::PrefixRecord>) {
      return old.has_value() && (old->spec.delivery != record.spec.delivery ||
                                 old->address_plan != record.address_plan);
    } else {
      return true;
    }
  }

  absl::Status Deliver(const Record& record) {
    ASSIGN_OR_RETURN(const std::vector<Place> places, delivery_.PlacesOf(record));
    for (const Place& place : places) {
      const absl::Status status = delivery_.Deliver(place);
      const bool is_own = place.ref.id == record.header.id;
      if (!status.ok()) return is_own ? AtAttribute(status, kDirectoryAttribute) : status;
    }
    return absl::OkStatus();
  }

  absl::Status WithdrawMoved(const Record& old, const Record& record) {
    const std::optional<deliver::Target> before = OwnTarget(old);
    const std::optional<deliver::Target> after = OwnTarget(record);
    if (!before.has_value() || (after.has_value() && after->directory == before->directory)) {
      return absl::OkStatus();
    }
    return AtAttribute(delivery_.Withdraw(*before), kDirectoryAttribute);
  }

  // The record goes, whatever protects it: its Create has not returned.
  absl::Status Undo(const Record& record) {
    const absl::StatusOr<std::vector<Place>> places = delivery_.PlacesOf(record);
    if constexpr (requires { record.spec.deletion_protection; }) {
      if (record.spec.deletion_protection) {
        Spec open = record.spec;
        open.deletion_protection = false;
        RETURN_IF_ERROR(inner_.Update(RefOf(record), open).status());
      }
    }
    RETURN_IF_ERROR(inner_.Delete(RefOf(record)));
    if (places.ok()) Redeliver(*places);
    if (const std::optional<deliver::Target> own = OwnTarget(record)) {
      delivery_.Withdraw(*own).IgnoreError();
    }
    return absl::OkStatus();
  }

  absl::Status Restore(const Record& old, const Record& record) {
    RETURN_IF_ERROR(inner_.Update(RefOf(old), old.spec).status());
    const absl::StatusOr<std::vector<Place>> places = delivery_.PlacesOf(old);
    if (places.ok()) Redeliver(*places);
    WithdrawMoved(record, old).IgnoreError();
    return absl::OkStatus();
  }

  // As far as possible: whatever made the delivery fail may be there still, and drift shows it.
  void Redeliver(const std::vector<Place>& places) {
    for (const Place& place : places) delivery_.Deliver(place).IgnoreError();
  }

  static absl::Status WithUndo(const absl::Status& failure, const absl::Status& undone) {
    if (undone.ok()) return failure;
    return inventory::Reword(
        failure, failure.code(),
        absl::StrCat(failure.message(),
                     "; the registry could not be put back as it was: ", undone.message()));
  }

  Inner& inner_;
  Delivery& delivery_;
  base::FileSystem& files_;
};

// The registry for messages: whoever reads one later may be in another directory.
std::string Located(const std::string& registry_url) {
  constexpr absl::string_view kSqlite = "sqlite:";
  if (!absl::StartsWith(registry_url, kSqlite)) return registry_url;
  std::error_code error;
  const auto path = std::filesystem::absolute(registry_url.substr(kSqlite.size()), error);
  return error ? registry_url : absl::StrCat(kSqlite, path.lexically_normal().string());
}

// The option if it is given, else one of our own.
template <class T>
T& Or(T* given, const std::unique_ptr<T>& own) {
  return given != nullptr ? *given : *own;
}

}  // namespace

class Engine::Parts {
 public:
  Parts(const EngineOptions& options, std::unique_ptr<registry::Registry> opened)
      : clock(Or(options.clock, real_clock)),
        registry(std::move(opened)),
        inventory({.registry = *registry,
                   .clock = clock,
                   .entropy = Or(options.entropy, real_entropy),
                   .location = options.registry_url,
                   .owner = options.owner}),
        files(Or(options.file_system, real_files)),
        delivery({.inventory = inventory,
                  .files = files,
                  .locks = Or(options.locks, real_locks),
                  .timeout = options.operation_timeout}) {}

  const std::unique_ptr<const base::Clock> real_clock = base::RealClock();
  const std::unique_ptr<base::Entropy> real_entropy = base::RealEntropy();
  const std::unique_ptr<base::FileSystem> real_files = base::RealFileSystem();
  const std::unique_ptr<deliver::DirectoryLocks> real_locks = deliver::RealDirectoryLocks();
  const base::Clock& clock;
  const std::unique_ptr<registry::Registry> registry;
  inventory::Inventory inventory;
  base::FileSystem& files;
  Delivery delivery;
  Delivered<inventory::PrefixSpec, inventory::PrefixRecord> prefixes{inventory.prefixes(), delivery,
                                                                     files};
  Delivered<inventory::GatewaySpec, inventory::GatewayRecord> gateways{inventory.gateways(),
                                                                       delivery, files};
  Delivered<inventory::HostSpec, inventory::HostRecord> hosts{inventory.hosts(), delivery, files};
  Delivered<inventory::AddressSpec, inventory::AddressRecord> addresses{inventory.addresses(),
                                                                        delivery, files};
  Delivered<inventory::OpeningSpec, inventory::OpeningRecord> openings{inventory.openings(),
                                                                       delivery, files};
  Delivered<inventory::EgressOpeningSpec, inventory::EgressOpeningRecord> egress_openings{
      inventory.egress_openings(), delivery, files};
};

Engine::Engine(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Engine::~Engine() = default;

absl::StatusOr<std::unique_ptr<Engine>> Engine::Open(EngineOptions options) {
  RETURN_IF_ERROR(AtAttribute(site::CheckName("owner", options.owner), "owner"));
  auto opened = registry::OpenRegistry(options.registry_url,
                                       {.operation_timeout = options.operation_timeout});
  RETURN_IF_ERROR(AtAttribute(opened.status(), "registry"));
  options.registry_url = Located(options.registry_url);
  auto parts = std::make_unique<Parts>(options, *std::move(opened));
  return std::unique_ptr<Engine>(new Engine(std::move(parts)));
}

inventory::Prefixes& Engine::prefixes() { return parts_->prefixes; }
inventory::Gateways& Engine::gateways() { return parts_->gateways; }
inventory::Hosts& Engine::hosts() { return parts_->hosts; }
inventory::Addresses& Engine::addresses() { return parts_->addresses; }
inventory::Openings& Engine::openings() { return parts_->openings; }
inventory::EgressOpenings& Engine::egress_openings() { return parts_->egress_openings; }

absl::Time Engine::Now() const { return parts_->clock.Now(); }

absl::StatusOr<std::optional<std::string>> Engine::RegistryId() {
  return parts_->inventory.RegistryId();
}

absl::Status Engine::InitRegistry(absl::string_view id) {
  return parts_->inventory.InitRegistry(id);
}

absl::StatusOr<std::vector<File>> Engine::HostFiles(const site::Gateway& gateway,
                                                    const site::Host& host) {
  return RenderHostAlone(gateway, host);
}

std::vector<std::string> Engine::HostPaths(site::NetworkManager network_manager) {
  return fileset::HostPaths(network_manager);
}

absl::StatusOr<std::vector<File>> Engine::GatewayFiles(const site::Gateway& gateway) {
  return RenderGatewayAlone(gateway);
}

absl::StatusOr<GatewayConfig> Engine::ConfigOf(const Ref& gateway) {
  ASSIGN_OR_RETURN(inventory::GatewayView view, parts_->inventory.ViewGateway(gateway));
  ASSIGN_OR_RETURN(std::vector<File> files, RenderGateway(view));
  base::Issues warnings = site::Check(view.Site());
  return GatewayConfig{
      .view = std::move(view), .files = std::move(files), .warnings = std::move(warnings)};
}

absl::StatusOr<inventory::PrefixView> Engine::SiteOf(const Ref& prefix) {
  return parts_->inventory.ViewPrefix(prefix);
}

absl::StatusOr<std::vector<std::string>> Engine::GatewayDrift(const Ref& gateway) {
  return parts_->delivery.Drift({.kind = Kind::kGateway, .ref = gateway});
}

absl::StatusOr<std::vector<std::string>> Engine::HostDrift(const Ref& host) {
  return parts_->delivery.Drift({.kind = Kind::kHost, .ref = host});
}

}  // namespace engine
