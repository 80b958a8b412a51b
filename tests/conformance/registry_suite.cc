#include "tests/conformance/registry_suite.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdint>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/registry/keys.h"
#include "tests/conformance/workload.h"
#include "tests/support/status_matchers.h"

namespace tests::conformance {

using ::engine::registry::Guard;
using ::engine::registry::KeyValue;
using ::engine::registry::kKeySizeMax;
using ::engine::registry::kTransactionOperationsMax;
using ::engine::registry::kValueSizeMax;
using ::engine::registry::Query;
using ::engine::registry::RangeOf;
using ::engine::registry::Registry;
using ::engine::registry::Revision;
using ::engine::registry::Snapshot;
using ::engine::registry::Transaction;
using ::engine::registry::Write;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

void PrintTo(const RegistryBackend& backend, std::ostream* out) { *out << backend.name; }

RegistrySuite::RegistrySuite() : open_(GetParam().make_store()), registry_(open_()) {}

std::string BackendName(const ::testing::TestParamInfo<RegistryBackend>& backend) {
  return backend.param.name;
}

namespace {

// Everything in the view, or a single row that tells the error.
std::vector<KeyValue> All(Snapshot& snapshot) {
  const auto answers = snapshot.Run({Query{.range = RangeOf("")}});
  if (!answers.ok()) return {KeyValue{"error", answers.status().ToString(), Revision(-1)}};
  return answers->at(0);
}

std::vector<KeyValue> All(Registry& registry) {
  const auto snapshot = registry.Read();
  if (!snapshot.ok()) return {KeyValue{"error", snapshot.status().ToString(), Revision(-1)}};
  return All(**snapshot);
}

std::vector<std::string> Keys(const std::vector<KeyValue>& rows) {
  std::vector<std::string> keys;
  for (const KeyValue& row : rows) keys.push_back(row.key);
  return keys;
}

TEST_P(RegistrySuite, AStoreNeverWrittenToIsEmptyAtTheFirstRevision) {
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> snapshot, registry_->Read());
  EXPECT_EQ(snapshot->revision(), Revision());
  EXPECT_THAT(snapshot->Run({Query::Key("a"), Query{.range = RangeOf("")}}),
              IsOkAndHolds(ElementsAre(IsEmpty(), IsEmpty())));
}

TEST_P(RegistrySuite, ValuesOfAnyBytesComeBack) {
  const std::string bytes = absl::StrCat("NUL ", std::string(1, '\0'), ", not UTF-8 \xff\xc3, '\"");
  ASSERT_OK_AND_ASSIGN(
      const Revision revision,
      registry_->Commit({.writes = {Write::Put("bytes", bytes), Write::Put("empty", ""),
                                    Write::Put("öffnung", "{\"ö\":1}")}}));
  EXPECT_THAT(All(*registry_),
              ElementsAre(KeyValue{"bytes", bytes, revision}, KeyValue{"empty", "", revision},
                          KeyValue{"öffnung", "{\"ö\":1}", revision}));
}

TEST_P(RegistrySuite, KeysAscendBytewise) {
  const std::vector<std::string> ascending = {"\x01", "A",    "a",  "a\x01", "a/",
                                              "a/b",  "a0",   "ab", "a\xff", "b",
                                              "\x7f", "\x80", "é",  "\xff",  "\xff\xff"};
  std::vector<Write> writes;
  for (auto key = ascending.rbegin(); key != ascending.rend(); ++key) {
    writes.push_back(Write::Put(*key, "v"));
  }
  ASSERT_OK(registry_->Commit({.writes = writes}));
  EXPECT_EQ(Keys(All(*registry_)), ascending);
}

TEST_P(RegistrySuite, QueriesAnswerHalfOpenRangesInTheirOrder) {
  ASSERT_OK(registry_->Commit(
      {.writes = {Write::Put("a", "1"), Write::Put("b", "2"), Write::Put("b/x", "3"),
                  Write::Put("b/y", "4"), Write::Put("b0", "5"), Write::Put("c", "6")}}));
  struct Row {
    const char* name;
    Query query;
    std::vector<std::string> keys;
  };
  const std::vector<Row> rows = {
      {"begin is in, end is not", {.range = {"b", "c"}}, {"b", "b/x", "b/y", "b0"}},
      {"bounds need not be keys", {.range = {"aa", "b/xx"}}, {"b", "b/x"}},
      {"a prefix", {.range = RangeOf("b/")}, {"b/x", "b/y"}},
      {"no upper bound", {.range = {"b0", ""}}, {"b0", "c"}},
      {"everything", {.range = RangeOf("")}, {"a", "b", "b/x", "b/y", "b0", "c"}},
      {"the first of many", {.range = RangeOf("b"), .limit = 2}, {"b", "b/x"}},
      {"a limit above the size", {.range = RangeOf("b/"), .limit = SIZE_MAX}, {"b/x", "b/y"}},
      {"nothing between the bounds", {.range = {"d", "e"}}, {}},
      {"end is begin", {.range = {"b", "b"}}, {}},
      {"end before begin", {.range = {"c", "a"}}, {}},
      {"one key", Query::Key("b"), {"b"}},
      {"one key that is absent", Query::Key("b/"), {}},
  };
  std::vector<Query> queries;
  for (const Row& row : rows) queries.push_back(row.query);
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> snapshot, registry_->Read());
  ASSERT_OK_AND_ASSIGN(const auto answers, snapshot->Run(queries));
  ASSERT_EQ(answers.size(), rows.size());
  for (size_t i = 0; i < rows.size(); ++i)
    EXPECT_EQ(Keys(answers[i]), rows[i].keys) << rows[i].name;
}

