#include "provider/framework/plugin/socket_path.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
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

TEST(NewSocketPathTest, SaysInTheNameThatClientsComeAndGo) {
  EXPECT_THAT(NewSocketPath("", "", SocketUse::kAttaching).value(),
              MatchesRegex("/tmp/attach-[0-9a-f]{16}"));
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

TEST(GrpcAddressTest, DecodesToThePath) {
  EXPECT_EQ(GrpcAddress("/tmp/plugin-0_1.a~"), "unix:/tmp/plugin-0_1.a~");
  EXPECT_EQ(GrpcAddress("/p%20q/%zz"), "unix:/p%2520q/%25zz");
  EXPECT_EQ(GrpcAddress("/a b?c#d\xC3\x89\n"), "unix:/a%20b%3fc%23d%c3%89%0a");
}

class AbandonedSocketsTest : public ::testing::Test {
 protected:
  AbandonedSocketsTest() {
    std::string path = ::testing::TempDir() + "/sockets-XXXXXX";
    directory_ = mkdtemp(path.data());
  }
  ~AbandonedSocketsTest() override { std::filesystem::remove_all(directory_); }

  std::string In(const std::string& name) const { return directory_ + "/" + name; }

  // Binds a socket and returns its descriptor.
  int Bind(const std::string& name) const {
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    In(name).copy(address.sun_path, sizeof(address.sun_path) - 1);
    EXPECT_EQ(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    return fd;
  }
  void Abandon(const std::string& name) const { close(Bind(name)); }
  bool Exists(const std::string& name) const {
    return std::filesystem::exists(std::filesystem::symlink_status(In(name)));
  }
  int Remove() const { return RemoveAbandonedSockets(directory_, absl::Now() + absl::Minutes(2)); }

  std::string directory_;
};

TEST_F(AbandonedSocketsTest, GoAfterAMinute) {
  Abandon("plugin-0123456789abcdef");
  Abandon("plugin-ffffffffffffffff");
  EXPECT_EQ(RemoveAbandonedSockets(directory_, absl::Now() + absl::Seconds(58)), 0);
  EXPECT_EQ(Remove(), 2);
  EXPECT_TRUE(std::filesystem::is_empty(directory_));
}

TEST_F(AbandonedSocketsTest, StayWhereSomebodyListens) {
  const int fd = Bind("plugin-0123456789abcdef");
  ASSERT_EQ(listen(fd, 1), 0);
  // More than the queue takes: refused for another reason, which must not count.
  for (int i = 0; i < 4; ++i) EXPECT_EQ(Remove(), 0);
  EXPECT_TRUE(Exists("plugin-0123456789abcdef"));
  close(fd);
  EXPECT_EQ(Remove(), 1);
}

TEST_F(AbandonedSocketsTest, NothingElseIsTouched) {
  const char* const sockets[] = {"plugin-0123456789abcde",  "plugin-0123456789abcdef0",
                                 "plugin-0123456789abcdeg", "plugin123456789",
                                 "attach-0123456789abcdef", "xplugin-0123456789abcdef"};
  for (const char* name : sockets) Abandon(name);
  close(open(In("plugin-0000000000000000").c_str(), O_CREAT | O_CLOEXEC | O_WRONLY, 0600));
  std::filesystem::create_directory(In("plugin-1111111111111111"));
  std::filesystem::create_symlink("attach-0123456789abcdef", In("plugin-2222222222222222"));
  EXPECT_EQ(Remove(), 0);
  for (const char* name : sockets) EXPECT_TRUE(Exists(name)) << name;
  EXPECT_TRUE(Exists("plugin-0000000000000000"));
  EXPECT_TRUE(Exists("plugin-1111111111111111"));
  EXPECT_TRUE(Exists("plugin-2222222222222222"));
}

TEST_F(AbandonedSocketsTest, AnotherUsersStay) {
  if (getuid() != 0) GTEST_SKIP() << "needs root to give a file away";
  Abandon("plugin-0123456789abcdef");
  ASSERT_EQ(chown(In("plugin-0123456789abcdef").c_str(), 1, static_cast<gid_t>(-1)), 0);
  EXPECT_EQ(Remove(), 0);
}

TEST_F(AbandonedSocketsTest, NoDirectoryIsNoMatter) {
  EXPECT_EQ(RemoveAbandonedSockets("/nonexistent", absl::Now()), 0);
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
