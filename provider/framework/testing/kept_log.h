// A log that keeps its lines, for tests of what is said.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_KEPT_LOG_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_KEPT_LOG_H_

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/base/mutex.h"
#include "provider/framework/log.h"

namespace tf::testing {

// Thread-safe.
class KeptLog : public LogSink {
 public:
  explicit KeptLog(LogLevel minimum = LogLevel::kTrace) : minimum_(minimum) {}

  LogLevel minimum() const override { return minimum_; }
  void Write(LogLevel level, absl::string_view message,
             absl::Span<const LogField> fields) override {
    constexpr const char* kNames[] = {"trace", "debug", "info", "warn", "error", "off"};
    std::string line = absl::StrCat(kNames[static_cast<size_t>(level)], " ", message);
    for (const LogField& field : fields) {
      absl::StrAppend(&line, " ", field.key, "=", Text(field.value));
    }
    const engine::base::MutexLock lock(mutex_);
    lines_.push_back(std::move(line));
  }

  // Each line as `level message key=value …`.
  std::vector<std::string> lines() const {
    const engine::base::MutexLock lock(mutex_);
    return lines_;
  }

 private:
  static std::string Text(const LogValue& value) {
    if (const bool* truth = std::get_if<bool>(&value.value())) return *truth ? "true" : "false";
    return std::visit([](const auto& each) { return absl::StrCat(each); }, value.value());
  }

  const LogLevel minimum_;
  mutable engine::base::Mutex mutex_;
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_KEPT_LOG_H_
