#include "tests/protocol/mock_provider/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace mock {
namespace {

using ::testing::ElementsAre;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

constexpr size_t kBytesMax = 100;

// In a directory of its own, which holds "keep" and "empty/".
class FilesTest : public ::testing::Test {
 protected:
  FilesTest() {
    std::string path = std::filesystem::path(::testing::TempDir()) / "files-XXXXXX";
    root_ = mkdtemp(path.data());
    EXPECT_OK(WriteFile(root_ + "/keep", "kept"));
    EXPECT_OK(MakeDirectory(root_ + "/empty"));
  }
  ~FilesTest() override { std::filesystem::remove_all(root_); }

  // A path that the system would read up to `name`.
  std::string CutAfter(const std::string& name) const {
    return absl::StrCat(root_, "/", name, absl::string_view("\0", 1), "c");
  }

  std::string root_;
};

TEST_F(FilesTest, ANulDoesNotCutAPath) {
  const std::string file = CutAfter("keep");
  const auto refused = [](const std::string& operation, const std::string& path) {
    return StatusIs(absl::StatusCode::kUnknown,
                    absl::StrCat(operation, " ", path, ": invalid argument"));
  };
  EXPECT_THAT(ReadFile(file, kBytesMax).status(), refused("open", file));
  EXPECT_THAT(WriteFile(file, "overwritten"), refused("open", file));
  EXPECT_THAT(FindFile(file), refused("stat", file));
  EXPECT_THAT(RemoveFile(file), refused("remove", file));
  EXPECT_THAT(ReadFile(root_ + "/keep", kBytesMax), IsOkAndHolds("kept"));

  const std::string directory = CutAfter("empty");
  EXPECT_THAT(FilesIn(directory).status(), refused("open", directory));
  RemoveIfEmpty(directory);
  EXPECT_TRUE(std::filesystem::exists(root_ + "/empty"));
  const std::string made = CutAfter("made");
  EXPECT_THAT(MakeDirectory(made + "/below"), refused("mkdir", made));
  EXPECT_FALSE(std::filesystem::exists(root_ + "/made"));
}

TEST_F(FilesTest, WhatIsWrittenIsFoundUntilItIsRemoved) {
  const std::string directory = root_ + "/a/b";
  EXPECT_OK(MakeDirectory(directory));
  EXPECT_OK(WriteFile(directory + "/c", "text"));
  EXPECT_OK(FindFile(directory + "/c"));
  EXPECT_THAT(FilesIn(directory), IsOkAndHolds(ElementsAre("c")));
  RemoveIfEmpty(directory);
  EXPECT_THAT(ReadFile(directory + "/c", kBytesMax), IsOkAndHolds("text"));
  EXPECT_OK(RemoveFile(directory + "/c"));
  EXPECT_THAT(FindFile(directory + "/c"),
              StatusIs(absl::StatusCode::kNotFound,
                       absl::StrCat("stat ", directory, "/c: no such file or directory")));
  RemoveIfEmpty(directory);
  EXPECT_FALSE(std::filesystem::exists(directory));
}

}  // namespace
}  // namespace mock