TEST_P(RegistrySuite, AKeyIsNotItsNearestNeighbour) {
  ASSERT_OK(registry_->Commit({.writes = {Write::Put("a\x01", "1")}}));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> snapshot, registry_->Read());
  EXPECT_THAT(snapshot->Run({Query::Key("a")}), IsOkAndHolds(ElementsAre(IsEmpty())));
  EXPECT_OK(
      registry_->Commit({.guards = {Guard::KeyAbsent("a")}, .writes = {Write::Put("a", "1")}}));
}

TEST_P(RegistrySuite, KeysOnlyLeavesTheValuesOut) {
  ASSERT_OK_AND_ASSIGN(const Revision revision,
                       registry_->Commit({.writes = {Write::Put("a", "1")}}));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> snapshot, registry_->Read());
  EXPECT_THAT(snapshot->Run({Query{.range = RangeOf("a"), .keys_only = true}, Query::Key("a")}),
              IsOkAndHolds(ElementsAre(ElementsAre(KeyValue{"a", "", revision}),
                                       ElementsAre(KeyValue{"a", "1", revision}))));
}

TEST_P(RegistrySuite, EveryCommitHasAGreaterRevisionWhichItsKeysGet) {
  ASSERT_OK_AND_ASSIGN(const Revision first,
                       registry_->Commit({.writes = {Write::Put("a", "1"), Write::Put("b", "1")}}));
  ASSERT_OK_AND_ASSIGN(const Revision second,
                       registry_->Commit({.writes = {Write::Put("a", "1")}}));
  ASSERT_OK_AND_ASSIGN(const Revision third, registry_->Commit({.writes = {Write::Delete("c")}}));
  EXPECT_LT(Revision(), first);
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
  EXPECT_THAT(All(*registry_), ElementsAre(KeyValue{"a", "1", second}, KeyValue{"b", "1", first}));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> snapshot, registry_->Read());
  EXPECT_EQ(snapshot->revision(), third);
}

TEST_P(RegistrySuite, ADeletedKeyIsAbsentAndComesBackWithANewRevision) {
  ASSERT_OK_AND_ASSIGN(const Revision first, registry_->Commit({.writes = {Write::Put("a", "1")}}));
  ASSERT_OK(registry_->Commit({.writes = {Write::Delete("a")}}));
  EXPECT_THAT(All(*registry_), IsEmpty());
  ASSERT_OK_AND_ASSIGN(const Revision again, registry_->Commit({.guards = {Guard::KeyAbsent("a")},
                                                                .writes = {Write::Put("a", "1")}}));
  EXPECT_LT(first, again);
}

TEST_P(RegistrySuite, GuardsThatHoldLetTheWritesThrough) {
  ASSERT_OK_AND_ASSIGN(const Revision revision,
                       registry_->Commit({.writes = {Write::Put("a/b", "1")}}));
  const std::vector<Guard> guards = {Guard::KeyHasRevision("a/b", revision),
                                     Guard::KeyAbsent("a"),
                                     Guard::KeyAbsent("a/"),
                                     Guard::RangeEmpty({"a/b\x01", ""}),
                                     Guard::RangeEmpty({"a", "a/b"}),
                                     Guard::RangeEmpty(RangeOf("b"))};
  for (size_t i = 0; i < guards.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_OK(registry_->Commit({.guards = {guards[i]}, .writes = {Write::Put("0", "1")}}));
  }
}

