// The storage seam: a small ordered key-value store with conditional transactions, which is what
// both a SQLite file and an etcd cluster can promise. It knows nothing of prefixes or hosts.
//
//   ASSIGN_OR_RETURN(const std::unique_ptr<Snapshot> snapshot, registry.Read());
//   ASSIGN_OR_RETURN(const auto rows, snapshot->Run({Query{.range = RangeOf("host/"), .limit =
//   10}})); RETURN_IF_ERROR(registry.Commit({.guards = {Guard::KeyAbsent("host/web")},
//                                    .writes = {Write::Put("host/web", json)}}).status());
#ifndef SIXGATE_ENGINE_REGISTRY_REGISTRY_H_
#define SIXGATE_ENGINE_REGISTRY_REGISTRY_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace engine::registry {

// A key is 1 to kKeySizeMax bytes without a NUL byte; keys are ordered bytewise. A value is any
// bytes.
inline constexpr size_t kKeySizeMax = 1024;
inline constexpr size_t kValueSizeMax = size_t{1} << 20;
// Guards and writes of one transaction together. A backend may hold less: an etcd server's default
// is 128 guards and 128 writes, and 1.5 MiB in all.
inline constexpr size_t kTransactionOperationsMax = 4096;

// A moment in the life of a store: every commit gets a greater one than all before it. The default
// is the revision of a store that nothing was ever written to. The number means nothing by itself
// and is not comparable between stores.
class Revision {
 public:
  constexpr Revision() = default;
  constexpr explicit Revision(int64_t number) : number_(number) {}

  constexpr int64_t number() const { return number_; }

  auto operator<=>(const Revision&) const = default;

 private:
  int64_t number_ = 0;
};

struct KeyValue {
  std::string key;
  std::string value;
  // Of the commit that last put the key.
  Revision revision;

  bool operator==(const KeyValue&) const = default;
};

// The keys k with begin <= k < end; an empty `end` means no upper bound. keys.h has
// RangeOf(prefix).
struct KeyRange {
  std::string begin;
  std::string end;

  // The range that holds `key` and can hold nothing else.
  static KeyRange Only(std::string key);

  bool operator==(const KeyRange&) const = default;
};

struct Query {
  KeyRange range = {};
  // The answer is the first `limit` keys of the range; 0 means all of them.
  size_t limit = 0;
  // Leave the values empty and do not load them.
  bool keys_only = false;

  static Query Key(std::string key) {
    return {.range = KeyRange::Only(std::move(key)), .limit = 1};
  }
};

// One consistent view of the store: no later commit shows in it. It holds resources of the backend,
// and the longer it lives the more it costs, so make it, ask, decide, and drop it. It must not
// outlive its Registry. Not thread-safe, but not bound to the thread that made it either.
class Snapshot {
 public:
  virtual ~Snapshot() = default;

  // One answer per query, in the order of the queries; each answer ascends by key. Costs one round
  // trip however many queries there are.
  //
  // kInvalidArgument, kOutOfRange: a bound of a range is malformed or too long.
  // Else the codes of Registry::Read.
  virtual absl::StatusOr<std::vector<std::vector<KeyValue>>> Run(
      absl::Span<const Query> queries) = 0;

  // Of the last commit that this view includes.
  virtual Revision revision() const = 0;
};

// What must hold at the moment of the commit.
struct Guard {
  enum class Kind { kKeyHasRevision, kKeyAbsent, kRangeEmpty };

  static Guard KeyHasRevision(std::string key, Revision revision);
  static Guard KeyAbsent(std::string key);
  static Guard RangeEmpty(KeyRange range);

  Kind kind = Kind::kRangeEmpty;
  // KeyRange::Only(key) for the two kinds that are about one key.
  KeyRange range = {};
  // Meaningful for kKeyHasRevision only.
  Revision revision;
};

struct Write {
  static Write Put(std::string key, std::string value) {
    return {std::move(key), std::move(value)};
  }
  // Deleting a key that is absent changes nothing and is no error: add a guard where it matters.
  static Write Delete(std::string key) { return {std::move(key), std::nullopt}; }

  std::string key;
  // Absent: delete.
  std::optional<std::string> value;
};

struct Transaction {
  // `= {}` so that a designated initialiser may leave a member out without a warning.
  std::vector<Guard> guards = {};
  // At least one, and no key twice.
  std::vector<Write> writes = {};
  // If not empty: the key of one of the puts, never used by another transaction. After kUnavailable
  // the change was committed if and only if this key is present.
  std::string change_key = {};
};

// A handle on one store. Safe for several threads, and a store is safe for several handles in
// several processes at once. A handle does not survive fork() without exec(): the child opens its
// own.
//
// Codes of both functions beyond those named at each:
//   kUnavailable         the backend could not be reached, or reading or writing failed.
//   kDeadlineExceeded    the store was locked by others for longer than the operation timeout.
//   kFailedPrecondition  what is there is not a registry, or a newer sixgate wrote it.
//   kPermissionDenied    the user may not read (Read) or write (Commit) it.
//   kDataLoss            the store is damaged.
class Registry {
 public:
  virtual ~Registry() = default;

  // A view of the latest commit. A store that was never written to reads as empty and is not made
  // by reading.
  virtual absl::StatusOr<std::unique_ptr<Snapshot>> Read() = 0;

  // Does all writes or none and returns the revision of the commit, which every key it put then
  // has. The commit is durable when the function returns.
  //
  // kAborted            a guard does not hold; the message names it. Read again, choose again,
  // retry. kUnavailable        it may have been committed all the same: look at the change key.
  // kInvalidArgument    a malformed key, a key written twice, no write at all, or a change key that
  //                     no write puts.
  // kOutOfRange         a key, a value or the transaction is over the limits above.
  // kResourceExhausted  the disk is full.
  // After every error but kUnavailable nothing was written.
  virtual absl::StatusOr<Revision> Commit(const Transaction& transaction) = 0;
};

}  // namespace engine::registry

#endif  // SIXGATE_ENGINE_REGISTRY_REGISTRY_H_
