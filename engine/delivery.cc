#include "engine/delivery.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/render.h"

namespace engine {
namespace {

using inventory::GatewayRecord;
using inventory::HostRecord;
using inventory::Kind;
using inventory::ObjectId;
using inventory::Ref;

// How often a directory may move elsewhere between a look at the record and the lock.
constexpr int kMovesMax = 10;

template <class Record>
std::optional<deliver::Target> TargetOfRecord(const Record& record) {
  if (!record.spec.deploy_directory.has_value()) return std::nullopt;
  return deliver::Target{.directory = *record.spec.deploy_directory,
                         .owner_id = record.header.id,
                         .owner = absl::StrCat(KindName(decltype(record.spec)::kKind), " ",
                                               base::Quote(record.spec.name)),
                         .made = false};
}

template <class Record>
void Erase(std::vector<Record>& records, const ObjectId* removed) {
  if (removed == nullptr) return;
  std::erase_if(records, [&](const Record& record) { return record.header.id == removed->id; });
}

absl::StatusOr<std::vector<Place>> GatewayOnly(absl::StatusOr<std::vector<Place>> places) {
  if (places.ok()) {
    std::erase_if(*places, [](const Place& place) { return place.kind != Kind::kGateway; });
  }
  return places;
}

absl::Status Moved(const deliver::Target& target) {
  return absl::AbortedError(absl::StrCat("deploy.directory of ", target.owner,
                                         " was changed by others at the same time: try again"));
}

// What the file system says, with whose directory it is about; the errors of engine/deliver say so
// themselves.
absl::Status InDirectory(const absl::Status& status, const deliver::Target& target) {
  if (status.ok() || absl::StartsWith(status.message(), "deploy.directory")) return status;
  return absl::Status(status.code(),
                      absl::StrCat("deploy.directory ", base::Quote(target.directory), " of ",
                                   target.owner, ": ", status.message(),
                                   "; put that right or name another directory, then apply again"));
}

}  // namespace

std::optional<deliver::Target> TargetOf(const GatewayRecord& record) {
  return TargetOfRecord(record);
}
std::optional<deliver::Target> TargetOf(const HostRecord& record) { return TargetOfRecord(record); }

absl::StatusOr<std::vector<Place>> Delivery::PlacesOf(const inventory::PrefixRecord& record) {
  const auto gateway = options_.inventory.gateways().Find(record.cidr().ToString());
  if (absl::IsNotFound(gateway.status())) return std::vector<Place>();
  RETURN_IF_ERROR(gateway.status());
  return PlacesOf(*gateway);
}

absl::StatusOr<std::vector<Place>> Delivery::PlacesOf(const GatewayRecord& record) {
  std::vector<Place> places = {{.kind = Kind::kGateway, .ref = RefOf(record)}};
  // Its policy is in the files of its hosts.
  ASSIGN_OR_RETURN(const inventory::GatewayView view,
                   options_.inventory.ViewGateway(RefOf(record)));
  for (const HostRecord& host : view.hosts) {
    if (engine::TargetOf(host).has_value())
      places.push_back({.kind = Kind::kHost, .ref = RefOf(host)});
  }
  return places;
}

absl::StatusOr<std::vector<Place>> Delivery::PlacesOf(const HostRecord& record) {
  const Ref gateway = {.registry_id = record.header.registry_id, .id = record.spec.gateway};
  return std::vector<Place>{{.kind = Kind::kGateway, .ref = gateway},
                            {.kind = Kind::kHost, .ref = RefOf(record)}};
}

template <class Record>
absl::StatusOr<std::vector<Place>> Delivery::PlacesOfHost(const Record& member) {
  const Ref host = {.registry_id = member.header.registry_id, .id = member.spec.host};
  ASSIGN_OR_RETURN(const auto found, options_.inventory.hosts().Read(host));
  if (!found.has_value()) return std::vector<Place>();
  return PlacesOf(*found);
}

absl::StatusOr<std::vector<Place>> Delivery::PlacesOf(const inventory::AddressRecord& record) {
  // The host itself does not know which container has which address.
  return GatewayOnly(PlacesOfHost(record));
}

absl::StatusOr<std::vector<Place>> Delivery::PlacesOf(const inventory::OpeningRecord& record) {
  return PlacesOfHost(record);
}

absl::StatusOr<std::vector<Place>> Delivery::PlacesOf(
    const inventory::EgressOpeningRecord& record) {
  // Hosts let everything leave by the uplink.
  return GatewayOnly(PlacesOfHost(record));
}

absl::StatusOr<std::optional<deliver::Target>> Delivery::TargetOf(const Place& place) {
  if (place.kind == Kind::kGateway) {
    ASSIGN_OR_RETURN(const auto gateway, options_.inventory.gateways().Read(place.ref));
    return gateway.has_value() ? engine::TargetOf(*gateway) : std::nullopt;
  }
  ASSIGN_OR_RETURN(const auto host, options_.inventory.hosts().Read(place.ref));
  return host.has_value() ? engine::TargetOf(*host) : std::nullopt;
}

Delivery::MaybeContent Delivery::GatewayContent(const Place& place, const ObjectId* removed) {
  auto view = options_.inventory.ViewGateway(place.ref);
  if (absl::IsNotFound(view.status())) return std::nullopt;
  RETURN_IF_ERROR(view.status());
  std::optional<deliver::Target> target = engine::TargetOf(view->gateway);
  if (!target.has_value()) return std::nullopt;
  Content content = {.target = *std::move(target), .files = {}};
  Erase(view->hosts, removed);
  Erase(view->addresses, removed);
  Erase(view->openings, removed);
  Erase(view->egress_openings, removed);
  ASSIGN_OR_RETURN(content.files, RenderGateway(*view));
  return content;
}

Delivery::MaybeContent Delivery::HostContent(const Place& place, const ObjectId* removed) {
  auto view = options_.inventory.ViewHost(place.ref);
  if (absl::IsNotFound(view.status())) return std::nullopt;
  RETURN_IF_ERROR(view.status());
  std::optional<deliver::Target> target = engine::TargetOf(view->host);
  if (!target.has_value()) return std::nullopt;
  Content content = {.target = *std::move(target), .files = {}};
  Erase(view->openings, removed);
  ASSIGN_OR_RETURN(content.files, RenderHost(*view));
  return content;
}

Delivery::MaybeContent Delivery::ContentOf(const Place& place, const ObjectId* removed) {
  if (removed != nullptr && removed->id == place.ref.id) {
    ASSIGN_OR_RETURN(std::optional<deliver::Target> target, TargetOf(place));
    if (!target.has_value()) return std::nullopt;
    return Content{.target = *std::move(target), .files = {}, .is_removed = true};
  }
  return place.kind == Kind::kGateway ? GatewayContent(place, removed)
                                      : HostContent(place, removed);
}

absl::Status Delivery::Write(const Content& content) {
  const absl::Status status = content.is_removed
                                  ? deliver::Withdraw(options_.files, content.target)
                                  : deliver::Deliver(options_.files, content.target, content.files);
  return InDirectory(status, content.target);
}

uint64_t Delivery::Ask(const Place& place) {
  const base::MutexLock lock(mutex_);
  return ++askings_[{place.kind, place.ref.id}].asked;
}

bool Delivery::IsAnswered(const Place& place, uint64_t asking) {
  const base::MutexLock lock(mutex_);
  return askings_[{place.kind, place.ref.id}].answered >= asking;
}

uint64_t Delivery::LastAsking(const Place& place) {
  const base::MutexLock lock(mutex_);
  return askings_[{place.kind, place.ref.id}].asked;
}

void Delivery::Answer(const Place& place, uint64_t asking) {
  const base::MutexLock lock(mutex_);
  uint64_t& answered = askings_[{place.kind, place.ref.id}].answered;
  answered = std::max(answered, asking);
}

absl::Status Delivery::Deliver(const Place& place) {
  const uint64_t asking = Ask(place);
  for (int i = 0; i < kMovesMax; ++i) {
    ASSIGN_OR_RETURN(std::optional<deliver::Target> target, TargetOf(place));
    if (!target.has_value()) return absl::OkStatus();
    RETURN_IF_ERROR(InDirectory(deliver::PrepareTarget(options_.files, *target), *target));
    const auto lock = options_.locks.Lock(target->directory, options_.timeout);
    // Somebody withdrew from it in between.
    if (absl::IsNotFound(lock.status())) continue;
    RETURN_IF_ERROR(lock.status());
    // Whoever began to write after we asked has seen what we committed before.
    if (IsAnswered(place, asking)) return absl::OkStatus();
    const uint64_t last = LastAsking(place);
    bool moved = false;
    const absl::Status written = WriteLocked(place, *target, moved);
    RETURN_IF_ERROR(written);
    if (moved) continue;
    Answer(place, last);
    return absl::OkStatus();
  }
  return absl::AbortedError("a deploy.directory was changed by others again and again: try again");
}

absl::Status Delivery::WriteLocked(const Place& place, const deliver::Target& target, bool& moved) {
  ASSIGN_OR_RETURN(std::optional<Content> content, ContentOf(place, nullptr));
  if (!content.has_value() || content->target.directory != target.directory) {
    moved = true;
    return deliver::Withdraw(options_.files, target);
  }
  content->target.made = target.made;
  const absl::Status written = Write(*content);
  // A directory that was made for nothing goes again.
  if (!written.ok() && target.made) deliver::Withdraw(options_.files, target).IgnoreError();
  return written;
}

absl::Status Delivery::WriteAll(const std::vector<LockedPlace>& places, const ObjectId* removed) {
  for (const LockedPlace& locked : places) {
    ASSIGN_OR_RETURN(std::optional<Content> content, ContentOf(locked.place, removed));
    if (!content.has_value()) continue;
    content->target.made = locked.made;
    RETURN_IF_ERROR(Write(*content));
  }
  return absl::OkStatus();
}

absl::Status Delivery::DeliverWithout(const std::vector<Place>& places, const ObjectId& removed,
                                      absl::FunctionRef<absl::Status()> commit) {
  std::map<std::string, deliver::Target> targets;
  for (const Place& place : places) {
    ASSIGN_OR_RETURN(std::optional<deliver::Target> target, TargetOf(place));
    if (!target.has_value()) continue;
    // A directory that the user removed already is not made again for that.
    ASSIGN_OR_RETURN(const base::FileInfo info, options_.files.Info(target->directory));
    const bool is_missing = info.type == base::FileType::kNone;
    if (is_missing && removed.id == place.ref.id) continue;
    RETURN_IF_ERROR(InDirectory(deliver::PrepareTarget(options_.files, *target), *target));
    const std::string directory = target->directory;
    targets.emplace(directory, *std::move(target));
  }
  // In the order of their names, so that two of us never wait for each other.
  std::vector<Lock> locks;
  for (const auto& [directory, target] : targets) {
    ASSIGN_OR_RETURN(locks.emplace_back(), options_.locks.Lock(directory, options_.timeout));
  }
  std::vector<LockedPlace> locked;
  for (const Place& place : places) {
    ASSIGN_OR_RETURN(const std::optional<deliver::Target> target, TargetOf(place));
    if (!target.has_value()) continue;
    const auto found = targets.find(target->directory);
    if (found != targets.end()) {
      locked.push_back({.place = place, .made = found->second.made});
    } else if (removed.id != place.ref.id) {
      return Moved(*target);
    }
  }
  absl::Status status = WriteAll(locked, &removed);
  if (status.ok()) status = commit();
  // The record is still there, so its files belong there.
  if (!status.ok()) WriteAll(locked, nullptr).IgnoreError();
  return status;
}

absl::Status Delivery::Withdraw(const deliver::Target& target) {
  ASSIGN_OR_RETURN(const base::FileInfo info, options_.files.Info(target.directory));
  if (info.type != base::FileType::kDirectory) return absl::OkStatus();
  const auto lock = options_.locks.Lock(target.directory, options_.timeout);
  if (absl::IsNotFound(lock.status())) return absl::OkStatus();
  RETURN_IF_ERROR(lock.status());
  return InDirectory(deliver::Withdraw(options_.files, target), target);
}

absl::StatusOr<std::vector<std::string>> Delivery::Drift(const Place& place) {
  ASSIGN_OR_RETURN(const std::optional<Content> content, ContentOf(place, nullptr));
  if (!content.has_value()) return std::vector<std::string>();
  return deliver::Drift(options_.files, content->target, content->files);
}

}  // namespace engine
