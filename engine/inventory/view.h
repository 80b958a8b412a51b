// Typed reading of one snapshot.
#ifndef SIXGATE_ENGINE_INVENTORY_VIEW_H_
#define SIXGATE_ENGINE_INVENTORY_VIEW_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/inventory/collection.h"
#include "engine/inventory/context.h"
#include "engine/inventory/keys.h"
#include "engine/inventory/kind.h"
#include "engine/inventory/record_json.h"
#include "engine/registry/registry.h"

namespace engine::inventory {

// An object as it was read.
template <class Spec>
struct Stored : StoredObject<Spec> {
  registry::Revision revision;
};

// How messages call an object: openings have no name, and may have a description.
template <class Spec>
const std::string& NameOf(const Spec& spec) {
  if constexpr (requires { spec.name; }) {
    return spec.name;
  } else {
    return spec.description;
  }
}

struct Meta {
  std::string registry_id;
  registry::Revision revision;
};

// Errors of all functions, beyond those named: the registry's, and kDataLoss for what sixgate does
// not write. Not thread-safe.
class View {
 public:
  // Both must outlive the view. kFailedPrecondition when a newer sixgate made the registry.
  static absl::StatusOr<View> Open(const Context& context, registry::Snapshot& snapshot);

  const Context& context() const { return *context_; }
  registry::Snapshot& snapshot() const { return *snapshot_; }

  // nullopt: the registry was never written to.
  const std::optional<Meta>& meta() const { return meta_; }
  // kFailedPrecondition unless the registry is the one that `ref` was made in.
  absl::Status CheckRegistry(Kind kind, const Ref& ref) const;

  template <class Spec>
  absl::StatusOr<std::optional<Stored<Spec>>> Find(absl::string_view id) const;
  // kNotFound when it is not there.
  template <class Spec>
  absl::StatusOr<Stored<Spec>> Get(absl::string_view id) const;
  // In the order of the ids, in one round trip; kDataLoss when one is missing, because an index
  // named it.
  template <class Spec>
  absl::StatusOr<std::vector<Stored<Spec>>> Load(absl::Span<const std::string> ids) const;

  // The first keys of a range; `limit` 0 means all.
  absl::StatusOr<std::vector<std::string>> Keys(const registry::KeyRange& range,
                                                size_t limit) const;
  // The ids at the end of the keys below a folder.
  absl::StatusOr<std::vector<std::string>> Ids(absl::string_view folder) const;
  // The one id in a folder of unique names; nullopt when there is none.
  absl::StatusOr<std::optional<std::string>> UniqueId(absl::string_view folder) const;
  // What belongs to an object, at most a thousand of them.
  absl::StatusOr<std::vector<ObjectId>> Children(absl::string_view id) const;

  // The owner of the object's last change.
  absl::StatusOr<std::string> OwnerOf(const ObjectId& object) const;
  // For messages: `host "web1" (owner "default", id 4f3c…)`; of many the first ten, and how many
  // more there are.
  absl::StatusOr<std::string> Describe(const ObjectId& object) const;
  absl::StatusOr<std::string> Describe(absl::Span<const ObjectId> objects) const;

 private:
  View(const Context& context, registry::Snapshot& snapshot, std::optional<Meta> meta)
      : context_(&context), snapshot_(&snapshot), meta_(std::move(meta)) {}

  struct Label {
    std::string owner;
    std::string name;
  };
  template <class Spec>
  absl::StatusOr<Label> LabelOf(const std::string& id) const;
  absl::StatusOr<Label> LabelOf(const ObjectId& object) const;

  template <class Spec>
  absl::StatusOr<Stored<Spec>> Parse(const registry::KeyValue& row) const;

  const Context* context_;
  registry::Snapshot* snapshot_;
  std::optional<Meta> meta_;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_VIEW_H_
