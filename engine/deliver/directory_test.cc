#include "engine/deliver/directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "engine/base/in_memory_file_system.h"
#include "tests/support/status_matchers.h"

namespace engine::deliver {
namespace {

using base::FileInfo;
using base::FileType;
using base::InMemoryFileSystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

const Target kTarget = {
    .directory = "out/vm1", .owner_id = "4f3c", .owner = "host \"vm1\"", .made = false};

const std::vector<File> kFiles = {
    {.path = "/etc/docker/daemon.json", .content = "{}\n", .mode = 0644},
    {.path = "/etc/nftables.d/sixgate.nft", .content = "table inet x {}\n", .mode = 0600}};

// What is there, without the manifest.
std::map<std::string, std::string> Delivered(const InMemoryFileSystem& files) {
  std::map<std::string, std::string> delivered = files.Files();
  delivered.erase("out/vm1/.sixgate.json");
  return delivered;
}

int CountOf(const std::vector<std::string>& accesses, absl::string_view prefix) {
  int count = 0;
  for (const std::string& access : accesses) count += absl::StartsWith(access, prefix);
  return count;
}

TEST(DirectoryTest, WritesTheFilesAndAManifestThatNamesThem) {
  InMemoryFileSystem files;
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  EXPECT_THAT(Delivered(files), UnorderedElementsAre(Pair("out/vm1/etc/docker/daemon.json", "{}\n"),
                                                     Pair("out/vm1/etc/nftables.d/sixgate.nft",
                                                          "table inet x {}\n")));
  EXPECT_THAT(files.Info("out/vm1/etc/nftables.d/sixgate.nft"),
              IsOkAndHolds(FileInfo{.type = FileType::kFile, .mode = 0600}));
  EXPECT_EQ(files.Files().at("out/vm1/.sixgate.json"),
            "{\n"
            " \"files\": [\n"
            "  \"/etc/docker/daemon.json\",\n"
            "  \"/etc/nftables.d/sixgate.nft\"\n"
            " ],\n"
            " \"format\": 1,\n"
            " \"made_directory\": true,\n"
            " \"of\": \"4f3c\",\n"
            " \"owner\": \"host \\\"vm1\\\"\"\n"
            "}\n");
}

TEST(DirectoryTest, TheSameFilesAgainWriteNothing) {
  InMemoryFileSystem files;
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  const int writes = CountOf(files.accesses(), "write ");
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  EXPECT_EQ(CountOf(files.accesses(), "write "), writes);
}

TEST(DirectoryTest, RemovesWhatIsNoLongerWantedAndNothingElse) {
  InMemoryFileSystem files;
  files.AddFile("out/vm1/etc/docker/own.json", "mine");
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  ASSERT_OK(Deliver(files, kTarget, {}));
  EXPECT_THAT(Delivered(files), ElementsAre(Pair("out/vm1/etc/docker/own.json", "mine")));
  EXPECT_THAT(files.Info("out/vm1/etc/nftables.d"), IsOkAndHolds(FileInfo()));
}

TEST(DirectoryTest, AFileOfOthersInTheWayIsRefusedAndNothingIsWritten) {
  InMemoryFileSystem files;
  files.AddFile("out/vm1/etc/docker/daemon.json", "mine");
  const auto before = files.Files();
  EXPECT_THAT(Deliver(files, kTarget, kFiles),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("\"out/vm1/etc/docker/daemon.json\""),
                             HasSubstr("sixgate did not write"))));
  EXPECT_EQ(files.Files(), before);
}

TEST(DirectoryTest, WhatAKilledWriterLeftGoesWithTheNextWritingOrWithAll) {
  InMemoryFileSystem files;
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  const auto before = files.Files();
  files.AddFile("out/vm1/etc/docker/.new-aB3dE6", "half");
  files.AddFile("out/vm1/.new-aB3dE6", "half");
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  EXPECT_EQ(files.Files(), before);
  files.AddFile("out/vm1/etc/docker/.new-aB3dE6", "half");
  files.AddFile("out/vm1/etc/docker/.new-ish", "mine");
  ASSERT_OK(Withdraw(files, kTarget));
  EXPECT_THAT(files.Files(), ElementsAre(Pair("out/vm1/etc/docker/.new-ish", "mine")));
}

