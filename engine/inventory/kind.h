// The kinds of objects that the inventory holds.
#ifndef SIXGATE_ENGINE_INVENTORY_KIND_H_
#define SIXGATE_ENGINE_INVENTORY_KIND_H_

#include <string>

#include "absl/strings/string_view.h"

namespace engine::inventory {

enum class Kind { kPrefix, kGateway, kHost, kAddress, kOpening, kEgressOpening };

inline constexpr Kind kKinds[] = {Kind::kPrefix,  Kind::kGateway, Kind::kHost,
                                  Kind::kAddress, Kind::kOpening, Kind::kEgressOpening};

// "prefix", "gateway", …, "egress opening": in messages, and, without blanks, in keys.
absl::string_view KindName(Kind kind);
// What Terraform calls it: "sixgate_prefix", …, "sixgate_firewall_opening".
absl::string_view ResourceName(Kind kind);
// What names an object of this kind in an import, for messages.
absl::string_view ImportForms(Kind kind);

struct ObjectId {
  Kind kind = Kind::kPrefix;
  // A UUID.
  std::string id;

  bool operator==(const ObjectId&) const = default;
};

}  // namespace engine::inventory

#endif  // SIXGATE_ENGINE_INVENTORY_KIND_H_
