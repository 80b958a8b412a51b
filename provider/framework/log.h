// What a provider's code says while it works; users see it with TF_LOG_PROVIDER=DEBUG.
//
//   operation.log.Info("created", {{"id", *plan.id}, {"rows", rows}});
//
// Logs end up in public bug reports: never log a secret.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_LOG_H_
#define SIXGATE_PROVIDER_FRAMEWORK_LOG_H_

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tf {

enum class LogLevel { kTrace, kDebug, kInfo, kWarn, kError, kOff };

// A text of any bytes, a whole number or a truth. It does not own its text.
class LogValue {
 public:
  // NOLINTBEGIN(google-explicit-constructor): fields are written as {"key", value}.
  LogValue(absl::string_view text) : value_(text) {}
  LogValue(const std::string& text) : value_(absl::string_view(text)) {}
  LogValue(const char* text) : value_(absl::string_view(text)) {}
  LogValue(bool truth) : value_(truth) {}
  template <std::signed_integral T>
  LogValue(T number) : value_(static_cast<int64_t>(number)) {}
  template <std::unsigned_integral T>
  LogValue(T number) : value_(static_cast<uint64_t>(number)) {}
  // NOLINTEND(google-explicit-constructor)

  using Variant = std::variant<absl::string_view, int64_t, uint64_t, bool>;
  const Variant& value() const { return value_; }

 private:
  Variant value_;
};

struct LogField {
  absl::string_view key;
  LogValue value;
};

// Where lines go. Thread-safe: lines of several threads never mix.
class LogSink {
 public:
  virtual ~LogSink() = default;
  // The lowest level that is wanted; it never changes.
  virtual LogLevel minimum() const = 0;
  // Writes one line; nothing is kept of what it is given.
  virtual void Write(LogLevel level, absl::string_view message,
                     absl::Span<const LogField> fields) = 0;
};

// Says what it is told with the fields of its request. Without a sink it is silent, as in unit
// tests. A cheap value: copies may go to other threads, and may outlive the request. All methods
// may be called from several threads at once.
//
// Nothing is formatted, copied or allocated for a line that nobody wants.
class Log {
 public:
  // Silent.
  Log() = default;
  // Null is silent. The sink outlives all logs that are made of this one.
  explicit Log(LogSink* sink);

  // Whether a line of this level would be written: for fields that are costly to make.
  bool Enabled(LogLevel level) const {
    return context_ != nullptr && level >= minimum_ && level != LogLevel::kOff;
  }

  void Trace(absl::string_view message, std::initializer_list<LogField> fields = {}) const {
    if (Enabled(LogLevel::kTrace)) Write(LogLevel::kTrace, message, fields);
  }
  void Debug(absl::string_view message, std::initializer_list<LogField> fields = {}) const {
    if (Enabled(LogLevel::kDebug)) Write(LogLevel::kDebug, message, fields);
  }
  void Info(absl::string_view message, std::initializer_list<LogField> fields = {}) const {
    if (Enabled(LogLevel::kInfo)) Write(LogLevel::kInfo, message, fields);
  }
  void Warn(absl::string_view message, std::initializer_list<LogField> fields = {}) const {
    if (Enabled(LogLevel::kWarn)) Write(LogLevel::kWarn, message, fields);
  }
  void Error(absl::string_view message, std::initializer_list<LogField> fields = {}) const {
    if (Enabled(LogLevel::kError)) Write(LogLevel::kError, message, fields);
  }

  // The same log with more fields in each line; of two with the same key the later one counts. It
  // keeps copies of them.
  Log With(std::initializer_list<LogField> fields) const;

 private:
  struct Context;
  void Write(LogLevel level, absl::string_view message, absl::Span<const LogField> fields) const;

  // Shared by the copies. Null where nothing is ever written.
  std::shared_ptr<const Context> context_;
  // Beside the context, so that Enabled needs not know it.
  LogLevel minimum_ = LogLevel::kOff;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_LOG_H_
