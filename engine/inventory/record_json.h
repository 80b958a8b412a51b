// Objects as the JSON that the registry keeps: a person can read it, and `format` says which
// sixgate can. Only what was asked for and assigned is kept, never what follows from it.
#ifndef SIXGATE_ENGINE_INVENTORY_RECORD_JSON_H_
#define SIXGATE_ENGINE_INVENTORY_RECORD_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/inventory/record.h"
#include "engine/inventory/spec.h"

namespace engine::inventory {

// Grows when a field gets another meaning, or a new one must not be lost by an older sixgate.
inline constexpr int kRecordFormat = 1;

template <class Spec>
struct StoredObject {
  RecordHeader header;
  Spec spec;

  bool operator==(const StoredObject&) const = default;
};

// Both are there for the specs of all kinds.

// One line, the fields in alphabetical order. A header's registry_id is left out.
template <class Spec>
std::string ToJson(const StoredObject<Spec>& object);

// The reverse. kFailedPrecondition: another format, which the message names. kDataLoss: not what
// ToJson writes; the message names the field. A field that is not known counts, because the next
// write would lose it.
template <class Spec>
absl::StatusOr<StoredObject<Spec>> FromJson(absl::string_view text);

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_RECORD_JSON_H_
