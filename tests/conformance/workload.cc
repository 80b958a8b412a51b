#include "tests/conformance/workload.h"

#include <cstdint>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/base/status_macros.h"
#include "engine/registry/keys.h"

namespace tests::conformance {
namespace {

using ::engine::registry::Guard;
using ::engine::registry::KeyValue;
using ::engine::registry::NumberSegment;
using ::engine::registry::Query;
using ::engine::registry::RangeOf;
using ::engine::registry::Registry;
using ::engine::registry::Snapshot;
using ::engine::registry::Transaction;
using ::engine::registry::Write;

constexpr int kAttemptsMax = 100'000;
constexpr uint64_t kSizeMax = 8;

struct Claim {
  uint64_t first = 0;
  uint64_t size = 0;
};

std::string ClaimKey(uint64_t first) { return absl::StrCat("claim/", NumberSegment(first, 8)); }

std::string ClaimKey(const Claim& claim) {
  return absl::StrCat(ClaimKey(claim.first), "/", claim.size);
}

// Size 0 if the key is not one that ClaimKey makes.
Claim ParseClaim(absl::string_view key) {
  Claim claim;
  const std::vector<absl::string_view> parts = absl::StrSplit(key, '/');
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[1], &claim.first) ||
      !absl::SimpleAtoi(parts[2], &claim.size)) {
    return {};
  }
  return claim;
}

// The first aligned gap of `size`.
absl::StatusOr<Claim> ChooseGap(Registry& registry, uint64_t size) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, registry.Read());
  ASSIGN_OR_RETURN(const auto answers,
                   snapshot->Run({Query{.range = RangeOf("claim/"), .keys_only = true}}));
  uint64_t first = 0;
  for (const KeyValue& row : answers[0]) {
    const Claim claim = ParseClaim(row.key);
    if (claim.first >= first + size) break;
    first = (claim.first + claim.size + size - 1) / size * size;
  }
  return Claim{first, size};
}

// Calls `attempt` until it is not aborted.
template <class Attempt>
absl::Status Retry(const Attempt& attempt) {
  for (int i = 0; i < kAttemptsMax; ++i) {
    const absl::Status status = attempt();
    if (!absl::IsAborted(status)) return status;
  }
  return absl::AbortedError("lost every race");
}

absl::Status IncrementOnce(Registry& registry, const std::string& key) {
  ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, registry.Read());
  ASSIGN_OR_RETURN(const auto answers, snapshot->Run({Query::Key(key)}));
  const std::vector<KeyValue>& rows = answers[0];
  int64_t number = 0;
  if (!rows.empty() && !absl::SimpleAtoi(rows[0].value, &number)) {
    return absl::InternalError(absl::StrCat("not a number: ", rows[0].value));
  }
  const Guard guard =
      rows.empty() ? Guard::KeyAbsent(key) : Guard::KeyHasRevision(key, rows[0].revision);
  return registry.Commit({.guards = {guard}, .writes = {Write::Put(key, absl::StrCat(number + 1))}})
      .status();
}

absl::Status ClaimOnce(Registry& registry, absl::string_view name, uint64_t size) {
  ASSIGN_OR_RETURN(const Claim claim, ChooseGap(registry, size));
  Transaction transaction{
      .guards = {Guard::RangeEmpty({ClaimKey(claim.first), ClaimKey(claim.first + size)})},
      .writes = {Write::Put(ClaimKey(claim), std::string(name))}};
  for (uint64_t larger = size * 2; larger <= kSizeMax; larger *= 2) {
    transaction.guards.push_back(
        Guard::KeyAbsent(ClaimKey({claim.first / larger * larger, larger})));
  }
  return registry.Commit(transaction).status();
}

}  // namespace

absl::Status Increment(Registry& registry, const std::string& key, int times) {
  for (int i = 0; i < times; ++i) {
    RETURN_IF_ERROR(Retry([&] { return IncrementOnce(registry, key); }));
  }
  return absl::OkStatus();
}

absl::Status ClaimBlocks(Registry& registry, absl::string_view name, int times) {
  for (int i = 0; i < times; ++i) {
    const uint64_t size = uint64_t{1} << (i % 4);
    RETURN_IF_ERROR(Retry([&] { return ClaimOnce(registry, name, size); }));
  }
  return absl::OkStatus();
}

std::string OverlapAmong(const std::vector<KeyValue>& claims) {
  uint64_t free = 0;
  for (size_t i = 0; i < claims.size(); ++i) {
    const Claim claim = ParseClaim(claims[i].key);
    if (claim.size == 0) return absl::StrCat("not a claim: ", claims[i].key);
    if (claim.first < free) return absl::StrCat(claims[i - 1].key, " and ", claims[i].key);
    free = claim.first + claim.size;
  }
  return "";
}

}  // namespace tests::conformance
