#include "engine/formats/networkd/keys.h"

#include <array>
#include <cstdint>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace engine::formats::networkd {
namespace {

std::string ToText(const std::string& value) { return value; }
std::string ToText(bool value) { return value ? "yes" : "no"; }
std::string ToText(uint32_t value) { return absl::StrCat(value); }
template <class T>
std::string ToText(const T& value) {
  return value.ToString();
}

bool FromText(absl::string_view text, std::string& value) {
  if (text.empty()) return false;
  value = std::string(text);
  return true;
}
bool FromText(absl::string_view text, bool& value) {
  for (const absl::string_view yes : {"yes", "true", "on", "1"}) {
    if (text == yes) return value = true;
  }
  for (const absl::string_view no : {"no", "false", "off", "0"}) {
    if (text == no) return !(value = false);
  }
  return false;
}
bool FromText(absl::string_view text, uint32_t& value) {
  // SimpleAtoi would also take blanks and a sign.
  return !text.empty() && absl::ascii_isdigit(static_cast<unsigned char>(text[0])) &&
         absl::SimpleAtoi(text, &value);
}
template <class T>
bool FromText(absl::string_view text, T& value) {
  const absl::StatusOr<T> parsed = T::Parse(text);
  if (parsed.ok()) value = *parsed;
  return parsed.ok();
}

template <class T>
std::vector<std::string> Values(const std::optional<T>& field) {
  if (!field.has_value()) return {};
  return {ToText(*field)};
}
template <class T>
std::vector<std::string> Values(const std::vector<T>& field) {
  std::vector<std::string> values;
  for (const T& value : field) values.push_back(ToText(value));
  return values;
}

template <class T>
bool Take(absl::string_view text, std::optional<T>& field) {
  T value{};
  if (field.has_value() || !FromText(text, value)) return false;
  field = value;
  return true;
}
template <class T>
bool Take(absl::string_view text, std::vector<T>& field) {
  T value{};
  if (!FromText(text, value)) return false;
  field.push_back(value);
  return true;
}

template <auto field, class S>
constexpr Key<S> MakeKey(absl::string_view name) {
  return {name, [](const S& section) { return Values(section.*field); },
          [](absl::string_view value, S& section) { return Take(value, section.*field); }};
}

}  // namespace

absl::Span<const Key<Match>> KeysOf(const Match&) {
  static constexpr std::array kKeys = {MakeKey<&Match::mac, Match>("MACAddress"),
                                       MakeKey<&Match::name, Match>("Name")};
  return kKeys;
}

absl::Span<const Key<Link>> KeysOf(const Link&) {
  static constexpr std::array kKeys = {
      MakeKey<&Link::required_for_online, Link>("RequiredForOnline")};
  return kKeys;
}

absl::Span<const Key<Network>> KeysOf(const Network&) {
  static constexpr std::array kKeys = {
      MakeKey<&Network::vlans, Network>("VLAN"),
      MakeKey<&Network::link_local_addressing, Network>("LinkLocalAddressing"),
      MakeKey<&Network::link_local_generation, Network>("IPv6LinkLocalAddressGenerationMode"),
      MakeKey<&Network::accept_ra, Network>("IPv6AcceptRA"),
      MakeKey<&Network::configure_without_carrier, Network>("ConfigureWithoutCarrier"),
      MakeKey<&Network::addresses, Network>("Address"),
      MakeKey<&Network::proxy_ndp_addresses, Network>("IPv6ProxyNDPAddress")};
  return kKeys;
}

absl::Span<const Key<Neighbor>> KeysOf(const Neighbor&) {
  static constexpr std::array kKeys = {MakeKey<&Neighbor::address, Neighbor>("Address"),
                                       MakeKey<&Neighbor::mac, Neighbor>("LinkLayerAddress")};
  return kKeys;
}

absl::Span<const Key<Route>> KeysOf(const Route&) {
  static constexpr std::array kKeys = {MakeKey<&Route::destination, Route>("Destination"),
                                       MakeKey<&Route::gateway, Route>("Gateway"),
                                       MakeKey<&Route::gateway_on_link, Route>("GatewayOnLink"),
                                       MakeKey<&Route::type, Route>("Type"),
                                       MakeKey<&Route::metric, Route>("Metric")};
  return kKeys;
}

absl::Span<const Key<RoutingPolicyRule>> KeysOf(const RoutingPolicyRule&) {
  using Rule = RoutingPolicyRule;
  static constexpr std::array kKeys = {
      MakeKey<&Rule::family, Rule>("Family"),
      MakeKey<&Rule::incoming_interface, Rule>("IncomingInterface"),
      MakeKey<&Rule::firewall_mark, Rule>("FirewallMark"),
      MakeKey<&Rule::to, Rule>("To"),
      MakeKey<&Rule::table, Rule>("Table"),
      MakeKey<&Rule::type, Rule>("Type"),
      MakeKey<&Rule::priority, Rule>("Priority")};
  return kKeys;
}

absl::Span<const Key<NetDev>> KeysOf(const NetDev&) {
  static constexpr std::array kKeys = {MakeKey<&NetDev::name, NetDev>("Name"),
                                       MakeKey<&NetDev::kind, NetDev>("Kind")};
  return kKeys;
}

absl::Span<const Key<Vlan>> KeysOf(const Vlan&) {
  static constexpr std::array kKeys = {MakeKey<&Vlan::id, Vlan>("Id")};
  return kKeys;
}

}  // namespace engine::formats::networkd
