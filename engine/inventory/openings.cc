#include "engine/inventory/openings.h"

#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/inventory/build.h"
#include "engine/inventory/error.h"
#include "engine/site/check.h"

namespace engine::inventory {

absl::Status OpeningStore::CheckAgainst(const LoadedHost& host, const std::string& id,
                                        const OpeningSpec& spec, base::Issues& issues) const {
  ASSIGN_OR_RETURN(const site::Opening opening, BuildOpening(host.record.host, spec, id));
  return Judge(site::CheckOpening(host.record.host, opening), issues);
}

absl::StatusOr<OpeningSpec> OpeningStore::Insert(const View& view, const std::string& id,
                                                 const OpeningSpec& spec, Change& change,
                                                 base::Issues& issues) const {
  const auto host = LoadHost(view, spec.host);
  RETURN_IF_ERROR(AtAttribute(host.status(), "host"));
  RETURN_IF_ERROR(CheckAgainst(*host, id, spec, issues));
  change.Require(host->stored);
  change.Put(ChildKey(spec.host, {.kind = Kind::kOpening, .id = id}));
  if (spec.address.has_value()) change.Put(absl::StrCat(OpensFolder(*spec.address), id));
  return spec;
}

absl::StatusOr<OpeningSpec> OpeningStore::Modify(const View& view, const Stored<OpeningSpec>& old,
                                                 const OpeningSpec& spec, Change& change,
                                                 base::Issues& issues) const {
  const std::string& id = old.header.id;
  if (spec.host != old.spec.host) return Replaces("host");
  ASSIGN_OR_RETURN(const LoadedHost host, LoadHost(view, spec.host));
  RETURN_IF_ERROR(CheckAgainst(host, id, spec, issues));
  change.Require(host.stored);
  if (spec.address == old.spec.address) return spec;
  if (old.spec.address.has_value()) {
    change.Delete(absl::StrCat(OpensFolder(*old.spec.address), id));
  }
  if (spec.address.has_value()) change.Put(absl::StrCat(OpensFolder(*spec.address), id));
  return spec;
}

absl::Status OpeningStore::Remove(const View& /*view*/, const Stored<OpeningSpec>& old,
                                  Change& change) const {
  const std::string& id = old.header.id;
  change.Delete(ChildKey(old.spec.host, {.kind = Kind::kOpening, .id = id}));
  if (old.spec.address.has_value()) {
    change.Delete(absl::StrCat(OpensFolder(*old.spec.address), id));
  }
  return absl::OkStatus();
}

absl::StatusOr<OpeningRecord> OpeningStore::Resolve(const View& view,
                                                    const StoredObject<OpeningSpec>& object) const {
  ASSIGN_OR_RETURN(const LoadedHost host, LoadHost(view, object.spec.host));
  return MakeRecord(object, host.record);
}

absl::StatusOr<std::optional<std::string>> OpeningStore::Lookup(const View& /*view*/,
                                                                absl::string_view text) const {
  return absl::InvalidArgumentError(
      absl::StrCat(base::Quote(text),
                   " is not the id of an opening, which is a UUID: openings "
                   "have no name"));
}

absl::Status OpeningStore::CheckReassertable(const OpeningSpec& /*spec*/) const {
  // An opening has no block or address of its own.
  return absl::OkStatus();
}

}  // namespace engine::inventory
