#include "engine/inventory/view.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/base/uuid.h"
#include "engine/registry/keys.h"

namespace engine::inventory {
namespace {

// How many objects an error names, and how many it counts.
constexpr size_t kNamedMax = 10;
constexpr size_t kCountedMax = 1000;

absl::StatusOr<Meta> ParseMeta(const Context& context, const registry::KeyValue& row) {
  const auto object = nlohmann::json::parse(row.value, nullptr, /*allow_exceptions=*/false);
  const auto refuse = [&](absl::StatusCode code, absl::string_view why) {
    return absl::Status(code, absl::StrCat("registry ", base::Quote(context.location), ": ",
                                           base::Quote(row.key), " ", why));
  };
  if (!object.is_object() || !object.contains("format")) {
    return refuse(absl::StatusCode::kDataLoss, "is not what sixgate writes");
  }
  if (object["format"] != kRecordFormat) {
    return refuse(absl::StatusCode::kFailedPrecondition,
                  absl::StrCat("has format ", object["format"].dump(), ", and this sixgate knows ",
                               kRecordFormat, ": use the sixgate that wrote it, or a newer one"));
  }
  const auto id = object.find("id");
  if (id == object.end() || !id->is_string() || !base::IsUuid(id->get<std::string>())) {
    return refuse(absl::StatusCode::kDataLoss, "has no id");
  }
  return Meta{.registry_id = id->get<std::string>(), .revision = row.revision};
}

}  // namespace

absl::StatusOr<View> View::Open(const Context& context, registry::Snapshot& snapshot) {
  ASSIGN_OR_RETURN(const auto answers, snapshot.Run({registry::Query::Key(std::string(kMetaKey))}));
  if (answers.front().empty()) return View(context, snapshot, std::nullopt);
  ASSIGN_OR_RETURN(Meta meta, ParseMeta(context, answers.front().front()));
  return View(context, snapshot, std::move(meta));
}

absl::Status View::CheckRegistry(Kind kind, const Ref& ref) const {
  if (meta_.has_value() && meta_->registry_id == ref.registry_id) return absl::OkStatus();
  const std::string found = meta_.has_value()
                                ? absl::StrCat("has the id ", base::Quote(meta_->registry_id))
                                : "is empty or missing";
  return absl::FailedPreconditionError(absl::StrCat(
      KindName(kind), " ", base::Quote(ref.id), " belongs to the registry with the id ",
      base::Quote(ref.registry_id), ", but the registry ", base::Quote(context_->location), " ",
      found,
      ": restore a backup of the right one, or point `registry` at it; or let this one take its "
      "place with `terraform-provider-sixgate registry init --id ",
      ref.registry_id, "`, after which the next apply records everything again as it was"));
}

template <class Spec>
absl::StatusOr<Stored<Spec>> View::Parse(const registry::KeyValue& row) const {
  absl::StatusOr<StoredObject<Spec>> object = FromJson<Spec>(row.value);
  if (!object.ok()) {
    return base::Annotate(object.status(),
                          absl::StrCat("registry ", base::Quote(context_->location), ", record ",
                                       base::Quote(row.key)));
  }
  Stored<Spec> stored = {{*std::move(object)}, row.revision};
  if (meta_.has_value()) stored.header.registry_id = meta_->registry_id;
  return stored;
}

template <class Spec>
absl::StatusOr<std::optional<Stored<Spec>>> View::Find(absl::string_view id) const {
  // An id from outside that is no UUID may not even be a key.
  if (!base::IsUuid(id)) return std::nullopt;
  ASSIGN_OR_RETURN(const auto answers,
                   snapshot_->Run({registry::Query::Key(RecordKey(Spec::kKind, id))}));
  if (answers.front().empty()) return std::nullopt;
  return Parse<Spec>(answers.front().front());
}

template <class Spec>
absl::StatusOr<Stored<Spec>> View::Get(absl::string_view id) const {
  ASSIGN_OR_RETURN(std::optional<Stored<Spec>> stored, Find<Spec>(id));
  if (stored.has_value()) return *std::move(stored);
  if (!base::IsUuid(id)) {
    return absl::NotFoundError(absl::StrCat(base::Quote(id), " is no id of a ",
                                            KindName(Spec::kKind), ": write ",
                                            ResourceName(Spec::kKind), ".NAME.id"));
  }
  return absl::NotFoundError(absl::StrCat(
      "there is no ", KindName(Spec::kKind), " with the id ", base::Quote(id), " in the registry ",
      base::Quote(context_->location), ": it was removed, or it belongs to another registry"));
}

template <class Spec>
absl::StatusOr<std::vector<Stored<Spec>>> View::Load(absl::Span<const std::string> ids) const {
  std::vector<registry::Query> queries;
  queries.reserve(ids.size());
  for (const std::string& id : ids) {
    queries.push_back(registry::Query::Key(RecordKey(Spec::kKind, id)));
  }
  ASSIGN_OR_RETURN(const auto answers, snapshot_->Run(queries));
  std::vector<Stored<Spec>> objects;
  objects.reserve(ids.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    if (answers[i].empty()) {
      return absl::DataLossError(absl::StrCat("registry ", base::Quote(context_->location),
                                              " lacks the record ",
                                              base::Quote(RecordKey(Spec::kKind, ids[i])),
                                              ", which another key names: restore a backup"));
    }
    ASSIGN_OR_RETURN(objects.emplace_back(), Parse<Spec>(answers[i].front()));
  }
  return objects;
}

#define SIXGATE_INSTANTIATE(Spec)                                                           \
  template absl::StatusOr<std::optional<Stored<Spec>>> View::Find(absl::string_view) const; \
  template absl::StatusOr<Stored<Spec>> View::Get(absl::string_view) const;                 \
  template absl::StatusOr<std::vector<Stored<Spec>>> View::Load(absl::Span<const std::string>) const
SIXGATE_INSTANTIATE(PrefixSpec);
SIXGATE_INSTANTIATE(GatewaySpec);
SIXGATE_INSTANTIATE(HostSpec);
SIXGATE_INSTANTIATE(AddressSpec);
SIXGATE_INSTANTIATE(OpeningSpec);
SIXGATE_INSTANTIATE(EgressOpeningSpec);
#undef SIXGATE_INSTANTIATE

absl::StatusOr<std::vector<std::string>> View::Keys(const registry::KeyRange& range,
                                                    size_t limit) const {
  ASSIGN_OR_RETURN(auto answers,
                   snapshot_->Run({{.range = range, .limit = limit, .keys_only = true}}));
  std::vector<std::string> keys;
  keys.reserve(answers.front().size());
  for (registry::KeyValue& row : answers.front()) keys.push_back(std::move(row.key));
  return keys;
}

absl::StatusOr<std::vector<std::string>> View::Ids(absl::string_view folder) const {
  ASSIGN_OR_RETURN(std::vector<std::string> keys, Keys(registry::RangeOf(folder), 0));
  for (std::string& key : keys) {
    ASSIGN_OR_RETURN(key, IdOf(key));
  }
  return keys;
}

absl::StatusOr<std::optional<std::string>> View::UniqueId(absl::string_view folder) const {
  ASSIGN_OR_RETURN(const std::vector<std::string> keys, Keys(registry::RangeOf(folder), 1));
  if (keys.empty()) return std::nullopt;
  return IdOf(keys.front());
}

absl::StatusOr<std::vector<ObjectId>> View::Children(absl::string_view id) const {
  ASSIGN_OR_RETURN(const std::vector<std::string> keys,
                   Keys(registry::RangeOf(ChildFolder(id)), kCountedMax));
  std::vector<ObjectId> children;
  for (const std::string& key : keys) {
    ASSIGN_OR_RETURN(children.emplace_back(), ObjectOf(key));
  }
  return children;
}

template <class Spec>
absl::StatusOr<View::Label> View::LabelOf(const std::string& id) const {
  ASSIGN_OR_RETURN(const std::vector<Stored<Spec>> objects, Load<Spec>({id}));
  const Stored<Spec>& object = objects.front();
  return Label{.owner = object.header.owner, .name = NameOf(object.spec)};
}

absl::StatusOr<View::Label> View::LabelOf(const ObjectId& object) const {
  switch (object.kind) {
    case Kind::kPrefix:
      return LabelOf<PrefixSpec>(object.id);
    case Kind::kGateway:
      return LabelOf<GatewaySpec>(object.id);
    case Kind::kHost:
      return LabelOf<HostSpec>(object.id);
    case Kind::kAddress:
      return LabelOf<AddressSpec>(object.id);
    case Kind::kOpening:
      return LabelOf<OpeningSpec>(object.id);
    case Kind::kEgressOpening:
      return LabelOf<EgressOpeningSpec>(object.id);
  }
  return absl::InternalError("a kind of object that does not exist");
}

absl::StatusOr<std::string> View::OwnerOf(const ObjectId& object) const {
  ASSIGN_OR_RETURN(const Label label, LabelOf(object));
  return label.owner;
}

absl::StatusOr<std::string> View::Describe(const ObjectId& object) const {
  ASSIGN_OR_RETURN(const Label label, LabelOf(object));
  return absl::StrCat(KindName(object.kind), " ",
                      label.name.empty() ? "" : absl::StrCat(base::Quote(label.name), " "),
                      "(owner ", base::Quote(label.owner), ", id ", object.id, ")");
}

absl::StatusOr<std::string> View::Describe(absl::Span<const ObjectId> objects) const {
  std::string text;
  for (const ObjectId& object : objects.subspan(0, kNamedMax)) {
    ASSIGN_OR_RETURN(const std::string one, Describe(object));
    absl::StrAppend(&text, text.empty() ? "" : ", ", one);
  }
  if (objects.size() > kNamedMax) {
    absl::StrAppend(&text, " and ", objects.size() - kNamedMax,
                    objects.size() >= kCountedMax ? " or more" : "", " others");
  }
  return text;
}

}  // namespace engine::inventory
