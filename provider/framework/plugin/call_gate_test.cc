#include "provider/framework/plugin/call_gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <thread>
#include <vector>

namespace tf::plugin {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(CallGateTest, LetsNoMoreThanTheLimitIn) {
  constexpr int kLimit = 3;
  CallGate gate(kLimit);
  std::atomic<int> inside = 0;
  std::atomic<int> most = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 200; ++round) {
        gate.Enter();
        const int now = ++inside;
        int seen = most;
        while (now > seen && !most.compare_exchange_weak(seen, now)) {
        }
        std::this_thread::yield();
        --inside;
        gate.Leave();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_LE(most, kLimit);
  EXPECT_TRUE(gate.Drain(milliseconds(0)));
}

TEST(CallGateTest, DrainingWaitsForThoseInside) {
  CallGate gate(2);
  gate.Enter();
  std::atomic<bool> left = false;
  std::thread call([&] {
    left = true;
    gate.Leave();
  });
  EXPECT_TRUE(gate.Drain(seconds(60)));
  EXPECT_TRUE(left);
  call.join();
}

TEST(CallGateTest, ClosedLetsNobodyInWhenOthersLeave) {
  // Owned by the thread too, which waits for ever.
  const auto gate = std::make_shared<CallGate>(1);
  const auto entered = std::make_shared<std::atomic<bool>>(false);
  gate->Enter();
  std::thread([gate, entered] {
    gate->Enter();
    *entered = true;
  }).detach();
  gate->Close();
  gate->Leave();
  EXPECT_TRUE(gate->Drain(seconds(60)));
  EXPECT_FALSE(*entered);
}

TEST(CallGateTest, DrainingGivesUpWhenTheGraceIsOver) {
  CallGate gate(2);
  gate.Enter();
  EXPECT_FALSE(gate.Drain(milliseconds(1)));
  gate.Leave();
  EXPECT_TRUE(gate.Drain(milliseconds(0)));
}

}  // namespace
}  // namespace tf::plugin
