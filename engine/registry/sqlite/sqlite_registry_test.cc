// What the SQLite backend promises beyond the conformance suite.
#include "engine/registry/sqlite/sqlite_registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "engine/registry/keys.h"
#include "engine/registry/registry.h"
#include "tests/conformance/temporary_directory.h"
#include "tests/support/status_matchers.h"

namespace engine::registry::sqlite {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::tests::StatusIs;
using Code = absl::StatusCode;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void WriteFile(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

std::vector<std::string> FilesIn(const std::string& directory) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

int ModeOf(const std::string& path) {
  struct stat info = {};
  EXPECT_EQ(stat(path.c_str(), &info), 0) << path;
  return static_cast<int>(info.st_mode & 07777);
}

// A connection of somebody else's to the same file.
class RawDatabase {
 public:
  explicit RawDatabase(const std::string& path) {
    EXPECT_EQ(sqlite3_open(path.c_str(), &db_), SQLITE_OK);
  }
  ~RawDatabase() { sqlite3_close(db_); }
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;

  // The first column of all rows, each followed by ';'.
  std::string Execute(const std::string& sql) {
    std::string result;
    const auto append = [](void* text, int, char** values, char**) {
      absl::StrAppend(static_cast<std::string*>(text), values[0], ";");
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(db_, sql.c_str(), append, &result, nullptr), SQLITE_OK)
        << sql << ": " << sqlite3_errmsg(db_);
    return result;
  }

 private:
  sqlite3* db_ = nullptr;
};

class SqliteRegistryTest : public ::testing::Test {
 protected:
  std::unique_ptr<Registry> NewHandle(absl::Duration timeout = absl::Seconds(60)) {
    return *Open({.path = path_, .operation_timeout = timeout});
  }

  // A file with the key "a", closed.
  void MakeFile() { ASSERT_OK(NewHandle()->Commit({.writes = {Write::Put("a", "1")}})); }

  // What a new handle's Read and Commit answer.
  absl::Status Reading() { return NewHandle()->Read().status(); }
  absl::Status Committing() {
    return NewHandle()->Commit({.writes = {Write::Put("b", "1")}}).status();
  }

  std::vector<std::string> Keys(Registry& registry) {
    const auto snapshot = registry.Read();
    if (!snapshot.ok()) return {snapshot.status().ToString()};
    const auto answers = (*snapshot)->Run({Query{.range = RangeOf("")}});
    if (!answers.ok()) return {answers.status().ToString()};
    std::vector<std::string> keys;
    for (const KeyValue& row : answers->at(0)) keys.push_back(row.key);
    return keys;
  }

  const tests::conformance::TemporaryDirectory directory_;
  const std::string path_ = directory_.File("registry.db");
  const std::string quoted_ = absl::StrCat("registry \"", path_, "\"");
};

TEST_F(SqliteRegistryTest, OpeningAndReadingMakeNothing) {
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Registry> registry,
                       Open({.path = directory_.File("sub/registry.db")}));
  EXPECT_THAT(Keys(*registry), IsEmpty());
  EXPECT_THAT(FilesIn(directory_.path()), IsEmpty());
}

TEST_F(SqliteRegistryTest, AFirstCommitThatMustFailMakesNothing) {
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Registry> registry,
                       Open({.path = directory_.File("sub/registry.db")}));
  EXPECT_THAT(registry->Commit({.guards = {Guard::KeyHasRevision("a", Revision(1))},
                                .writes = {Write::Put("a", "1")}}),
              StatusIs(Code::kAborted, "key \"a\" was to have revision 1 but is absent"));
  EXPECT_THAT(registry->Commit({.writes = {Write::Put("", "1")}}),
              StatusIs(Code::kInvalidArgument));
  EXPECT_THAT(FilesIn(directory_.path()), IsEmpty());
}

TEST_F(SqliteRegistryTest, FilesAndDirectoriesAreForTheirOwnerOnly) {
  const mode_t umask_before = umask(0);
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Registry> registry,
                       Open({.path = directory_.File("sub/deeper/registry.db")}));
  ASSERT_OK(registry->Commit({.writes = {Write::Put("a", "1")}}));
  umask(umask_before);
  EXPECT_EQ(ModeOf(directory_.File("sub")), 0700);
  EXPECT_EQ(ModeOf(directory_.File("sub/deeper")), 0700);
  const std::vector<std::string> files = FilesIn(directory_.File("sub/deeper"));
  EXPECT_THAT(files, ElementsAre("registry.db", "registry.db-shm", "registry.db-wal"));
  for (const std::string& file : files) {
    EXPECT_EQ(ModeOf(directory_.File(absl::StrCat("sub/deeper/", file))), 0600) << file;
  }
}

