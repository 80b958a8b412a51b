// What all collections do in the same way; each kind adds its own rules.
#ifndef SIXGATE_ENGINE_INVENTORY_STORE_H_
#define SIXGATE_ENGINE_INVENTORY_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/base/issue.h"
#include "engine/inventory/change.h"
#include "engine/inventory/collection.h"
#include "engine/inventory/context.h"
#include "engine/inventory/record.h"
#include "engine/inventory/record_json.h"
#include "engine/inventory/view.h"

namespace engine::inventory {

// The context must outlive it. The rules are called with a snapshot's view, any number of times,
// and must have no effect but on `change` and `issues`.
template <class Spec, class Record>
class Store : public Collection<Spec, Record> {
 public:
  explicit Store(const Context& context) : context_(context) {}

  absl::StatusOr<Record> Create(const Spec& spec) final;
  absl::StatusOr<std::optional<Record>> Read(const Ref& ref) final;
  absl::StatusOr<Record> Update(const Ref& ref, const Spec& spec) final;
  absl::Status Delete(const Ref& ref) final;
  absl::Status CanDelete(const Ref& ref) final;
  absl::StatusOr<Record> Find(absl::string_view text) final;
  absl::StatusOr<base::Issues> Check(const Spec& spec, const std::optional<Ref>& existing) final;
  absl::StatusOr<base::Issues> CheckDelete(const Ref& ref) final;

 protected:
  // Adds a new object with this id, all of it but the record itself.
  virtual absl::StatusOr<Spec> Insert(const View& view, const std::string& id, const Spec& spec,
                                      Change& change, base::Issues& issues) const = 0;
  // What can be said about a spec before the object that it belongs to is known.
  virtual absl::Status CheckAlone(const Spec& spec, base::Issues& issues) const {
    (void)spec;
    (void)issues;
    return absl::OkStatus();
  }
  // Changes an object; `change` has the guard on its record already.
  virtual absl::StatusOr<Spec> Modify(const View& view, const Stored<Spec>& old, const Spec& spec,
                                      Change& change, base::Issues& issues) const = 0;
  // Removes all of an unused object but the record itself.
  virtual absl::Status Remove(const View& view, const Stored<Spec>& old, Change& change) const = 0;
  virtual absl::StatusOr<Record> Resolve(const View& view,
                                         const StoredObject<Spec>& object) const = 0;
  // The id of what the text means; nullopt: nothing.
  virtual absl::StatusOr<std::optional<std::string>> Lookup(const View& view,
                                                            absl::string_view text) const = 0;
  // What keeps the object from being deleted.
  virtual absl::StatusOr<std::vector<ObjectId>> Users(const View& view,
                                                      const Stored<Spec>& old) const {
    return view.Children(old.header.id);
  }
  // Why an object whose record is gone cannot be made again from `spec`: what it had is not there.
  virtual absl::Status CheckReassertable(const Spec& spec) const = 0;

 private:
  StoredObject<Spec> NewObject(const Change& change, const std::string& id) const;
  absl::Status CheckDeletable(const View& view, const Stored<Spec>& old) const;

  const Context& context_;
};

extern template class Store<PrefixSpec, PrefixRecord>;
extern template class Store<GatewaySpec, GatewayRecord>;
extern template class Store<HostSpec, HostRecord>;
extern template class Store<AddressSpec, AddressRecord>;
extern template class Store<OpeningSpec, OpeningRecord>;
extern template class Store<EgressOpeningSpec, EgressOpeningRecord>;

// The error for a reference argument, or another one that an update cannot change.
absl::Status Replaces(absl::string_view attribute);

// kAlreadyExists, at "name", when `folder` of NameFolder holds another id than `own`.
absl::Status CheckNameFree(const View& view, const std::string& folder, const ObjectId& own,
                           absl::string_view import_id);

// Appends what a check of the site found, and returns the first error.
absl::Status Judge(base::Issues found, base::Issues& issues);

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_STORE_H_
