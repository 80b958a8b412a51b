// What tests that start programs share: a directory for sockets in which nothing may be left, and
// no child that nobody waited for.
#ifndef SIXGATE_TESTS_PROTOCOL_PROCESS_FIXTURE_H_
#define SIXGATE_TESTS_PROTOCOL_PROCESS_FIXTURE_H_

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <vector>

namespace tests::protocol {

class ProcessFixture : public ::testing::Test {
 protected:
  ProcessFixture() {
    // Orphans become this process's children, so that none is overlooked.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    // Not TempDir: under a long one plugins go elsewhere.
    std::string path = "/tmp/sockets-XXXXXX";
    directory_ = mkdtemp(path.data());
  }
  ~ProcessFixture() override { std::filesystem::remove_all(directory_); }

  const std::string& directory() const { return directory_; }

  std::vector<std::string> Left() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
      names.push_back(entry.path().string());
    }
    return names;
  }

  // Waits for orphans to end; the test's timeout is the bound.
  static void ReapOrphans() {
    while (waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
    }
    EXPECT_EQ(errno, ECHILD);
  }

 private:
  std::string directory_;
};

}  // namespace tests::protocol

#endif  // SIXGATE_TESTS_PROTOCOL_PROCESS_FIXTURE_H_
