#include "engine/base/clock.h"

#include <gtest/gtest.h>

#include "absl/time/clock.h"

namespace engine::base {
namespace {

TEST(ClockTest, RealClockIsTheSystemsClock) {
  const absl::Time before = absl::Now();
  const absl::Time now = RealClock()->Now();
  EXPECT_LE(before, now);
  EXPECT_LE(now, absl::Now());
}

TEST(ClockTest, FakeClockMovesOnlyWhenTold) {
  FakeClock clock;
  EXPECT_EQ(absl::FormatTime(clock.Now(), absl::UTCTimeZone()), "2001-09-09T01:46:40+00:00");
  clock.Advance(absl::Seconds(2));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(1'000'000'002));
  clock.Advance(-absl::Seconds(3));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(999'999'999));
}

TEST(ClockTest, FakeClockStartsWhereItIsTold) {
  EXPECT_EQ(FakeClock(absl::FromUnixSeconds(7)).Now(), absl::FromUnixSeconds(7));
}

}  // namespace
}  // namespace engine::base
