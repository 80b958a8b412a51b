// The two types that the mock provider always has.
#ifndef SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_STATIC_DEFINITIONS_H_
#define SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_STATIC_DEFINITIONS_H_

#include "tests/protocol/mock_provider/definition.h"

namespace mock {

// One attribute of each primitive type.
Definition SimpleDefinition();

// The same, and a list, map, set and object of such objects, and a list and a set block, three
// levels of them.
Definition ComplexDefinition();

}  // namespace mock

#endif  // SIXGATE_TESTS_PROTOCOL_MOCK_PROVIDER_STATIC_DEFINITIONS_H_
