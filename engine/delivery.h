// Which directories a change touches, and keeping them equal to what the registry says.
//
// A directory is always written from a view of the registry that was read after its lock was taken,
// so that of two writers the later one knows what the earlier one knew.
#ifndef SIXGATE_ENGINE_DELIVERY_H_
#define SIXGATE_ENGINE_DELIVERY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "engine/base/file_system.h"
#include "engine/base/mutex.h"
#include "engine/deliver/directory.h"
#include "engine/deliver/lock.h"
#include "engine/inventory/inventory.h"
#include "engine/inventory/kind.h"

namespace engine {

// A gateway or a host, whose files a change can touch.
struct Place {
  inventory::Kind kind = inventory::Kind::kGateway;
  inventory::Ref ref;

  bool operator==(const Place&) const = default;
};

struct DeliveryOptions {
  // All must outlive the Delivery.
  inventory::Inventory& inventory;
  base::FileSystem& files;
  deliver::DirectoryLocks& locks;
  absl::Duration timeout;
};

// Safe for several threads. Errors of all functions, beyond those named: those of the inventory, of
// rendering (render.h), of deliver::Deliver and of the locks.
class Delivery {
 public:
  explicit Delivery(const DeliveryOptions& options) : options_(options) {}

  // Whose files depend on an object: gateways first, so that a gateway is closed before anything
  // else goes.
  absl::StatusOr<std::vector<Place>> PlacesOf(const inventory::PrefixRecord& record);
  absl::StatusOr<std::vector<Place>> PlacesOf(const inventory::GatewayRecord& record);
  absl::StatusOr<std::vector<Place>> PlacesOf(const inventory::HostRecord& record);
  absl::StatusOr<std::vector<Place>> PlacesOf(const inventory::AddressRecord& record);
  absl::StatusOr<std::vector<Place>> PlacesOf(const inventory::OpeningRecord& record);
  absl::StatusOr<std::vector<Place>> PlacesOf(const inventory::EgressOpeningRecord& record);

  // Writes the files of a place as they are after every change that was committed before the call;
  // OK when it has no directory, or is gone. Calls that wait for the same place share one writing.
  absl::Status Deliver(const Place& place);

  // Writes the files of the places as they are without `removed`, which `commit` then removes,
  // while nobody else can write there. After an error of either the files are put back as far as
  // that is possible.
  absl::Status DeliverWithout(const std::vector<Place>& places, const inventory::ObjectId& removed,
                              absl::FunctionRef<absl::Status()> commit);

  // Takes away what is in a directory that is no longer the object's.
  absl::Status Withdraw(const deliver::Target& target);

  // The paths of a place whose files differ from what the registry says.
  absl::StatusOr<std::vector<std::string>> Drift(const Place& place);

 private:
  // Where the files of a place go and what they are, by one view of the registry.
  struct Content {
    deliver::Target target;
    std::vector<deliver::File> files;
    // The place itself goes.
    bool is_removed = false;
  };
  struct LockedPlace {
    Place place;
    // Its directory was made for this.
    bool made = false;
  };
  using MaybeContent = absl::StatusOr<std::optional<Content>>;
  using Lock = std::unique_ptr<deliver::DirectoryLock>;

  // Of what belongs to a host: the host's places; none when it is gone.
  template <class Record>
  absl::StatusOr<std::vector<Place>> PlacesOfHost(const Record& member);

  // nullopt: it has no directory, or is gone.
  absl::StatusOr<std::optional<deliver::Target>> TargetOf(const Place& place);
  MaybeContent ContentOf(const Place& place, const inventory::ObjectId* removed);
  MaybeContent GatewayContent(const Place& place, const inventory::ObjectId* removed);
  MaybeContent HostContent(const Place& place, const inventory::ObjectId* removed);
  absl::Status Write(const Content& content);
  absl::Status WriteAll(const std::vector<LockedPlace>& places, const inventory::ObjectId* removed);

  // Deliver, while the directory is locked.
  absl::Status WriteLocked(const Place& place, const deliver::Target& target, bool& moved);

  // How often a place was asked for, and which of these askings its files are known to answer.
  struct Askings {
    uint64_t asked = 0;
    uint64_t answered = 0;
  };
  using AskingsByPlace = std::map<std::pair<inventory::Kind, std::string>, Askings>;
  uint64_t Ask(const Place& place);
  bool IsAnswered(const Place& place, uint64_t asking);
  uint64_t LastAsking(const Place& place);
  void Answer(const Place& place, uint64_t asking);

  const DeliveryOptions options_;
  base::Mutex mutex_;
  AskingsByPlace askings_ ABSL_GUARDED_BY(mutex_);
};

// Where the files of an object go; nullopt: nowhere.
std::optional<deliver::Target> TargetOf(const inventory::GatewayRecord& record);
std::optional<deliver::Target> TargetOf(const inventory::HostRecord& record);

}  // namespace engine

#endif  // SIXGATE_ENGINE_DELIVERY_H_
