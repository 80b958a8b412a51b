#include "provider/product/resources/firewall_opening/model.h"

#include "engine/base/status_macros.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"
#include "provider/product/opening_fields.h"

namespace product {

using engine::inventory::OpeningRecord;
using engine::inventory::OpeningSpec;
using engine::net::Prefix;
using tf::Type;
using tf::Value;
using tf::schema::Each;
using tf::schema::Field;
using tf::schema::Fields;

Fields<OpeningModel> OpeningFields() {
  return {
      IdField<OpeningModel>("opening"),
      RegistryIdField<OpeningModel>(),
      ReferenceField("host", &OpeningModel::host, "`id` of the host that it leads to."),
      OpeningAddressField<OpeningModel>(
          "An address in the host's block, outside of dynamic ranges. Absent: the host's own "
          "address."),
      OpeningNetworkField<OpeningModel>(
          "Instead of `address`: one of the host's networks as a whole, every container in it now "
          "and later."),
      OpeningProtocolField<OpeningModel>(),
      OpeningPortsField<OpeningModel>(),
      Field("sources", &OpeningModel::sources)
          .Default(Value::Set(Type::String(), {Value::String("::/0")}))
          .Validate(Each(IsSource()))
          .SameWhen(SameSources)
          .Describe("Who may enter: prefixes, or addresses. Everybody unless given; `[]` is "
                    "nobody."),
      OpeningDescriptionField<OpeningModel>(),
      OpeningLogField<OpeningModel>(),
      OpeningEnabledField<OpeningModel>(),
      OpeningExpiresAtField<OpeningModel>(),
      OpeningExpiredField<OpeningModel>(),
      Field("destination", &OpeningModel::destination)
          .Computed()
          .Describe("What is opened: an address, or the prefix of a network."),
      Field("published_ports", &OpeningModel::published_ports)
          .Computed()
          .Describe("What the container must publish for the opening to have an effect: Docker 27 "
                    "and newer close what is not published. Never `443:443`, which opens the "
                    "host's IPv4 as well."),
  };
}

absl::StatusOr<OpeningSpec> ToSpec(const OpeningModel& model) {
  OpeningSpec spec;
  RETURN_IF_ERROR(ReadOpening(model, spec));
  RETURN_IF_ERROR(ReadTexts(model.sources, "sources", &Prefix::ParseWithBareAddress, spec.sources));
  return spec;
}

std::string DestinationText(const Prefix& destination) {
  return destination.length() == engine::net::kAddressBits ? destination.first().ToString()
                                                           : destination.ToString();
}

void FromRecord(const OpeningRecord& record, OpeningModel& model) {
  StoreOpening(record, model);
  model.sources = TextsOf<std::set<std::string>>(record.spec.sources);
  model.destination = DestinationText(record.opening.destination);
  model.published_ports = record.published_ports;
}

}  // namespace product
