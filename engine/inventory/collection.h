// What can be done with the objects of one kind, the same for all kinds.
//
//   ASSIGN_OR_RETURN(const PrefixRecord prefix, inventory.prefixes().Create({.name = "site", …}));
//   RETURN_IF_ERROR(inventory.prefixes().Delete(RefOf(prefix)));
#ifndef SIXGATE_ENGINE_INVENTORY_COLLECTION_H_
#define SIXGATE_ENGINE_INVENTORY_COLLECTION_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/base/issue.h"

namespace engine::inventory {

// An object, and the registry that it was made in. Never the same for two objects.
struct Ref {
  std::string registry_id;
  std::string id;

  bool operator==(const Ref&) const = default;
};

template <class Record>
Ref RefOf(const Record& record) {
  return {.registry_id = record.header.registry_id, .id = record.header.id};
}

// `Spec` is what a configuration asks for, `Record` what the registry holds; spec.h and record.h
// have one of each for every kind. Safe for several threads.
//
// Every change is one transaction: after an error nothing was written. Errors name the attribute at
// fault where there is one (error.h). Codes of all functions, beyond those named at each:
//   kFailedPrecondition  Ref::registry_id is not the id of the registry that is there now, or there
//                        is none: the message has both ids, where it looked, and the two ways out.
//   kDataLoss            a record is not what sixgate writes.
//   those of registry::Registry.
// Codes of Create and Update:
//   kInvalidArgument     the spec contradicts itself, or the rules of the address plan.
//   kNotFound            an object that the spec names is not in the registry.
//   kAlreadyExists       the name, block or address is taken; the message says by what, whose it
//                        is, and what to give `terraform import`.
//   kResourceExhausted   nothing is free; the message has the largest free block.
//   kFailedPrecondition  the spec asks for what the present use forbids; the users are named.
//   kAborted             others won too many races in a row.
template <class Spec, class Record>
class Collection {
 public:
  virtual ~Collection() = default;

  // Makes the object. The first one in a registry makes the registry.
  virtual absl::StatusOr<Record> Create(const Spec& spec) = 0;

  // nullopt: it is gone, from a registry that is the right one.
  virtual absl::StatusOr<std::optional<Record>> Read(const Ref& ref) = 0;

  // Changes the object in place. If its record is gone, makes it again with the same id and exactly
  // the block or address that `spec` names, which has to be there then; kAlreadyExists when another
  // object has it by now.
  virtual absl::StatusOr<Record> Update(const Ref& ref, const Spec& spec) = 0;

  // OK when it is gone already. kFailedPrecondition when it is used, with the users, or protected
  // by `deletion_protection`.
  virtual absl::Status Delete(const Ref& ref) = 0;

  // What Delete would answer now, without doing it.
  virtual absl::Status CanDelete(const Ref& ref) = 0;

  // What `terraform import` was given; record.h says for each kind what is understood.
  // kNotFound when there is no such object. kInvalidArgument when the text can be nobody's, or
  // names several objects, which the message lists.
  virtual absl::StatusOr<Record> Find(absl::string_view text) = 0;

  // What would be wrong with Create (no `existing`) or Update, as far as it is known before: only
  // what the same apply cannot put right, so "taken" counts only when another owner has it. An
  // absent block or address is one that is not known yet, and so is an empty reference: then only
  // what the spec itself says is judged. Writes nothing.
  virtual absl::StatusOr<base::Issues> Check(const Spec& spec,
                                             const std::optional<Ref>& existing) = 0;

  // The same for Delete.
  virtual absl::StatusOr<base::Issues> CheckDelete(const Ref& ref) = 0;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_COLLECTION_H_
