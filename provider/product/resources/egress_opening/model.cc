#include "provider/product/resources/egress_opening/model.h"

#include "engine/base/status_macros.h"
#include "engine/net/prefix.h"
#include "provider/product/opening_fields.h"

namespace product {

using engine::inventory::EgressOpeningRecord;
using engine::inventory::EgressOpeningSpec;
using engine::net::Prefix;
using tf::schema::Each;
using tf::schema::Field;
using tf::schema::Fields;
using Model = EgressOpeningModel;

Fields<Model> EgressOpeningFields() {
  return {
      IdField<Model>("egress opening"),
      RegistryIdField<Model>(),
      ReferenceField("host", &Model::host, "`id` of the host that may send."),
      OpeningAddressField<Model>(
          "Only this address in the host's block may send: the host's own, or a container's "
          "outside of dynamic ranges. Absent, and without `network`: the host and all of its "
          "containers."),
      OpeningNetworkField<Model>(
          "Instead of `address`: one of the host's networks, every container in it now and later."),
      Field("destinations", &Model::destinations)
          .Required()
          .Validate(Each(IsDestination()))
          .SameWhen(SameSources)
          .Describe("What may be reached: IPv6 prefixes, or addresses, outside of the site. "
                    "`::/0` is everything, `[]` is nothing."),
      OpeningProtocolField<Model>(),
      OpeningPortsField<Model>(),
      OpeningDescriptionField<Model>(),
      OpeningLogField<Model>(),
      OpeningEnabledField<Model>(),
      OpeningExpiresAtField<Model>(),
      OpeningExpiredField<Model>(),
      Field("source", &Model::source).Computed().Describe("What may send, as a prefix."),
  };
}

absl::StatusOr<EgressOpeningSpec> ToSpec(const Model& model) {
  EgressOpeningSpec spec;
  RETURN_IF_ERROR(ReadOpening(model, spec));
  RETURN_IF_ERROR(ReadTexts(model.destinations, "destinations", &Prefix::ParseWithBareAddress,
                            spec.destinations));
  return spec;
}

void FromRecord(const EgressOpeningRecord& record, Model& model) {
  StoreOpening(record, model);
  model.destinations = TextsOf<std::set<std::string>>(record.spec.destinations);
  model.source = record.opening.source.ToString();
}

}  // namespace product
