// Log lines as Terraform and OpenTofu read them from a provider's stderr: one JSON object a line.
//
//   Logger log(STDERR_FILENO, LogLevelFromEnvironment(), "provider.sixgate");
//   log.Log(LogLevel::kInfo, "registry opened", {{"path", path}});
//
// Log output ends up in public bug reports: nothing secret is ever logged.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_LOG_H_
#define SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_LOG_H_

#include <cstddef>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "engine/base/mutex.h"
#include "provider/framework/log.h"

namespace tf::plugin {

// Clients split longer lines and show the pieces raw. The newline counts.
inline constexpr size_t kLogLineMax = 64 * 1024;

// The level that `text`, a value of TF_LOG, asks for: TRACE … ERROR in any case, OFF, or JSON
// (which is TRACE). Empty is kOff; anything else is kTrace, as the clients have it.
LogLevel ParseLogLevel(absl::string_view text);

// TF_LOG_PROVIDER, or TF_LOG when that is not set.
LogLevel LogLevelFromEnvironment();

// One line with its newline, at most kLogLineMax bytes whatever is in it: long texts are cut, and
// fields that no longer fit are left out. A key's leading @ becomes _: clients crash on a @message
// or @level that is no text (go-plugin, client.go, logStderr).
std::string FormatLogLine(absl::Time time, LogLevel level, absl::string_view module,
                          absl::string_view message, absl::Span<const LogField> fields);

// The one writer of a process. Thread-safe. A line that cannot be written is lost: there is nobody
// left to tell.
class Logger final : public LogSink {
 public:
  // Lines below `minimum` are not written; with kOff none is. `fd` stays the caller's.
  Logger(int fd, LogLevel minimum, std::string module);

  // Whether a line of this level would be written: for texts that are costly to make.
  bool Enabled(LogLevel level) const { return level >= minimum_ && level != LogLevel::kOff; }

  void Log(LogLevel level, absl::string_view message, std::initializer_list<LogField> fields = {}) {
    Write(level, message, fields);
  }

  LogLevel minimum() const override { return minimum_; }
  void Write(LogLevel level, absl::string_view message, absl::Span<const LogField> fields) override;

 private:
  const int fd_;
  const LogLevel minimum_;
  const std::string module_;
  // Held over write(2), against the rule: a pipe takes long lines in pieces, and those of two
  // threads would mix.
  engine::base::Mutex mutex_;
};

}  // namespace tf::plugin

#endif  // SIXGATE_PROVIDER_FRAMEWORK_PLUGIN_LOG_H_
