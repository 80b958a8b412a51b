#include "engine/alloc/allocate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/alloc/free_overlay.h"
#include "engine/base/status_macros.h"
#include "engine/registry/keys.h"
#include "engine/registry/memory/memory_registry.h"
#include "tests/support/status_matchers.h"

namespace engine::alloc {
namespace {

using registry::Registry;
using registry::Revision;
using registry::Snapshot;
using registry::Transaction;
using registry::Write;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr char kFolder[] = "free/pool/";

net::Prefix P(absl::string_view text) { return net::Prefix::Parse(text).value(); }

// Loses races: before every commit somebody else does something.
class LosingRegistry final : public Registry {
 public:
  explicit LosingRegistry(Registry& inner) : inner_(inner) {}

  // How many of the next commits are preceded by another writer's, which takes the lowest free
  // block of this length out of the pool.
  void LoseRaces(int count, const net::Prefix& pool, int length) {
    races_ = count;
    pool_ = pool;
    length_ = length;
  }
  // The next commit returns this, and is done first if `done`.
  void FailOnce(absl::Status status, bool done) {
    failure_ = std::move(status);
    done_ = done;
  }
  int commits() const { return commits_; }

  absl::StatusOr<std::unique_ptr<Snapshot>> Read() override { return inner_.Read(); }

  absl::StatusOr<Revision> Commit(const Transaction& transaction) override {
    ++commits_;
    if (races_ > 0) {
      --races_;
      RETURN_IF_ERROR(Rival());
    }
    if (!failure_.ok()) {
      const absl::Status failure = std::exchange(failure_, absl::OkStatus());
      if (done_) RETURN_IF_ERROR(inner_.Commit(transaction).status());
      return failure;
    }
    return inner_.Commit(transaction);
  }

 private:
  absl::Status Rival() {
    return Claim(inner_, [&](Snapshot& snapshot) -> absl::StatusOr<Transaction> {
      StoredFreeView free(snapshot, kFolder);
      ASSIGN_OR_RETURN(const Pick pick, Choose(free, pool_, length_, Strategy::kLowest));
      Transaction taken;
      free.AddTo(taken, pick.change);
      return taken;
    });
  }

  Registry& inner_;
  int races_ = 0;
  net::Prefix pool_;
  int length_ = 0;
  absl::Status failure_;
  bool done_ = false;
  int commits_ = 0;
};

class AllocateTest : public ::testing::Test {
 protected:
  AllocateTest() {
    Transaction first;
    AddFreeBlocks(first, kFolder, {pool_});
    EXPECT_OK(memory_->Commit(first));
  }

  absl::StatusOr<net::Prefix> Allocate(int length, Transaction more = {}) {
    net::Prefix prefix;
    const absl::Status status =
        Claim(registry_, [&](Snapshot& snapshot) -> absl::StatusOr<Transaction> {
          StoredFreeView free(snapshot, kFolder);
          ASSIGN_OR_RETURN(const Pick pick, Choose(free, pool_, length, Strategy::kLowest));
          prefix = pick.prefix;
          Transaction transaction = more;
          free.AddTo(transaction, pick.change);
          return transaction;
        });
    if (!status.ok()) return status;
    return prefix;
  }

  std::vector<net::Prefix> FreeBlocks() {
    const auto snapshot = memory_->Read().value();
    const auto rows = snapshot->Run({{.range = registry::RangeOf(kFolder)}}).value().front();
    std::vector<net::Prefix> blocks;
    for (const registry::KeyValue& row : rows) {
      EXPECT_EQ(row.value, "");
      blocks.push_back(ParseFreeKey(kFolder, row.key).value());
    }
    return blocks;
  }

