#include "provider/framework/server/calls.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <thread>
#include <vector>

namespace tf::server {
namespace {

bool Never() { return false; }

TEST(CallsTest, StopReachesEveryCallInFlightAndNoLaterOne) {
  Calls calls;
  const Calls::Call first(calls, &Never);
  std::optional<Calls::Call> ended(std::in_place, calls, &Never);
  const std::stop_token over = ended->stop();
  ended.reset();
  const Calls::Call second(calls, &Never);
  EXPECT_FALSE(first.stop().stop_requested());
  calls.StopAll();
  EXPECT_TRUE(first.stop().stop_requested());
  EXPECT_TRUE(second.stop().stop_requested());
  EXPECT_FALSE(over.stop_requested());
  const Calls::Call later(calls, &Never);
  EXPECT_FALSE(later.stop().stop_requested());
  calls.StopAll();
  EXPECT_TRUE(later.stop().stop_requested());
}

TEST(CallsTest, AnAbandonedCallIsStoppedAlone) {
  Calls calls;
  bool gone = false;
  const Calls::Call left(calls, [&] { return gone; });
  const Calls::Call waited_for(calls, &Never);
  calls.StopAbandoned();
  EXPECT_FALSE(left.stop().stop_requested());
  gone = true;
  calls.StopAbandoned();
  EXPECT_TRUE(left.stop().stop_requested());
  EXPECT_FALSE(waited_for.stop().stop_requested());
}

TEST(CallsTest, ACallMayStopItself) {
  Calls calls;
  Calls::Call call(calls, &Never);
  call.Stop();
  EXPECT_TRUE(call.stop().stop_requested());
}

TEST(CallsTest, AStopCallbackMayBeginAndEndCalls) {
  Calls calls;
  std::optional<Calls::Call> call(std::in_place, calls, &Never);
  int asked = 0;
  const std::stop_callback callback(call->stop(), [&] {
    const Calls::Call other(calls, &Never);
    call.reset();
    ++asked;
  });
  calls.StopAll();
  EXPECT_EQ(asked, 1);
}

TEST(CallsTest, SeveralThreadsMayBeginEndAndStop) {
  Calls calls;
  std::atomic<int> begun = 0;
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 200; ++n) {
        const Calls::Call call(calls, [] { return true; });
        ++begun;
      }
    });
  }
  for (int n = 0; n < 50; ++n) {
    calls.StopAbandoned();
    calls.StopAll();
  }
  threads.clear();
  EXPECT_EQ(begun, 1600);
}

}  // namespace
}  // namespace tf::server
