#include "engine/site/host.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace engine::site {

DefaultBridge DefaultBridgeOf(const EngineVersion& version) {
  return version.filters_ipv6() ? DefaultBridge::kV4Only : DefaultBridge::kRouted;
}

const std::string& InsideInterface(const Gateway& gateway, const Host& host) {
  const bool is_shared = gateway.inside.mode == InsideMode::kShared;
  return is_shared ? gateway.inside.interface : host.inside_interface;
}

std::optional<int> VlanId(const Gateway& gateway, const Host& host) {
  constexpr int kVlanIdMax = 4094;
  absl::string_view id = host.inside_interface;
  if (gateway.inside.mode != InsideMode::kPerHost || gateway.inside.interface.empty() ||
      !absl::ConsumePrefix(&id, absl::StrCat(gateway.inside.interface, "."))) {
    return std::nullopt;
  }
  int number = 0;
  const bool is_number = absl::SimpleAtoi(id, &number) && number >= 1 && number <= kVlanIdMax;
  // One spelling only: two interfaces must not be the same VLAN.
  if (!is_number || absl::StrCat(number) != id) return std::nullopt;
  return number;
}

}  // namespace engine::site
