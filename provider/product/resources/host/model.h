// sixgate_host as a struct: its attributes, and the engine's words for them.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_HOST_MODEL_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_HOST_MODEL_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/inventory/record.h"
#include "engine/inventory/spec.h"
#include "provider/framework/schema/model.h"
#include "provider/product/address_plan_model.h"
#include "provider/product/files_model.h"

namespace product {

struct ContainerEngineModel {
  tf::Attr<std::string> version;
  tf::Attr<std::string> default_bridge;
};

struct NetworkModel {
  tf::Attr<int64_t> index;
  tf::Attr<std::string> ipv4_subnet;
  tf::Attr<std::string> subnet;
  tf::Attr<std::string> gateway;
  tf::Attr<std::string> dynamic_range;
  tf::Attr<std::string> bridge;
  tf::Attr<std::string> docker_name;
};

using NetworkModels = std::map<std::string, NetworkModel>;

struct HostModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> registry_id;
  tf::Attr<std::string> name;
  tf::Attr<std::string> gateway;
  tf::Attr<int64_t> slot;
  tf::Attr<std::string> block;
  tf::Attr<AddressPlanModel> address_plan;
  tf::Attr<std::string> interface;
  tf::Attr<std::string> mac;
  tf::Attr<std::string> inside_interface;
  tf::Attr<std::set<std::string>> other_interfaces;
  tf::Attr<std::string> network_manager;
  tf::Attr<ContainerEngineModel> container_engine;
  tf::Attr<NetworkModels> networks;
  tf::Attr<std::map<std::string, std::string>> labels;
  tf::Attr<bool> deletion_protection;
  tf::Attr<DeployModel> deploy;
  tf::Attr<std::string> default_engine_version;
  tf::Attr<std::string> link;
  tf::Attr<std::string> address;
  tf::Attr<std::string> gateway_address;
  tf::Attr<std::vector<std::string>> source_prefixes;
  tf::Attr<FileModels> files;
  tf::Attr<std::vector<std::string>> drift;
};

tf::schema::Fields<HostModel> HostFields();

// Null and unknown attributes are absent. Errors carry their attribute.
absl::StatusOr<engine::inventory::HostSpec> ToSpec(const HostModel& model);
// Everything but files and drift.
void FromRecord(const engine::inventory::HostRecord& record, HostModel& model);
// What follows from the host as it will be: its addresses and networks.
void FromHost(const engine::site::Host& host, HostModel& model);

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_HOST_MODEL_H_