  const net::Prefix pool_ = P("2001:db8::/64");
  const std::unique_ptr<Registry> memory_ = registry::memory::Open();
  LosingRegistry registry_{*memory_};
};

TEST_F(AllocateTest, FreeKeysAreReadBackAndSortByLengthThenAddress) {
  EXPECT_EQ(FreeKey(kFolder, P("2001:db8::/64")), "free/pool/064/20010db8000000000000000000000000");
  EXPECT_THAT(ParseFreeKey(kFolder, FreeKey(kFolder, P("::/0"))), IsOkAndHolds(P("::/0")));
  EXPECT_THAT(ParseFreeKey(kFolder, FreeKey(kFolder, P("ffff::1/128"))),
              IsOkAndHolds(P("ffff::1/128")));
  for (const char* key : {"", "free/pool/", "free/pool/064", "free/pool/064/2001",
                          "free/other/064/20010db8000000000000000000000000",
                          "free/pool/129/20010db8000000000000000000000000",
                          "free/pool/06x/20010db8000000000000000000000000",
                          "free/pool/ 64/20010db8000000000000000000000000",
                          "free/pool/064/20010db8000000000000000000000001",
                          "free/pool/064/20010DB8000000000000000000000000"}) {
    SCOPED_TRACE(key);
    EXPECT_THAT(ParseFreeKey(kFolder, key), StatusIs(absl::StatusCode::kDataLoss));
  }
}

TEST_F(AllocateTest, TakesTheLowestAndStoresTheRest) {
  EXPECT_THAT(Allocate(66), IsOkAndHolds(P("2001:db8::/66")));
  EXPECT_THAT(FreeBlocks(), ElementsAre(P("2001:db8:0:0:8000::/65"), P("2001:db8:0:0:4000::/66")));
  EXPECT_THAT(Allocate(66), IsOkAndHolds(P("2001:db8:0:0:4000::/66")));
  EXPECT_THAT(Allocate(65), IsOkAndHolds(P("2001:db8:0:0:8000::/65")));
  EXPECT_THAT(FreeBlocks(), IsEmpty());
  EXPECT_THAT(Allocate(80), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(AllocateTest, ALostRaceIsTriedAgainWithWhatIsLeft) {
  registry_.LoseRaces(3, pool_, 68);
  EXPECT_THAT(Allocate(68), IsOkAndHolds(P("2001:db8:0:0:3000::/68")));
  EXPECT_EQ(registry_.commits(), 4);
}

TEST_F(AllocateTest, ARaceThatTakesTheLastBlockEndsAsFull) {
  registry_.LoseRaces(1, pool_, 64);
  EXPECT_THAT(Allocate(65), StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(AllocateTest, TooManyLostRacesAreAnError) {
  registry_.LoseRaces(kAttemptsMax, pool_, 80);
  EXPECT_THAT(Allocate(80), StatusIs(absl::StatusCode::kAborted, HasSubstr("200 races in a row")));
  EXPECT_EQ(registry_.commits(), kAttemptsMax);
}

TEST_F(AllocateTest, ACommitWhoseAnswerWasLostCounts) {
  Transaction marked = {.guards = {}, .writes = {Write::Put("log/1", "x")}, .change_key = "log/1"};
  registry_.FailOnce(absl::UnavailableError("gone"), /*done=*/true);
  EXPECT_THAT(Allocate(65, marked), IsOkAndHolds(P("2001:db8::/65")));
  EXPECT_THAT(FreeBlocks(), ElementsAre(P("2001:db8:0:0:8000::/65")));
}

TEST_F(AllocateTest, ACommitThatWasNotDoneIsAnError) {
  Transaction marked = {.guards = {}, .writes = {Write::Put("log/1", "x")}, .change_key = "log/1"};
  registry_.FailOnce(absl::UnavailableError("gone"), /*done=*/false);
  EXPECT_THAT(Allocate(65, marked), StatusIs(absl::StatusCode::kUnavailable, "gone"));
  EXPECT_THAT(FreeBlocks(), ElementsAre(pool_));
  // Without a change key nobody can tell.
  registry_.FailOnce(absl::UnavailableError("gone"), /*done=*/true);
  EXPECT_THAT(Allocate(65), StatusIs(absl::StatusCode::kUnavailable, "gone"));
}

TEST_F(AllocateTest, AnErrorOfTheAttemptEndsTheClaim) {
  int calls = 0;
  const absl::Status status = Claim(registry_, [&](Snapshot&) -> absl::StatusOr<Transaction> {
    ++calls;
    return absl::AbortedError("mine");
  });
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted, "mine"));
  EXPECT_EQ(calls, 1);
}

TEST_F(AllocateTest, NothingToWriteIsNotCommitted) {
  EXPECT_OK(Claim(registry_, [](Snapshot&) { return Transaction(); }));
  EXPECT_EQ(registry_.commits(), 0);
}

TEST_F(AllocateTest, ReleasesThatMissEachOtherMergeAllTheSame) {
  ASSERT_OK(Allocate(65));
  ASSERT_OK(Allocate(65));
  // Both look before either writes: the second has to look again and finds its buddy.
  const auto release = [&](Snapshot& snapshot, const char* block) -> absl::StatusOr<Transaction> {
    StoredFreeView free(snapshot, kFolder);
    ASSIGN_OR_RETURN(const FreeChange change, Release(free, pool_, P(block)));
    Transaction transaction;
    free.AddTo(transaction, change);
    return transaction;
  };
  const auto early = memory_->Read().value();
  const Transaction first = release(*early, "2001:db8::/65").value();
  const Transaction second = release(*early, "2001:db8:0:0:8000::/65").value();
  EXPECT_OK(memory_->Commit(first));
  EXPECT_THAT(memory_->Commit(second), StatusIs(absl::StatusCode::kAborted));
  EXPECT_OK(Claim(registry_,
                  [&](Snapshot& snapshot) { return release(snapshot, "2001:db8:0:0:8000::/65"); }));
  EXPECT_THAT(FreeBlocks(), ElementsAre(pool_));
}

TEST_F(AllocateTest, SeveralOperationsBecomeOneTransaction) {
  ASSERT_OK(Claim(registry_, [&](Snapshot& snapshot) -> absl::StatusOr<Transaction> {
    StoredFreeView stored(snapshot, kFolder);
    FreeOverlay overlay(stored);
    for (const int length : {66, 65, 66}) {
      ASSIGN_OR_RETURN(const Pick pick, Choose(overlay, pool_, length, Strategy::kLowest));
      overlay.Apply(pick.change);
    }
    Transaction transaction;
    stored.AddTo(transaction, overlay.Net());
    return transaction;
  }));
  EXPECT_THAT(FreeBlocks(), IsEmpty());
}

}  // namespace
}  // namespace engine::alloc
