#include "provider/product/resources/resources.h"

#include "provider/product/resources/address/resource.h"
#include "provider/product/resources/egress_opening/resource.h"
#include "provider/product/resources/firewall_opening/resource.h"
#include "provider/product/resources/gateway/resource.h"
#include "provider/product/resources/host/resource.h"
#include "provider/product/resources/prefix/resource.h"

namespace product {

std::vector<std::unique_ptr<tf::Resource>> NewResources() {
  std::vector<std::unique_ptr<tf::Resource>> resources;
  resources.push_back(NewPrefixResource());
  resources.push_back(NewGatewayResource());
  resources.push_back(NewHostResource());
  resources.push_back(NewAddressResource());
  resources.push_back(NewFirewallOpeningResource());
  resources.push_back(NewEgressOpeningResource());
  return resources;
}

}  // namespace product
