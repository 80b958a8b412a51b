// A hundred processes, each started and ended at some moment between its first instruction and the
// middle of a call, in each way there is. Nothing may be left of any of them.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>

#include <chrono>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "proto/tfplugin6.grpc.pb.h"
#include "provider/framework/testing/plugin_client.h"
#include "provider/framework/testing/plugin_process.h"
#include "tests/protocol/process_fixture.h"
#include "tests/support/status_matchers.h"

namespace tests::protocol {
namespace {

using ::testing::IsEmpty;
using tf::testing::PluginClient;
using tf::testing::PluginProcess;

constexpr int kProcesses = 100;
// A plugin is ready after some five milliseconds; this reaches well past its first call.
constexpr uint64_t kMomentMaxMicroseconds = 20'000;

enum class End { kKill, kTerminate, kInterruptAndKill, kShutdown, kDisconnect, kClientKilled };
constexpr End kEnds[] = {End::kKill,     End::kTerminate,  End::kInterruptAndKill,
                         End::kShutdown, End::kDisconnect, End::kClientKilled};

// The seed is printed with a failure, and SIXGATE_SEED sets it.
uint64_t Seed() {
  const char* text = getenv("SIXGATE_SEED");
  uint64_t seed = 0;
  if (text != nullptr && absl::SimpleAtoi(text, &seed)) return seed;
  return std::random_device()();
}

class ProcessesTest : public ProcessFixture, public ::testing::WithParamInterface<const char*> {
 protected:
  uint64_t Below(uint64_t bound) { return random_() % bound; }

  // Lets some time pass in which the other processes go on: no event is waited for.
  void PassAMoment() {
    const timespec moment = {.tv_sec = 0,
                             .tv_nsec = static_cast<long>(Below(kMomentMaxMicroseconds) * 1000)};
    ppoll(nullptr, 0, &moment, nullptr);
  }

  // A plugin whose client is not there yet, ended at any moment of its start.
  void EndDuringStart(int signal) {
    std::map<std::string, std::string> environment = tf::testing::ClientEnvironment();
    environment["TMPDIR"] = directory();
    ASSERT_OK_AND_ASSIGN(const auto process, PluginProcess::Start({.arguments = {GetParam()},
                                                                   .environment = environment}));
    PassAMoment();
    process->Signal(signal);
    if (signal == SIGINT) {
      PassAMoment();
      process->Signal(SIGTERM);
    }
    EXPECT_OK(process->WaitForExit());
  }

  // A plugin that is asked all the time by several threads of its client.
  void EndDuringCalls(End end) {
    ASSERT_OK_AND_ASSIGN(
        const auto client,
        PluginClient::Start(
            {.command = {.arguments = {GetParam()}, .environment = {{"TMPDIR", directory()}}}}));
    const auto ask = [&client] {
      grpc::ClientContext context;
      tfplugin6::GetProviderSchema::Response response;
      return tfplugin6::Provider::NewStub(client->channel())
          ->GetProviderSchema(&context, {}, &response)
          .ok();
    };
    // A stream that was given up before the plugin knew of it would not be missed.
    if (end == End::kDisconnect) {
      EXPECT_TRUE(ask());
    }
    std::vector<std::future<void>> callers;
    for (int i = 0; i < 3; ++i) {
      callers.push_back(std::async(std::launch::async, [&ask] {
        while (ask()) {
        }
      }));
    }
    PassAMoment();
    if (end == End::kKill) client->process().Signal(SIGKILL);
    if (end == End::kTerminate) client->process().Signal(SIGTERM);
    if (end == End::kInterruptAndKill) {
      client->process().Signal(SIGINT);
      PassAMoment();
      client->process().Signal(SIGKILL);
    }
    // Its answer may be lost: the other callers write into a connection that ends. Clients take
    // both.
    if (end == End::kShutdown) client->Shutdown().IgnoreError();
    if (end == End::kDisconnect) client->Disconnect();
    EXPECT_OK(client->process().WaitForExit());
    for (std::future<void>& caller : callers) caller.get();
  }

  // The client is killed: before it started the plugin, while that starts, or in a call.
  void EndWithTheClient(bool connected) {
    ASSERT_OK_AND_ASSIGN(
        const auto client,
        PluginProcess::Start({.arguments = {VANISHING_CLIENT, GetParam(), directory()}}));
    if (connected) {
      EXPECT_OK(client->WaitForStderr("connected\n"));
    }
    PassAMoment();
    client->Signal(SIGKILL);
    EXPECT_OK(client->WaitForExit());
  }

  void EndOne() {
    const End end = kEnds[Below(std::size(kEnds))];
    const bool connected = Below(2) == 0;
    SCOPED_TRACE(absl::StrCat("end ", static_cast<int>(end), connected ? ", connected" : ""));
    if (end == End::kClientKilled) {
      EndWithTheClient(connected);
    } else if (connected || end == End::kShutdown || end == End::kDisconnect) {
      EndDuringCalls(end);
    } else {
      EndDuringStart(end == End::kKill ? SIGKILL : end == End::kTerminate ? SIGTERM : SIGINT);
    }
  }

  const uint64_t seed_ = Seed();
  std::mt19937_64 random_{seed_};
};

TEST_P(ProcessesTest, LeaveNothing) {
  SCOPED_TRACE(absl::StrCat("SIXGATE_SEED=", seed_));
  for (int i = 0; i < kProcesses; ++i) EndOne();
  // Before the sockets: a plugin that still runs may have one.
  ReapOrphans();
  // Of those that were killed before their client connected a name may be left. The next plugin
  // removes it when it is old enough that nobody can be waiting for it.
  for (const std::string& socket : Left()) {
    const timespec long_ago[2] = {};
    ASSERT_EQ(utimensat(AT_FDCWD, socket.c_str(), long_ago, AT_SYMLINK_NOFOLLOW), 0) << socket;
  }
  ASSERT_OK_AND_ASSIGN(
      const auto next,
      PluginClient::Start(
          {.command = {.arguments = {GetParam()}, .environment = {{"TMPDIR", directory()}}}}));
  EXPECT_OK(next->Shutdown());
  EXPECT_THAT(Left(), IsEmpty());
  ReapOrphans();
}

TEST_P(ProcessesTest, ThatAreKilledInACallLeaveNoSocketAtAll) {
  SCOPED_TRACE(absl::StrCat("SIXGATE_SEED=", seed_));
  for (int i = 0; i < 10; ++i) EndDuringCalls(End::kKill);
  EXPECT_THAT(Left(), IsEmpty());
  ReapOrphans();
}

INSTANTIATE_TEST_SUITE_P(Programs, ProcessesTest, ::testing::Values(SIXGATE_PLUGIN, FIXTURE_PLUGIN),
                         [](const auto& row) { return row.index == 0 ? "sixgate" : "fixture"; });

}  // namespace
}  // namespace tests::protocol
