#include "tests/protocol/mock_provider/definition.h"

namespace mock {

const AttributeDefinition* AttributeDefinition::element() const {
  if (type == "list") return list.get();
  if (type == "map") return map.get();
  if (type == "set") return set.get();
  return nullptr;
}

}  // namespace mock