TEST_F(SqliteRegistryTest, AClosedRegistryIsOneFile) {
  MakeFile();
  EXPECT_THAT(FilesIn(directory_.path()), ElementsAre("registry.db"));
}

TEST_F(SqliteRegistryTest, PeopleCanReadTheTable) {
  ASSERT_OK(NewHandle()->Commit({.writes = {Write::Put("host/web", "{\"slot\":2}")}}));
  EXPECT_EQ(RawDatabase(path_).Execute(
                "SELECT json_extract(value, '$.slot') FROM kv WHERE key = 'host/web'"),
            "2;");
}

TEST_F(SqliteRegistryTest, ARelativePathIsRelativeToTheDirectoryOfOpening) {
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(directory_.path());
  // A name that SQLite alone would take for no file at all.
  auto registry = Open({.path = ":memory:"});
  std::filesystem::current_path(before);
  ASSERT_OK(registry);
  ASSERT_OK((*registry)->Commit({.writes = {Write::Put("a", "1")}}));
  EXPECT_THAT(FilesIn(directory_.path()), ElementsAre(":memory:", ":memory:-shm", ":memory:-wal"));
}

TEST_F(SqliteRegistryTest, OptionsOutOfRangeAreRefused) {
  struct Row {
    const char* name;
    SqliteOptions options;
    std::string message;
  };
  const std::vector<Row> rows = {
      {"no path", {}, "registry path \"\" is not the path of a file"},
      {"a directory", {.path = "sub/"}, "registry path \"sub/\" is not the path of a file"},
      {"a NUL byte", {.path = std::string("a\0b", 3)}, "registry path \"a\\000b\" is not"},
      {"no time",
       {.path = "a", .operation_timeout = absl::ZeroDuration()},
       "operation_timeout 0 is out of range: it must be more than 0 and at most 24h"},
      {"negative time",
       {.path = "a", .operation_timeout = absl::Seconds(-1)},
       "operation_timeout -1s is out of range"},
      {"too much time",
       {.path = "a", .operation_timeout = absl::InfiniteDuration()},
       "operation_timeout inf is out of range"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    EXPECT_THAT(Open(row.options), StatusIs(Code::kInvalidArgument, HasSubstr(row.message)));
  }
}

TEST_F(SqliteRegistryTest, AFileThatIsNoDatabaseIsRefusedAndKept) {
  const std::string content = absl::StrCat("resource \"x\" {", std::string(2000, ' '), "}");
  WriteFile(path_, content);
  const auto refused = StatusIs(
      Code::kFailedPrecondition,
      absl::StrCat(quoted_,
                   " is not a sixgate registry: the file is not a database; name another path"));
  EXPECT_THAT(Reading(), refused);
  EXPECT_THAT(Committing(), refused);
  EXPECT_EQ(ReadFile(path_), content);
}

TEST_F(SqliteRegistryTest, AnotherProgramsDatabaseIsRefusedAndKept) {
  RawDatabase(path_).Execute("CREATE TABLE theirs(x); PRAGMA user_version = 1");
  const std::string content = ReadFile(path_);
  const auto refused =
      StatusIs(Code::kFailedPrecondition,
               absl::StrCat(quoted_,
                            " is not a sixgate registry: it is another program's database;"
                            " name another path"));
  EXPECT_THAT(Reading(), refused);
  EXPECT_THAT(Committing(), refused);
  EXPECT_EQ(ReadFile(path_), content);
}

TEST_F(SqliteRegistryTest, AnEmptyFileIsRefusedAndKept) {
  WriteFile(path_, "");
  const auto refused = StatusIs(Code::kFailedPrecondition, HasSubstr("is an empty file"));
  EXPECT_THAT(Reading(), refused);
  EXPECT_THAT(Committing(), refused);
  EXPECT_EQ(ReadFile(path_), "");
}

TEST_F(SqliteRegistryTest, ANewerFormatIsRefused) {
  MakeFile();
  RawDatabase(path_).Execute("PRAGMA user_version = 2");
  const auto refused =
      StatusIs(Code::kFailedPrecondition,
               absl::StrCat(quoted_,
                            " was written by a newer sixgate: it has format 2, this one "
                            "knows 1; upgrade sixgate"));
  EXPECT_THAT(Reading(), refused);
  EXPECT_THAT(Committing(), refused);
}

TEST_F(SqliteRegistryTest, APathThatCannotBeAFilesIsRefused) {
  WriteFile(directory_.File("plain"), "");
  const std::pair<std::string, std::string> rows[] = {
      {directory_.path(), "cannot open it: Is a directory; name the path of a file"},
      {directory_.File("plain/registry.db"),
       "cannot find it: Not a directory; name the path of a file"},
      {directory_.File(std::string(300, 'n')),
       "cannot find it: File name too long; name the path of a file"}};
  for (const auto& [path, message] : rows) {
    SCOPED_TRACE(path);
    const auto refused =
        StatusIs(Code::kFailedPrecondition, absl::StrCat("registry \"", path, "\": ", message));
    ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Registry> registry, Open({.path = path}));
    EXPECT_THAT(registry->Read(), refused);
    EXPECT_THAT(registry->Commit({.writes = {Write::Put("a", "1")}}), refused);
  }
}

