#include "engine/inventory/change.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/base/uuid.h"
#include "engine/registry/keys.h"

namespace engine::inventory {
namespace {

std::string Print(const nlohmann::json& object) {
  return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string Rfc3339(absl::Time time) {
  return absl::FormatTime(absl::RFC3339_full, time, absl::UTCTimeZone());
}

}  // namespace

Change Change::Begin(const View& view) {
  const Context& context = view.context();
  if (!view.meta().has_value()) return BeginNew(context, base::NewUuid(context.entropy));
  Change change(context, view.meta()->registry_id);
  change.Guard(registry::Guard::KeyHasRevision(std::string(kMetaKey), view.meta()->revision));
  return change;
}

Change Change::BeginNew(const Context& context, std::string registry_id) {
  const std::string key(kMetaKey);
  Change change(context, std::move(registry_id));
  change.Guard(registry::Guard::KeyAbsent(key));
  change.Put(key, Print({{"format", kRecordFormat},
                         {"id", change.registry_id_},
                         {"made_at", Rfc3339(context.clock.Now())}}));
  return change;
}

void Change::PutUnique(const std::string& folder, absl::string_view id) {
  RequireEmpty(registry::RangeOf(folder));
  Put(absl::StrCat(folder, id));
}

registry::Transaction Change::Finish(const LogEntry& entry) && {
  const absl::Time now = context_.clock.Now();
  transaction_.change_key = LogKey(now, base::NewUuid(context_.entropy));
  Put(transaction_.change_key, Print({{"at", Rfc3339(now)},
                                      {"owner", context_.owner},
                                      {"writer", context_.writer},
                                      {"did", entry.verb},
                                      {"kind", std::string(KindName(entry.kind))},
                                      {"id", entry.id},
                                      {"name", entry.name}}));
  return std::move(transaction_);
}

}  // namespace engine::inventory
