// sixgate_host: a machine that runs containers behind a gateway.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_HOST_RESOURCE_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_HOST_RESOURCE_H_

#include <memory>

#include "provider/framework/resource.h"

namespace product {

std::unique_ptr<tf::Resource> NewHostResource();

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_HOST_RESOURCE_H_