TEST_P(RegistrySuite, AGuardThatDoesNotHoldStopsEveryWriteAndIsNamed) {
  ASSERT_OK_AND_ASSIGN(const Revision old, registry_->Commit({.writes = {Write::Put("a/b", "1")}}));
  ASSERT_OK_AND_ASSIGN(const Revision now, registry_->Commit({.writes = {Write::Put("a/b", "2")}}));
  struct Row {
    const char* name;
    Guard guard;
    std::string message;
  };
  const std::vector<Row> rows = {
      {"an older revision", Guard::KeyHasRevision("a/b", old),
       absl::StrCat("key \"a/b\" was to have revision ", old.number(), " but has ", now.number())},
      {"a revision of an absent key", Guard::KeyHasRevision("a", now),
       absl::StrCat("key \"a\" was to have revision ", now.number(), " but is absent")},
      {"a present key", Guard::KeyAbsent("a/b"),
       absl::StrCat("key \"a/b\" was to be absent but has revision ", now.number())},
      {"a range that begins with a key", Guard::RangeEmpty({"a/b", "a/c"}),
       "the range from \"a/b\" to \"a/c\" was to be empty but holds \"a/b\""},
      {"a range without end", Guard::RangeEmpty(RangeOf("")),
       "the range from \"\" to \"\" was to be empty but holds \"a/b\""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_THAT(registry_->Commit({.guards = {Guard::KeyAbsent("new"), row.guard},
                                   .writes = {Write::Put("new", "1"), Write::Put("a/b", "3"),
                                              Write::Delete("a/b/c")}}),
                StatusIs(absl::StatusCode::kAborted, row.message));
    EXPECT_THAT(All(*registry_), ElementsAre(KeyValue{"a/b", "2", now}));
  }
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> snapshot, registry_->Read());
  EXPECT_EQ(snapshot->revision(), now);
}

TEST_P(RegistrySuite, AnAbortedFirstCommitLeavesTheStoreAsItWas) {
  EXPECT_THAT(registry_->Commit({.guards = {Guard::KeyHasRevision("a", Revision(1))},
                                 .writes = {Write::Put("a", "1")}}),
              StatusIs(absl::StatusCode::kAborted));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> snapshot, registry_->Read());
  EXPECT_EQ(snapshot->revision(), Revision());
}

TEST_P(RegistrySuite, GuardsSeeTheStoreBeforeTheWritesOfTheirTransaction) {
  EXPECT_OK(registry_->Commit({.guards = {Guard::KeyAbsent("a"), Guard::RangeEmpty(RangeOf("a"))},
                               .writes = {Write::Put("a", "1"), Write::Put("a/b", "1")}}));
}

TEST_P(RegistrySuite, TransactionsAtTheLimitsAreTaken) {
  std::vector<Guard> guards;
  std::vector<Write> writes = {
      Write::Put(std::string(kKeySizeMax, 'k'), std::string(kValueSizeMax, 'v'))};
  while (guards.size() < kTransactionOperationsMax / 2) {
    guards.push_back(Guard::KeyAbsent(std::string(kKeySizeMax, 'a')));
  }
  while (guards.size() + writes.size() < kTransactionOperationsMax) {
    writes.push_back(Write::Put(absl::StrCat("key", writes.size()), ""));
  }
  ASSERT_OK_AND_ASSIGN(const Revision revision,
                       registry_->Commit({.guards = guards, .writes = writes}));
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> snapshot, registry_->Read());
  ASSERT_OK_AND_ASSIGN(const auto answers, snapshot->Run({Query::Key(writes[0].key)}));
  ASSERT_THAT(answers[0], SizeIs(1));
  EXPECT_TRUE(answers[0][0] == (KeyValue{writes[0].key, *writes[0].value, revision}));
  EXPECT_THAT(All(*snapshot), SizeIs(writes.size()));
}

