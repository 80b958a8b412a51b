#include "provider/product/fields.h"

namespace product {

tf::schema::PlanModifier ReplacesOnceSet() {
  return tf::schema::RequiresReplaceIf([](const tf::schema::ModifyRequest& request,
                                          const tf::Value&) { return !request.prior.IsNull(); },
                                       "it changes");
}

}  // namespace product
