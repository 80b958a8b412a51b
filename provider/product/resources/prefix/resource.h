// sixgate_prefix: a block of addresses, delegated by a provider or allocated from another.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_PREFIX_RESOURCE_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_PREFIX_RESOURCE_H_

#include <memory>

#include "provider/framework/resource.h"

namespace product {

std::unique_ptr<tf::Resource> NewPrefixResource();

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_PREFIX_RESOURCE_H_
