#include "tests/protocol/mock_provider/static_definitions.h"

#include <memory>
#include <utility>

#include "absl/strings/string_view.h"

namespace mock {
namespace {

constexpr int kComplexDepth = 3;

AttributeDefinition Optional(absl::string_view type, absl::string_view description) {
  AttributeDefinition attribute;
  attribute.type = std::string(type);
  attribute.optional = true;
  attribute.description = std::string(description);
  return attribute;
}

AttributeDefinitions Primitives() {
  return {{"bool", Optional("boolean", "True, false or nothing.")},
          {"float", Optional("float", "A number that fits 64 bits of floating point.")},
          {"integer", Optional("integer", "A whole number of 64 bits.")},
          {"number", Optional("number", "Any number, whole or not.")},
          {"string", Optional("string", "Any text.")}};
}

// The attributes at one level; those of the deepest level are primitives.
AttributeDefinitions Attributes(int depth) {
  AttributeDefinitions attributes = Primitives();
  if (depth == kComplexDepth) return attributes;
  AttributeDefinition object = Optional("object", "An object with the attributes of its parent.");
  object.object = Attributes(depth + 1);
  AttributeDefinition element;
  element.type = "object";
  element.object = object.object;
  const auto shared = std::make_shared<const AttributeDefinition>(std::move(element));
  AttributeDefinition list = Optional("list", "A list of objects with the parent's attributes.");
  list.list = shared;
  AttributeDefinition map = Optional("map", "A map of objects with the parent's attributes.");
  map.map = shared;
  AttributeDefinition set = Optional("set", "A set of objects with the parent's attributes.");
  set.set = shared;
  attributes["list"] = std::move(list);
  attributes["map"] = std::move(map);
  attributes["object"] = std::move(object);
  attributes["set"] = std::move(set);
  return attributes;
}

BlockDefinitions Blocks(int depth) {
  if (depth == kComplexDepth) return {};
  BlockDefinition list;
  list.attributes = Attributes(depth + 1);
  list.blocks = Blocks(depth + 1);
  list.mode = "list";
  list.description = "Blocks, in order, that hold what their parent may hold.";
  BlockDefinition set = list;
  set.mode = "set";
  set.description = "Blocks, in no order, that hold what their parent may hold.";
  return {{"list_block", std::move(list)}, {"set_block", std::move(set)}};
}

}  // namespace

Definition SimpleDefinition() {
  Definition definition;
  definition.attributes = Primitives();
  definition.description =
      "One optional attribute of each basic type: `bool`, `number`, `string`, `float`, `integer`.";
  return definition;
}

Definition ComplexDefinition() {
  Definition definition;
  definition.attributes = Attributes(0);
  definition.blocks = Blocks(0);
  definition.description =
      "The five basic attributes of `tfcoremock_simple_resource`; a `map`, `list` and `set` of "
      "objects and an `object`, which hold the same attributes again; and the blocks `list_block` "
      "and `set_block`, which hold the same attributes and blocks. All of them nest three levels "
      "deep; the last level has the basic attributes alone.";
  return definition;
}

}  // namespace mock
