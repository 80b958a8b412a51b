// The address_plan object that sixgate_prefix computes and gateways and hosts take.
#ifndef SIXGATE_PROVIDER_PRODUCT_ADDRESS_PLAN_MODEL_H_
#define SIXGATE_PROVIDER_PRODUCT_ADDRESS_PLAN_MODEL_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "engine/plan/address_plan.h"
#include "provider/framework/schema/model.h"

namespace product {

struct AddressPlanModel {
  tf::Attr<std::string> cidr;
  tf::Attr<int64_t> host_length;
  tf::Attr<int64_t> network_length;

  bool operator==(const AddressPlanModel&) const = default;
};

// All three computed: what the prefix tells.
tf::schema::Fields<AddressPlanModel> ComputedAddressPlanFields();
// All three required: what a gateway or host is given.
tf::schema::Fields<AddressPlanModel> GivenAddressPlanFields();

// The plan, or nothing while a part of it is null or unknown. kInvalidArgument when the parts do
// not fit together.
absl::StatusOr<std::optional<engine::plan::AddressPlan>> ToAddressPlan(
    const tf::Attr<AddressPlanModel>& model);

AddressPlanModel FromAddressPlan(const engine::plan::AddressPlan& plan);

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_ADDRESS_PLAN_MODEL_H_
