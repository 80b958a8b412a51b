// Attributes and blocks in a line each, for the schemas of tests:
//
//   const Body body = {.attributes = {Required("name"), Computed("id")}, .blocks = {}};
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_SCHEMAS_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_SCHEMAS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "provider/framework/schema/schema.h"

namespace tf::testing {

// Without a type it is a string.
inline schema::Attribute Optional(std::string name, Type type = Type::String()) {
  schema::Attribute attribute;
  attribute.name = std::move(name);
  attribute.type = std::move(type);
  attribute.optional = true;
  return attribute;
}

inline schema::Attribute Required(std::string name, Type type = Type::String()) {
  schema::Attribute attribute = Optional(std::move(name), std::move(type));
  attribute.optional = false;
  attribute.required = true;
  return attribute;
}

inline schema::Attribute Computed(std::string name, Type type = Type::String()) {
  schema::Attribute attribute = Optional(std::move(name), std::move(type));
  attribute.optional = false;
  attribute.computed = true;
  return attribute;
}

inline schema::Attribute OptionalComputed(std::string name, Type type = Type::String()) {
  schema::Attribute attribute = Optional(std::move(name), std::move(type));
  attribute.computed = true;
  return attribute;
}

inline schema::Attribute WriteOnly(std::string name, Type type = Type::String()) {
  schema::Attribute attribute = Optional(std::move(name), std::move(type));
  attribute.write_only = true;
  return attribute;
}

// Of the value's type.
inline schema::Attribute Default(std::string name, Value value) {
  schema::Attribute attribute = OptionalComputed(std::move(name), value.type());
  attribute.default_value = std::move(value);
  return attribute;
}

// `outer` says who sets the whole: Nested(Optional("disks"), Nesting::kList, {…}).
inline schema::Attribute Nested(schema::Attribute outer, schema::Nesting nesting,
                                std::vector<schema::Attribute> nested) {
  outer.type = Type();
  outer.nesting = nesting;
  outer.nested = std::move(nested);
  return outer;
}

inline schema::Attribute Modified(schema::Attribute attribute, schema::PlanModifier modifier) {
  attribute.plan_modifiers.push_back(std::move(modifier));
  return attribute;
}

inline schema::Attribute Validated(schema::Attribute attribute, schema::Validator validator) {
  attribute.validators.push_back(std::move(validator));
  return attribute;
}

// A string in which upper and lower case mean the same.
inline schema::Attribute CaseBlind(schema::Attribute attribute) {
  attribute.semantic_equality = [](const Value& a, const Value& b) {
    return absl::EqualsIgnoreCase(a.string(), b.string());
  };
  return attribute;
}

inline schema::Block NewBlock(std::string name, schema::Block::Nesting nesting,
                              schema::Body body = {}) {
  schema::Block block;
  block.name = std::move(name);
  block.nesting = nesting;
  block.body = std::move(body);
  return block;
}

inline schema::Body Attributes(std::vector<schema::Attribute> attributes) {
  return {.attributes = std::move(attributes), .blocks = {}};
}

inline schema::Schema SchemaOf(schema::Body body) {
  schema::Schema schema;
  schema.body = std::move(body);
  return schema;
}

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_SCHEMAS_H_
