// sixgate_firewall_opening: one exact permission through the gateway.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_FIREWALL_OPENING_RESOURCE_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_FIREWALL_OPENING_RESOURCE_H_

#include <memory>

#include "provider/framework/resource.h"

namespace product {

std::unique_ptr<tf::Resource> NewFirewallOpeningResource();

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_FIREWALL_OPENING_RESOURCE_H_
