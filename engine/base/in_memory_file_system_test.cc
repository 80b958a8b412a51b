#include "engine/base/in_memory_file_system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace engine::base {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

TEST(InMemoryFileSystemTest, RemembersEveryAccessInOrder) {
  InMemoryFileSystem files;
  EXPECT_OK(files.CreateDirectories("/a"));
  EXPECT_OK(files.WriteFile("/a/f", "", 0600));
  EXPECT_OK(files.Info("/a/f"));
  EXPECT_OK(files.ReadFile("/a/f", 9));
  EXPECT_OK(files.ListDirectory("/a/", 9));
  EXPECT_OK(files.RemoveFile("/a/f"));
  EXPECT_OK(files.RemoveEmptyDirectory("/a"));
  EXPECT_THAT(files.ReadFile("/no", 9), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(files.accesses(),
              ElementsAre("create directories /a", "write /a/f", "info /a/f", "read /a/f",
                          "list /a", "remove /a/f", "remove directory /a", "read /no"));
}

TEST(InMemoryFileSystemTest, FailsTheNthOperationOnly) {
  InMemoryFileSystem files;
  files.AddFile("/f", "old");
  files.FailNth(2, absl::ResourceExhaustedError("disk full"));
  EXPECT_OK(files.WriteFile("/f", "new", 0644));
  EXPECT_THAT(files.WriteFile("/f", "newer", 0644),
              StatusIs(absl::StatusCode::kResourceExhausted, "disk full"));
  EXPECT_THAT(files.ReadFile("/f", 9), IsOkAndHolds("new"));
  EXPECT_OK(files.WriteFile("/f", "newer", 0644));
}

TEST(InMemoryFileSystemTest, HelpersPassFailuresOn) {
  InMemoryFileSystem files;
  files.FailNth(1, absl::PermissionDeniedError("no"));
  EXPECT_THAT(WriteFileIfChanged(files, "/f", "x", 0644),
              StatusIs(absl::StatusCode::kPermissionDenied));
  files.FailNth(2, absl::PermissionDeniedError("no"));
  EXPECT_THAT(WriteFileIfChanged(files, "/f", "x", 0644),
              StatusIs(absl::StatusCode::kPermissionDenied));
  files.AddFile("/a/b", "");
  files.FailNth(1, absl::PermissionDeniedError("no"));
  EXPECT_THAT(RemoveEmptyParents(files, {.of = "/a/c", .below = "/"}),
              StatusIs(absl::StatusCode::kPermissionDenied));
}

TEST(InMemoryFileSystemTest, WriteFileIfChangedReplacesAFileThatCannotBeRead) {
  InMemoryFileSystem files;
  files.AddFile("/f", "x");
  files.FailNth(2, absl::PermissionDeniedError("no"));
  EXPECT_THAT(WriteFileIfChanged(files, "/f", "x", 0644), IsOkAndHolds(true));
}

TEST(InMemoryFileSystemTest, SetUpMakesParentsAndIsNotRecorded) {
  InMemoryFileSystem files;
  files.AddFile("/a/b/f", "text");
  files.AddFile("g", "relative");
  files.AddSymbolicLink("/a/l");
  EXPECT_THAT(files.accesses(), ElementsAre());
  EXPECT_THAT(files.Files(), ElementsAre(Pair("/a/b/f", "text"), Pair("g", "relative")));
  EXPECT_THAT(files.Info("/a/b"),
              IsOkAndHolds(FileInfo{.type = FileType::kDirectory, .mode = 0755}));
  EXPECT_THAT(files.Info("/a/l"),
              IsOkAndHolds(FileInfo{.type = FileType::kSymbolicLink, .mode = 0777}));
}

}  // namespace
}  // namespace engine::base
