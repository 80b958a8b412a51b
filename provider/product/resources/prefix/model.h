// sixgate_prefix as a struct: its attributes, and the engine's words for them.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_PREFIX_MODEL_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_PREFIX_MODEL_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "engine/inventory/record.h"
#include "engine/inventory/spec.h"
#include "provider/framework/schema/model.h"
#include "provider/product/address_plan_model.h"

namespace product {

struct PrefixModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> registry_id;
  tf::Attr<std::string> name;
  tf::Attr<std::string> cidr;
  tf::Attr<std::string> parent;
  tf::Attr<int64_t> length;
  tf::Attr<std::string> strategy;
  tf::Attr<std::set<std::string>> reserved;
  tf::Attr<int64_t> host_length;
  tf::Attr<int64_t> network_length;
  tf::Attr<std::string> delivery;
  tf::Attr<std::map<std::string, std::string>> keepers;
  tf::Attr<std::map<std::string, std::string>> labels;
  tf::Attr<bool> deletion_protection;
  tf::Attr<AddressPlanModel> address_plan;
};

tf::schema::Fields<PrefixModel> PrefixFields();

// Null and unknown attributes are absent. Errors carry their attribute.
absl::StatusOr<engine::inventory::PrefixSpec> ToSpec(const PrefixModel& model);
void FromRecord(const engine::inventory::PrefixRecord& record, PrefixModel& model);

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_PREFIX_MODEL_H_
