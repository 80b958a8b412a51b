#include "provider/framework/plugin/log.h"

#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "provider/framework/plugin/json_text.h"

namespace tf::plugin {
namespace {

// Leaves room for a dozen fields beside a message that is as long as it may be.
constexpr size_t kMessageMax = 32 * 1024;
constexpr size_t kFieldMax = 16 * 1024;
constexpr size_t kModuleMax = 1024;

absl::string_view LevelName(LogLevel level) {
  switch (level) {
    case LogLevel::kTrace:
      return "trace";
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarn:
      return "warn";
    case LogLevel::kError:
    case LogLevel::kOff:
      break;
  }
  return "error";
}

std::string JsonKey(absl::string_view key) {
  if (!absl::StartsWith(key, "@")) return JsonString(key, kModuleMax);
  return JsonString(absl::StrCat("_", key.substr(1)), kModuleMax);
}

std::string JsonOf(const LogValue& value) {
  if (const auto* text = std::get_if<absl::string_view>(&value.value())) {
    return JsonString(*text, kFieldMax);
  }
  if (const auto* truth = std::get_if<bool>(&value.value())) return *truth ? "true" : "false";
  if (const auto* number = std::get_if<int64_t>(&value.value())) return absl::StrCat(*number);
  return absl::StrCat(*std::get_if<uint64_t>(&value.value()));
}

}  // namespace

LogLevel ParseLogLevel(absl::string_view text) {
  const std::string level = absl::AsciiStrToUpper(text);
  if (level.empty() || level == "OFF") return LogLevel::kOff;
  if (level == "DEBUG") return LogLevel::kDebug;
  if (level == "INFO") return LogLevel::kInfo;
  if (level == "WARN") return LogLevel::kWarn;
  if (level == "ERROR") return LogLevel::kError;
  return LogLevel::kTrace;
}

LogLevel LogLevelFromEnvironment() {
  for (const char* name : {"TF_LOG_PROVIDER", "TF_LOG"}) {
    const char* text = std::getenv(name);
    if (text != nullptr && *text != '\0') return ParseLogLevel(text);
  }
  return LogLevel::kOff;
}

std::string FormatLogLine(absl::Time time, LogLevel level, absl::string_view module,
                          absl::string_view message, absl::Span<const LogField> fields) {
  // Exactly six digits of a second: with any other number clients show the line raw.
  std::string line = absl::StrCat(
      R"({"@level":")", LevelName(level), R"(","@message":)", JsonString(message, kMessageMax),
      R"(,"@timestamp":")", absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone()),
      R"(","@module":)", JsonString(module, kModuleMax));
  for (const LogField& field : fields) {
    const std::string text = absl::StrCat(",", JsonKey(field.key), ":", JsonOf(field.value));
    if (line.size() + text.size() + 2 <= kLogLineMax) line += text;
  }
  line += "}\n";
  return line;
}

Logger::Logger(int fd, LogLevel minimum, std::string module)
    : fd_(fd), minimum_(minimum), module_(std::move(module)) {}

void Logger::Write(LogLevel level, absl::string_view message, absl::Span<const LogField> fields) {
  if (!Enabled(level)) return;
  const std::string line = FormatLogLine(absl::Now(), level, module_, message, fields);
  const engine::base::MutexLock lock(mutex_);
  absl::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = write(fd_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    rest.remove_prefix(static_cast<size_t>(written));
  }
}

}  // namespace tf::plugin
