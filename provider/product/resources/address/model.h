// sixgate_address as a struct: its attributes, and the engine's words for them.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_ADDRESS_MODEL_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_ADDRESS_MODEL_H_

#include <string>

#include "absl/status/statusor.h"
#include "engine/inventory/record.h"
#include "engine/inventory/spec.h"
#include "engine/net/address.h"
#include "engine/site/network.h"
#include "provider/framework/schema/model.h"

namespace product {

struct AddressModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> registry_id;
  tf::Attr<std::string> name;
  tf::Attr<std::string> host;
  tf::Attr<std::string> network;
  tf::Attr<std::string> address;
  tf::Attr<std::string> compose;
  tf::Attr<std::string> docker_run;
};

tf::schema::Fields<AddressModel> AddressFields();

// Null and unknown attributes are absent. Errors carry their attribute.
absl::StatusOr<engine::inventory::AddressSpec> ToSpec(const AddressModel& model);
// Everything but the hints.
void FromRecord(const engine::inventory::AddressRecord& record, AddressModel& model);
// How to give a container the address.
void StoreHints(const engine::site::Network& network, const engine::net::Address& address,
                AddressModel& model);

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_ADDRESS_MODEL_H_
