// sixgate_gateway as a struct: its attributes, and the engine's words for them.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_GATEWAY_MODEL_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_GATEWAY_MODEL_H_

#include <cstdint>
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

struct WanModel {
  tf::Attr<std::string> interface;
  tf::Attr<std::string> mac;
  tf::Attr<std::string> address;
  tf::Attr<std::string> next_hop;
  tf::Attr<std::string> link_local;
};

struct InsideModel {
  tf::Attr<std::string> interface;
  tf::Attr<std::string> mode;
};

struct PolicyModel {
  tf::Attr<std::string> egress;
  tf::Attr<std::string> between_hosts;
  tf::Attr<std::string> ping;
  tf::Attr<bool> log_drops;
  tf::Attr<std::set<std::string>> management_sources;
  tf::Attr<std::vector<std::string>> management_ports;
  tf::Attr<std::set<std::string>> resolvers;
  tf::Attr<std::set<std::string>> ntp;
  tf::Attr<std::set<std::string>> ipv4_allow;
};

struct LimitsModel {
  tf::Attr<int64_t> new_connections_per_second;
  tf::Attr<int64_t> concurrent_states;
};

struct UpstreamRouteModel {
  tf::Attr<std::string> prefix;
  tf::Attr<std::string> next_hop;
};

struct GatewayModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> registry_id;
  tf::Attr<std::string> name;
  tf::Attr<std::string> prefix;
  tf::Attr<std::string> kind;
  tf::Attr<AddressPlanModel> address_plan;
  tf::Attr<WanModel> wan;
  tf::Attr<InsideModel> inside;
  tf::Attr<std::string> network_manager;
  tf::Attr<PolicyModel> policy;
  tf::Attr<LimitsModel> limits;
  tf::Attr<DeployModel> deploy;
  tf::Attr<UpstreamRouteModel> upstream_route;
  tf::Attr<FileModels> files;
  tf::Attr<std::vector<std::string>> drift;
};

tf::schema::Fields<GatewayModel> GatewayFields();

// Null and unknown attributes are absent. Errors carry their attribute.
absl::StatusOr<engine::inventory::GatewaySpec> ToSpec(const GatewayModel& model);
// Everything but files and drift.
void FromRecord(const engine::inventory::GatewayRecord& record, GatewayModel& model);
// What follows from the gateway as it will be.
void FromGateway(const engine::site::Gateway& gateway, GatewayModel& model);

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_GATEWAY_MODEL_H_
