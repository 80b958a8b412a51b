#include "provider/product/functions/functions.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "engine/net/mac_address.h"
#include "engine/net/reverse_dns.h"
#include "engine/plan/address_plan.h"
#include "provider/product/functions/arguments.h"

namespace product {
namespace {

using engine::net::Address;
using engine::net::MacAddress;
using engine::net::Prefix;
using tf::FunctionResult;
using tf::Parameter;
using tf::Type;
using tf::Value;
using Span = absl::Span<const Value>;

Parameter Text(std::string name, std::string description) {
  return {std::move(name), Type::String(), std::move(description)};
}

Parameter Count(std::string name, std::string description) {
  return {std::move(name), Type::Number(), std::move(description)};
}

template <class T>
absl::StatusOr<Value> TextOf(const absl::StatusOr<T>& value) {
  if (!value.ok()) return value.status();
  return Value::String(value->ToString());
}

FunctionResult Subnet(Span values) {
  Arguments arguments(values);
  const Prefix prefix = arguments.Prefix(0);
  const int length = arguments.Length(1);
  const absl::uint128 index = arguments.Index(2);
  const bool length_fits = length >= prefix.length();
  return arguments.Finish(TextOf(prefix.Subnet(length, index)), length_fits ? 2 : 1);
}

FunctionResult HostAddress(Span values) {
  Arguments arguments(values);
  const Prefix prefix = arguments.Prefix(0);
  const absl::uint128 index = arguments.Index(1);
  const auto address = prefix.Subnet(engine::net::kAddressBits, index);
  if (!address.ok()) return arguments.Finish(address.status(), 1);
  return arguments.Finish(Value::String(address->first().ToString()), 1);
}

FunctionResult Contains(Span values) {
  Arguments arguments(values);
  const Prefix prefix = arguments.Prefix(0);
  return arguments.Finish(Value::Bool(prefix.Contains(arguments.AddressOrPrefix(1))), 1);
}

FunctionResult Canonical(Span values) {
  Arguments arguments(values);
  const bool is_prefix = absl::StrContains(arguments.Text(0), '/');
  const std::string text =
      is_prefix ? arguments.Prefix(0).ToString() : arguments.Address(0).ToString();
  return arguments.Finish(Value::String(text), 0);
}

FunctionResult Expand(Span values) {
  Arguments arguments(values);
  return arguments.Finish(Value::String(arguments.Address(0).Expand()), 0);
}

FunctionResult Eui64(Span values) {
  Arguments arguments(values);
  const Prefix prefix = arguments.Prefix(0);
  const auto mac = MacAddress::ParseUnicast(arguments.Text(1));
  if (!mac.ok()) return arguments.Finish(mac.status(), 1);
  return arguments.Finish(TextOf(mac->Eui64(prefix)), 0);
}

FunctionResult ReverseDns(Span values) {
  Arguments arguments(values);
  if (!absl::StrContains(arguments.Text(0), '/')) {
    return arguments.Finish(Value::String(ReverseDnsName(arguments.Address(0))), 0);
  }
  const auto name = ReverseDnsName(arguments.Prefix(0));
  if (!name.ok()) return arguments.Finish(name.status(), 0);
  return arguments.Finish(Value::String(*name), 0);
}

FunctionResult SlotOf(Span values) {
  Arguments arguments(values);
  const Prefix prefix = arguments.Prefix(0);
  const int host_length = arguments.Length(1);
  const Address address = arguments.Address(2);
  const auto slot = engine::plan::SlotOf(prefix, host_length, address);
  const bool length_fits = host_length > prefix.length();
  if (!slot.ok()) return arguments.Finish(slot.status(), length_fits ? 2 : 1);
  return arguments.Finish(NumberOf(*slot), 0);
}

}  // namespace

std::vector<std::unique_ptr<tf::Function>> Functions() {
  const Parameter prefix = Text("prefix", "An IPv6 prefix, such as `2001:db8::/64`.");
  const Parameter index = Count("index", "Which one, counted from 0.");
  const Parameter either = Text("address_or_prefix", "An IPv6 address or prefix.");
  const Parameter address = Text("address", "An IPv6 address.");
  std::vector<std::unique_ptr<tf::Function>> functions;
  const auto add = [&](std::string name, std::string summary, std::string description,
                       std::vector<Parameter> parameters, Type result,
                       FunctionResult (*call)(Span)) {
    functions.push_back(tf::NewFunction(
        std::move(name),
        {std::move(summary), std::move(description), std::move(parameters), {}, std::move(result)},
        call));
  };
  add("subnet", "The n-th subnet of a prefix",
      "The `index`-th prefix of `new_length` inside `prefix`, exact on 128 bits.",
      {prefix, Count("new_length", "Length of the subnet, at least the prefix's."), index},
      Type::String(), Subnet);
  add("host_address", "The n-th address of a prefix", "The `index`-th address of `prefix`.",
      {prefix, index}, Type::String(), HostAddress);
  add("contains", "Whether a prefix contains an address or another prefix",
      "True when all of `address_or_prefix` is inside `prefix`.", {prefix, either}, Type::Bool(),
      Contains);
  add("canonical", "The one canonical spelling",
      "The address or prefix as RFC 5952 writes it, so that two spellings can be compared.",
      {Text("text", "An IPv6 address or prefix in any valid spelling.")}, Type::String(),
      Canonical);
  add("expand", "All digits of an address", "The address with all eight groups of four digits.",
      {address}, Type::String(), Expand);
  add("eui64", "The address that a MAC address makes in a prefix",
      "The address with the modified EUI-64 identifier of `mac` in the lowest /64 of `prefix` "
      "(RFC 4291, appendix A). With `fe80::/64` it is the link-local address that a routed prefix "
      "must be delivered to.",
      {prefix, Text("mac", "A MAC address, such as `00:00:5e:00:53:01`.")}, Type::String(), Eui64);
  add("reverse_dns", "The name below ip6.arpa",
      "The name of the PTR record of an address, or of the zone of a prefix whose length is "
      "divisible by 4.",
      {either}, Type::String(), ReverseDns);
  add("slot_of", "The slot that an address is in",
      "The number of the block of `host_length` in `prefix` that holds `address`.",
      {prefix, Count("host_length", "Length of the hosts' blocks."), address}, Type::Number(),
      SlotOf);
  return functions;
}

}  // namespace product