TEST(DirectoryTest, TheSameTextThatIsThereAlreadyIsTakenOver) {
  InMemoryFileSystem files;
  ASSERT_OK(files.CreateDirectories("out/vm1/etc/docker"));
  ASSERT_OK(files.WriteFile("out/vm1/etc/docker/daemon.json", "{}\n", 0644));
  EXPECT_OK(Deliver(files, kTarget, kFiles));
}

TEST(DirectoryTest, WithdrawLeavesNothingBehind) {
  InMemoryFileSystem files;
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  ASSERT_OK(Withdraw(files, kTarget));
  EXPECT_THAT(files.Files(), IsEmpty());
  EXPECT_THAT(files.Info("out/vm1"), IsOkAndHolds(FileInfo()));
  EXPECT_OK(Withdraw(files, kTarget));
}

TEST(DirectoryTest, WithdrawKeepsADirectoryThatWasThereOrIsUsed) {
  InMemoryFileSystem files;
  ASSERT_OK(files.CreateDirectories("out/vm1"));
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  ASSERT_OK(Withdraw(files, kTarget));
  EXPECT_THAT(files.Info("out/vm1"), Not(IsOkAndHolds(FileInfo())));

  ASSERT_OK(files.RemoveEmptyDirectory("out/vm1"));
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  files.AddFile("out/vm1/own", "mine");
  ASSERT_OK(Withdraw(files, kTarget));
  EXPECT_THAT(files.Files(), ElementsAre(Pair("out/vm1/own", "mine")));
}

TEST(DirectoryTest, ADirectoryThatWasOnlyPreparedGoesAgain) {
  InMemoryFileSystem files;
  Target target = kTarget;
  ASSERT_OK(PrepareTarget(files, target));
  EXPECT_TRUE(target.made);
  Target second = kTarget;
  ASSERT_OK(PrepareTarget(files, second));
  EXPECT_FALSE(second.made);
  ASSERT_OK(Withdraw(files, second));
  EXPECT_THAT(files.Info("out/vm1"), Not(IsOkAndHolds(FileInfo())));
  ASSERT_OK(Withdraw(files, target));
  EXPECT_THAT(files.Info("out/vm1"), IsOkAndHolds(FileInfo()));
}

TEST(DirectoryTest, WithdrawTouchesNothingOfAnotherObject) {
  InMemoryFileSystem files;
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  Target other = kTarget;
  other.owner_id = "77aa";
  ASSERT_OK(Withdraw(files, other));
  EXPECT_EQ(Delivered(files).size(), 2u);
}

TEST(DirectoryTest, TwoObjectsCannotShareADirectory) {
  InMemoryFileSystem files;
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  Target other = {
      .directory = "out/vm1", .owner_id = "77aa", .owner = "gateway \"gw\"", .made = false};
  const auto refused =
      StatusIs(absl::StatusCode::kFailedPrecondition,
               HasSubstr("of gateway \"gw\" holds the files of host \"vm1\" (4f3c)"));
  EXPECT_OK(CheckTarget(files, other));
  EXPECT_THAT(PrepareTarget(files, other), refused);
  EXPECT_THAT(Deliver(files, other, {}), refused);
}

TEST(DirectoryTest, WhatIsNoDirectoryIsRefused) {
  InMemoryFileSystem files;
  files.AddFile("out/vm1", "x");
  EXPECT_THAT(CheckTarget(files, kTarget),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("is a file")));
  EXPECT_THAT(Deliver(files, kTarget, kFiles), StatusIs(absl::StatusCode::kFailedPrecondition));
  InMemoryFileSystem linked;
  ASSERT_OK(linked.CreateDirectories("out"));
  linked.AddSymbolicLink("out/vm1");
  EXPECT_THAT(Deliver(linked, kTarget, kFiles),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("is a symbolic link")));
  Target empty = kTarget;
  empty.directory = "";
  EXPECT_THAT(CheckTarget(files, empty), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(DirectoryTest, ALookChangesNothing) {
  InMemoryFileSystem files;
  EXPECT_OK(CheckTarget(files, kTarget));
  EXPECT_THAT(Drift(files, kTarget, kFiles),
              IsOkAndHolds(ElementsAre("/.sixgate.json", "/etc/docker/daemon.json",
                                       "/etc/nftables.d/sixgate.nft")));
  EXPECT_THAT(files.Info("out"), IsOkAndHolds(FileInfo()));
}

TEST(DirectoryTest, NoSymbolicLinkIsFollowedOut) {
  InMemoryFileSystem files;
  ASSERT_OK(files.CreateDirectories("out/vm1/etc"));
  files.AddSymbolicLink("out/vm1/etc/docker");
  EXPECT_THAT(Deliver(files, kTarget, kFiles),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("\"out/vm1/etc/docker\" is in the way")));
  EXPECT_THAT(Delivered(files), IsEmpty());
}

