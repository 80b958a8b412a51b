// sixgate_address: an address that a container keeps.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_ADDRESS_RESOURCE_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_ADDRESS_RESOURCE_H_

#include <memory>

#include "provider/framework/resource.h"

namespace product {

std::unique_ptr<tf::Resource> NewAddressResource();

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_ADDRESS_RESOURCE_H_
