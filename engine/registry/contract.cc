#include "engine/registry/contract.h"

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"

namespace engine::registry {
namespace {

absl::Status ValidateBytes(absl::string_view what, absl::string_view bytes, size_t size_max) {
  if (bytes.size() > size_max) {
    return absl::OutOfRangeError(absl::StrCat(what, " ", Quoted(bytes.substr(0, 64)), "… has ",
                                              bytes.size(), " bytes; the limit is ", size_max));
  }
  if (bytes.find('\0') != absl::string_view::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat(what, " ", Quoted(bytes), " has a NUL byte; escape it with Segment()"));
  }
  return absl::OkStatus();
}

absl::Status ValidateKey(absl::string_view key) {
  if (key.empty()) return absl::InvalidArgumentError("a key is empty; it needs at least one byte");
  return ValidateBytes("key", key, kKeySizeMax);
}

absl::Status ValidateRange(const KeyRange& range) {
  // KeyRange::Only makes a bound that is one byte longer than its key.
  RETURN_IF_ERROR(ValidateBytes("range begin", range.begin, kKeySizeMax + 1));
  return ValidateBytes("range end", range.end, kKeySizeMax + 1);
}

absl::Status ValidateWrites(const Transaction& transaction) {
  if (transaction.writes.empty()) {
    return absl::InvalidArgumentError("a transaction needs at least one write");
  }
  std::vector<absl::string_view> keys;
  for (const Write& write : transaction.writes) {
    RETURN_IF_ERROR(ValidateKey(write.key));
    if (write.value.has_value() && write.value->size() > kValueSizeMax) {
      return absl::OutOfRangeError(absl::StrCat("the value of key ", Quoted(write.key), " has ",
                                                write.value->size(), " bytes; the limit is ",
                                                kValueSizeMax));
    }
    keys.push_back(write.key);
  }
  std::sort(keys.begin(), keys.end());
  const auto twice = std::adjacent_find(keys.begin(), keys.end());
  if (twice != keys.end()) {
    return absl::InvalidArgumentError(
        absl::StrCat("key ", Quoted(*twice), " is written twice in one transaction"));
  }
  return absl::OkStatus();
}

absl::Status ValidateChangeKey(const Transaction& transaction) {
  if (transaction.change_key.empty()) return absl::OkStatus();
  for (const Write& write : transaction.writes) {
    if (write.key == transaction.change_key && write.value.has_value()) return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("the change key ", Quoted(transaction.change_key),
                                                 " is not put by its transaction"));
}

}  // namespace

absl::Status ValidateQueries(absl::Span<const Query> queries) {
  for (const Query& query : queries) RETURN_IF_ERROR(ValidateRange(query.range));
  return absl::OkStatus();
}

absl::Status ValidateTransaction(const Transaction& transaction) {
  const size_t operations = transaction.guards.size() + transaction.writes.size();
  if (operations > kTransactionOperationsMax) {
    return absl::OutOfRangeError(absl::StrCat("a transaction has ", operations,
                                              " guards and writes; the limit is ",
                                              kTransactionOperationsMax));
  }
  for (const Guard& guard : transaction.guards) {
    if (guard.kind != Guard::Kind::kRangeEmpty) RETURN_IF_ERROR(ValidateKey(guard.range.begin));
    RETURN_IF_ERROR(ValidateRange(guard.range));
  }
  RETURN_IF_ERROR(ValidateWrites(transaction));
  return ValidateChangeKey(transaction);
}

absl::Status CheckGuard(const Guard& guard, const KeyValue* first) {
  // Only for errors: most guards hold.
  const auto begin = [&] { return Quoted(guard.range.begin); };
  switch (guard.kind) {
    case Guard::Kind::kKeyHasRevision:
      if (first == nullptr) {
        return absl::AbortedError(absl::StrCat("key ", begin(), " was to have revision ",
                                               guard.revision.number(), " but is absent"));
      }
      if (first->revision == guard.revision) return absl::OkStatus();
      return absl::AbortedError(absl::StrCat("key ", begin(), " was to have revision ",
                                             guard.revision.number(), " but has ",
                                             first->revision.number()));
    case Guard::Kind::kKeyAbsent:
      if (first == nullptr) return absl::OkStatus();
      return absl::AbortedError(absl::StrCat("key ", begin(), " was to be absent but has revision ",
                                             first->revision.number()));
    case Guard::Kind::kRangeEmpty:
      if (first == nullptr) return absl::OkStatus();
      return absl::AbortedError(absl::StrCat("the range from ", begin(), " to ",
                                             Quoted(guard.range.end), " was to be empty but holds ",
                                             Quoted(first->key)));
  }
  return absl::InternalError("a guard has an unknown kind");
}

std::string Quoted(absl::string_view text) {
  return absl::StrCat("\"", absl::Utf8SafeCEscape(text), "\"");
}

}  // namespace engine::registry
