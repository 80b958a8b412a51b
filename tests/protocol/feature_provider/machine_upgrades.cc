// How machines came to be what they are: older versions of the schema, and other types.
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "provider/framework/codec/json.h"
#include "tests/protocol/feature_provider/parts.h"

namespace feature {
namespace {

using tf::Diagnostics;
using tf::Type;
using tf::Value;

Value Machine(const Type& type, const Value& id, const Value& name) {
  std::vector<Value> values;
  for (const tf::ObjectAttribute& attribute : type.attributes()) {
    values.push_back(attribute.type.kind() == Type::Kind::kList
                         ? Value::List(attribute.type.element(), {})
                         : Value::Null(attribute.type));
  }
  return Value::Object(type, std::move(values)).With("id", id).With("name", name);
}

}  // namespace

std::vector<tf::StateUpgrader> MachineUpgraders(const Type& type) {
  const auto renamed = [type](const char* name) {
    return [type, name](const Value& old, Diagnostics&) {
      return Machine(type, old.attribute("id"), old.attribute(name)).With("size", Value::Int(1));
    };
  };
  const auto sized = [type](const Value& old, Diagnostics& diagnostics) {
    int64_t size = 0;
    if (!absl::SimpleAtoi(old.attribute("size").string(), &size)) {
      diagnostics.AddError("Size is no number", old.attribute("size").ToString());
    }
    return Machine(type, old.attribute("id"), old.attribute("name")).With("size", Value::Int(size));
  };
  const auto with_id = [](const char* name) {
    return Type::Object({{"id", Type::String()}, {name, Type::String()}});
  };
  return {
      {0, with_id("title"), renamed("title")},
      {1, with_id("label"), renamed("label")},
      {2,
       Type::Object({{"id", Type::String()}, {"name", Type::String()}, {"size", Type::String()}}),
       sized}};
}

bool MoveToMachine(const tf::MoveRequest& request, Value& state) {
  const bool is_box = request.source_type_name == "feature_box" &&
                      absl::EndsWith(request.source_provider_address, "/feature");
  const bool is_data =
      request.source_type_name == "terraform_data" &&
      absl::EndsWith(request.source_provider_address, "terraform.io/builtin/terraform");
  if (!is_box && !is_data) return false;
  const Type source = Type::Object(
      {{"id", Type::String()}, {is_box ? "label" : "input", is_box ? Type::String() : Type()}});
  const auto old =
      tf::codec::DecodeJson(request.source_state_json, source, tf::codec::JsonForm::kStoredState);
  if (!old.ok()) return false;
  state = Machine(state.type(), old->attribute("id"), old->attribute(is_box ? "label" : "input"))
              .With("size", Value::Int(1));
  return true;
}

}  // namespace feature
