#include "provider/framework/schema/attribute.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tf::schema {

void Refuse(const ValidateRequest& request, const Refusal& refusal, Diagnostics& diagnostics) {
  diagnostics.AddError(
      request.path, absl::StrCat("Invalid ", refusal.what, " in ", request.path.ToString()),
      request.secrecy == Secrecy::kNone ? absl::StrCat(refusal.found, ".")
                                        : absl::StrCat("(sensitive value) ", refusal.must, "."));
}

absl::Status CheckValidators(const std::vector<Validator>& validators, const Type& type) {
  for (const Validator& validator : validators) {
    const absl::Status status = validator.validate == nullptr
                                    ? absl::InvalidArgumentError("has no function")
                                : validator.takes == nullptr ? absl::OkStatus()
                                                             : validator.takes(type);
    if (status.ok()) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("the validator \"", validator.description, "\" ", status.message()));
  }
  return absl::OkStatus();
}

bool HoldSecret(const std::vector<Attribute>& attributes) {
  return std::any_of(attributes.begin(), attributes.end(), [](const Attribute& attribute) {
    return attribute.IsSecret() || HoldSecret(attribute.nested);
  });
}

Type ObjectType(const std::vector<Attribute>& attributes) {
  std::vector<ObjectAttribute> types;
  types.reserve(attributes.size());
  for (const Attribute& attribute : attributes) {
    types.push_back({attribute.name, attribute.value_type()});
  }
  return Type::Object(std::move(types));
}

Value DefaultObject(const std::vector<Attribute>& attributes) {
  const Type type = ObjectType(attributes);
  std::vector<Value> values(attributes.size());
  for (const Attribute& attribute : attributes) {
    values[*type.AttributeIndex(attribute.name)] =
        attribute.default_value.value_or(Value::Null(attribute.value_type()));
  }
  return Value::Object(type, std::move(values));
}

Type Attribute::value_type() const {
  if (!nesting.has_value()) return type;
  const Type object = ObjectType(nested);
  switch (*nesting) {
    case Nesting::kSingle:
      return object;
    case Nesting::kList:
      return Type::List(object);
    case Nesting::kSet:
      return Type::Set(object);
    case Nesting::kMap:
      return Type::Map(object);
  }
  return object;
}

}  // namespace tf::schema