TEST_P(RegistrySuite, MalformedTransactionsAreRefusedWhole) {
  const std::vector<Write> good = {Write::Put("a", "1")};
  std::vector<Guard> too_many(kTransactionOperationsMax, Guard::KeyAbsent("b"));
  struct Row {
    const char* name;
    Transaction transaction;
    absl::StatusCode code;
    std::string message;
  };
  using Code = absl::StatusCode;
  const std::string nul("n\0l", 3);
  const std::string long_key(kKeySizeMax + 1, 'k');
  const std::vector<Row> rows = {
      {"no write",
       {.guards = {Guard::KeyAbsent("b")}},
       Code::kInvalidArgument,
       "at least one write"},
      {"an empty key",
       {.writes = {good[0], Write::Put("", "1")}},
       Code::kInvalidArgument,
       "a key is empty"},
      {"a NUL byte in a key",
       {.writes = {good[0], Write::Delete(nul)}},
       Code::kInvalidArgument,
       "key \"n\\000l\" has a NUL byte"},
      {"a long key",
       {.writes = {good[0], Write::Put(long_key, "1")}},
       Code::kOutOfRange,
       "has 1025 bytes; the limit is 1024"},
      {"a long value",
       {.writes = {good[0], Write::Put("b", std::string(kValueSizeMax + 1, 'v'))}},
       Code::kOutOfRange,
       "the value of key \"b\" has 1048577 bytes; the limit is 1048576"},
      {"a key twice",
       {.writes = {good[0], Write::Put("b", ""), Write::Delete("a")}},
       Code::kInvalidArgument,
       "key \"a\" is written twice"},
      {"too many operations",
       {.guards = too_many, .writes = good},
       Code::kOutOfRange,
       "4097 guards and writes; the limit is 4096"},
      {"a guard of an empty key",
       {.guards = {Guard::KeyAbsent("")}, .writes = good},
       Code::kInvalidArgument,
       "a key is empty"},
      {"a guard of a long key",
       {.guards = {Guard::KeyAbsent(long_key)}, .writes = good},
       Code::kOutOfRange,
       "has 1025 bytes; the limit is 1024"},
      {"a guard of a malformed range",
       {.guards = {Guard::RangeEmpty({"", nul})}, .writes = good},
       Code::kInvalidArgument,
       "range end \"n\\000l\" has a NUL byte"},
      {"a change key that is not written",
       {.writes = good, .change_key = "change/1"},
       Code::kInvalidArgument,
       "change key \"change/1\" is not put"},
      {"a change key that is deleted",
       {.writes = {good[0], Write::Delete("change/1")}, .change_key = "change/1"},
       Code::kInvalidArgument,
       "change key \"change/1\" is not put"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_THAT(registry_->Commit(row.transaction), StatusIs(row.code, HasSubstr(row.message)));
  }
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> snapshot, registry_->Read());
  EXPECT_EQ(snapshot->revision(), Revision());
}

TEST_P(RegistrySuite, MalformedQueriesAreRefusedOnEmptyAndFilledStores) {
  const std::string nul("n\0l", 3);
  for (const bool filled : {false, true}) {
    SCOPED_TRACE(filled);
    if (filled) {
      ASSERT_OK(registry_->Commit({.writes = {Write::Put("a", "1")}}));
    }
    ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> snapshot, registry_->Read());
    EXPECT_THAT(snapshot->Run({Query::Key("a"), Query{.range = {nul, ""}}}),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("range begin \"n\\000l\"")));
    EXPECT_THAT(snapshot->Run({Query{.range = {"a", std::string(kKeySizeMax + 2, 'k')}}}),
                StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("range end")));
    EXPECT_THAT(snapshot->Run({Query{.range = {std::string(kKeySizeMax + 2, 'k'), ""}}}),
                StatusIs(absl::StatusCode::kOutOfRange, HasSubstr("range begin")));
    EXPECT_THAT(snapshot->Run({Query::Key(std::string(kKeySizeMax, 'k'))}),
                IsOkAndHolds(ElementsAre(IsEmpty())));
  }
}

TEST_P(RegistrySuite, ACommittedChangeKeyIsThere) {
  ASSERT_OK_AND_ASSIGN(
      const Revision revision,
      registry_->Commit({.writes = {Write::Put("a", "1"), Write::Put("change/1", "")},
                         .change_key = "change/1"}));
  EXPECT_THAT(All(*registry_),
              ElementsAre(KeyValue{"a", "1", revision}, KeyValue{"change/1", "", revision}));
}

