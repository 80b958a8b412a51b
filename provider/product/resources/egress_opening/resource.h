// sixgate_egress_opening: what may leave through a gateway that denies egress.
#ifndef SIXGATE_PROVIDER_PRODUCT_RESOURCES_EGRESS_OPENING_RESOURCE_H_
#define SIXGATE_PROVIDER_PRODUCT_RESOURCES_EGRESS_OPENING_RESOURCE_H_

#include <memory>

#include "provider/framework/resource.h"

namespace product {

std::unique_ptr<tf::Resource> NewEgressOpeningResource();

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_RESOURCES_EGRESS_OPENING_RESOURCE_H_
