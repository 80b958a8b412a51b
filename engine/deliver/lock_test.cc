#include "engine/deliver/lock.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/status_matchers.h"

namespace engine::deliver {
namespace {

using ::tests::StatusIs;

class RealLockTest : public ::testing::Test {
 protected:
  RealLockTest() {
    std::string path = ::testing::TempDir() + "sixgate-lock-XXXXXX";
    directory_ = ::mkdtemp(path.data());
  }
  ~RealLockTest() override { std::filesystem::remove_all(directory_); }

  std::string directory_;
};

class LockTest : public RealLockTest, public ::testing::WithParamInterface<bool> {
 protected:
  const std::unique_ptr<DirectoryLocks> locks_ =
      GetParam() ? RealDirectoryLocks() : InProcessDirectoryLocks();
};

TEST_P(LockTest, OneThreadAtATimeIsInADirectory) {
  int inside = 0;
  int visits = 0;
  const auto visit = [&] {
    for (int i = 0; i < 50; ++i) {
      ASSERT_OK_AND_ASSIGN(const auto lock, locks_->Lock(directory_, absl::Minutes(1)));
      EXPECT_EQ(++inside, 1);
      ++visits;
      --inside;
    }
  };
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int i = 0; i < 4; ++i) threads.emplace_back(visit);
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(visits, 200);
}

TEST_P(LockTest, WaitsNoLongerThanItIsTold) {
  ASSERT_OK_AND_ASSIGN(const auto held, locks_->Lock(directory_, absl::Minutes(1)));
  std::thread([&] {
    EXPECT_THAT(locks_->Lock(directory_, absl::Milliseconds(20)),
                StatusIs(absl::StatusCode::kDeadlineExceeded,
                         ::testing::HasSubstr("written by others for longer than 20ms")));
  }).join();
}

TEST_P(LockTest, DirectoriesAreIndependent) {
  const std::string other = directory_ + "/other";
  std::filesystem::create_directory(other);
  ASSERT_OK_AND_ASSIGN(const auto one, locks_->Lock(directory_, absl::Minutes(1)));
  EXPECT_OK(locks_->Lock(other, absl::Milliseconds(1)));
}

INSTANTIATE_TEST_SUITE_P(Both, LockTest, ::testing::Bool(), [](const auto& test) {
  return test.param ? std::string("Real") : std::string("InProcess");
});

TEST_F(RealLockTest, AnotherProcessIsWaitedForAndItsDeathUnlocks) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto lock = RealDirectoryLocks()->Lock(directory_, absl::Minutes(1));
    const char byte = lock.ok() ? 'y' : 'n';
    if (::write(ready[1], &byte, 1) != 1) ::_exit(1);
    ::pause();
    ::_exit(0);
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  ASSERT_EQ(byte, 'y');
  const auto locks = RealDirectoryLocks();
  EXPECT_THAT(locks->Lock(directory_, absl::Milliseconds(20)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  EXPECT_OK(locks->Lock(directory_, absl::Minutes(1)));
  ::close(ready[0]);
  ::close(ready[1]);
}

TEST_F(RealLockTest, WhatIsNoDirectoryIsRefused) {
  const auto locks = RealDirectoryLocks();
  std::ofstream(directory_ + "/file") << "x";
  std::filesystem::create_directory_symlink(directory_, directory_ + "/link");
  EXPECT_THAT(locks->Lock(directory_ + "/file", absl::Minutes(1)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(locks->Lock(directory_ + "/link", absl::Minutes(1)),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(locks->Lock(directory_ + "/missing", absl::Minutes(1)),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(RealLockTest, ADirectoryThatWasReplacedWhileWaitingIsLockedAnew) {
  const auto locks = RealDirectoryLocks();
  const auto others = RealDirectoryLocks();
  const std::string place = directory_ + "/place";
  std::filesystem::create_directory(place);
  auto held = others->Lock(place, absl::Minutes(1));
  ASSERT_OK(held);
  std::thread waiter([&] { EXPECT_OK(locks->Lock(place, absl::Minutes(1))); });
  // At once, so that the waiter finds a directory whenever it looks.
  const std::string other = directory_ + "/other";
  std::filesystem::create_directory(other);
  ASSERT_EQ(renameat2(AT_FDCWD, place.c_str(), AT_FDCWD, other.c_str(), RENAME_EXCHANGE), 0);
  held->reset();
  waiter.join();
}

}  // namespace
}  // namespace engine::deliver
