#include "engine/registry/pending.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/registry/contract.h"

namespace engine::registry {

PendingSnapshot::Writes::const_iterator PendingSnapshot::Begin(const KeyRange& range) const {
  return writes_.lower_bound(range.begin);
}

PendingSnapshot::Writes::const_iterator PendingSnapshot::End(const KeyRange& range) const {
  if (range.end.empty()) return writes_.end();
  return writes_.lower_bound(std::max(range.begin, range.end));
}

KeyValue PendingSnapshot::RowOf(const Writes::value_type& write, bool keys_only) const {
  return {.key = write.first,
          .value = keys_only ? std::string() : *write.second,
          .revision = PendingRevision()};
}

absl::StatusOr<std::vector<std::vector<KeyValue>>> PendingSnapshot::Run(
    absl::Span<const Query> queries) {
  std::vector<Query> wider(queries.begin(), queries.end());
  for (Query& query : wider) {
    // As many more as may be hidden.
    const auto hidden = std::distance(Begin(query.range), End(query.range));
    if (query.limit > 0) query.limit += static_cast<size_t>(hidden);
  }
  ASSIGN_OR_RETURN(std::vector<std::vector<KeyValue>> answers, base_.Run(wider));
  for (size_t i = 0; i < queries.size(); ++i) {
    const Query& query = queries[i];
    std::vector<KeyValue>& rows = answers[i];
    std::erase_if(rows, [&](const KeyValue& row) { return writes_.contains(row.key); });
    for (auto write = Begin(query.range); write != End(query.range); ++write) {
      if (write->second.has_value()) rows.push_back(RowOf(*write, query.keys_only));
    }
    std::sort(rows.begin(), rows.end(),
              [](const KeyValue& one, const KeyValue& other) { return one.key < other.key; });
    if (query.limit > 0 && rows.size() > query.limit) rows.resize(query.limit);
  }
  return answers;
}

absl::Status PendingSnapshot::AddGuard(const Guard& guard, std::vector<Guard>& open) const {
  Guard rest = guard;
  for (auto write = Begin(guard.range); write != End(guard.range); ++write) {
    const bool is_put = write->second.has_value();
    const KeyValue row = is_put ? RowOf(*write, true) : KeyValue();
    RETURN_IF_ERROR(CheckGuard(guard, is_put ? &row : nullptr));
    // It holds for this key, whatever the store has there. The other kinds are about no other.
    if (guard.kind != Guard::Kind::kRangeEmpty) return absl::OkStatus();
    KeyRange before = {.begin = rest.range.begin, .end = write->first};
    rest.range.begin = KeyRange::Only(write->first).end;
    if (before.begin < before.end) open.push_back(Guard::RangeEmpty(std::move(before)));
  }
  if (rest.range.end.empty() || rest.range.begin < rest.range.end) open.push_back(std::move(rest));
  return absl::OkStatus();
}

absl::Status PendingSnapshot::Add(const Transaction& transaction) {
  std::vector<Guard> open;
  for (const Guard& guard : transaction.guards) RETURN_IF_ERROR(AddGuard(guard, open));
  const size_t operations =
      guards_.size() + open.size() + writes_.size() + transaction.writes.size();
  if (operations > kTransactionOperationsMax) {
    return absl::OutOfRangeError(absl::StrCat("changes of ", operations, " guards and writes; ",
                                              kTransactionOperationsMax,
                                              " is the limit of one transaction"));
  }
  std::move(open.begin(), open.end(), std::back_inserter(guards_));
  for (const Write& write : transaction.writes) writes_[write.key] = write.value;
  if (change_key_.empty()) change_key_ = transaction.change_key;
  return absl::OkStatus();
}

Transaction PendingSnapshot::Merged() const {
  Transaction merged = {.guards = guards_, .writes = {}, .change_key = change_key_};
  for (const auto& [key, value] : writes_) merged.writes.push_back({key, value});
  return merged;
}

}  // namespace engine::registry
