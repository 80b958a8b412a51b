// sixgate's provider: what it offers Terraform.
#ifndef SIXGATE_PROVIDER_PRODUCT_PROVIDER_H_
#define SIXGATE_PROVIDER_PRODUCT_PROVIDER_H_

#include <memory>

#include "provider/framework/provider.h"

namespace product {

std::unique_ptr<tf::Provider> NewProvider();

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_PROVIDER_H_
