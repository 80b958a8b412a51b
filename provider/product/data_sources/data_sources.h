// sixgate's data sources: the registry as it is when they are read. They never write.
#ifndef SIXGATE_PROVIDER_PRODUCT_DATA_SOURCES_DATA_SOURCES_H_
#define SIXGATE_PROVIDER_PRODUCT_DATA_SOURCES_DATA_SOURCES_H_

#include <memory>

#include "provider/framework/data_source.h"

namespace product {

std::unique_ptr<tf::DataSource> NewGatewayConfigDataSource();
std::unique_ptr<tf::DataSource> NewSiteDataSource();

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_DATA_SOURCES_DATA_SOURCES_H_