TEST_F(SqliteRegistryTest, ADamagedFileIsReported) {
  struct Row {
    const char* name;
    std::string sql;
    std::string reason;
  };
  const std::vector<Row> rows = {
      {"a table is gone", "DROP TABLE kv", "no such table: kv"},
      {"the revision is gone", "DELETE FROM store", ""},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    std::filesystem::remove(path_);
    MakeFile();
    RawDatabase(path_).Execute(row.sql);
    const auto damaged = StatusIs(
        Code::kDataLoss, AllOf(StartsWith(absl::StrCat(quoted_, " is damaged (", row.reason)),
                               EndsWith("): restore it from a backup")));
    EXPECT_THAT(Reading(), damaged);
    EXPECT_THAT(Committing(), damaged);
  }
}

TEST_F(SqliteRegistryTest, AFileWithOverwrittenPagesIsReportedAsDamaged) {
  MakeFile();
  std::string content = ReadFile(path_);
  std::fill(content.begin() + 4096, content.end(), 'x');
  WriteFile(path_, content);
  const auto damaged =
      StatusIs(Code::kDataLoss, absl::StrCat(quoted_,
                                             " is damaged (database disk image is malformed): "
                                             "restore it from a backup"));
  EXPECT_THAT(Reading(), damaged);
  EXPECT_THAT(Committing(), damaged);
}

TEST_F(SqliteRegistryTest, ALockHeldTooLongStopsEveryCommitOfAHandle) {
  MakeFile();
  RawDatabase other(path_);
  other.Execute("BEGIN IMMEDIATE");
  const std::unique_ptr<Registry> registry = NewHandle(absl::Milliseconds(30));
  // One waits for the lock of the file, the other for the turn in this process.
  absl::Status results[2];
  std::thread threads[2];
  for (int i = 0; i < 2; ++i) {
    threads[i] = std::thread([&, i] {
      results[i] = registry->Commit({.writes = {Write::Put(absl::StrCat("b", i), "1")}}).status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& result : results) {
    EXPECT_THAT(
        result,
        StatusIs(Code::kDeadlineExceeded,
                 AllOf(StartsWith(absl::StrCat(quoted_, " has been locked by another writer for ")),
                       EndsWith("ms; wait until it has finished, or raise "
                                "operation_timeout"))));
  }
  EXPECT_THAT(Keys(*registry), ElementsAre("a"));
  other.Execute("ROLLBACK");
  EXPECT_OK(registry->Commit({.writes = {Write::Put("c", "1")}}));
  EXPECT_THAT(Keys(*registry), ElementsAre("a", "c"));
}

TEST_F(SqliteRegistryTest, ACommitWaitsForALockThatIsGivenUpInTime) {
  MakeFile();
  RawDatabase other(path_);
  other.Execute("BEGIN IMMEDIATE");
  const std::unique_ptr<Registry> registry = NewHandle();
  absl::Status result = absl::UnknownError("not done");
  std::thread thread(
      [&] { result = registry->Commit({.writes = {Write::Put("b", "1")}}).status(); });
  other.Execute("INSERT INTO kv VALUES ('other', '', 2); UPDATE store SET revision = 2; COMMIT");
  thread.join();
  EXPECT_OK(result);
  EXPECT_THAT(Keys(*registry), ElementsAre("a", "b", "other"));
}

TEST_F(SqliteRegistryTest, ARemovedFileIsNoticedByOpenHandles) {
  const std::unique_ptr<Registry> registry = NewHandle();
  ASSERT_OK(registry->Commit({.writes = {Write::Put("old", "1")}}));
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(absl::StrCat(path_, suffix));
  }
  EXPECT_THAT(Keys(*registry), IsEmpty());
  ASSERT_OK(registry->Commit({.writes = {Write::Put("new", "1")}}));
  EXPECT_THAT(Keys(*NewHandle()), ElementsAre("new"));
}

TEST_F(SqliteRegistryTest, AReplacedFileIsNoticedAndItsLogKept) {
  std::unique_ptr<Registry> registry = NewHandle();
  ASSERT_OK(registry->Commit({.writes = {Write::Put("old", "1")}}));
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(absl::StrCat(path_, suffix));
  }
  const std::unique_ptr<Registry> other = NewHandle();
  ASSERT_OK(other->Commit({.writes = {Write::Put("new", "1")}}));
  // Closes a connection to the file that was there before, and must not remove the log of the new
  // one.
  registry.reset();
  EXPECT_THAT(FilesIn(directory_.path()),
              ElementsAre("registry.db", "registry.db-shm", "registry.db-wal"));
  EXPECT_THAT(Keys(*NewHandle()), ElementsAre("new"));
}

