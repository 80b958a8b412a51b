// Attributes that openings of both directions have.
#ifndef SIXGATE_PROVIDER_PRODUCT_OPENING_FIELDS_H_
#define SIXGATE_PROVIDER_PRODUCT_OPENING_FIELDS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "engine/base/status_macros.h"
#include "engine/net/address.h"
#include "engine/net/port_range.h"
#include "engine/site/opening.h"
#include "provider/framework/schema/model.h"
#include "provider/framework/schema/validators.h"
#include "provider/framework/value/attr.h"
#include "provider/product/attributes.h"
#include "provider/product/fields.h"

namespace product {

template <class M>
tf::schema::Field<M> OpeningAddressField(std::string description) {
  return tf::schema::Field("address", &M::address)
      .Optional()
      .Validate(IsAddress())
      .SameWhen(SameAddress)
      .Describe(std::move(description));
}

template <class M>
tf::schema::Field<M> OpeningNetworkField(std::string description) {
  return tf::schema::Field("network", &M::network).Optional().Describe(std::move(description));
}

template <class M>
tf::schema::Field<M> OpeningProtocolField() {
  std::vector<std::string> words;
  for (const absl::string_view word : WordsOf(engine::site::Protocol{})) words.emplace_back(word);
  return tf::schema::Field("protocol", &M::protocol)
      .Required()
      .Validate(tf::schema::OneOf(std::move(words)))
      .Describe("`tcp`, `udp`, `sctp` or `icmpv6` (echo).");
}

template <class M>
tf::schema::Field<M> OpeningPortsField() {
  return tf::schema::Field("ports", &M::ports)
      .Optional()
      .Validate(tf::schema::Each(IsPortRange()))
      .SameWhen(SamePortRanges)
      .Describe(
          "Ports and ranges, such as `\"443\"` and `\"8000-8010\"`. Required but for `icmpv6`.");
}

template <class M>
tf::schema::Field<M> OpeningDescriptionField() {
  return tf::schema::Field("description", &M::description)
      .Optional()
      .Validate(tf::schema::LengthBetween(0, engine::site::kDescriptionBytesMax))
      .Describe("What it is for, for people; it becomes a comment in the ruleset.");
}

template <class M>
tf::schema::Field<M> OpeningLogField() {
  return tf::schema::Field("log", &M::log)
      .Default(tf::Value::Bool(false))
      .Describe("Whether to log new connections, at a limited rate.");
}

template <class M>
tf::schema::Field<M> OpeningEnabledField() {
  return tf::schema::Field("enabled", &M::enabled)
      .Default(tf::Value::Bool(true))
      .Describe("Whether it is open. `false` keeps it in the registry, closed.");
}

template <class M>
tf::schema::Field<M> OpeningExpiresAtField() {
  return tf::schema::Field("expires_at", &M::expires_at)
      .Optional()
      .Validate(IsTime())
      .SameWhen(SameTime)
      .Describe("When it closes by itself; the gateway enforces it. Absent: never.");
}

template <class M>
tf::schema::Field<M> OpeningExpiredField() {
  return tf::schema::Field("expired", &M::expired)
      .Computed()
      .Describe("Whether `expires_at` had passed when the opening was last read.");
}

// Fills in what the arguments above say, and the host. Null and unknown attributes are absent.
// Errors carry their attribute.
template <class M, class Spec>
absl::Status ReadOpening(const M& model, Spec& spec) {
  spec.host = model.host.value_or("");
  RETURN_IF_ERROR(ReadText(model.address, "address", &engine::net::Address::Parse, spec.address));
  if (model.network.IsKnown()) spec.network = *model.network;
  RETURN_IF_ERROR(ReadText(model.protocol, "protocol",
                           &engine::site::FromWord<engine::site::Protocol>, spec.protocol));
  RETURN_IF_ERROR(ReadTexts(model.ports, "ports", &engine::net::PortRange::Parse, spec.ports));
  spec.description = model.description.value_or("");
  spec.log = model.log.value_or(false);
  spec.enabled = model.enabled.value_or(true);
  return ReadText(model.expires_at, "expires_at", &ParseTime, spec.expires_at);
}

// The reverse, with the ids; `expired` stays as it is.
template <class Record, class M>
void StoreOpening(const Record& record, M& model) {
  const auto& spec = record.spec;
  using Text = tf::Attr<std::string>;
  model.id = record.header.id;
  model.registry_id = record.header.registry_id;
  model.host = spec.host;
  model.address = spec.address.has_value() ? Text(spec.address->ToString()) : Text();
  model.network = spec.network.has_value() ? Text(*spec.network) : Text();
  model.protocol = std::string(engine::site::ToWord(spec.protocol));
  StoreEmptyAsIs(TextsOf<std::vector<std::string>>(spec.ports), model.ports);
  // An empty description was written by the user, or there is none.
  const bool was_empty = model.description.IsKnown() && model.description->empty();
  if (!spec.description.empty()) {
    model.description = spec.description;
  } else if (!was_empty) {
    model.description = Text();
  }
  model.log = spec.log;
  model.enabled = spec.enabled;
  model.expires_at =
      spec.expires_at.has_value()
          ? Text(absl::FormatTime(absl::RFC3339_full, *spec.expires_at, absl::UTCTimeZone()))
          : Text();
}

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_OPENING_FIELDS_H_
