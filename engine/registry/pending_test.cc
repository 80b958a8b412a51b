#include "engine/registry/pending.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/registry/keys.h"
#include "engine/registry/memory/memory_registry.h"
#include "tests/support/status_matchers.h"

namespace engine::registry {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::tests::StatusIs;

using Contents = std::vector<std::pair<std::string, std::string>>;

Contents Show(Snapshot& snapshot, const Query& query) {
  Contents shown;
  const auto answers = snapshot.Run({query});
  EXPECT_OK(answers.status());
  for (const KeyValue& row : answers->front()) shown.emplace_back(row.key, row.value);
  return shown;
}

std::optional<Revision> RevisionOf(Snapshot& snapshot, const std::string& key) {
  const auto answers = snapshot.Run({Query::Key(key)});
  EXPECT_OK(answers.status());
  if (answers->front().empty()) return std::nullopt;
  return answers->front().front().revision;
}

class PendingTest : public ::testing::Test {
 protected:
  PendingTest() {
    EXPECT_OK(registry_->Commit({.writes = {Write::Put("a", "1"), Write::Put("b", "2"),
                                            Write::Put("c", "3"), Write::Put("d", "4")}}));
    snapshot_ = registry_->Read().value();
    pending_ = std::make_unique<PendingSnapshot>(*snapshot_);
  }

  absl::Status Commit() { return registry_->Commit(pending_->Merged()).status(); }
  Contents Stored() { return Show(*registry_->Read().value(), {}); }

