#include "engine/alloc/allocate.h"

#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/registry/keys.h"

namespace engine::alloc {
namespace {

constexpr int kLengthDigits = 3;

std::string LengthFolder(absl::string_view folder, int length) {
  return absl::StrCat(folder, registry::NumberSegment(static_cast<uint64_t>(length), kLengthDigits),
                      "/");
}

// Whether the change of `key` is in the registry after all.
bool WasCommitted(registry::Registry& registry, const std::string& key) {
  if (key.empty()) return false;
  const auto snapshot = registry.Read();
  if (!snapshot.ok()) return false;
  const auto rows = (*snapshot)->Run({registry::Query::Key(key)});
  return rows.ok() && !rows->front().empty();
}

}  // namespace

std::string FreeKey(absl::string_view folder, const net::Prefix& block) {
  return absl::StrCat(LengthFolder(folder, block.length()),
                      registry::AddressSegment(block.first().value()));
}

absl::StatusOr<net::Prefix> ParseFreeKey(absl::string_view folder, absl::string_view key) {
  const absl::string_view rest = absl::StartsWith(key, folder) ? key.substr(folder.size()) : "";
  int length = 0;
  if (rest.size() > kLengthDigits && absl::SimpleAtoi(rest.substr(0, kLengthDigits), &length) &&
      length >= 0 && length <= net::kAddressBits) {
    const auto first = registry::ParseAddressSegment(rest.substr(kLengthDigits + 1));
    if (first.ok()) {
      const net::Prefix block = net::Prefix::Containing(net::Address(*first), length);
      if (FreeKey(folder, block) == key) return block;
    }
  }
  return absl::DataLossError(
      absl::StrCat("the registry holds ", base::Quote(key), " where a free block is expected"));
}

absl::StatusOr<std::vector<std::optional<net::Prefix>>> StoredFreeView::Ask(
    absl::Span<const FreeQuestion> questions) {
  std::vector<registry::Query> queries;
  queries.reserve(questions.size());
  for (const FreeQuestion& question : questions) {
    const std::string begin = LengthFolder(folder_, question.length);
    queries.push_back(
        {.range = {.begin = absl::StrCat(begin, question.from.HexKey()),
                   .end = registry::KeyRange::Only(absl::StrCat(begin, question.to.HexKey())).end},
         .limit = 1,
         .keys_only = true});
  }
  ASSIGN_OR_RETURN(const auto answers, snapshot_.Run(queries));
  std::vector<std::optional<net::Prefix>> blocks;
  blocks.reserve(answers.size());
  for (const std::vector<registry::KeyValue>& rows : answers) {
    blocks.emplace_back();
    if (rows.empty()) continue;
    ASSIGN_OR_RETURN(blocks.back(), ParseFreeKey(folder_, rows.front().key));
    answered_[*blocks.back()] = rows.front().revision;
  }
  return blocks;
}

void StoredFreeView::AddTo(registry::Transaction& transaction, const FreeChange& change) const {
  for (const net::Prefix& block : change.removed) {
    const auto answer = answered_.find(block);
    SIXGATE_CHECK(answer != answered_.end(), "only blocks that were seen free are removed");
    const std::string key = FreeKey(folder_, block);
    transaction.guards.push_back(registry::Guard::KeyHasRevision(key, answer->second));
    transaction.writes.push_back(registry::Write::Delete(key));
  }
  for (const net::Prefix& block : change.absent) {
    transaction.guards.push_back(registry::Guard::KeyAbsent(FreeKey(folder_, block)));
  }
  AddFreeBlocks(transaction, folder_, change.added);
}

void AddFreeBlocks(registry::Transaction& transaction, absl::string_view folder,
                   absl::Span<const net::Prefix> blocks) {
  for (const net::Prefix& block : blocks) {
    const std::string key = FreeKey(folder, block);
    transaction.guards.push_back(registry::Guard::KeyAbsent(key));
    transaction.writes.push_back(registry::Write::Put(key, ""));
  }
}

absl::Status CommitOnce(registry::Registry& registry, const registry::Transaction& transaction) {
  const absl::Status status = registry.Commit(transaction).status();
  const bool is_done =
      absl::IsUnavailable(status) && WasCommitted(registry, transaction.change_key);
  return is_done ? absl::OkStatus() : status;
}

absl::Status Claim(registry::Registry& registry, Attempt attempt) {
  absl::Status lost;
  for (int i = 0; i < kAttemptsMax; ++i) {
    ASSIGN_OR_RETURN(std::unique_ptr<registry::Snapshot> snapshot, registry.Read());
    ASSIGN_OR_RETURN(const registry::Transaction transaction, attempt(*snapshot));
    if (transaction.writes.empty()) return absl::OkStatus();
    // A snapshot that lives on makes the commit dearer.
    snapshot.reset();
    absl::Status status = CommitOnce(registry, transaction);
    if (!absl::IsAborted(status)) return status;
    lost = std::move(status);
  }
  return absl::AbortedError(absl::StrCat(
      "lost ", kAttemptsMax, " races in a row against other writers of the registry (the last: ",
      lost.message(), "): try again, or with less -parallelism"));
}

}  // namespace engine::alloc
