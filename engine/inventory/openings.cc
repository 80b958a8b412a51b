#include "engine/inventory/openings.h"

#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/inventory/build.h"
#include "engine/inventory/error.h"
#include "engine/inventory/load.h"
#include "engine/site/check.h"

namespace engine::inventory {
namespace {

// Judges an opening, and requires what that depends on to stay as it is.
absl::Status CheckAgainst(const LoadedHost& host, const std::string& id, const OpeningSpec& spec,
                          Change& change, base::Issues& issues) {
  change.Require(host.stored);
  ASSIGN_OR_RETURN(const site::Opening opening, BuildOpening(host.record.host, spec, id));
  return Judge(site::CheckOpening(host.record.host, opening), issues);
}

absl::Status CheckAgainst(const LoadedHost& host, const std::string& id,
                          const EgressOpeningSpec& spec, Change& change, base::Issues& issues) {
  change.Require(host.stored);
  change.Require(host.gateway.prefix.stored);
  ASSIGN_OR_RETURN(const site::EgressOpening opening,
                   BuildEgressOpening(host.record.host, spec, id));
  return Judge(site::CheckEgressOpening(host.gateway.record.gateway, host.record.host, opening),
               issues);
}

}  // namespace

template <class Spec, class Record>
absl::StatusOr<Spec> AnyOpeningStore<Spec, Record>::Insert(const View& view, const std::string& id,
                                                           const Spec& spec, Change& change,
                                                           base::Issues& issues) const {
  const ObjectId own = {.kind = Spec::kKind, .id = id};
  const auto host = LoadHost(view, spec.host);
  RETURN_IF_ERROR(AtAttribute(host.status(), "host"));
  RETURN_IF_ERROR(CheckAgainst(*host, id, spec, change, issues));
  change.Put(ChildKey(spec.host, own));
  if (spec.address.has_value()) change.Put(OpensKey(*spec.address, own));
  return spec;
}

template <class Spec, class Record>
absl::StatusOr<Spec> AnyOpeningStore<Spec, Record>::Modify(const View& view,
                                                           const Stored<Spec>& old,
                                                           const Spec& spec, Change& change,
                                                           base::Issues& issues) const {
  const ObjectId own = {.kind = Spec::kKind, .id = old.header.id};
  if (spec.host != old.spec.host) return Replaces("host");
  ASSIGN_OR_RETURN(const LoadedHost host, LoadHost(view, spec.host));
  RETURN_IF_ERROR(CheckAgainst(host, own.id, spec, change, issues));
  if (spec.address == old.spec.address) return spec;
  if (old.spec.address.has_value()) change.Delete(OpensKey(*old.spec.address, own));
  if (spec.address.has_value()) change.Put(OpensKey(*spec.address, own));
  return spec;
}

template <class Spec, class Record>
absl::Status AnyOpeningStore<Spec, Record>::Remove(const View& /*view*/, const Stored<Spec>& old,
                                                   Change& change) const {
  const ObjectId own = {.kind = Spec::kKind, .id = old.header.id};
  change.Delete(ChildKey(old.spec.host, own));
  if (old.spec.address.has_value()) change.Delete(OpensKey(*old.spec.address, own));
  return absl::OkStatus();
}

template <class Spec, class Record>
absl::StatusOr<Record> AnyOpeningStore<Spec, Record>::Resolve(
    const View& view, const StoredObject<Spec>& object) const {
  ASSIGN_OR_RETURN(const LoadedHost host, LoadHost(view, object.spec.host));
  return MakeRecord(object, host.record);
}

template <class Spec, class Record>
absl::StatusOr<std::optional<std::string>> AnyOpeningStore<Spec, Record>::Lookup(
    const View& /*view*/, absl::string_view text) const {
  return absl::InvalidArgumentError(absl::StrCat(base::Quote(text), " is not the id of an ",
                                                 KindName(Spec::kKind),
                                                 ", which is a UUID: openings have no name"));
}

template <class Spec, class Record>
absl::Status AnyOpeningStore<Spec, Record>::CheckReassertable(const Spec& /*spec*/) const {
  // An opening has no block or address of its own.
  return absl::OkStatus();
}

template class AnyOpeningStore<OpeningSpec, OpeningRecord>;
template class AnyOpeningStore<EgressOpeningSpec, EgressOpeningRecord>;

}  // namespace engine::inventory
