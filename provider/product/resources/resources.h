// sixgate's managed resources.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_RESOURCES_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_RESOURCES_H_

#include <memory>
#include <vector>

#include "provider/framework/resource.h"

namespace product {

// One of each. A new one is named in resources.cc alone, the only file that is compiled for it
// outside of its folder.
std::vector<std::unique_ptr<tf::Resource>> NewResources();

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_RESOURCES_H_
