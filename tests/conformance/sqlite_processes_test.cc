// A SQLite registry under several processes, under other users, and under kill -9.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "engine/registry/keys.h"
#include "engine/registry/open.h"
#include "engine/registry/registry.h"
#include "tests/conformance/child_process.h"
#include "tests/conformance/temporary_directory.h"
#include "tests/conformance/workload.h"
#include "tests/support/status_matchers.h"

namespace tests::conformance {
namespace {

using ::engine::registry::KeyValue;
using ::engine::registry::OpenRegistry;
using ::engine::registry::Query;
using ::engine::registry::RangeOf;
using ::engine::registry::Registry;
using ::engine::registry::Write;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Optional;
using ::testing::SizeIs;
using ::testing::StartsWith;

class SqliteProcessesTest : public ::testing::Test {
 protected:
  std::unique_ptr<ChildProcess> Start(std::vector<std::string> command,
                                      const std::string& timeout = "60s",
                                      const std::string& user = "self") {
    std::vector<std::string> argv = {SIXGATE_REGISTRY_CLIENT, user, url_, timeout};
    argv.insert(argv.end(), command.begin(), command.end());
    return std::make_unique<ChildProcess>(argv);
  }

  // The line that a command prints at its end.
  std::string ResultOf(std::vector<std::string> command, const std::string& user) {
    return Start(std::move(command), "60s", user)->ReadLine().value_or("nothing");
  }

  std::vector<KeyValue> All(const std::string& prefix) {
    const auto snapshot = registry_->Read();
    EXPECT_OK(snapshot);
    if (!snapshot.ok()) return {};
    const auto answers = (*snapshot)->Run({Query{.range = RangeOf(prefix)}});
    EXPECT_OK(answers);
    return answers.ok() ? answers->at(0) : std::vector<KeyValue>();
  }

  const TemporaryDirectory directory_;
  const std::string path_ = directory_.File("registry.db");
  const std::string url_ = absl::StrCat("sqlite:", path_);
  const std::unique_ptr<Registry> registry_ = OpenRegistry(url_, {}).value();
};

constexpr int kProcesses = 3;

// Starts all, lets them begin at the same moment, and expects each to succeed.
void RunTogether(const std::vector<std::unique_ptr<ChildProcess>>& children) {
  for (const auto& child : children) ASSERT_THAT(child->ReadLine(), Optional(std::string("ready")));
  for (const auto& child : children) child->CloseInput();
  for (const auto& child : children) EXPECT_THAT(child->ReadLine(), Optional(std::string("OK")));
}

TEST_F(SqliteProcessesTest, NoIncrementOfSeveralProcessesIsLost) {
  std::vector<std::unique_ptr<ChildProcess>> children;
  for (int i = 0; i < kProcesses; ++i) {
    children.push_back(Start({"wait", "increment", "counter", "150"}));
  }
  RunTogether(children);
  const std::vector<KeyValue> rows = All("counter");
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].value, absl::StrCat(150 * kProcesses));
  EXPECT_EQ(rows[0].revision.number(), 150 * kProcesses);
}

TEST_F(SqliteProcessesTest, ClaimsOfSeveralProcessesNeverOverlap) {
  std::vector<std::unique_ptr<ChildProcess>> children;
  for (int i = 0; i < kProcesses; ++i) {
    children.push_back(Start({"wait", "claim", absl::StrCat("process", i), "100"}));
  }
  RunTogether(children);
  const std::vector<KeyValue> rows = All("claim/");
  EXPECT_THAT(rows, SizeIs(100 * kProcesses));
  EXPECT_EQ(OverlapAmong(rows), "");
}