TEST(DirectoryTest, ADirectoryThatBecameALinkIsNotFollowedWhenRemoving) {
  InMemoryFileSystem files;
  ASSERT_OK(Deliver(files, kTarget, {kFiles[0]}));
  ASSERT_OK(files.RemoveFile("out/vm1/etc/docker/daemon.json"));
  ASSERT_OK(files.RemoveEmptyDirectory("out/vm1/etc/docker"));
  files.AddSymbolicLink("out/vm1/etc/docker");
  const int removals =
      CountOf(files.accesses(), "remove /") + CountOf(files.accesses(), "remove o");
  ASSERT_OK(Deliver(files, kTarget, {}));
  EXPECT_EQ(CountOf(files.accesses(), "remove /") + CountOf(files.accesses(), "remove o"),
            removals);
}

TEST(DirectoryTest, PathsThatLeadOutOrTwiceAreRefusedBeforeAnythingIsWritten) {
  for (const char* path : {"", "etc/x", "/", "/etc/../x", "/etc/./x", "/etc//x", "/etc/",
                           "/.sixgate.json", "/etc/.sixgate.json/x"}) {
    SCOPED_TRACE(path);
    InMemoryFileSystem files;
    EXPECT_THAT(Deliver(files, kTarget, {{.path = path, .content = "x", .mode = 0644}}),
                StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(Delivered(files), IsEmpty());
  }
  InMemoryFileSystem files;
  EXPECT_THAT(Deliver(files, kTarget, {kFiles[0], kFiles[0]}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("twice")));
}

TEST(DirectoryTest, AManifestThatIsNoneIsNotActedOn) {
  const std::string good =
      R"({"format":1,"of":"4f3c","owner":"x","made_directory":true,"files":["/own"]})";
  struct Case {
    const char* name;
    std::string text;
    const char* message;
  };
  for (const Case& bad :
       {Case{"no json", "x", "is not what sixgate writes"},
        Case{"newer", R"({"format":2})", "has format 2"},
        Case{"no owner", R"({"format":1,"of":"4f3c","made_directory":true,"files":[]})",
             "is not what sixgate writes"},
        Case{"leads out",
             R"({"format":1,"of":"4f3c","owner":"x","made_directory":true,"files":["/../own"]})",
             "cannot have written"}}) {
    SCOPED_TRACE(bad.name);
    InMemoryFileSystem files;
    files.AddFile("out/own", "mine");
    files.AddFile("out/vm1/own", "mine");
    files.AddFile("out/vm1/.sixgate.json", bad.text);
    EXPECT_THAT(Deliver(files, kTarget, {}),
                StatusIs(absl::StatusCode::kDataLoss, HasSubstr(bad.message)));
    EXPECT_THAT(Withdraw(files, kTarget), StatusIs(absl::StatusCode::kDataLoss));
    EXPECT_EQ(Delivered(files).size(), 2u);
  }
  InMemoryFileSystem files;
  files.AddFile("out/vm1/own", "written");
  files.AddFile("out/vm1/.sixgate.json", good);
  ASSERT_OK(Deliver(files, kTarget, {}));
  EXPECT_THAT(Delivered(files), IsEmpty());
}

TEST(DirectoryTest, DriftNamesWhatIsMissingOrDiffers) {
  InMemoryFileSystem files;
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  EXPECT_THAT(Drift(files, kTarget, kFiles), IsOkAndHolds(IsEmpty()));
  ASSERT_OK(files.WriteFile("out/vm1/etc/docker/daemon.json", "[]\n", 0644));
  EXPECT_THAT(Drift(files, kTarget, kFiles), IsOkAndHolds(ElementsAre("/etc/docker/daemon.json")));
  ASSERT_OK(files.WriteFile("out/vm1/etc/docker/daemon.json", "{} and more\n", 0644));
  EXPECT_THAT(Drift(files, kTarget, kFiles), IsOkAndHolds(ElementsAre("/etc/docker/daemon.json")));
  ASSERT_OK(files.WriteFile("out/vm1/etc/docker/daemon.json", "{}\n", 0600));
  EXPECT_THAT(Drift(files, kTarget, kFiles), IsOkAndHolds(ElementsAre("/etc/docker/daemon.json")));
  ASSERT_OK(files.RemoveFile("out/vm1/etc/nftables.d/sixgate.nft"));
  EXPECT_THAT(Drift(files, kTarget, kFiles),
              IsOkAndHolds(ElementsAre("/etc/docker/daemon.json", "/etc/nftables.d/sixgate.nft")));
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  EXPECT_THAT(Drift(files, kTarget, kFiles), IsOkAndHolds(IsEmpty()));
  // Without the manifest nobody would know the files any more.
  ASSERT_OK(files.RemoveFile("out/vm1/.sixgate.json"));
  EXPECT_THAT(Drift(files, kTarget, kFiles), IsOkAndHolds(ElementsAre("/.sixgate.json")));
  ASSERT_OK(Deliver(files, kTarget, kFiles));
  EXPECT_THAT(Drift(files, kTarget, kFiles), IsOkAndHolds(IsEmpty()));
}

TEST(DirectoryTest, AFaultAtAnyAccessCanBePutRightLater) {
  const std::vector<File> other = {
      kFiles[1], {.path = "/etc/sysctl.d/60.conf", .content = "x\n", .mode = 0644}};
  for (int nth = 1;; ++nth) {
    SCOPED_TRACE(nth);
    ASSERT_LT(nth, 1000);
    InMemoryFileSystem files;
    ASSERT_OK(Deliver(files, kTarget, kFiles));
    const size_t before = files.accesses().size();
    files.FailNth(nth, absl::PermissionDeniedError("no"));
    const absl::Status status = Deliver(files, kTarget, other);
    const bool happened = files.accesses().size() - before >= static_cast<size_t>(nth);
    files.FailNone();
    if (status.ok()) {
      // Nothing failed, or it was a file that could not be compared, and was written anew.
      EXPECT_THAT(Drift(files, kTarget, other), IsOkAndHolds(IsEmpty()));
    } else {
      EXPECT_TRUE(happened);
      EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied));
    }
    InMemoryFileSystem& same = files;
    ASSERT_OK(Withdraw(same, kTarget));
    EXPECT_THAT(same.Files(), IsEmpty());
    if (!happened) break;
  }
}

