#include "provider/product/resources/address/model.h"

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "provider/product/fields.h"

namespace product {

using engine::inventory::AddressRecord;
using engine::inventory::AddressSpec;
using engine::net::Address;
using tf::schema::Field;
using tf::schema::Fields;
using tf::schema::UseNonNullStateForUnknown;

Fields<AddressModel> AddressFields() {
  return {
      IdField<AddressModel>("address"),
      RegistryIdField<AddressModel>(),
      Field("name", &AddressModel::name)
          .Required()
          .Validate(IsName())
          .Describe("Name of the container or service. Unique in its network."),
      ReferenceField("host", &AddressModel::host, "`id` of the host that the container runs on."),
      ReferenceField("network", &AddressModel::network,
                     "Which of the host's `networks` the container is in."),
      Field("address", &AddressModel::address)
          .Optional()
          .Computed()
          .Validate(IsAddress())
          .SameWhen(SameAddress)
          .Modify(UseNonNullStateForUnknown())
          .Describe("The address. Chosen when absent, the lowest from `::2` on that is free and "
                    "below the dynamic range; then it stays."),
      Field("compose", &AddressModel::compose)
          .Computed()
          .Describe("Lines for the service in a Compose file that give the container its address."),
      Field("docker_run", &AddressModel::docker_run)
          .Computed()
          .Describe("Arguments for `docker run` that give the container its address."),
  };
}

absl::StatusOr<AddressSpec> ToSpec(const AddressModel& model) {
  AddressSpec spec;
  spec.name = model.name.value_or("");
  spec.host = model.host.value_or("");
  spec.network = model.network.value_or("");
  RETURN_IF_ERROR(ReadText(model.address, "address", &Address::Parse, spec.address));
  return spec;
}

void FromRecord(const AddressRecord& record, AddressModel& model) {
  model.id = record.header.id;
  model.registry_id = record.header.registry_id;
  model.name = record.spec.name;
  model.host = record.spec.host;
  model.network = record.spec.network;
  model.address = record.address.address.ToString();
}

void StoreHints(const engine::site::Network& network, const Address& address, AddressModel& model) {
  const std::string text = address.ToString();
  model.compose =
      absl::StrCat("networks:\n  ", network.docker_name, ":\n    ipv6_address: \"", text, "\"\n");
  model.docker_run = absl::StrCat("--network ", network.docker_name, " --ip6 ", text);
}

}  // namespace product
