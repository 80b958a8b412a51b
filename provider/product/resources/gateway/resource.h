// sixgate_gateway: the out-of-band firewall and router.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_GATEWAY_RESOURCE_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_GATEWAY_RESOURCE_H_

#include <memory>

#include "provider/framework/resource.h"

namespace product {

std::unique_ptr<tf::Resource> NewGatewayResource();

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_GATEWAY_RESOURCE_H_
