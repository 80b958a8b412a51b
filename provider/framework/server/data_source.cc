#include "provider/framework/server/data_source.h"

#include "provider/framework/server/defaults.h"
#include "provider/framework/server/spelling.h"
#include "provider/framework/server/state.h"

namespace tf::server {

void ReadData(const DataSource& data_source, const ReadDataRequest& request,
              ReadDataResponse& response) {
  const schema::Body& body = data_source.schema().body;
  response.state = Value::Null(body.type());
  response.deferred = request.operation.deferred;
  if (!response.deferred.has_value()) {
    data_source.Read({request.operation, WithDefaults(body, request.config)}, response);
  }
  CheckDeferred(request.operation, data_source.type_name(), response.deferred,
                response.diagnostics);
  if (response.deferred.has_value()) {
    response.state = Value::Unknown(body.type());
    return;
  }
  RequireState(data_source.type_name(), "read", response.state, response.diagnostics);
  response.state =
      RequireType(body, response.state, Value::Null(body.type()), "read", response.diagnostics);
  response.state = KeepSpelling(body, request.config, response.state);
  response.state = Storable(body, response.state, "read", response.diagnostics);
}

}  // namespace tf::server
