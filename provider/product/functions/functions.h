// The provider-defined functions: arithmetic of addresses and prefixes, pure.
#ifndef SIXGATE_PROVIDER_PRODUCT_FUNCTIONS_FUNCTIONS_H_
#define SIXGATE_PROVIDER_PRODUCT_FUNCTIONS_FUNCTIONS_H_

#include <memory>
#include <vector>

#include "provider/framework/function.h"

namespace product {

// subnet, host_address, contains, canonical, expand, eui64, reverse_dns, slot_of.
std::vector<std::unique_ptr<tf::Function>> Functions();

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_FUNCTIONS_FUNCTIONS_H_
