// One transaction in the making: the writes of a change, the guards under which it is right, and
// the entry in the log that tells of it.
#ifndef SIXGATE_ENGINE_INVENTORY_CHANGE_H_
#define SIXGATE_ENGINE_INVENTORY_CHANGE_H_

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/inventory/context.h"
#include "engine/inventory/keys.h"
#include "engine/inventory/kind.h"
#include "engine/inventory/record_json.h"
#include "engine/inventory/view.h"
#include "engine/registry/registry.h"

namespace engine::inventory {

// What the log says of a change.
struct LogEntry {
  std::string verb;
  Kind kind = Kind::kPrefix;
  std::string id;
  std::string name;
};

// Not thread-safe. The context must outlive it.
class Change {
 public:
  // A registry that has no id yet gets one with this change.
  static Change Begin(const View& view);
  // The first change of a registry, which gets this id.
  static Change BeginNew(const Context& context, std::string registry_id);

  const std::string& registry_id() const { return registry_id_; }

  // The change is only right while the record is as it was read. All index keys of an object are
  // written together with its record, so this guards them too.
  template <class Spec>
  void Require(const Stored<Spec>& stored) {
    Guard(
        registry::Guard::KeyHasRevision(RecordKey(Spec::kKind, stored.header.id), stored.revision));
  }
  void Guard(registry::Guard guard) { transaction_.guards.push_back(std::move(guard)); }
  void RequireEmpty(registry::KeyRange range) {
    Guard(registry::Guard::RangeEmpty(std::move(range)));
  }

  void Put(std::string key, std::string value = "") {
    transaction_.writes.push_back(registry::Write::Put(std::move(key), std::move(value)));
  }
  void Delete(std::string key) {
    transaction_.writes.push_back(registry::Write::Delete(std::move(key)));
  }
  // `folder` then holds this id and no other.
  void PutUnique(const std::string& folder, absl::string_view id);

  // A record that is not there yet.
  template <class Spec>
  void PutNew(const StoredObject<Spec>& object) {
    std::string key = RecordKey(Spec::kKind, object.header.id);
    Guard(registry::Guard::KeyAbsent(key));
    Put(std::move(key), ToJson(object));
  }
  // One that was required above.
  template <class Spec>
  void Replace(const StoredObject<Spec>& object) {
    Put(RecordKey(Spec::kKind, object.header.id), ToJson(object));
  }

  registry::Transaction& transaction() { return transaction_; }

  // The whole, with the guard on the registry's id and the log. Ends the use of the object.
  registry::Transaction Finish(const LogEntry& entry) &&;

 private:
  Change(const Context& context, std::string registry_id)
      : context_(context), registry_id_(std::move(registry_id)) {}

  const Context& context_;
  std::string registry_id_;
  registry::Transaction transaction_;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_CHANGE_H_
