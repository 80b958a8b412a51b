#include "tests/protocol/mock_provider/empty_blocks.h"

namespace mock {

void DropEmptyBlocks(const BlockDefinitions& blocks, StoredMap& values) {
  for (const auto& [name, block] : blocks) {
    const auto found = values.find(name);
    if (found == values.end()) continue;
    std::optional<StoredList>& stored =
        block.mode == "set" ? found->second.set : found->second.list;
    if (!stored.has_value()) continue;
    if (stored->empty()) {
      values.erase(found);
      continue;
    }
    for (StoredValue& value : *stored) {
      if (value.object.has_value()) DropEmptyBlocks(block.blocks, *value.object);
    }
  }
}

}  // namespace mock