// Holds SQLite's write lock on the file at `path` for its scope.
class WriteLock {
 public:
  explicit WriteLock(const std::string& path) {
    EXPECT_EQ(sqlite3_open(path.c_str(), &db_), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  }
  ~WriteLock() { sqlite3_close(db_); }

 private:
  sqlite3* db_ = nullptr;
};

TEST_F(SqliteProcessesTest, ALockHeldLongerThanTheTimeoutStopsCommitsButNotReads) {
  ASSERT_OK(registry_->Commit({.writes = {Write::Put("a", "1")}}));
  const WriteLock lock(path_);
  EXPECT_THAT(Start({"commit", "b"}, "50ms")->ReadLine(),
              Optional(AllOf(StartsWith(absl::StrCat("DEADLINE_EXCEEDED: registry \"", path_,
                                                     "\" has been locked by another writer for ")),
                             HasSubstr("raise operation_timeout"))));
  EXPECT_THAT(Start({"read"}, "50ms")->ReadLine(), Optional(std::string("OK")));
  EXPECT_THAT(All("b"), SizeIs(0));
}

// The numbers that the child has acknowledged when it is killed after at least `least` of them.
int KillAfter(ChildProcess& child, int least) {
  int acknowledged = 0;
  while (acknowledged < least) {
    const std::optional<std::string> line = child.ReadLine();
    if (!line.has_value() || !absl::SimpleAtoi(*line, &acknowledged)) {
      ADD_FAILURE() << line.value_or("the client ended");
      return acknowledged;
    }
  }
  child.Kill();
  while (const std::optional<std::string> line = child.ReadLine()) {
    EXPECT_TRUE(absl::SimpleAtoi(*line, &acknowledged)) << *line;
  }
  return acknowledged;
}

std::string IntegrityOf(const std::string& path) {
  sqlite3* db = nullptr;
  std::string result;
  sqlite3_open(path.c_str(), &db);
  sqlite3_exec(
      db, "PRAGMA integrity_check",
      [](void* text, int, char** values, char**) {
        *static_cast<std::string*>(text) += values[0];
        return 0;
      },
      &result, nullptr);
  sqlite3_close(db);
  return result;
}

TEST_F(SqliteProcessesTest, KillingWritersLosesNoAcknowledgedCommitAndHalvesNone) {
  for (int round = 0; round < 6; ++round) {
    SCOPED_TRACE(round);
    const std::string prefixes[] = {absl::StrCat("log/", round, "a/"),
                                    absl::StrCat("log/", round, "b/")};
    const std::unique_ptr<ChildProcess> children[] = {Start({"append", prefixes[0]}),
                                                      Start({"append", prefixes[1]})};
    for (int i = 0; i < 2; ++i) {
      // In the first round the file itself is just being made.
      const int acknowledged = KillAfter(*children[i], 1 + round * 10);
      const size_t found = All(prefixes[i]).size();
      // The last commit may be durable without its acknowledgement.
      EXPECT_GE(found, static_cast<size_t>(acknowledged));
      EXPECT_LE(found, static_cast<size_t>(acknowledged) + 1);
      EXPECT_THAT(All(absl::StrCat("twin/", prefixes[i])), SizeIs(found));
    }
    EXPECT_EQ(IntegrityOf(path_), "ok");
  }
}

TEST_F(SqliteProcessesTest, KillingProcessesThatMakeTheFileLeavesNoneOrAWholeOne) {
  for (int round = 0; round < 30; ++round) {
    SCOPED_TRACE(round);
    const std::unique_ptr<ChildProcess> child = Start({"wait", "commit", "a"});
    ASSERT_THAT(child->ReadLine(), Optional(std::string("ready")));
    child->CloseInput();
    // Something to do, as a delay that grows from round to round and needs no clock.
    for (int i = 0; i < round; ++i) IntegrityOf(":memory:");
    child->Kill();
    child->Wait();
    ASSERT_OK(registry_->Commit({.writes = {Write::Put("b", "")}}));
    ASSERT_EQ(IntegrityOf(path_), "ok");
    for (const absl::string_view suffix : {"", "-wal", "-shm"}) {
      unlink(absl::StrCat(path_, suffix).c_str());
    }
  }
}

// Permissions do not bind root, so the client becomes somebody else first.
class SqliteUsersTest : public SqliteProcessesTest {
 protected:
  void SetUp() override {
    if (geteuid() == 0) {
      user_ = "65534";
      ASSERT_EQ(chown(directory_.path().c_str(), 65534, 65534), 0);
    }
    ASSERT_EQ(ResultOf({"commit", "a"}, user_), "OK");
  }
  // Lets the temporary directory go.
  void TearDown() override { chmod(directory_.path().c_str(), 0700); }

  std::string user_ = "self";
};

TEST_F(SqliteUsersTest, AReadOnlyFileCanBeReadAndNotWritten) {
  ASSERT_EQ(chmod(path_.c_str(), 0400), 0);
  EXPECT_EQ(ResultOf({"read"}, user_), "OK");
  EXPECT_EQ(ResultOf({"commit", "b"}, user_),
            absl::StrCat("PERMISSION_DENIED: registry \"", path_,
                         "\": the file or its directory is read-only; SQLite needs to read and "
                         "write the file and the directory it is in"));
}

TEST_F(SqliteUsersTest, AFileThatMayNotBeReadIsDenied) {
  ASSERT_EQ(chmod(path_.c_str(), 0000), 0);
  const std::string denied =
      absl::StrCat("PERMISSION_DENIED: registry \"", path_, "\": cannot open");
  EXPECT_THAT(ResultOf({"read"}, user_), StartsWith(denied));
  EXPECT_THAT(ResultOf({"commit", "b"}, user_), StartsWith(denied));
}

TEST_F(SqliteUsersTest, AFileInAReadOnlyDirectoryIsDenied) {
  ASSERT_EQ(chmod(directory_.path().c_str(), 0500), 0);
  const std::string denied = absl::StrCat("PERMISSION_DENIED: registry \"", path_,
                                          "\": the file or its directory is read-only");
  EXPECT_THAT(ResultOf({"read"}, user_), StartsWith(denied));
  EXPECT_THAT(ResultOf({"commit", "b"}, user_), StartsWith(denied));
}

TEST_F(SqliteUsersTest, AReadOnlyDirectoryWithoutAFileReadsAsEmptyAndTakesNone) {
  ASSERT_EQ(unlink(path_.c_str()), 0);
  ASSERT_EQ(chmod(directory_.path().c_str(), 0500), 0);
  EXPECT_EQ(ResultOf({"read"}, user_), "OK");
  EXPECT_THAT(ResultOf({"commit", "b"}, user_),
              StartsWith(absl::StrCat("PERMISSION_DENIED: registry \"", path_,
                                      "\": cannot make it: Permission denied; ")));
}

TEST_F(SqliteUsersTest, ADirectoryThatMayNotBeEnteredIsDenied) {
  ASSERT_EQ(chmod(directory_.path().c_str(), 0000), 0);
  const std::string denied =
      absl::StrCat("PERMISSION_DENIED: registry \"", path_, "\": cannot find");
  EXPECT_THAT(ResultOf({"read"}, user_), StartsWith(denied));
  EXPECT_THAT(ResultOf({"commit", "b"}, user_), StartsWith(denied));
}

}  // namespace
}  // namespace tests::conformance
