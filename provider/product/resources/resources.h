// sixgate's managed resources.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_RESOURCES_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_RESOURCES_H_

#include <memory>

#include "provider/framework/resource.h"

namespace product {

std::unique_ptr<tf::Resource> NewPrefixResource();
std::unique_ptr<tf::Resource> NewGatewayResource();
std::unique_ptr<tf::Resource> NewHostResource();
std::unique_ptr<tf::Resource> NewAddressResource();
std::unique_ptr<tf::Resource> NewFirewallOpeningResource();
std::unique_ptr<tf::Resource> NewEgressOpeningResource();

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_RESOURCES_H_
