// The contract of engine/registry/registry.h as tests, to be run against every backend:
//
//   INSTANTIATE_TEST_SUITE_P(Memory, RegistrySuite, testing::Values(MemoryBackend()), BackendName);
#ifndef SIXGATE_TESTS_CONFORMANCE_REGISTRY_SUITE_H_
#define SIXGATE_TESTS_CONFORMANCE_REGISTRY_SUITE_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "engine/registry/registry.h"

namespace tests::conformance {

// Opens one more handle on a store, which lives as long as the function.
using OpenHandle = std::function<std::unique_ptr<engine::registry::Registry>()>;

struct RegistryBackend {
  std::string name;
  // Makes a store that nothing was ever written to.
  std::function<OpenHandle()> make_store;
};

void PrintTo(const RegistryBackend& backend, std::ostream* out);

class RegistrySuite : public ::testing::TestWithParam<RegistryBackend> {
 protected:
  RegistrySuite();

  const OpenHandle open_;
  const std::unique_ptr<engine::registry::Registry> registry_;
};

std::string BackendName(const ::testing::TestParamInfo<RegistryBackend>& backend);

}  // namespace tests::conformance

#endif  // SIXGATE_TESTS_CONFORMANCE_REGISTRY_SUITE_H_
