#include "engine/inventory/kind.h"

namespace engine::inventory {

absl::string_view KindName(Kind kind) {
  switch (kind) {
    case Kind::kPrefix:
      return "prefix";
    case Kind::kGateway:
      return "gateway";
    case Kind::kHost:
      return "host";
    case Kind::kAddress:
      return "address";
    case Kind::kOpening:
      return "opening";
    case Kind::kEgressOpening:
      return "egress opening";
  }
  return "";
}

absl::string_view ResourceName(Kind kind) {
  switch (kind) {
    case Kind::kPrefix:
      return "sixgate_prefix";
    case Kind::kGateway:
      return "sixgate_gateway";
    case Kind::kHost:
      return "sixgate_host";
    case Kind::kAddress:
      return "sixgate_address";
    case Kind::kOpening:
      return "sixgate_firewall_opening";
    case Kind::kEgressOpening:
      return "sixgate_egress_opening";
  }
  return "";
}

absl::string_view ImportForms(Kind kind) {
  switch (kind) {
    case Kind::kPrefix:
      return "its id, its name or its cidr";
    case Kind::kGateway:
      return "its id, its name or the cidr of its prefix";
    case Kind::kHost:
      return "its id, GATEWAY/HOST or its block";
    case Kind::kAddress:
      return "its id, GATEWAY/HOST/NAME, GATEWAY/HOST/NETWORK/NAME or the address";
    case Kind::kOpening:
    case Kind::kEgressOpening:
      return "its id";
  }
  return "";
}

}  // namespace engine::inventory
