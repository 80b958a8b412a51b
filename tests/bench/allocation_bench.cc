// Fills a /64 with all of its 65,536 /80s, each one a child prefix and a change of its own, and
// tells how long the first and the last thousand took:
//
//   allocation_bench sqlite:<path>|memory <threads>
//
// Prints one JSON object. "sqlite:" goes through the engine, durably, as an apply does; "memory" is
// the inventory on the registry that tests use, and shows what is not the disk's. Several threads
// take the next block as soon as they have one, as a client does that applies in parallel.
#include <atomic>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "engine/base/clock.h"
#include "engine/base/entropy.h"
#include "engine/base/mutex.h"
#include "engine/base/status_macros.h"
#include "engine/engine.h"
#include "engine/inventory/inventory.h"
#include "engine/registry/memory/memory_registry.h"

namespace tests::bench {
namespace {

using engine::inventory::PrefixRecord;
using engine::inventory::PrefixSpec;

constexpr int kChildLength = 80;
constexpr int kChildren = 1 << (kChildLength - 64);
// How many blocks are timed at both ends.
constexpr int kTimed = 1000;
constexpr int kThreadsMax = 64;

PrefixSpec Root() {
  PrefixSpec spec;
  spec.name = "site";
  spec.cidr = engine::net::Prefix::Parse("2001:db8:1234:321d::/64").value();
  return spec;
}

PrefixSpec Child(const PrefixRecord& root, int number) {
  PrefixSpec spec;
  spec.name = absl::StrCat("network-", number);
  spec.parent = root.header.id;
  spec.length = kChildLength;
  return spec;
}

// All threads' successes, in the order in which they came. Safe for several threads.
class Times {
 public:
  // Which block is asked for next; kChildren or more: none is left.
  int Next() { return next_.fetch_add(1); }

  void Done(const absl::Status& status) {
    const absl::Duration after = absl::Now() - begin_;
    const engine::base::MutexLock lock(mutex_);
    if (status.ok()) {
      done_.push_back(after);
    } else {
      failed_ = status;
    }
  }

  // The first error, or the last.
  absl::StatusOr<std::vector<absl::Duration>> Take() {
    const engine::base::MutexLock lock(mutex_);
    RETURN_IF_ERROR(failed_);
    return std::move(done_);
  }

 private:
  const absl::Time begin_ = absl::Now();
  std::atomic<int> next_ = 0;
  engine::base::Mutex mutex_;
  std::vector<absl::Duration> done_ ABSL_GUARDED_BY(mutex_);
  absl::Status failed_ ABSL_GUARDED_BY(mutex_);
};

absl::StatusOr<std::vector<absl::Duration>> Fill(engine::inventory::Prefixes& prefixes,
                                                 int threads) {
  ASSIGN_OR_RETURN(const PrefixRecord root, prefixes.Create(Root()));
  Times times;
  std::vector<std::thread> workers;
  workers.reserve(static_cast<size_t>(threads));
  for (int i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      for (int number = times.Next(); number < kChildren; number = times.Next()) {
        times.Done(prefixes.Create(Child(root, number)).status());
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  // Full to the last block, or it was not what it claims to have measured.
  const absl::Status full = prefixes.Create(Child(root, kChildren)).status();
  if (!absl::IsResourceExhausted(full)) {
    return absl::InternalError(absl::StrCat("the prefix should be full: ", full.ToString()));
  }
  return times.Take();
}

absl::StatusOr<std::vector<absl::Duration>> Run(const std::string& registry, int threads) {
  if (registry != "memory") {
    ASSIGN_OR_RETURN(const auto engine, engine::Engine::Open({.registry_url = registry}));
    return Fill(engine->prefixes(), threads);
  }
  const auto memory = engine::registry::memory::Open();
  const auto clock = engine::base::RealClock();
  const auto entropy = engine::base::RealEntropy();
  engine::inventory::Inventory inventory({.registry = *memory,
                                          .clock = *clock,
                                          .entropy = *entropy,
                                          .location = registry,
                                          .owner = "bench"});
  return Fill(inventory.prefixes(), threads);
}

int Main(int argc, char** argv) {
  int threads = 0;
  if (argc != 3 || !absl::SimpleAtoi(argv[2], &threads) || threads < 1 || threads > kThreadsMax) {
    std::fputs("usage: allocation_bench sqlite:<path>|memory <threads>\n", stderr);
    return 2;
  }
  const auto times = Run(argv[1], threads);
  if (!times.ok()) {
    std::fprintf(stderr, "%s\n", times.status().ToString().c_str());
    return 1;
  }
  const absl::Duration total = times->back();
  absl::PrintF("{\"blocks\": %d, \"first\": %.6f, \"last\": %.6f, \"total\": %.6f}\n",
               times->size(), absl::ToDoubleSeconds((*times)[kTimed - 1]),
               absl::ToDoubleSeconds(total - (*times)[times->size() - 1 - kTimed]),
               absl::ToDoubleSeconds(total));
  return 0;
}

}  // namespace
}  // namespace tests::bench

int main(int argc, char** argv) { return tests::bench::Main(argc, argv); }
