// The suite for the backends that need no server.
#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "engine/base/check.h"
#include "engine/registry/memory/memory_registry.h"
#include "engine/registry/sqlite/sqlite_registry.h"
#include "tests/conformance/registry_suite.h"
#include "tests/conformance/temporary_directory.h"

namespace tests::conformance {
namespace {

OpenHandle MakeMemoryStore() {
  return [store = engine::registry::memory::MakeStore()] {
    return engine::registry::memory::Open(store);
  };
}

OpenHandle MakeSqliteStore() {
  // Shared by the copies of the function.
  return [directory = std::make_shared<TemporaryDirectory>()] {
    auto registry = engine::registry::sqlite::Open({.path = directory->File("sub/registry.db")});
    SIXGATE_CHECK(registry.ok(), "opening touches no file");
    return *std::move(registry);
  };
}

INSTANTIATE_TEST_SUITE_P(Backends, RegistrySuite,
                         ::testing::Values(RegistryBackend{"Memory", MakeMemoryStore},
                                           RegistryBackend{"Sqlite", MakeSqliteStore}),
                         BackendName);

}  // namespace
}  // namespace tests::conformance
