#include "provider/product/address_plan_model.h"

#include "engine/base/status_macros.h"
#include "engine/net/prefix.h"
#include "provider/framework/schema/validators.h"
#include "provider/product/attributes.h"

namespace product {

using tf::schema::Field;
using tf::schema::Fields;

Fields<AddressPlanModel> ComputedAddressPlanFields() {
  return {
      Field("cidr", &AddressPlanModel::cidr).Computed().Describe("The prefix that is divided."),
      Field("host_length", &AddressPlanModel::host_length)
          .Computed()
          .Describe("Length of a host's block."),
      Field("network_length", &AddressPlanModel::network_length)
          .Computed()
          .Describe("Length of a container network."),
  };
}

Fields<AddressPlanModel> GivenAddressPlanFields() {
  return {
      Field("cidr", &AddressPlanModel::cidr)
          .Required()
          .Validate(IsPrefix())
          .SameWhen(SamePrefix)
          .Describe("The prefix that is divided."),
      Field("host_length", &AddressPlanModel::host_length)
          .Required()
          .Validate(tf::schema::Between(0, engine::net::kAddressBits))
          .Describe("Length of a host's block."),
      Field("network_length", &AddressPlanModel::network_length)
          .Required()
          .Validate(tf::schema::Between(0, engine::net::kAddressBits))
          .Describe("Length of a container network."),
  };
}

absl::StatusOr<std::optional<engine::plan::AddressPlan>> ToAddressPlan(
    const tf::Attr<AddressPlanModel>& model) {
  if (!model.IsKnown() || !model->cidr.IsKnown() || !model->host_length.IsKnown() ||
      !model->network_length.IsKnown()) {
    return std::nullopt;
  }
  const auto is_length = [](int64_t n) { return n >= 0 && n <= engine::net::kAddressBits; };
  if (!is_length(*model->host_length) || !is_length(*model->network_length)) {
    return absl::InvalidArgumentError("a prefix length is from 0 to 128");
  }
  ASSIGN_OR_RETURN(const engine::net::Prefix cidr, engine::net::Prefix::Parse(*model->cidr));
  ASSIGN_OR_RETURN(
      engine::plan::AddressPlan plan,
      engine::plan::AddressPlan::Make(cidr, {.host = static_cast<int>(*model->host_length),
                                             .network = static_cast<int>(*model->network_length)}));
  return plan;
}

AddressPlanModel FromAddressPlan(const engine::plan::AddressPlan& plan) {
  return {plan.cidr().ToString(), int64_t{plan.host_length()}, int64_t{plan.network_length()}};
}

}  // namespace product