  const std::unique_ptr<Registry> registry_ = memory::Open();
  std::unique_ptr<Snapshot> snapshot_;
  std::unique_ptr<PendingSnapshot> pending_;
};

TEST_F(PendingTest, AnswersAsIfItWereCommitted) {
  ASSERT_OK(pending_->Add(
      {.writes = {Write::Put("b", "new"), Write::Delete("c"), Write::Put("bb", "added")}}));
  const Contents all = {{"a", "1"}, {"b", "new"}, {"bb", "added"}, {"d", "4"}};
  EXPECT_EQ(Show(*pending_, {}), all);
  EXPECT_EQ(pending_->revision(), snapshot_->revision());
  ASSERT_OK(Commit());
  EXPECT_EQ(Stored(), all);
}

TEST_F(PendingTest, ALimitCountsWhatIsLeft) {
  ASSERT_OK(pending_->Add(
      {.writes = {Write::Delete("a"), Write::Delete("b"), Write::Put("cc", "added")}}));
  EXPECT_THAT(Show(*pending_, {.limit = 2}), ElementsAre(Pair("c", "3"), Pair("cc", "added")));
  EXPECT_THAT(Show(*pending_, {.range = {.begin = "a", .end = "c"}, .limit = 1}), IsEmpty());
  EXPECT_THAT(Show(*pending_, {.limit = 9, .keys_only = true}),
              ElementsAre(Pair("c", ""), Pair("cc", ""), Pair("d", "")));
}

TEST_F(PendingTest, AnAddedKeyHasARevisionOfItsOwn) {
  ASSERT_OK(pending_->Add({.writes = {Write::Put("b", "new")}}));
  const auto revision = RevisionOf(*pending_, "b");
  ASSERT_TRUE(revision.has_value());
  EXPECT_NE(revision, RevisionOf(*snapshot_, "b"));
  EXPECT_EQ(RevisionOf(*pending_, "a"), RevisionOf(*snapshot_, "a"));
  // Another change may be made from it, and is committed with it.
  ASSERT_OK(pending_->Add(
      {.guards = {Guard::KeyHasRevision("b", *revision)}, .writes = {Write::Put("b", "newer")}}));
  ASSERT_OK(Commit());
  EXPECT_THAT(Stored(),
              ElementsAre(Pair("a", "1"), Pair("b", "newer"), Pair("c", "3"), Pair("d", "4")));
}

TEST_F(PendingTest, GuardsThatDoNotHoldOnWhatWasAddedAreRefusedAtOnce) {
  const Revision before = *RevisionOf(*snapshot_, "b");
  ASSERT_OK(pending_->Add({.writes = {Write::Put("b", "new"), Write::Delete("c")}}));
  const struct {
    const char* name;
    Guard guard;
  } cases[] = {
      {"changed", Guard::KeyHasRevision("b", before)},
      {"deleted", Guard::KeyHasRevision("c", before)},
      {"there", Guard::KeyAbsent("b")},
      {"not empty", Guard::RangeEmpty({.begin = "aa", .end = "bb"})},
      {"not empty to the end", Guard::RangeEmpty({.begin = "b", .end = ""})},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_THAT(pending_->Add({.guards = {c.guard}, .writes = {Write::Put("e", "5")}}),
                StatusIs(absl::StatusCode::kAborted));
  }
  EXPECT_THAT(Show(*pending_, Query::Key("e")), IsEmpty());
  EXPECT_THAT(pending_->Merged().writes, SizeIs(2));
}

TEST_F(PendingTest, GuardsOnTheRestAreForTheCommit) {
  ASSERT_OK(pending_->Add({.writes = {Write::Delete("c")}}));
  // Empty once "c" is gone, as long as nobody else puts something there.
  ASSERT_OK(pending_->Add({.guards = {Guard::RangeEmpty({.begin = "bb", .end = "cc"})},
                           .writes = {Write::Put("e", "5")}}));
  const Transaction merged = pending_->Merged();
  ASSERT_OK(registry_->Commit({.writes = {Write::Put("bz", "rival")}}));
  EXPECT_THAT(registry_->Commit(merged), StatusIs(absl::StatusCode::kAborted));
  ASSERT_OK(registry_->Commit({.writes = {Write::Delete("bz"), Write::Put("ca", "rival")}}));
  EXPECT_THAT(registry_->Commit(merged), StatusIs(absl::StatusCode::kAborted));
  ASSERT_OK(registry_->Commit({.writes = {Write::Delete("ca")}}));
  EXPECT_OK(registry_->Commit(merged));
}

TEST_F(PendingTest, TheFirstChangeKeyTellsOfAll) {
  EXPECT_EQ(pending_->Merged().change_key, "");
  ASSERT_OK(pending_->Add({.writes = {Write::Put("x", "")}, .change_key = "x"}));
  ASSERT_OK(pending_->Add({.writes = {Write::Put("y", "")}, .change_key = "y"}));
  EXPECT_EQ(pending_->Merged().change_key, "x");
}

TEST_F(PendingTest, MoreThanATransactionHoldsIsOutOfRange) {
  Transaction full;
  for (size_t i = 0; i < kTransactionOperationsMax; ++i) {
    full.writes.push_back(Write::Put(absl::StrCat("key/", i), ""));
  }
  ASSERT_OK(pending_->Add(full));
  EXPECT_THAT(pending_->Add({.writes = {Write::Put("e", "5")}}),
              StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(Show(*pending_, Query::Key("e")), IsEmpty());
  EXPECT_OK(Commit());
}

// A change over five keys that holds on `snapshot`: the same `seed` makes the same change of two
// snapshots that show the same, whatever the revisions are.
Transaction RandomChange(Snapshot& snapshot, uint32_t seed) {
  std::mt19937 random(seed);
  const auto key = [&] { return std::string(1, static_cast<char>('a' + random() % 5)); };
  Transaction change;
  for (uint32_t left = random() % 4; left > 0; --left) {
    const std::string one = key();
    const auto revision = RevisionOf(snapshot, one);
    change.guards.push_back(revision ? Guard::KeyHasRevision(one, *revision)
                                     : Guard::KeyAbsent(one));
    KeyRange range = {.begin = key(), .end = key() + "x"};
    if (Show(snapshot, {.range = range}).empty()) {
      change.guards.push_back(Guard::RangeEmpty(std::move(range)));
    }
  }
  const std::string one = key();
  change.writes.push_back(random() % 2 == 0 ? Write::Put(one, absl::StrCat(seed))
                                            : Write::Delete(one));
  return change;
}

TEST(PendingPropertyTest, TogetherIsTheSameAsOneAfterTheOther) {
  for (uint32_t round = 0; round < 300; ++round) {
    SCOPED_TRACE(round);
    const std::unique_ptr<Registry> together = memory::Open();
    const std::unique_ptr<Registry> singly = memory::Open();
    for (Registry* registry : {together.get(), singly.get()}) {
      ASSERT_OK(registry->Commit({.writes = {Write::Put("b", "first"), Write::Put("d", "first")}}));
    }
    const auto base = together->Read().value();
    PendingSnapshot pending(*base);
    for (uint32_t i = 0; i < 8; ++i) {
      const uint32_t seed = round * 8 + i;
      ASSERT_OK(pending.Add(RandomChange(pending, seed)));
      ASSERT_OK(singly->Commit(RandomChange(*singly->Read().value(), seed)));
      const auto one_by_one = singly->Read().value();
      ASSERT_EQ(Show(pending, {}), Show(*one_by_one, {}));
      const Query some = {.range = {.begin = "b", .end = "e"}, .limit = 1 + seed % 3};
      ASSERT_EQ(Show(pending, some), Show(*one_by_one, some));
    }
    ASSERT_OK(together->Commit(pending.Merged()));
    EXPECT_EQ(Show(*together->Read().value(), {}), Show(*singly->Read().value(), {}));
  }
}

}  // namespace
}  // namespace engine::registry
