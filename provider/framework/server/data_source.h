// ReadDataSource.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_DATA_SOURCE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_DATA_SOURCE_H_

#include "provider/framework/data_source.h"

namespace tf::server {

// Reads with defaults set; the state is wholly known and keeps the configuration's spelling, or
// there is an error.
void ReadData(const DataSource& data_source, const ReadDataRequest& request,
              ReadDataResponse& response);

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_DATA_SOURCE_H_
