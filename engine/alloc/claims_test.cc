#include "engine/alloc/claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "engine/registry/memory/memory_registry.h"
#include "tests/support/status_matchers.h"

namespace engine::alloc {
namespace {

using registry::Guard;
using registry::Registry;
using registry::Revision;
using registry::Snapshot;
using registry::Transaction;
using registry::Write;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::tests::IsOk;
using ::tests::StatusIs;

constexpr char kFolder[] = "free/pool/";

// Counts, and fails when it is told to.
class CountingRegistry final : public Registry {
 public:
  explicit CountingRegistry(Registry& inner) : inner_(inner) {}

  void FailReads(absl::Status status) { read_failure_ = std::move(status); }
  // The next commit returns this, and is done first if `done`.
  void FailCommit(absl::Status status, bool done) {
    commit_failure_ = std::move(status);
    done_ = done;
  }
  int commits() const { return commits_; }

  absl::StatusOr<std::unique_ptr<Snapshot>> Read() override {
    RETURN_IF_ERROR(read_failure_);
    return inner_.Read();
  }
  absl::StatusOr<Revision> Commit(const Transaction& transaction) override {
    ++commits_;
    const absl::Status failure = std::exchange(commit_failure_, absl::OkStatus());
    if (failure.ok()) return inner_.Commit(transaction);
    if (done_) RETURN_IF_ERROR(inner_.Commit(transaction).status());
    return failure;
  }

 private:
  // One claim at a time reads and commits, so nothing here needs a mutex.
  Registry& inner_;
  absl::Status read_failure_;
  absl::Status commit_failure_;
  bool done_ = false;
  int commits_ = 0;
};

using OwnedAttempt = std::function<absl::StatusOr<Transaction>(Snapshot&)>;

class ClaimsTest : public ::testing::Test {
 protected:
  ClaimsTest() {
    Transaction first;
    AddFreeBlocks(first, kFolder, {pool_});
    EXPECT_OK(memory_->Commit(first));
  }

  OwnedAttempt Allocation(net::Prefix& prefix, const std::string& mark = "") const {
    return [this, &prefix, mark](Snapshot& snapshot) -> absl::StatusOr<Transaction> {
      StoredFreeView free(snapshot, kFolder);
      ASSIGN_OR_RETURN(const Pick pick, Choose(free, pool_, 66, Strategy::kLowest));
      prefix = pick.prefix;
      Transaction transaction;
      free.AddTo(transaction, pick.change);
      if (!mark.empty()) {
        transaction.writes.push_back(Write::Put(mark, ""));
        transaction.change_key = mark;
      }
      return transaction;
    };
  }

  // Claims that all wait at once, while another one is under way that writes nothing.
  std::vector<absl::Status> AtOnce(
      const std::vector<OwnedAttempt>& attempts, const std::function<void()>& meanwhile = [] {}) {
    std::vector<absl::Status> results(attempts.size());
    std::vector<std::thread> threads;
    EXPECT_OK(claims_.Claim([&](Snapshot&) {
      for (size_t i = 0; i < attempts.size(); ++i) {
        threads.emplace_back([&, i] { results[i] = claims_.Claim(attempts[i]); });
        while (claims_.waiting() <= i) std::this_thread::yield();
      }
      meanwhile();
      return Transaction();
    }));
    for (std::thread& thread : threads) thread.join();
    return results;
  }

