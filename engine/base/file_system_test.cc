// What every FileSystem promises, on the real disk and in memory.
#include "engine/base/file_system.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/base/in_memory_file_system.h"
#include "tests/support/status_matchers.h"

namespace engine::base {

void PrintTo(const DirectoryEntry& entry, std::ostream* out) {
  *out << entry.name << " of type " << static_cast<int>(entry.type);
}
void PrintTo(const FileInfo& info, std::ostream* out) {
  *out << "type " << static_cast<int>(info.type) << ", mode 0" << std::oct << info.mode << std::dec;
}

namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr absl::StatusCode kPrecondition = absl::StatusCode::kFailedPrecondition;
constexpr absl::StatusCode kNotFound = absl::StatusCode::kNotFound;
constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

// A file system with an empty directory in it.
class World {
 public:
  virtual ~World() = default;
  virtual FileSystem& files() = 0;
  virtual std::string root() const = 0;
  // A symbolic link at `path` to a directory that exists, or to a file in it.
  virtual void Link(const std::string& target, const std::string& path) = 0;
};

class RealWorld final : public World {
 public:
  RealWorld() : root_(absl::StrCat(::testing::TempDir(), "/file_system_XXXXXX")) {
    umask(022);
    EXPECT_NE(mkdtemp(root_.data()), nullptr);
  }
  ~RealWorld() override { std::filesystem::remove_all(root_); }
  FileSystem& files() override { return *files_; }
  std::string root() const override { return root_; }
  void Link(const std::string& target, const std::string& path) override {
    ASSERT_EQ(symlink(target.c_str(), path.c_str()), 0);
  }

 private:
  std::string root_;
  std::unique_ptr<FileSystem> files_ = RealFileSystem();
};

class MemoryWorld final : public World {
 public:
  MemoryWorld() { EXPECT_OK(files_.CreateDirectories("/root")); }
  FileSystem& files() override { return files_; }
  std::string root() const override { return "/root"; }
  void Link(const std::string&, const std::string& path) override { files_.AddSymbolicLink(path); }

 private:
  InMemoryFileSystem files_;
};

using MakeWorld = std::function<std::unique_ptr<World>()>;

class FileSystemTest : public ::testing::TestWithParam<MakeWorld> {
 protected:
  std::string Path(absl::string_view name) const { return absl::StrCat(world_->root(), "/", name); }

  std::unique_ptr<World> world_ = GetParam()();
  FileSystem& files_ = world_->files();
};

INSTANTIATE_TEST_SUITE_P(, FileSystemTest,
                         ::testing::Values([] { return std::make_unique<RealWorld>(); },
                                           [] { return std::make_unique<MemoryWorld>(); }),
                         [](const ::testing::TestParamInfo<MakeWorld>& world) {
                           return std::string(world.index == 0 ? "Real" : "InMemory");
                         });

TEST_P(FileSystemTest, WhatIsWrittenIsRead) {
  const std::string content("a\0b\n", 4);
  ASSERT_OK(files_.WriteFile(Path("f"), content, 0640));
  EXPECT_THAT(files_.ReadFile(Path("f"), content.size()), IsOkAndHolds(content));
  EXPECT_THAT(files_.Info(Path("f")),
              IsOkAndHolds(FileInfo{.type = FileType::kFile, .mode = 0640}));
}

TEST_P(FileSystemTest, WritingReplacesContentAndModeAndLeavesNothingElse) {
  ASSERT_OK(files_.WriteFile(Path("f"), "a long first text", 0600));
  ASSERT_OK(files_.WriteFile(Path("f"), "short", 0666));
  EXPECT_THAT(files_.ReadFile(Path("f"), 100), IsOkAndHolds("short"));
  EXPECT_THAT(files_.Info(Path("f")),
              IsOkAndHolds(FileInfo{.type = FileType::kFile, .mode = 0666}));
  EXPECT_THAT(files_.ListDirectory(world_->root(), 9),
              IsOkAndHolds(ElementsAre(DirectoryEntry{.name = "f", .type = FileType::kFile})));
}

TEST_P(FileSystemTest, OnlyADirectoryCanBeWritable) {
  EXPECT_OK(files_.CheckWritable(world_->root()));
  ASSERT_OK(files_.WriteFile(Path("f"), "x", 0777));
  EXPECT_THAT(files_.CheckWritable(Path("f")),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("Not a directory")));
  EXPECT_THAT(files_.CheckWritable(Path("no")), StatusIs(kNotFound));
}

