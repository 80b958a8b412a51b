#include "engine/inventory/store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/base/uuid.h"
#include "engine/inventory/build.h"
#include "engine/inventory/error.h"
#include "engine/registry/keys.h"

namespace engine::inventory {
namespace {

template <class Spec>
bool IsProtected(const Spec& spec) {
  if constexpr (requires { spec.deletion_protection; }) {
    return spec.deletion_protection;
  } else {
    return false;
  }
}

template <class Spec>
std::string Title(const StoredObject<Spec>& object) {
  const std::string name = NameOf(object.spec);
  return absl::StrCat(KindName(Spec::kKind), " ",
                      base::Quote(name.empty() ? object.header.id : name));
}

template <class Spec>
absl::Status ProtectedError(const StoredObject<Spec>& object) {
  return AtAttribute(
      absl::FailedPreconditionError(absl::StrCat(
          Title(object), " has deletion_protection: set it to false, apply, then remove it")),
      "deletion_protection");
}

// What the object belongs to is not made yet.
template <class Spec>
bool HasUnknownReference(const Spec& spec) {
  if constexpr (requires { spec.parent; }) {
    return spec.parent.has_value() && spec.parent->empty();
  } else if constexpr (requires { spec.prefix; }) {
    return spec.prefix.empty();
  } else if constexpr (requires { spec.gateway; }) {
    return spec.gateway.empty();
  } else {
    return spec.host.empty();
  }
}

// Whether an error will still be there when the same apply comes to it: it is about the spec alone,
// or about what other owners have.
bool IsFinal(const absl::Status& status, absl::string_view owner, bool is_new) {
  if (absl::IsInvalidArgument(status)) return true;
  if (absl::IsNotFound(status)) return is_new;
  const std::string occupant = OccupantOwnerOf(status);
  return !occupant.empty() && occupant != owner;
}

}  // namespace

template <class Spec, class Record>
StoredObject<Spec> Store<Spec, Record>::NewObject(const Change& change,
                                                  const std::string& id) const {
  return {.header = {.registry_id = change.registry_id(),
                     .id = id,
                     .owner = context_.owner,
                     .writer = context_.writer,
                     .generation = 1,
                     .pending = {}},
          .spec = {}};
}

template <class Spec, class Record>
absl::StatusOr<Record> Store<Spec, Record>::Create(const Spec& spec) {
  std::optional<Record> record;
  const absl::Status status = context_.claims.Claim(
      [&](registry::Snapshot& snapshot) -> absl::StatusOr<registry::Transaction> {
        ASSIGN_OR_RETURN(const View view, View::Open(context_, snapshot));
        Change change = Change::Begin(view);
        StoredObject<Spec> object = NewObject(change, base::NewUuid(context_.entropy));
        base::Issues issues;
        ASSIGN_OR_RETURN(object.spec, Insert(view, object.header.id, spec, change, issues));
        change.PutNew(object);
        ASSIGN_OR_RETURN(record, Resolve(view, object));
        return std::move(change).Finish(
            {.verb = "create", .kind = Spec::kKind, .id = object.header.id, .name = NameOf(spec)});
      });
  if (!status.ok()) return status;
  return *std::move(record);
}

template <class Spec, class Record>
absl::StatusOr<std::optional<Record>> Store<Spec, Record>::Read(const Ref& ref) {
  ASSIGN_OR_RETURN(const auto snapshot, context_.registry.Read());
  ASSIGN_OR_RETURN(const View view, View::Open(context_, *snapshot));
  RETURN_IF_ERROR(view.CheckRegistry(Spec::kKind, ref));
  ASSIGN_OR_RETURN(const auto stored, view.Find<Spec>(ref.id));
  if (!stored.has_value()) return std::nullopt;
  ASSIGN_OR_RETURN(Record record, Resolve(view, *stored));
  return std::optional<Record>(std::move(record));
}

template <class Spec, class Record>
absl::StatusOr<Record> Store<Spec, Record>::Update(const Ref& ref, const Spec& spec) {
  std::optional<Record> record;
  const absl::Status status = context_.claims.Claim(
      [&](registry::Snapshot& snapshot) -> absl::StatusOr<registry::Transaction> {
        ASSIGN_OR_RETURN(const View view, View::Open(context_, snapshot));
        RETURN_IF_ERROR(view.CheckRegistry(Spec::kKind, ref));
        ASSIGN_OR_RETURN(const auto old, view.Find<Spec>(ref.id));
        Change change = Change::Begin(view);
        base::Issues issues;
        StoredObject<Spec> object = NewObject(change, ref.id);
        if (old.has_value()) {
          object.header = old->header;
          object.header.owner = context_.owner;
          change.Require(*old);
          ASSIGN_OR_RETURN(object.spec, Modify(view, *old, spec, change, issues));
          change.Replace(object);
        } else {
          RETURN_IF_ERROR(CheckReassertable(spec));
          ASSIGN_OR_RETURN(object.spec, Insert(view, ref.id, spec, change, issues));
          change.PutNew(object);
        }
        ASSIGN_OR_RETURN(record, Resolve(view, object));
        if (old.has_value() && object == *old) return registry::Transaction();
        return std::move(change).Finish({.verb = old.has_value() ? "update" : "reassert",
                                         .kind = Spec::kKind,
                                         .id = ref.id,
                                         .name = NameOf(spec)});
      });
  if (!status.ok()) return status;
  return *std::move(record);
}

template <class Spec, class Record>
absl::Status Store<Spec, Record>::CheckDeletable(const View& view, const Stored<Spec>& old) const {
  if (IsProtected(old.spec)) return ProtectedError(old);
  ASSIGN_OR_RETURN(const std::vector<ObjectId> users, Users(view, old));
  if (users.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::string who, view.Describe(users));
  return absl::FailedPreconditionError(
      absl::StrCat(Title(old), " is used by ", who, ": remove what uses it first"));
}

template <class Spec, class Record>
absl::Status Store<Spec, Record>::Delete(const Ref& ref) {
  return context_.claims.Claim(
      [&](registry::Snapshot& snapshot) -> absl::StatusOr<registry::Transaction> {
        ASSIGN_OR_RETURN(const View view, View::Open(context_, snapshot));
        RETURN_IF_ERROR(view.CheckRegistry(Spec::kKind, ref));
        ASSIGN_OR_RETURN(const auto old, view.Find<Spec>(ref.id));
        if (!old.has_value()) return registry::Transaction();
        RETURN_IF_ERROR(CheckDeletable(view, *old));
        Change change = Change::Begin(view);
        change.Require(*old);
        change.RequireEmpty(registry::RangeOf(ChildFolder(ref.id)));
        RETURN_IF_ERROR(Remove(view, *old, change));
        change.Delete(RecordKey(Spec::kKind, ref.id));
        return std::move(change).Finish(
            {.verb = "delete", .kind = Spec::kKind, .id = ref.id, .name = NameOf(old->spec)});
      });
}

template <class Spec, class Record>
absl::Status Store<Spec, Record>::CanDelete(const Ref& ref) {
  ASSIGN_OR_RETURN(const auto snapshot, context_.registry.Read());
  ASSIGN_OR_RETURN(const View view, View::Open(context_, *snapshot));
  RETURN_IF_ERROR(view.CheckRegistry(Spec::kKind, ref));
  ASSIGN_OR_RETURN(const auto old, view.Find<Spec>(ref.id));
  return old.has_value() ? CheckDeletable(view, *old) : absl::OkStatus();
}

template <class Spec, class Record>
absl::StatusOr<Record> Store<Spec, Record>::Find(absl::string_view text) {
  ASSIGN_OR_RETURN(const auto snapshot, context_.registry.Read());
  ASSIGN_OR_RETURN(const View view, View::Open(context_, *snapshot));
  std::optional<std::string> id = absl::AsciiStrToLower(text);
  if (!base::IsUuid(*id)) {
    ASSIGN_OR_RETURN(id, Lookup(view, text));
  }
  if (!id.has_value()) {
    return absl::NotFoundError(absl::StrCat(
        "there is no ", KindName(Spec::kKind), " ", base::Quote(text), " in the registry ",
        base::Quote(context_.location), "; give ", ImportForms(Spec::kKind)));
  }
  ASSIGN_OR_RETURN(const Stored<Spec> stored, view.Get<Spec>(*id));
  return Resolve(view, stored);
}

template <class Spec, class Record>
absl::StatusOr<base::Issues> Store<Spec, Record>::Check(const Spec& spec,
                                                        const std::optional<Ref>& existing) {
  ASSIGN_OR_RETURN(const auto snapshot, context_.registry.Read());
  ASSIGN_OR_RETURN(const View view, View::Open(context_, *snapshot));
  base::Issues issues;
  if (!view.meta().has_value() && existing.has_value()) return issues;
  std::optional<Stored<Spec>> old;
  if (existing.has_value()) {
    RETURN_IF_ERROR(view.CheckRegistry(Spec::kKind, *existing));
    ASSIGN_OR_RETURN(old, view.Find<Spec>(existing->id));
  }
  // A dry run: what it writes into `change` is never committed.
  Change change = Change::Begin(view);
  const std::string id = existing.has_value() ? existing->id : base::NewUuid(context_.entropy);
  const absl::Status status = HasUnknownReference(spec) ? CheckAlone(spec, issues)
                              : old.has_value() ? Modify(view, *old, spec, change, issues).status()
                                                : Insert(view, id, spec, change, issues).status();
  if (status.ok()) return issues;
  const auto is_said = [&](const base::Issue& issue) { return issue.message == status.message(); };
  if (std::any_of(issues.begin(), issues.end(), is_said)) return issues;
  if (IsFinal(status, context_.owner, !existing.has_value())) {
    issues.push_back({.severity = base::Severity::kError,
                      .path = AttributeOf(status),
                      .message = std::string(status.message())});
  } else if (absl::IsDataLoss(status) || absl::IsUnavailable(status) ||
             absl::IsDeadlineExceeded(status)) {
    return status;
  }
  return issues;
}

template <class Spec, class Record>
absl::StatusOr<base::Issues> Store<Spec, Record>::CheckDelete(const Ref& ref) {
  ASSIGN_OR_RETURN(const auto snapshot, context_.registry.Read());
  ASSIGN_OR_RETURN(const View view, View::Open(context_, *snapshot));
  base::Issues issues;
  if (!view.meta().has_value()) return issues;
  RETURN_IF_ERROR(view.CheckRegistry(Spec::kKind, ref));
  ASSIGN_OR_RETURN(const auto old, view.Find<Spec>(ref.id));
  if (!old.has_value()) return issues;
  if (IsProtected(old->spec)) {
    issues.push_back({.severity = base::Severity::kError,
                      .path = "deletion_protection",
                      .message = std::string(ProtectedError(*old).message())});
  }
  ASSIGN_OR_RETURN(const std::vector<ObjectId> users, Users(view, *old));
  std::vector<ObjectId> others;
  for (const ObjectId& user : users) {
    ASSIGN_OR_RETURN(const std::string owner, view.OwnerOf(user));
    if (owner != context_.owner) others.push_back(user);
  }
  if (!others.empty()) {
    ASSIGN_OR_RETURN(const std::string who, view.Describe(others));
    issues.push_back({.severity = base::Severity::kError,
                      .path = "",
                      .message = absl::StrCat(Title(*old), " is used by ", who,
                                              ", which this apply does not remove")});
  }
  return issues;
}

template class Store<PrefixSpec, PrefixRecord>;
template class Store<GatewaySpec, GatewayRecord>;
template class Store<HostSpec, HostRecord>;
template class Store<AddressSpec, AddressRecord>;
template class Store<OpeningSpec, OpeningRecord>;
template class Store<EgressOpeningSpec, EgressOpeningRecord>;

absl::Status Replaces(absl::string_view attribute) {
  return AtAttribute(absl::InvalidArgumentError(absl::StrCat(
                         attribute, " cannot change in place: the object has to be replaced")),
                     attribute);
}

absl::Status CheckNameFree(const View& view, const std::string& folder, const ObjectId& own,
                           absl::string_view import_id) {
  ASSIGN_OR_RETURN(const std::optional<std::string> id, view.UniqueId(folder));
  if (!id.has_value() || *id == own.id) return absl::OkStatus();
  const ObjectId found = {.kind = own.kind, .id = *id};
  ASSIGN_OR_RETURN(const std::string who, view.Describe(found));
  ASSIGN_OR_RETURN(const std::string owner, view.OwnerOf(found));
  return AtAttribute(
      WithOccupantOwner(
          absl::AlreadyExistsError(absl::StrCat(
              who, " is in the registry ", base::Quote(view.context().location),
              " already: choose another name, or, if no other configuration has it, take it over "
              "with `terraform import ",
              ResourceName(own.kind), ".NAME ", import_id,
              "`; with create_before_destroy the name has to change too")),
          owner),
      "name");
}

absl::Status Judge(base::Issues found, base::Issues& issues) {
  const absl::Status status = FirstError(found);
  std::move(found.begin(), found.end(), std::back_inserter(issues));
  return status;
}

}  // namespace engine::inventory
