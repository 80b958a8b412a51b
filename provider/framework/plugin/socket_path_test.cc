#include "provider/framework/plugin/socket_path.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/support/status_matchers.h"

namespace tf::plugin {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::tests::StatusIs;

// A socket address takes 107 bytes, and a name with its slash 24.
const std::string kLongest = "/" + std::string(82, 'd');

TEST(NewSocketPathTest, PicksTheDirectory) {
  const struct {
    const char* name;
    std::string asked;
    std::string temporary;
    std::string directory;
  } cases[] = {
      {"asked for", "/run/host", "/var/tmp", "/run/host"},
      {"temporary", "", "/var/tmp", "/var/tmp"},
      {"neither", "", "", "/tmp"},
      {"longest temporary", "", kLongest, kLongest},
      {"temporary too long", "", kLongest + "d", "/tmp"},
      {"longest asked for", kLongest, "", kLongest},
  };
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    ASSERT_OK_AND_ASSIGN(const std::string path, NewSocketPath(c.asked, c.temporary));
    EXPECT_THAT(path, MatchesRegex(absl::StrCat(c.directory, "/plugin-[0-9a-f]{16}")));
  }
}

TEST(NewSocketPathTest, NeverRepeatsAName) {
  EXPECT_NE(NewSocketPath("", "").value(), NewSocketPath("", "").value());
}

TEST(NewSocketPathTest, RefusesAnAskedDirectoryThatIsTooLong) {
  EXPECT_THAT(
      NewSocketPath(kLongest + "d", ""),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("too long for a socket: with a name in it 108 bytes, at most 107")));
}

class ShareWithGroupTest : public ::testing::Test {
 protected:
  ShareWithGroupTest() : path_(absl::StrCat(::testing::TempDir(), "/share-", getpid())) {
    close(open(path_.c_str(), O_CREAT | O_CLOEXEC | O_WRONLY, 0600));
  }
  ~ShareWithGroupTest() override { unlink(path_.c_str()); }

  struct stat Stat() const {
    struct stat result {};
    EXPECT_EQ(stat(path_.c_str(), &result), 0);
    return result;
  }

  const std::string path_;
};

TEST_F(ShareWithGroupTest, TakesANumber) {
  ASSERT_OK(ShareWithGroup(path_, absl::StrCat(getgid())));
  EXPECT_EQ(Stat().st_gid, getgid());
  EXPECT_EQ(Stat().st_mode & 07777u, 0660u);
}

TEST_F(ShareWithGroupTest, TakesAName) {
  if (getuid() != 0) GTEST_SKIP() << "needs root to give a file to any group";
  ASSERT_OK(ShareWithGroup(path_, "daemon"));
  EXPECT_EQ(Stat().st_gid, 1u);
  EXPECT_EQ(Stat().st_mode & 07777u, 0660u);
}

TEST_F(ShareWithGroupTest, RefusesAnUnknownGroupAndLeavesTheModeAlone) {
  EXPECT_THAT(ShareWithGroup(path_, "no-such-group"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("\"no-such-group\"")));
  EXPECT_EQ(Stat().st_mode & 07777u, 0600u);
}

TEST(ShareWithGroupFailureTest, NamesThePathThatIsMissing) {
  EXPECT_THAT(
      ShareWithGroup("/nonexistent/socket", absl::StrCat(getgid())),
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("\"/nonexistent/socket\"")));
}

}  // namespace
}  // namespace tf::plugin
