// What the mock provider knows of a type that it offers: the same for its resource, data source,
// list resource and action.
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_DEFINITION_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_DEFINITION_H_

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "tests/protocol/mock_provider/stored_value.h"

namespace mock {

struct AttributeDefinition;
struct BlockDefinition;

using AttributeDefinitions = std::map<std::string, AttributeDefinition, std::less<>>;
using BlockDefinitions = std::map<std::string, BlockDefinition, std::less<>>;

// Plain data. It is as the file says, so what it needs may be missing: see schemas.h.
struct AttributeDefinition {
  // "boolean", "float", "integer", "number", "string", "list", "map", "object" or "set".
  std::string type = {};
  bool optional = false;
  bool required = false;
  bool computed = false;
  bool sensitive = false;
  // A change replaces the resource.
  bool replace = false;
  // Objects in it are plain values, not nested attributes.
  bool skip_nested_metadata = false;
  // What it computes; absent: null.
  std::optional<StoredValue> value = {};

  // Of the elements, under the name of the collection's type. Shared, so that copies are cheap: the
  // complex resource repeats itself some hundred times.
  std::shared_ptr<const AttributeDefinition> list = {};
  std::shared_ptr<const AttributeDefinition> map = {};
  std::shared_ptr<const AttributeDefinition> set = {};
  AttributeDefinitions object = {};
  std::string description = {};

  // The elements' definition of a collection; null pointer where it is missing, and for others.
  const AttributeDefinition* element() const;
};

struct BlockDefinition {
  AttributeDefinitions attributes = {};
  BlockDefinitions blocks = {};
  // "list", "set", or empty for a list.
  std::string mode = {};
  std::string description = {};
};

struct Definition {
  AttributeDefinitions attributes = {};
  BlockDefinitions blocks = {};
  std::string description = {};
};

// By type name.
using Definitions = std::map<std::string, Definition, std::less<>>;

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_DEFINITION_H_
