#include "provider/product/attributes.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/net/address.h"
#include "engine/net/mac_address.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix.h"
#include "engine/net/prefix_set.h"
#include "engine/site/engine_version.h"
#include "engine/site/ipv4_prefix.h"
#include "engine/site/names.h"
#include "provider/framework/schema/validators.h"

namespace product {
namespace {

using engine::base::Quote;
using engine::net::Address;
using engine::net::InterfaceAddress;
using engine::net::MacAddress;
using engine::net::PortRange;
using engine::net::Prefix;
using engine::net::PrefixSet;
using engine::site::Ipv4Prefix;
using tf::Value;
using tf::schema::Parses;
using tf::schema::Validator;

template <class T>
std::function<absl::Status(absl::string_view)> StatusOf(
    absl::StatusOr<T> (*parse)(absl::string_view)) {
  return [parse](absl::string_view text) { return parse(text).status(); };
}

absl::Status CheckDuration(absl::string_view text) {
  absl::Duration duration;
  if (absl::ParseDuration(text, &duration) && duration >= absl::ZeroDuration() &&
      duration < absl::InfiniteDuration()) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat(Quote(text), " is not a duration such as \"90s\", \"15m\" or \"1h30m\""));
}

absl::Status CheckAnyAddress(absl::string_view text) {
  if (absl::StrContains(text, ':')) return Address::Parse(text).status();
  const absl::StatusOr<Ipv4Prefix> address = Ipv4Prefix::Parse(text);
  if (address.ok() && address->length() != 32) {
    return absl::InvalidArgumentError(absl::StrCat(Quote(text), " is a prefix, not an address"));
  }
  return address.status();
}

template <class T>
bool SameParsed(const Value& a, const Value& b, absl::StatusOr<T> (*parse)(absl::string_view)) {
  const absl::StatusOr<T> parsed_a = parse(a.string());
  const absl::StatusOr<T> parsed_b = parse(b.string());
  return parsed_a.ok() && parsed_b.ok() && *parsed_a == *parsed_b;
}

// The elements as they are written canonically, those of a set sorted and each once; nothing when
// one cannot be parsed.
template <class Parse>
std::optional<std::vector<std::string>> CanonicalElements(const Value& collection,
                                                          const Parse& parse) {
  std::vector<std::string> texts;
  for (const Value& element : collection.elements()) {
    if (!element.IsKnown()) return std::nullopt;
    const auto parsed = parse(element.string());
    if (!parsed.ok()) return std::nullopt;
    texts.push_back(parsed->ToString());
  }
  if (collection.type().kind() == tf::Type::Kind::kSet) {
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  }
  return texts;
}

template <class Parse>
bool SameElements(const Value& a, const Value& b, const Parse& parse) {
  const auto texts = CanonicalElements(a, parse);
  return texts.has_value() && texts == CanonicalElements(b, parse);
}

// IPv4 addresses as prefixes of length 32.
struct AnyAddress {
  static absl::StatusOr<AnyAddress> Parse(absl::string_view text) {
    RETURN_IF_ERROR(CheckAnyAddress(text));
    if (!absl::StrContains(text, ':')) return AnyAddress{Ipv4Prefix::Parse(text)->ToString()};
    return AnyAddress{Address::Parse(text)->ToString()};
  }
  const std::string& ToString() const { return text; }

  std::string text;
};

// False when an element is no source.
bool AddSources(const Value& sources, PrefixSet& set) {
  for (const Value& source : sources.elements()) {
    if (!source.IsKnown()) return false;
    const auto prefix = Prefix::ParseWithBareAddress(source.string());
    if (!prefix.ok()) return false;
    set.Add(*prefix);
  }
  return true;
}

// With a rule that says more than what kind of value it is.
Validator Saying(std::string description, Validator validator) {
  validator.description = std::move(description);
  return validator;
}

}  // namespace

absl::StatusOr<InterfaceAddress> ParseInterfaceAddress(absl::string_view text) {
  if (absl::StrContains(text, '/')) return InterfaceAddress::Parse(text);
  const absl::StatusOr<Address> address = Address::Parse(text);
  if (!address.ok()) return address.status();
  return InterfaceAddress{*address};
}