TEST_P(RegistrySuite, ASnapshotDoesNotSeeLaterCommits) {
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> before, registry_->Read());
  ASSERT_OK_AND_ASSIGN(const Revision first,
                       registry_->Commit({.writes = {Write::Put("a", "1"), Write::Put("b", "1")}}));
  // Not asked anything before the next commit: the view begins with Read, not with the first Run.
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> between, registry_->Read());
  const std::unique_ptr<Registry> other = open_();
  ASSERT_OK(
      other->Commit({.writes = {Write::Put("a", "2"), Write::Delete("b"), Write::Put("c", "2")}}));
  ASSERT_OK(registry_->Commit({.writes = {Write::Put("d", "3")}}));

  EXPECT_EQ(before->revision(), Revision());
  EXPECT_THAT(All(*before), IsEmpty());
  EXPECT_EQ(between->revision(), first);
  EXPECT_THAT(All(*between), ElementsAre(KeyValue{"a", "1", first}, KeyValue{"b", "1", first}));
  EXPECT_THAT(Keys(All(*registry_)), ElementsAre("a", "c", "d"));
}

TEST_P(RegistrySuite, HandlesOnOneStoreSeeEachOthersCommitsAtOnce) {
  const std::unique_ptr<Registry> other = open_();
  ASSERT_OK_AND_ASSIGN(const Revision first, registry_->Commit({.writes = {Write::Put("a", "1")}}));
  EXPECT_THAT(All(*other), ElementsAre(KeyValue{"a", "1", first}));
  ASSERT_OK_AND_ASSIGN(const Revision second,
                       other->Commit({.guards = {Guard::KeyHasRevision("a", first)},
                                      .writes = {Write::Put("a", "2")}}));
  EXPECT_LT(first, second);
  EXPECT_THAT(All(*registry_), ElementsAre(KeyValue{"a", "2", second}));
}

TEST_P(RegistrySuite, ANewHandleFindsWhatAClosedOneCommitted) {
  std::unique_ptr<Registry> first = open_();
  ASSERT_OK_AND_ASSIGN(const Revision revision, first->Commit({.writes = {Write::Put("a", "1")}}));
  first.reset();
  EXPECT_THAT(All(*open_()), ElementsAre(KeyValue{"a", "1", revision}));
}

constexpr int kThreads = 6;
constexpr int kRounds = 100;

// Runs `work(thread)` on kThreads threads at once and checks that each returns OK.
void RunThreads(const std::function<absl::Status(int)>& work) {
  std::vector<absl::Status> results(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] { results[static_cast<size_t>(i)] = work(i); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& result : results) EXPECT_OK(result);
}

TEST_P(RegistrySuite, NoIncrementOfAThreadWithItsOwnHandleIsLost) {
  RunThreads([&](int) { return Increment(*open_(), "counter", kRounds); });
  const std::vector<KeyValue> rows = All(*registry_);
  ASSERT_EQ(Keys(rows), std::vector<std::string>{"counter"});
  EXPECT_EQ(rows[0].value, absl::StrCat(kThreads * kRounds));
  // One commit per increment, and not one more.
  EXPECT_EQ(rows[0].revision, Revision(kThreads * kRounds));
}

TEST_P(RegistrySuite, NoIncrementOfThreadsThatShareAHandleIsLost) {
  RunThreads([&](int) { return Increment(*registry_, "counter", kRounds); });
  const std::vector<KeyValue> rows = All(*registry_);
  ASSERT_EQ(Keys(rows), std::vector<std::string>{"counter"});
  EXPECT_EQ(rows[0].value, absl::StrCat(kThreads * kRounds));
}

TEST_P(RegistrySuite, ClaimsGuardedByEmptyRangesNeverOverlap) {
  RunThreads(
      [&](int thread) { return ClaimBlocks(*open_(), absl::StrCat("thread", thread), kRounds); });
  const std::vector<KeyValue> rows = All(*registry_);
  EXPECT_THAT(rows, SizeIs(kThreads * kRounds));
  EXPECT_EQ(OverlapAmong(rows), "");
}

TEST_P(RegistrySuite, OfManyFirstCommitsExactlyOneWins) {
  std::vector<absl::StatusCode> codes(kThreads);
  RunThreads([&](int thread) {
    codes[static_cast<size_t>(thread)] =
        open_()
            ->Commit({.guards = {Guard::KeyAbsent("root")},
                      .writes = {Write::Put("root", absl::StrCat(thread))}})
            .status()
            .code();
    return absl::OkStatus();
  });
  std::sort(codes.begin(), codes.end());
  std::vector<absl::StatusCode> expected(kThreads, absl::StatusCode::kAborted);
  expected[0] = absl::StatusCode::kOk;
  EXPECT_EQ(codes, expected);
  EXPECT_EQ(Keys(All(*registry_)), std::vector<std::string>{"root"});
}

}  // namespace
}  // namespace tests::conformance