  const net::Prefix pool_ = net::Prefix::Parse("2001:db8::/64").value();
  const std::unique_ptr<Registry> memory_ = registry::memory::Open();
  CountingRegistry registry_{*memory_};
  Claims claims_{registry_};
};

TEST_F(ClaimsTest, OneAloneIsCommittedAlone) {
  net::Prefix prefix;
  const OwnedAttempt attempt = Allocation(prefix);
  EXPECT_OK(claims_.Claim(attempt));
  EXPECT_EQ(prefix.ToString(), "2001:db8::/66");
  EXPECT_EQ(registry_.commits(), 1);
}

TEST_F(ClaimsTest, ThoseThatWaitAreCommittedTogether) {
  net::Prefix prefixes[3];
  EXPECT_THAT(AtOnce({Allocation(prefixes[0]), Allocation(prefixes[1]), Allocation(prefixes[2])}),
              Each(IsOk()));
  EXPECT_EQ(registry_.commits(), 1);
  EXPECT_EQ(prefixes[0].ToString(), "2001:db8::/66");
  EXPECT_EQ(prefixes[1].ToString(), "2001:db8:0:0:4000::/66");
  EXPECT_EQ(prefixes[2].ToString(), "2001:db8:0:0:8000::/66");
}

TEST_F(ClaimsTest, AnErrorIsItsOwnClaimsOnly) {
  net::Prefix prefixes[5];
  std::vector<OwnedAttempt> attempts;
  for (net::Prefix& prefix : prefixes) attempts.push_back(Allocation(prefix));
  attempts.insert(attempts.begin(), [](Snapshot&) { return absl::NotFoundError("mine"); });
  // Four fit.
  EXPECT_THAT(AtOnce(attempts),
              ElementsAre(StatusIs(absl::StatusCode::kNotFound, "mine"), IsOk(), IsOk(), IsOk(),
                          IsOk(), StatusIs(absl::StatusCode::kResourceExhausted)));
  EXPECT_EQ(registry_.commits(), 1);
}

TEST_F(ClaimsTest, WhatCannotBeDoneWithTheOthersIsDoneAlone) {
  net::Prefix prefix;
  const auto mark = [](Snapshot&) -> absl::StatusOr<Transaction> {
    return Transaction{.guards = {Guard::RangeEmpty({.begin = "mark", .end = "n"})},
                       .writes = {Write::Put("mark", "")}};
  };
  // The second one's guard is wrong on the first, and so it is when it is tried again.
  EXPECT_THAT(AtOnce({mark, Allocation(prefix), mark}),
              ElementsAre(IsOk(), IsOk(), StatusIs(absl::StatusCode::kAborted)));
  EXPECT_EQ(registry_.commits(), 1 + kAttemptsMax);
}

TEST_F(ClaimsTest, ALostRaceIsTriedAgainOneByOne) {
  net::Prefix prefixes[2];
  EXPECT_THAT(AtOnce({Allocation(prefixes[0]), Allocation(prefixes[1])},
                     [&] { registry_.FailCommit(absl::AbortedError("a rival"), /*done=*/false); }),
              Each(IsOk()));
  EXPECT_EQ(registry_.commits(), 3);
  EXPECT_NE(prefixes[0], prefixes[1]);
}

TEST_F(ClaimsTest, ACommitWhoseAnswerWasLostCountsForAll) {
  net::Prefix prefixes[2];
  EXPECT_THAT(AtOnce({Allocation(prefixes[0], "log/1"), Allocation(prefixes[1], "log/2")},
                     [&] { registry_.FailCommit(absl::UnavailableError("gone"), /*done=*/true); }),
              Each(IsOk()));
  EXPECT_EQ(registry_.commits(), 1);
}

TEST_F(ClaimsTest, ARegistryThatFailsIsNotAskedForEachOfThem) {
  net::Prefix prefixes[2];
  const std::vector<OwnedAttempt> attempts = {Allocation(prefixes[0], "log/1"),
                                              Allocation(prefixes[1], "log/2")};
  EXPECT_THAT(AtOnce(attempts,
                     [&] { registry_.FailCommit(absl::UnavailableError("gone"), /*done=*/false); }),
              Each(StatusIs(absl::StatusCode::kUnavailable, "gone")));
  EXPECT_EQ(registry_.commits(), 1);
  EXPECT_THAT(AtOnce(attempts, [&] { registry_.FailReads(absl::UnavailableError("gone")); }),
              Each(StatusIs(absl::StatusCode::kUnavailable, "gone")));
  EXPECT_EQ(registry_.commits(), 1);
}

TEST_F(ClaimsTest, NothingToWriteIsNotCommitted) {
  const auto nothing = [](Snapshot&) { return Transaction(); };
  EXPECT_THAT(AtOnce({nothing, nothing}), Each(IsOk()));
  EXPECT_EQ(registry_.commits(), 0);
}

TEST_F(ClaimsTest, MoreThanGoTogetherAreAllDone) {
  std::vector<OwnedAttempt> attempts;
  for (size_t i = 0; i < kTogetherMax + 5; ++i) {
    attempts.push_back([i](Snapshot&) -> absl::StatusOr<Transaction> {
      return Transaction{.writes = {Write::Put(absl::StrCat("key/", i), "")}};
    });
  }
  EXPECT_THAT(AtOnce(attempts), Each(IsOk()));
  EXPECT_EQ(registry_.commits(), 2);
  EXPECT_THAT(memory_->Read().value()->Run({{.range = {.begin = "key/", .end = "key0"}}})->front(),
              SizeIs(attempts.size()));
}

TEST_F(ClaimsTest, ManyThreadsGetDifferentBlocks) {
  constexpr int kThreads = 4;
  std::vector<net::Prefix> prefixes(kThreads);
  std::vector<std::thread> threads;
  threads.reserve(prefixes.size());
  for (net::Prefix& prefix : prefixes) {
    threads.emplace_back([&] { EXPECT_OK(claims_.Claim(Allocation(prefix))); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(std::set<net::Prefix>(prefixes.begin(), prefixes.end()), SizeIs(kThreads));
}

}  // namespace
}  // namespace engine::alloc