absl::StatusOr<absl::Time> ParseTime(absl::string_view text) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, &error)) return time;
  return absl::InvalidArgumentError(absl::StrCat(
      Quote(text), " is not a time as RFC 3339 writes it (2030-01-31T18:00:00Z): ", error));
}

Validator IsPrefix() { return Parses("IPv6 prefix", StatusOf(Prefix::Parse)); }
Validator IsAddress() { return Parses("IPv6 address", StatusOf(Address::Parse)); }
Validator IsSource() {
  return Saying("must be an IPv6 prefix or address",
                Parses("IPv6 source", StatusOf(Prefix::ParseWithBareAddress)));
}
Validator IsDestination() {
  return Saying("must be an IPv6 prefix or address",
                Parses("IPv6 destination", StatusOf(Prefix::ParseWithBareAddress)));
}
Validator IsMacAddress() {
  return Saying("must be a unicast MAC address",
                Parses("MAC address", StatusOf(MacAddress::ParseUnicast)));
}
Validator IsPortRange() {
  return Saying("must be a port or a range of ports", Parses("port", StatusOf(PortRange::Parse)));
}
Validator IsDuration() {
  return Saying("must be a duration such as \"90s\", \"15m\" or \"1h30m\"",
                Parses("duration", CheckDuration));
}
Validator IsTime() {
  return Saying("must be a time such as \"2030-01-31T18:00:00Z\"",
                Parses("time", StatusOf(ParseTime)));
}
Validator IsAnyAddress() {
  return Saying("must be an IPv6 or IPv4 address", Parses("address", CheckAnyAddress));
}
Validator IsIpv4Prefix() {
  return Saying("must be an IPv4 prefix or address",
                Parses("IPv4 prefix", StatusOf(Ipv4Prefix::Parse)));
}
Validator IsInterfaceAddress() {
  return Saying("must be an IPv6 address, with or without the length of its link",
                Parses("IPv6 address", StatusOf(ParseInterfaceAddress)));
}
Validator IsEngineVersion() {
  return Saying("must be 20.10, 23 to 29, or a release of one",
                Parses("engine version", StatusOf(engine::site::EngineVersion::Parse)));
}
Validator IsInterface() {
  return Saying(absl::StrCat("must be 1 to ", engine::site::kInterfaceNameLengthMax,
                             " letters, digits, \".\", \"_\", \"-\" and \"+\""),
                Parses("interface name", [](absl::string_view text) {
                  return engine::site::CheckInterfaceName("interface", text);
                }));
}
Validator IsName() {
  return Saying(
      absl::StrCat("must be 1 to ", engine::site::kNameLengthMax,
                   " letters, digits, \".\", \"_\" and \"-\", the first a letter or digit"),
      Parses("name", [](absl::string_view text) { return engine::site::CheckName("name", text); }));
}

bool SamePrefix(const Value& a, const Value& b) { return SameParsed(a, b, Prefix::Parse); }
bool SameAddress(const Value& a, const Value& b) { return SameParsed(a, b, Address::Parse); }
bool SameInterfaceAddress(const Value& a, const Value& b) {
  return SameParsed(a, b, ParseInterfaceAddress);
}
bool SameMacAddress(const Value& a, const Value& b) { return SameParsed(a, b, MacAddress::Parse); }
bool SameTime(const Value& a, const Value& b) { return SameParsed(a, b, ParseTime); }

bool SameIpv4Prefix(const Value& a, const Value& b) { return SameParsed(a, b, Ipv4Prefix::Parse); }
bool SameAnyAddresses(const Value& a, const Value& b) {
  return SameElements(a, b, AnyAddress::Parse);
}
bool SameIpv4Prefixes(const Value& a, const Value& b) {
  return SameElements(a, b, Ipv4Prefix::Parse);
}
bool SamePortRanges(const Value& a, const Value& b) { return SameElements(a, b, PortRange::Parse); }

bool SameSources(const Value& a, const Value& b) {
  PrefixSet set_a;
  PrefixSet set_b;
  return AddSources(a, set_a) && AddSources(b, set_b) && set_a.Prefixes() == set_b.Prefixes();
}

}  // namespace product
