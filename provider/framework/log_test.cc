#include "provider/framework/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/operation.h"
#include "provider/framework/testing/kept_log.h"

namespace tf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::KeptLog;

TEST(LogTest, SaysEachLevelWithItsFields) {
  KeptLog kept;
  const Log log(&kept);
  const std::string text = "a b";
  log.Trace("t");
  log.Debug("d", {{"text", text}, {"literal", "x"}});
  log.Info("i", {{"number", -3}, {"size", size_t{18446744073709551615u}}});
  log.Warn("w", {{"truth", true}});
  log.Error("e", {{"view", absl::string_view(text).substr(2)}});
  EXPECT_THAT(kept.lines(), ElementsAre("trace t", "debug d text=a b literal=x",
                                        "info i number=-3 size=18446744073709551615",
                                        "warn w truth=true", "error e view=b"));
}

TEST(LogTest, SaysNothingBelowTheLevelThatIsWanted) {
  KeptLog kept(LogLevel::kWarn);
  const Log log = Log(&kept).With({{"k", "v"}});
  EXPECT_FALSE(log.Enabled(LogLevel::kInfo));
  EXPECT_TRUE(log.Enabled(LogLevel::kWarn));
  log.Trace("t");
  log.Debug("d");
  log.Info("i");
  log.Warn("w");
  EXPECT_THAT(kept.lines(), ElementsAre("warn w k=v"));
}

TEST(LogTest, WithoutASinkOrWithOneThatIsOffIsSilent) {
  KeptLog off(LogLevel::kOff);
  const Log logs[] = {Log(), Log(nullptr), Log(&off), Operation().log, Operation().log.With({})};
  for (const Log& log : logs) {
    log.With({{"k", "v"}}).Error("e", {{"k", "v"}});
    log.Trace("t");
    EXPECT_FALSE(log.Enabled(LogLevel::kError));
    EXPECT_FALSE(log.Enabled(LogLevel::kOff));
  }
  EXPECT_THAT(off.lines(), IsEmpty());
}

TEST(LogTest, OffIsNoLevelToWriteAt) {
  KeptLog kept;
  EXPECT_FALSE(Log(&kept).Enabled(LogLevel::kOff));
}

TEST(LogTest, FieldsOfTheRequestGoFirstAndTheLaterOfTwoCounts) {
  KeptLog kept;
  const Log request = Log(&kept).With({{"rpc", "Read"}, {"try", 1}});
  request.With({{"try", 2}}).Info("i", {{"id", "x"}});
  request.Info("i", {{"rpc", "mine"}});
  EXPECT_THAT(kept.lines(), ElementsAre("info i rpc=Read try=2 id=x", "info i try=1 rpc=mine"));
}

TEST(LogTest, KeepsItsOwnCopiesOfFields) {
  KeptLog kept;
  std::optional<Log> first;
  Log copy;
  {
    const std::string key = "a long key that no string keeps in itself";
    const std::string text = "a long text that no string keeps in itself";
    first = Log(&kept).With({{key, text}});
    copy = *first;
  }
  first.reset();
  copy.Info("i");
  EXPECT_THAT(kept.lines(), ElementsAre("info i a long key that no string keeps in itself=a long "
                                        "text that no string keeps in itself"));
}

TEST(LogTest, IsForSeveralThreadsAtOnce) {
  constexpr int kThreads = 8;
  constexpr int kLines = 100;
  KeptLog kept;
  const Log log = Log(&kept).With({{"k", "v"}});
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&log, thread] {
      for (int line = 0; line < kLines; ++line) log.With({{"thread", thread}}).Info("i");
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(kept.lines().size(), size_t{kThreads * kLines});
}

}  // namespace
}  // namespace tf
