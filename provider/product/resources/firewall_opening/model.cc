#include "provider/product/resources/firewall_opening/model.h"

#include "absl/time/time.h"
#include "engine/base/status_macros.h"
#include "engine/net/address.h"
#include "engine/net/port_range.h"
#include "engine/net/prefix.h"
#include "provider/product/fields.h"

namespace product {
namespace {

using engine::inventory::OpeningRecord;
using engine::inventory::OpeningSpec;
using engine::net::Address;
using engine::net::PortRange;
using engine::net::Prefix;
using engine::site::FromWord;
using engine::site::Protocol;
using engine::site::ToWord;
using tf::Type;
using tf::Value;
using tf::schema::Each;
using tf::schema::Field;
using tf::schema::Fields;
using tf::schema::LengthBetween;
using tf::schema::OneOf;

constexpr size_t kDescriptionBytesMax = 1000;

std::vector<std::string> Protocols() {
  std::vector<std::string> words;
  for (const absl::string_view word : WordsOf(Protocol{})) words.emplace_back(word);
  return words;
}

tf::Attr<std::string> TextOrNull(const std::string& text, const tf::Attr<std::string>& before) {
  if (!text.empty()) return text;
  // An empty description was written by the user, or there is none.
  return before.IsKnown() && before->empty() ? before : tf::Attr<std::string>();
}

}  // namespace

Fields<OpeningModel> OpeningFields() {
  return {
      IdField<OpeningModel>("opening"),
      RegistryIdField<OpeningModel>(),
      ReferenceField("host", &OpeningModel::host, "`id` of the host that it leads to."),
      Field("address", &OpeningModel::address)
          .Optional()
          .Validate(IsAddress())
          .SameWhen(SameAddress)
          .Describe("An address in the host's block, outside of dynamic ranges. Absent: the host's "
                    "own address."),
      Field("network", &OpeningModel::network)
          .Optional()
          .Describe("Instead of `address`: one of the host's networks as a whole, every container "
                    "in it now and later."),
      Field("protocol", &OpeningModel::protocol)
          .Required()
          .Validate(OneOf(Protocols()))
          .Describe("`tcp`, `udp`, `sctp` or `icmpv6` (echo)."),
      Field("ports", &OpeningModel::ports)
          .Optional()
          .Validate(Each(IsPortRange()))
          .SameWhen(SamePortRanges)
          .Describe("Ports and ranges, such as `\"443\"` and `\"8000-8010\"`. Required but for "
                    "`icmpv6`."),
      Field("sources", &OpeningModel::sources)
          .Default(Value::Set(Type::String(), {Value::String("::/0")}))
          .Validate(Each(IsSource()))
          .SameWhen(SameSources)
          .Describe("Who may enter: prefixes, or addresses. Everybody unless given; `[]` is "
                    "nobody."),
      Field("description", &OpeningModel::description)
          .Optional()
          .Validate(LengthBetween(0, kDescriptionBytesMax))
          .Describe("For people; it becomes a comment."),
      Field("log", &OpeningModel::log)
          .Default(Value::Bool(false))
          .Describe("Log new connections, limited."),
      Field("enabled", &OpeningModel::enabled)
          .Default(Value::Bool(true))
          .Describe("False: kept, and closed."),
      Field("expires_at", &OpeningModel::expires_at)
          .Optional()
          .Validate(IsTime())
          .SameWhen(SameTime)
          .Describe("When it closes by itself, RFC 3339; the gateway enforces it."),
      Field("expired", &OpeningModel::expired)
          .Computed()
          .Describe("Whether `expires_at` had passed when the opening was last read."),
      Field("destination", &OpeningModel::destination)
          .Computed()
          .Describe("What is really opened."),
      Field("published_ports", &OpeningModel::published_ports)
          .Computed()
          .Describe("What the container must publish for the opening to have an effect: Docker 27 "
                    "and newer close what is not published. Never `443:443`, which opens the "
                    "host's IPv4 as well."),
  };
}

absl::StatusOr<OpeningSpec> ToSpec(const OpeningModel& model) {
  OpeningSpec spec;
  spec.host = model.host.value_or("");
  RETURN_IF_ERROR(ReadText(model.address, "address", &Address::Parse, spec.address));
  if (model.network.IsKnown()) spec.network = *model.network;
  RETURN_IF_ERROR(ReadText(model.protocol, "protocol", &FromWord<Protocol>, spec.protocol));
  RETURN_IF_ERROR(ReadTexts(model.ports, "ports", &PortRange::Parse, spec.ports));
  RETURN_IF_ERROR(ReadTexts(model.sources, "sources", &Prefix::ParseWithBareAddress, spec.sources));
  spec.description = model.description.value_or("");
  spec.log = model.log.value_or(false);
  spec.enabled = model.enabled.value_or(true);
  RETURN_IF_ERROR(ReadText(model.expires_at, "expires_at", &ParseTime, spec.expires_at));
  return spec;
}

std::string DestinationText(const Prefix& destination) {
  return destination.length() == engine::net::kAddressBits ? destination.first().ToString()
                                                           : destination.ToString();
}

void FromRecord(const OpeningRecord& record, OpeningModel& model) {
  const OpeningSpec& spec = record.spec;
  model.id = record.header.id;
  model.registry_id = record.header.registry_id;
  model.host = spec.host;
  model.address = spec.address.has_value() ? tf::Attr<std::string>(spec.address->ToString())
                                           : tf::Attr<std::string>();
  model.network =
      spec.network.has_value() ? tf::Attr<std::string>(*spec.network) : tf::Attr<std::string>();
  model.protocol = std::string(ToWord(spec.protocol));
  StoreEmptyAsIs(TextsOf<std::vector<std::string>>(spec.ports), model.ports);
  model.sources = TextsOf<std::set<std::string>>(spec.sources);
  model.description = TextOrNull(spec.description, model.description);
  model.log = spec.log;
  model.enabled = spec.enabled;
  model.expires_at = spec.expires_at.has_value()
                         ? tf::Attr<std::string>(absl::FormatTime(
                               absl::RFC3339_full, *spec.expires_at, absl::UTCTimeZone()))
                         : tf::Attr<std::string>();
  model.destination = DestinationText(record.opening.destination);
  model.published_ports = record.published_ports;
}

}  // namespace product