TEST_F(SqliteRegistryTest, ALogWithoutItsFileIsNotReplayedIntoANewOne) {
  WriteFile(absl::StrCat(path_, "-wal"), "changes");
  const auto refused =
      StatusIs(Code::kFailedPrecondition,
               absl::StrCat(quoted_, " is missing, but its log \"", path_,
                            "-wal\" is there: put the file back beside it, or remove the log"));
  EXPECT_THAT(Reading(), refused);
  EXPECT_THAT(Committing(), refused);
  EXPECT_THAT(FilesIn(directory_.path()), ElementsAre("registry.db-wal"));
}

TEST_F(SqliteRegistryTest, ARestoredBackupIsUsedWithAWriteAheadLogAgain) {
  ASSERT_OK(NewHandle()->Commit({.writes = {Write::Put("a", "1")}}));
  const std::string backup = directory_.File("backup.db");
  RawDatabase(path_).Execute(absl::StrCat("VACUUM INTO '", backup, "'"));
  ASSERT_EQ(RawDatabase(backup).Execute("PRAGMA journal_mode"), "delete;");
  std::filesystem::rename(backup, path_);
  const std::unique_ptr<Registry> registry = NewHandle();
  ASSERT_OK(registry->Commit({.writes = {Write::Put("b", "1")}}));
  EXPECT_THAT(Keys(*registry), ElementsAre("a", "b"));
  EXPECT_EQ(RawDatabase(path_).Execute("PRAGMA journal_mode"), "wal;");
}

TEST_F(SqliteRegistryTest, TheLogBeginsAnewAlthoughEachCommitHasItsSnapshot) {
  const std::unique_ptr<Registry> registry = NewHandle();
  const std::string value(200'000, 'v');
  for (int i = 0; i < 100; ++i) {
    ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Snapshot> snapshot, registry->Read());
    ASSERT_OK(registry->Commit({.writes = {Write::Put("a", value)}}));
  }
  // 20 MB were written; the limit is 4 MiB and the commit that exceeds it.
  EXPECT_LT(std::filesystem::file_size(absl::StrCat(path_, "-wal")), 6'000'000u);
}

TEST_F(SqliteRegistryTest, ManySnapshotsLiveAtOnce) {
  const std::unique_ptr<Registry> registry = NewHandle();
  std::vector<std::unique_ptr<Snapshot>> snapshots;
  for (int i = 1; i <= 30; ++i) {
    ASSERT_OK(registry->Commit({.writes = {Write::Put(absl::StrCat(i), "1")}}));
    ASSERT_OK_AND_ASSIGN(std::unique_ptr<Snapshot> snapshot, registry->Read());
    snapshots.push_back(std::move(snapshot));
  }
  for (int i = 1; i <= 30; ++i) {
    EXPECT_EQ(snapshots[static_cast<size_t>(i - 1)]->revision(), Revision(i));
  }
}

}  // namespace
}  // namespace engine::registry::sqlite