TEST_P(FileSystemTest, ReadingStopsAtTheLimit) {
  const std::string content(100'000, 'x');
  ASSERT_OK(files_.WriteFile(Path("f"), content, 0600));
  EXPECT_THAT(files_.ReadFile(Path("f"), 100'000), IsOkAndHolds(content));
  EXPECT_THAT(files_.ReadFile(Path("f"), 99'999),
              StatusIs(kInvalid, AllOf(HasSubstr(Path("f")), HasSubstr("limit of 99999 bytes"))));
}

TEST_P(FileSystemTest, NothingThereIsNotFoundAndNamesThePath) {
  const auto not_found =
      StatusIs(kNotFound, AllOf(HasSubstr(Path("no")), HasSubstr("No such file or directory")));
  EXPECT_THAT(files_.ReadFile(Path("no"), 9), not_found);
  EXPECT_THAT(files_.ReadFile(Path("no/f"), 9), not_found);
  EXPECT_THAT(files_.WriteFile(Path("no/f"), "", 0600), not_found);
  EXPECT_THAT(files_.RemoveFile(Path("no")), not_found);
  EXPECT_THAT(files_.RemoveEmptyDirectory(Path("no")), not_found);
  EXPECT_THAT(files_.ListDirectory(Path("no"), 9), not_found);
}

TEST_P(FileSystemTest, AFileWhereADirectoryIsWantedIsTheWrongKind) {
  ASSERT_OK(files_.WriteFile(Path("f"), "kept", 0600));
  const auto wrong_kind = StatusIs(kPrecondition, HasSubstr(Path("f")));
  EXPECT_THAT(files_.ReadFile(Path("f/x"), 9), wrong_kind);
  EXPECT_THAT(files_.WriteFile(Path("f/x"), "", 0600), wrong_kind);
  EXPECT_THAT(files_.RemoveFile(Path("f/x")), wrong_kind);
  EXPECT_THAT(files_.CreateDirectories(Path("f")), wrong_kind);
  EXPECT_THAT(files_.CreateDirectories(Path("f/x")), wrong_kind);
  EXPECT_THAT(files_.RemoveEmptyDirectory(Path("f")), wrong_kind);
  EXPECT_THAT(files_.RemoveEmptyDirectory(Path("f/x")), wrong_kind);
  EXPECT_THAT(files_.ListDirectory(Path("f"), 9), wrong_kind);
  EXPECT_THAT(files_.ListDirectory(Path("f/x"), 9), wrong_kind);
  EXPECT_THAT(files_.ReadFile(Path("f"), 9), IsOkAndHolds("kept"));
}

TEST_P(FileSystemTest, ADirectoryWhereAFileIsWantedIsTheWrongKind) {
  ASSERT_OK(files_.CreateDirectories(Path("d")));
  const auto wrong_kind = StatusIs(kPrecondition, HasSubstr(Path("d")));
  EXPECT_THAT(files_.ReadFile(Path("d"), 9), wrong_kind);
  EXPECT_THAT(files_.WriteFile(Path("d"), "", 0600), wrong_kind);
  EXPECT_THAT(files_.RemoveFile(Path("d")), wrong_kind);
  EXPECT_THAT(files_.ListDirectory(world_->root(), 9),
              IsOkAndHolds(ElementsAre(DirectoryEntry{.name = "d", .type = FileType::kDirectory})));
}

TEST_P(FileSystemTest, ALastSymbolicLinkIsNeverFollowed) {
  ASSERT_OK(files_.CreateDirectories(Path("d")));
  ASSERT_OK(files_.WriteFile(Path("d/f"), "kept", 0600));
  world_->Link(Path("d/f"), Path("to_file"));
  world_->Link(Path("d"), Path("to_directory"));

  EXPECT_THAT(files_.ReadFile(Path("to_file"), 9), StatusIs(kPrecondition));
  EXPECT_THAT(files_.WriteFile(Path("to_file"), "lost", 0600), StatusIs(kPrecondition));
  EXPECT_THAT(files_.ListDirectory(Path("to_directory"), 9), StatusIs(kPrecondition));
  EXPECT_THAT(files_.ListDirectory(Path("to_directory/"), 9), StatusIs(kPrecondition));
  EXPECT_THAT(files_.CreateDirectories(Path("to_directory")), StatusIs(kPrecondition));
  EXPECT_THAT(files_.RemoveEmptyDirectory(Path("to_directory")), StatusIs(kPrecondition));
  ASSERT_OK_AND_ASSIGN(const FileInfo info, files_.Info(Path("to_file")));
  EXPECT_EQ(info.type, FileType::kSymbolicLink);

  EXPECT_OK(files_.RemoveFile(Path("to_file")));
  EXPECT_OK(files_.RemoveFile(Path("to_directory")));
  EXPECT_THAT(files_.ReadFile(Path("d/f"), 9), IsOkAndHolds("kept"));
}

TEST_P(FileSystemTest, InfoOfNothingIsNoError) {
  ASSERT_OK(files_.WriteFile(Path("f"), "", 0600));
  EXPECT_THAT(files_.Info(Path("no")), IsOkAndHolds(FileInfo{}));
  EXPECT_THAT(files_.Info(Path("no/f")), IsOkAndHolds(FileInfo{}));
  EXPECT_THAT(files_.Info(Path("f/x")), IsOkAndHolds(FileInfo{}));
}

TEST_P(FileSystemTest, CreateDirectoriesMakesAllAndAcceptsWhatExists) {
  ASSERT_OK(files_.CreateDirectories(Path("a/b/c")));
  EXPECT_OK(files_.CreateDirectories(Path("a/b")));
  EXPECT_OK(files_.CreateDirectories("/"));
  EXPECT_OK(files_.CreateDirectories("."));
  EXPECT_THAT(files_.Info(Path("a/b/c")),
              IsOkAndHolds(FileInfo{.type = FileType::kDirectory, .mode = 0755}));
}

TEST_P(FileSystemTest, AnEmptyPathIsNotFound) {
  EXPECT_THAT(files_.Info(""), IsOkAndHolds(FileInfo{}));
  EXPECT_THAT(files_.ReadFile("", 9), StatusIs(kNotFound));
  EXPECT_THAT(files_.WriteFile("", "x", 0600), StatusIs(kNotFound));
  EXPECT_THAT(files_.CreateDirectories(""), StatusIs(kNotFound));
}

TEST_P(FileSystemTest, ANulByteInThePathIsRefused) {
  const std::string path = Path(absl::string_view("f\0g", 3));
  const auto refused = StatusIs(kInvalid, HasSubstr("NUL"));
  EXPECT_THAT(files_.Info(path), refused);
  EXPECT_THAT(files_.ReadFile(path, 9), refused);
  EXPECT_THAT(files_.WriteFile(path, "", 0600), refused);
  EXPECT_THAT(files_.RemoveFile(path), refused);
  EXPECT_THAT(files_.CreateDirectories(path), refused);
  EXPECT_THAT(files_.RemoveEmptyDirectory(path), refused);
  EXPECT_THAT(files_.ListDirectory(path, 9), refused);
}

TEST_P(FileSystemTest, RemovedIsGone) {
  ASSERT_OK(files_.CreateDirectories(Path("d")));
  ASSERT_OK(files_.WriteFile(Path("d/f"), "", 0600));
  EXPECT_THAT(files_.RemoveEmptyDirectory(Path("d")), StatusIs(kPrecondition));
  EXPECT_OK(files_.RemoveFile(Path("d/f")));
  EXPECT_OK(files_.RemoveEmptyDirectory(Path("d")));
  EXPECT_THAT(files_.ListDirectory(world_->root(), 9), IsOkAndHolds(IsEmpty()));
}

TEST_P(FileSystemTest, ListDirectorySortsAndDoesNotDescend) {
  ASSERT_OK(files_.CreateDirectories(Path("b/inner")));
  ASSERT_OK(files_.WriteFile(Path("b-"), "", 0600));
  ASSERT_OK(files_.WriteFile(Path("a"), "", 0600));
  world_->Link(Path("a"), Path(".l"));
  EXPECT_THAT(
      files_.ListDirectory(world_->root(), 4),
      IsOkAndHolds(ElementsAre(DirectoryEntry{.name = ".l", .type = FileType::kSymbolicLink},
                               DirectoryEntry{.name = "a", .type = FileType::kFile},
                               DirectoryEntry{.name = "b", .type = FileType::kDirectory},
                               DirectoryEntry{.name = "b-", .type = FileType::kFile})));
  EXPECT_THAT(files_.ListDirectory(world_->root(), 3),
              StatusIs(kInvalid, HasSubstr("more entries than the limit of 3")));
}

TEST_P(FileSystemTest, WriteFileIfChangedWritesOnlyDifferences) {
  EXPECT_THAT(WriteFileIfChanged(files_, Path("f"), "one", 0644), IsOkAndHolds(true));
  EXPECT_THAT(WriteFileIfChanged(files_, Path("f"), "one", 0644), IsOkAndHolds(false));
  EXPECT_THAT(WriteFileIfChanged(files_, Path("f"), "two", 0644), IsOkAndHolds(true));
  EXPECT_THAT(WriteFileIfChanged(files_, Path("f"), "two", 0600), IsOkAndHolds(true));
  EXPECT_THAT(WriteFileIfChanged(files_, Path("f"), "t", 0600), IsOkAndHolds(true));
  EXPECT_THAT(files_.ReadFile(Path("f"), 9), IsOkAndHolds("t"));
}

TEST_P(FileSystemTest, RemoveEmptyParentsStopsAtTheFirstThatHoldsSomething) {
  ASSERT_OK(files_.CreateDirectories(Path("a/b/c")));
  ASSERT_OK(files_.WriteFile(Path("a/kept"), "", 0600));
  EXPECT_OK(RemoveEmptyParents(files_, {.of = Path("a/b/c/gone"), .below = world_->root()}));
  EXPECT_THAT(files_.Info(Path("a/b")), IsOkAndHolds(FileInfo{}));
  EXPECT_THAT(files_.ReadFile(Path("a/kept"), 9), IsOkAndHolds(""));
}

TEST_P(FileSystemTest, RemoveEmptyParentsKeepsTheDirectoryItIsBelow) {
  ASSERT_OK(files_.CreateDirectories(Path("a/b")));
  // b/c does not exist, which is as good as removed.
  EXPECT_OK(RemoveEmptyParents(
      files_, {.of = Path("a/b/c/gone"), .below = absl::StrCat(world_->root(), "/")}));
  EXPECT_THAT(files_.ListDirectory(world_->root(), 9), IsOkAndHolds(IsEmpty()));
}

TEST_P(FileSystemTest, RemoveEmptyParentsRefusesWhatIsElsewhere) {
  ASSERT_OK(files_.CreateDirectories(Path("ab/c")));
  EXPECT_THAT(RemoveEmptyParents(files_, {.of = Path("ab/c/gone"), .below = Path("a")}),
              StatusIs(kInvalid, HasSubstr("it is not below")));
  EXPECT_THAT(files_.Info(Path("ab/c")),
              IsOkAndHolds(FileInfo{.type = FileType::kDirectory, .mode = 0755}));
}

TEST(RealFileSystemTest, ANamedPipeIsRefusedAndNotWaitedFor) {
  RealWorld world;
  const std::string path = absl::StrCat(world.root(), "/pipe");
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  EXPECT_THAT(world.files().ReadFile(path, 9), StatusIs(kPrecondition));
  EXPECT_THAT(world.files().WriteFile(path, "", 0600), StatusIs(kPrecondition));
  EXPECT_THAT(world.files().Info(path),
              IsOkAndHolds(FileInfo{.type = FileType::kOther, .mode = 0600}));
}

TEST(RealFileSystemTest, AWriteThatFailsHalfwayKeepsTheOldFileAndLeavesNothingElse) {
  RealWorld world;
  const std::string path = absl::StrCat(world.root(), "/f");
  ASSERT_OK(world.files().WriteFile(path, "old", 0600));
  // The system refuses to write more than 10 bytes into any file.
  rlimit unlimited;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &unlimited), 0);
  const rlimit ten_bytes = {.rlim_cur = 10, .rlim_max = unlimited.rlim_max};
  const auto old_handler = std::signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &ten_bytes), 0);
  const absl::Status written = world.files().WriteFile(path, "a longer new text", 0600);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &unlimited), 0);
  std::signal(SIGXFSZ, old_handler);

  EXPECT_THAT(written, StatusIs(absl::ErrnoToStatusCode(EFBIG),
                                AllOf(HasSubstr(path), HasSubstr("File too large"))));
  EXPECT_THAT(world.files().ReadFile(path, 99), IsOkAndHolds("old"));
  EXPECT_THAT(world.files().ListDirectory(world.root(), 9),
              IsOkAndHolds(ElementsAre(DirectoryEntry{.name = "f", .type = FileType::kFile})));
}

TEST(RealFileSystemTest, SymbolicLinksBeforeTheLastComponentAreFollowed) {
  RealWorld world;
  ASSERT_OK(world.files().CreateDirectories(absl::StrCat(world.root(), "/d")));
  world.Link("d", absl::StrCat(world.root(), "/l"));
  ASSERT_OK(world.files().WriteFile(absl::StrCat(world.root(), "/l/f"), "x", 0600));
  EXPECT_THAT(world.files().ReadFile(absl::StrCat(world.root(), "/d/f"), 9), IsOkAndHolds("x"));
}

TEST(RealFileSystemTest, WritingDoesNotChangeTheFileThatAReaderHasOpen) {
  RealWorld world;
  const std::string path = absl::StrCat(world.root(), "/f");
  ASSERT_OK(world.files().WriteFile(path, "old", 0600));
  const std::string other_name = absl::StrCat(world.root(), "/other");
  ASSERT_EQ(link(path.c_str(), other_name.c_str()), 0);
  ASSERT_OK(world.files().WriteFile(path, "new", 0600));
  EXPECT_THAT(world.files().ReadFile(other_name, 9), IsOkAndHolds("old"));
}

}  // namespace
}  // namespace engine::base
