#include "provider/framework/resource.h"

#include <utility>

namespace tf {

Value ResourceWithIdentity::Identity(const IdentityRequest& request) const {
  const Type type = identity_schema().type();
  std::vector<Value> values;
  for (const ObjectAttribute& attribute : type.attributes()) {
    const bool is_there = request.state.type().AttributeIndex(attribute.name).has_value();
    values.push_back(is_there ? request.state.attribute(attribute.name)
                              : Value::Null(attribute.type));
  }
  return Value::Object(type, std::move(values));
}

}  // namespace tf