TEST(CheckDeliverableTest, LooksAtWhatIsThereOnTheWay) {
  InMemoryFileSystem files;
  files.AddFile("srv/file", "");
  files.AddSymbolicLink("srv/link");
  const auto at = [](const char* directory) {
    return Target{.directory = directory, .owner_id = "1", .owner = "host \"vm1\""};
  };
  EXPECT_OK(CheckDeliverable(files, at("out/deep/below")));
  EXPECT_OK(CheckDeliverable(files, at("/out/")));
  EXPECT_OK(CheckDeliverable(files, at("srv")));
  EXPECT_OK(CheckDeliverable(files, at("srv/link/below")));
  EXPECT_THAT(CheckDeliverable(files, at("srv/file")),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("is a file")));
  EXPECT_THAT(CheckDeliverable(files, at("srv/file/out")),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       AllOf(HasSubstr("\"srv/file\""), HasSubstr("host \"vm1\""))));
  files.FailNth(3, absl::PermissionDeniedError("Read-only file system"));
  EXPECT_THAT(CheckDeliverable(files, at("srv")),
              StatusIs(absl::StatusCode::kPermissionDenied,
                       AllOf(HasSubstr("host \"vm1\""), HasSubstr("Read-only"),
                             HasSubstr("name another directory"))));
}

}  // namespace
}  // namespace engine::deliver
