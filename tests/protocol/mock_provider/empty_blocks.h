// Blocks that nobody wrote.
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_EMPTY_BLOCKS_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_EMPTY_BLOCKS_H_

#include "tests/protocol/mock_provider/definition.h"
#include "tests/protocol/mock_provider/stored_value.h"

namespace mock {

// Takes out every list and set of blocks that is empty, on all levels: files tell only what there
// is. When they are read the framework puts them back.
void DropEmptyBlocks(const BlockDefinitions& blocks, StoredMap& values);

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_EMPTY_BLOCKS_H_
