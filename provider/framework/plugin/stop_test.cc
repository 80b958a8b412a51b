#include "provider/framework/plugin/stop.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <memory>
#include <thread>

#include "tests/support/status_matchers.h"

namespace tf::plugin {
namespace {

TEST(StopEventTest, WaitsForAReasonAndTheFirstCounts) {
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<StopEvent> stop, StopEvent::Create());
  std::thread client([&] {
    stop->Stop(StopReason::kDisconnected);
    stop->Stop(StopReason::kAsked);
  });
  EXPECT_EQ(stop->Wait(), StopReason::kDisconnected);
  client.join();
}

TEST(StopEventTest, SignalsStop) {
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<StopEvent> stop, StopEvent::Create());
  stop->StopOnSignals({SIGUSR1});
  raise(SIGUSR1);
  EXPECT_EQ(stop->Wait(), StopReason::kSignalled);
  signal(SIGUSR1, SIG_DFL);
}

TEST(StopEventTest, SignalsAfterItsEndAreHarmless) {
  { StopEvent::Create().value()->StopOnSignals({SIGUSR1}); }
  raise(SIGUSR1);
  signal(SIGUSR1, SIG_DFL);
}

TEST(StopEventTest, NoticesAnotherParent) {
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<StopEvent> stop, StopEvent::Create());
  EXPECT_EQ(stop->Wait(getppid() + 1), StopReason::kOrphaned);
}

TEST(StopEventTest, AReasonCountsBeforeTheParent) {
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<StopEvent> stop, StopEvent::Create());
  stop->Stop(StopReason::kAsked);
  EXPECT_EQ(stop->Wait(getppid() + 1), StopReason::kAsked);
}

TEST(StopReasonTest, HasWordsForTheLog) {
  EXPECT_EQ(Describe(StopReason::kAsked), "the client asked");
  EXPECT_EQ(Describe(StopReason::kSignalled), "a signal came");
  EXPECT_EQ(Describe(StopReason::kDisconnected), "the client's connection is gone");
  EXPECT_EQ(Describe(StopReason::kOrphaned), "the parent process is gone");
}

}  // namespace
}  // namespace tf::plugin
