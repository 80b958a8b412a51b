// The SQLite backend on a disk that is full, or fails, at every single call.
#include <errno.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/registry/keys.h"
#include "engine/registry/registry.h"
#include "engine/registry/sqlite/fault_vfs.h"
#include "engine/registry/sqlite/sqlite_registry.h"
#include "tests/conformance/temporary_directory.h"
#include "tests/support/status_matchers.h"

namespace engine::registry::sqlite {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::tests::StatusIs;
using Code = absl::StatusCode;

// More calls than one commit makes; the tests end at the first that no fault reaches.
constexpr int kCallsMax = 200;

class SqliteFaultTest : public ::testing::Test {
 protected:
  std::unique_ptr<Registry> NewHandle() { return *Open({.path = path_}); }

  static absl::Status CommitBoth(Registry& registry) {
    return registry.Commit({.writes = {Write::Put("x", "1"), Write::Put("y", "1")}}).status();
  }

  // Newer SQLite keeps the system's reason of a failed sync too.
  auto DiskError(absl::string_view outcome) const {
    return AnyOf(absl::StrCat(quoted_, ": disk I/O error; ", outcome),
                 absl::StrCat(quoted_, ": disk I/O error (Input/output error); ", outcome));
  }

  const tests::conformance::TemporaryDirectory directory_;
  const std::string path_ = directory_.File("sub/registry.db");
  const std::string quoted_ = absl::StrCat("registry \"", path_, "\"");
  FaultVfs disk_;
};

// The keys of the store, in one text.
std::string KeysOf(Registry& registry) {
  const auto snapshot = registry.Read();
  if (!snapshot.ok()) return snapshot.status().ToString();
  const auto answers = (*snapshot)->Run({Query{.range = RangeOf("")}});
  if (!answers.ok()) return answers.status().ToString();
  std::string keys;
  for (const KeyValue& row : answers->at(0)) absl::StrAppend(&keys, row.key, " ");
  return keys;
}

TEST_F(SqliteFaultTest, AFullDiskStopsTheFirstCommitWholeAndLeavesNoFile) {
  int calls = 0;
  for (; calls < kCallsMax; ++calls) {
    SCOPED_TRACE(calls);
    std::filesystem::remove_all(directory_.File("sub"));
    const std::unique_ptr<Registry> registry = NewHandle();
    disk_.FailAfter(FaultVfs::Call::kWrite, calls, SQLITE_FULL, ENOSPC);
    const absl::Status status = CommitBoth(*registry);
    disk_.Heal();
    if (!disk_.failed()) {
      EXPECT_OK(status);
      break;
    }
    EXPECT_THAT(status, StatusIs(Code::kResourceExhausted,
                                 absl::StrCat(quoted_,
                                              ": the disk is full; nothing was written: "
                                              "make room and try again")));
    EXPECT_EQ(KeysOf(*registry), "");
    EXPECT_OK(CommitBoth(*registry));
    EXPECT_EQ(KeysOf(*NewHandle()), "x y ");
  }
  EXPECT_GT(calls, 5);
  EXPECT_LT(calls, kCallsMax);
}

TEST_F(SqliteFaultTest, AFullDiskStopsALaterCommitWhole) {
  int calls = 0;
  for (; calls < kCallsMax; ++calls) {
    SCOPED_TRACE(calls);
    std::filesystem::remove_all(directory_.File("sub"));
    const std::unique_ptr<Registry> registry = NewHandle();
    ASSERT_OK(registry->Commit({.writes = {Write::Put("a", "1")}}));
    disk_.FailAfter(FaultVfs::Call::kWrite, calls, SQLITE_FULL, ENOSPC);
    const absl::Status status = CommitBoth(*registry);
    disk_.Heal();
    if (!disk_.failed()) {
      EXPECT_OK(status);
      break;
    }
    EXPECT_THAT(status, StatusIs(Code::kResourceExhausted));
    EXPECT_EQ(KeysOf(*registry), "a ");
    EXPECT_EQ(KeysOf(*NewHandle()), "a ");
    EXPECT_OK(CommitBoth(*registry));
    EXPECT_EQ(KeysOf(*NewHandle()), "a x y ");
  }
  EXPECT_GT(calls, 1);
  EXPECT_LT(calls, kCallsMax);
}

TEST_F(SqliteFaultTest, AFailingSyncIsUnavailableAndTheChangeIsWholeOrAbsent) {
  int calls = 0;
  for (; calls < kCallsMax; ++calls) {
    SCOPED_TRACE(calls);
    std::filesystem::remove_all(directory_.File("sub"));
    std::unique_ptr<Registry> registry = NewHandle();
    ASSERT_OK(registry->Commit({.writes = {Write::Put("a", "1")}}));
    disk_.FailAfter(FaultVfs::Call::kSync, calls, SQLITE_IOERR_FSYNC, EIO);
    const absl::Status status = CommitBoth(*registry);
    disk_.Heal();
    if (!disk_.failed()) {
      EXPECT_OK(status);
      break;
    }
    EXPECT_THAT(status,
                StatusIs(Code::kUnavailable, DiskError("the change may have been written")));
    // The log is read anew by the next process.
    registry.reset();
    EXPECT_THAT(KeysOf(*NewHandle()), AnyOf("a ", "a x y "));
    EXPECT_OK(CommitBoth(*NewHandle()));
  }
  // At least one: a commit is durable when it is acknowledged.
  EXPECT_GE(calls, 1);
  EXPECT_LT(calls, kCallsMax);
}

TEST_F(SqliteFaultTest, AFailingSyncWhileTheFileIsMadeLeavesNone) {
  const std::unique_ptr<Registry> registry = NewHandle();
  disk_.FailAfter(FaultVfs::Call::kSync, 0, SQLITE_IOERR_FSYNC, EIO);
  EXPECT_THAT(CommitBoth(*registry),
              StatusIs(Code::kUnavailable, DiskError("nothing was written")));
  disk_.Heal();
  EXPECT_TRUE(std::filesystem::is_empty(directory_.File("sub")));
}

TEST_F(SqliteFaultTest, ADiskThatFillsBeforeTheCommitIsReportedAsFull) {
  const std::unique_ptr<Registry> registry = NewHandle();
  disk_.FailAfter(FaultVfs::Call::kWrite, 0, SQLITE_IOERR_WRITE, ENOSPC);
  EXPECT_THAT(CommitBoth(*registry),
              StatusIs(Code::kResourceExhausted, HasSubstr("the disk is full")));
}

TEST_F(SqliteFaultTest, AFailingReadIsUnavailable) {
  ASSERT_OK(NewHandle()->Commit({.writes = {Write::Put("a", "1")}}));
  const std::unique_ptr<Registry> registry = NewHandle();
  disk_.FailAfter(FaultVfs::Call::kRead, 0, SQLITE_IOERR_READ, EIO);
  const auto unavailable =
      StatusIs(Code::kUnavailable,
               absl::StrCat(quoted_, ": disk I/O error (Input/output error); nothing was written"));
  EXPECT_THAT(registry->Read(), unavailable);
  EXPECT_THAT(CommitBoth(*registry), unavailable);
  disk_.Heal();
  EXPECT_EQ(KeysOf(*registry), "a ");
}

TEST_F(SqliteFaultTest, ASnapshotThatFailsOnceDoesNotSpoilItsHandle) {
  const std::unique_ptr<Registry> registry = NewHandle();
  ASSERT_OK(registry->Commit({.writes = {Write::Put("a", std::string(100'000, 'v'))}}));
  // A new connection, whose page cache is empty.
  const std::unique_ptr<Registry> reader = NewHandle();
  ASSERT_OK_AND_ASSIGN(std::unique_ptr<Snapshot> snapshot, reader->Read());
  disk_.FailAfter(FaultVfs::Call::kRead, 0, SQLITE_IOERR_READ, EIO);
  EXPECT_THAT(snapshot->Run({Query::Key("a")}), StatusIs(Code::kUnavailable));
  disk_.Heal();
  snapshot.reset();
  EXPECT_EQ(KeysOf(*reader), "a ");
}

}  // namespace
}  // namespace engine::registry::sqlite
