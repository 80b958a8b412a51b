// The feature provider's parts.
#ifndef SIXGATE_TESTS_PROTOCOL_FEATURE_PROVIDER_PARTS_H_
#define SIXGATE_TESTS_PROTOCOL_FEATURE_PROVIDER_PARTS_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "provider/framework/provider.h"

namespace feature {

// Attributes in a line each; without a type a string.
inline tf::schema::Attribute NewAttribute(std::string name, tf::Type type = tf::Type::String()) {
  tf::schema::Attribute attribute;
  attribute.name = std::move(name);
  attribute.type = std::move(type);
  return attribute;
}
inline tf::schema::Attribute Required(std::string name, tf::Type type = tf::Type::String()) {
  tf::schema::Attribute attribute = NewAttribute(std::move(name), std::move(type));
  attribute.required = true;
  return attribute;
}
inline tf::schema::Attribute Optional(std::string name, tf::Type type = tf::Type::String()) {
  tf::schema::Attribute attribute = NewAttribute(std::move(name), std::move(type));
  attribute.optional = true;
  return attribute;
}
inline tf::schema::Attribute Computed(std::string name, tf::Type type = tf::Type::String()) {
  tf::schema::Attribute attribute = NewAttribute(std::move(name), std::move(type));
  attribute.computed = true;
  return attribute;
}

// `feature_machine`, with everything that a resource can have, and the search for machines.
std::unique_ptr<tf::Resource> NewMachine();
std::unique_ptr<tf::ListResource> NewMachineList();
// The machine's past: one upgrader for each older version of its schema.
std::vector<tf::StateUpgrader> MachineUpgraders(const tf::Type& type);
// Takes over feature_box and terraform_data.
bool MoveToMachine(const tf::MoveRequest& request, tf::Value& state);

// `feature_box`, of which the machine takes over the objects.
std::unique_ptr<tf::Resource> NewBox();
// `feature_token`, whose life the spy log tells.
std::unique_ptr<tf::EphemeralResource> NewToken();
// `feature_restart`, which tells how it goes.
std::unique_ptr<tf::Action> NewRestart();
// One function for each kind of parameter.
std::vector<std::unique_ptr<tf::Function>> NewFunctions();

}  // namespace feature

#endif  // SIXGATE_TESTS_PROTOCOL_FEATURE_PROVIDER_PARTS_H_
