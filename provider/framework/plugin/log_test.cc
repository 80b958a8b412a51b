#include "provider/framework/plugin/log.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_split.h"

namespace tf::plugin {
namespace {

using ::testing::EndsWith;

// 2026-08-22 07:05:09.000042 UTC.
const absl::Time kTime = absl::FromUnixMicros(1787382309'000042);

// A pipe whose reading end never blocks.
class Pipe {
 public:
  Pipe() { EXPECT_EQ(pipe2(fds_, O_CLOEXEC | O_NONBLOCK), 0); }
  ~Pipe() {
    close(fds_[0]);
    close(fds_[1]);
  }
  int write_end() const { return fds_[1]; }
  std::string Read() const {
    std::string text(1 << 16, '\0');
    const ssize_t size = read(fds_[0], text.data(), text.size());
    text.resize(size < 0 ? 0 : static_cast<size_t>(size));
    return text;
  }

 private:
  int fds_[2];
};

TEST(LogLineTest, IsTheJsonThatClientsParse) {
  EXPECT_EQ(FormatLogLine(kTime, LogLevel::kInfo, "provider.sixgate", "hello", {}),
            R"({"@level":"info","@message":"hello","@timestamp":"2026-08-22T07:05:09.000042Z",)"
            R"("@module":"provider.sixgate"})"
            "\n");
}

TEST(LogLineTest, CarriesFieldsAfterTheMessage) {
  EXPECT_EQ(FormatLogLine(kTime, LogLevel::kError, "m", "x", {{"path", "/a b"}, {"n", "1"}}),
            R"({"@level":"error","@message":"x","@timestamp":"2026-08-22T07:05:09.000042Z",)"
            R"("@module":"m","path":"/a b","n":"1"})"
            "\n");
}

TEST(LogLineTest, WritesNumbersAndTruthsAsJsonHasThem) {
  const auto line = nlohmann::json::parse(FormatLogLine(
      kTime, LogLevel::kInfo, "m", "x",
      {{"low", INT64_MIN}, {"high", UINT64_MAX}, {"yes", true}, {"no", false}, {"text", "1"}}));
  EXPECT_EQ(line["low"], INT64_MIN);
  EXPECT_EQ(line["high"], UINT64_MAX);
  EXPECT_EQ(line["yes"], true);
  EXPECT_EQ(line["no"], false);
  EXPECT_EQ(line["text"], "1");
}

TEST(LogLineTest, KeepsTheClientsOwnKeysToItself) {
  const auto line = nlohmann::json::parse(FormatLogLine(
      kTime, LogLevel::kInfo, "m", "x", {{"@message", 1}, {"@level", 2}, {"", "empty"}}));
  EXPECT_EQ(line["@message"], "x");
  EXPECT_EQ(line["@level"], "info");
  EXPECT_EQ(line["_message"], 1);
  EXPECT_EQ(line["_level"], 2);
  EXPECT_EQ(line[""], "empty");
}

TEST(LogLineTest, NamesEveryLevelAsClientsDo) {
  const struct {
    LogLevel level;
    const char* name;
  } cases[] = {{LogLevel::kTrace, "trace"},
               {LogLevel::kDebug, "debug"},
               {LogLevel::kInfo, "info"},
               {LogLevel::kWarn, "warn"},
               {LogLevel::kError, "error"}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.name);
    EXPECT_EQ(nlohmann::json::parse(FormatLogLine(kTime, c.level, "m", "x", {}))["@level"], c.name);
  }
}

TEST(LogLineTest, HasExactlySixFractionalDigits) {
  const auto line = nlohmann::json::parse(
      FormatLogLine(absl::FromUnixSeconds(1787382309), LogLevel::kInfo, "m", "x", {}));
  EXPECT_EQ(line["@timestamp"], "2026-08-22T07:05:09.000000Z");
}

TEST(LogLineTest, IsOneLineOfValidJsonWhateverBytesComeIn) {
  const std::string bytes("\xFF\xC3\n\"\\\0'\x01", 8);
  const std::string text = FormatLogLine(kTime, LogLevel::kWarn, bytes, bytes, {{"key", bytes}});
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  const auto line = nlohmann::json::parse(text);
  const std::string expected("\xEF\xBF\xBD\xEF\xBF\xBD\n\"\\\0'\x01", 12);
  EXPECT_EQ(line["@message"], expected);
  EXPECT_EQ(line["@module"], expected);
  EXPECT_EQ(line["key"], expected);
}

TEST(LogLineTest, NeverExceedsWhatClientsReadAsOneLine) {
  const std::string huge(1 << 20, '\x01');
  const std::string text = FormatLogLine(
      kTime, LogLevel::kInfo, huge, huge,
      {{"first", huge}, {"second", huge}, {"does_not_fit", huge}, {"small", "still fits"}});
  EXPECT_LE(text.size(), kLogLineMax);
  const auto line = nlohmann::json::parse(text);
  EXPECT_THAT(line["@message"].get<std::string>(), EndsWith("…"));
  EXPECT_TRUE(line.contains("first"));
  EXPECT_FALSE(line.contains("does_not_fit"));
  EXPECT_EQ(line["small"], "still fits");
}

TEST(LogLevelTest, FollowsTheClientsSpelling) {
  const struct {
    const char* text;
    LogLevel level;
  } cases[] = {{"", LogLevel::kOff},        {"OFF", LogLevel::kOff},     {"off", LogLevel::kOff},
               {"TRACE", LogLevel::kTrace}, {"debug", LogLevel::kDebug}, {"Info", LogLevel::kInfo},
               {"WARN", LogLevel::kWarn},   {"ERROR", LogLevel::kError}, {"JSON", LogLevel::kTrace},
               {"yes", LogLevel::kTrace}};
  for (const auto& c : cases) {
    SCOPED_TRACE(c.text);
    EXPECT_EQ(ParseLogLevel(c.text), c.level);
  }
}

TEST(LogLevelTest, ProviderVariableWinsOverTheGeneralOne) {
  unsetenv("TF_LOG");
  unsetenv("TF_LOG_PROVIDER");
  EXPECT_EQ(LogLevelFromEnvironment(), LogLevel::kOff);
  setenv("TF_LOG", "WARN", 1);
  EXPECT_EQ(LogLevelFromEnvironment(), LogLevel::kWarn);
  setenv("TF_LOG_PROVIDER", "", 1);
  EXPECT_EQ(LogLevelFromEnvironment(), LogLevel::kWarn);
  setenv("TF_LOG_PROVIDER", "off", 1);
  EXPECT_EQ(LogLevelFromEnvironment(), LogLevel::kOff);
  unsetenv("TF_LOG");
  unsetenv("TF_LOG_PROVIDER");
}

TEST(LoggerTest, WritesFromItsLevelUp) {
  const Pipe pipe;
  Logger log(pipe.write_end(), LogLevel::kInfo, "m");
  log.Log(LogLevel::kDebug, "below");
  EXPECT_EQ(pipe.Read(), "");
  log.Log(LogLevel::kInfo, "at", {{"k", "v"}});
  const auto line = nlohmann::json::parse(pipe.Read());
  EXPECT_EQ(line["@message"], "at");
  EXPECT_EQ(line["@module"], "m");
  EXPECT_EQ(line["k"], "v");
}

TEST(LoggerTest, WritesNothingWhenOff) {
  const Pipe pipe;
  Logger log(pipe.write_end(), LogLevel::kOff, "m");
  EXPECT_FALSE(log.Enabled(LogLevel::kError));
  log.Log(LogLevel::kError, "x");
  log.Log(LogLevel::kOff, "x");
  EXPECT_EQ(pipe.Read(), "");
}

TEST(LoggerTest, KeepsLinesOfSeveralThreadsWhole) {
  const Pipe pipe;
  Logger log(pipe.write_end(), LogLevel::kTrace, "m");
  constexpr int kThreads = 8;
  // Longer than a pipe takes in one piece; all of them together fit into it.
  const std::string message(6000, 'x');
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] { log.Log(LogLevel::kInfo, message); });
  }
  for (std::thread& thread : threads) thread.join();
  const std::vector<std::string> lines = absl::StrSplit(pipe.Read(), '\n', absl::SkipEmpty());
  ASSERT_EQ(lines.size(), size_t{kThreads});
  for (const std::string& line : lines) {
    EXPECT_EQ(nlohmann::json::parse(line)["@message"], message);
  }
}

TEST(LoggerTest, SurvivesAReaderThatIsGone) {
  Logger log(-1, LogLevel::kTrace, "m");
  log.Log(LogLevel::kInfo, "x");
}

}  // namespace
}  // namespace tf::plugin
