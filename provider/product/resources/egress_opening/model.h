// sixgate_egress_opening as a struct: its attributes, and the engine's words for them.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_EGRESS_OPENING_MODEL_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_EGRESS_OPENING_MODEL_H_

#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/inventory/record.h"
#include "engine/inventory/spec.h"
#include "provider/framework/schema/model.h"

namespace product {

struct EgressOpeningModel {
  tf::Attr<std::string> id;
  tf::Attr<std::string> registry_id;
  tf::Attr<std::string> host;
  tf::Attr<std::string> address;
  tf::Attr<std::string> network;
  tf::Attr<std::set<std::string>> destinations;
  tf::Attr<std::string> protocol;
  tf::Attr<std::vector<std::string>> ports;
  tf::Attr<std::string> description;
  tf::Attr<bool> log;
  tf::Attr<bool> enabled;
  tf::Attr<std::string> expires_at;
  tf::Attr<bool> expired;
  tf::Attr<std::string> source;
};

tf::schema::Fields<EgressOpeningModel> EgressOpeningFields();

// Null and unknown attributes are absent. Errors carry their attribute.
absl::StatusOr<engine::inventory::EgressOpeningSpec> ToSpec(const EgressOpeningModel& model);
// Everything but `expired`.
void FromRecord(const engine::inventory::EgressOpeningRecord& record, EgressOpeningModel& model);

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_EGRESS_OPENING_MODEL_H_
