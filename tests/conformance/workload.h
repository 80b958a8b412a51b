// What concurrent writers do in the tests of the registry, in threads and in processes.
#ifndef SIXGATE_TESTS_CONFORMANCE_WORKLOAD_H_
#define SIXGATE_TESTS_CONFORMANCE_WORKLOAD_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/registry/registry.h"

namespace tests::conformance {

// Adds one to the number in `key` (absent: 0) `times` times, each with a compare-and-swap that is
// retried when it was aborted.
absl::Status Increment(engine::registry::Registry& registry, const std::string& key, int times);

// Claims `times` blocks of sizes 1, 2, 4, 8 in turn, aligned to their size, out of one line of
// numbers that all claimants share. A claim is a key "claim/<first>/<size>" with `name` as its
// value, guarded against every claim inside the block and every larger one that would hold it.
absl::Status ClaimBlocks(engine::registry::Registry& registry, absl::string_view name, int times);

// Names two of the claims that overlap; empty if there are none.
std::string OverlapAmong(const std::vector<engine::registry::KeyValue>& claims);

}  // namespace tests::conformance

#endif  // SIXGATE_TESTS_CONFORMANCE_WORKLOAD_H_
