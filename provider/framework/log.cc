#include "provider/framework/log.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tf {
namespace {

// A field that owns its texts.
class Kept {
 public:
  explicit Kept(const LogField& field) : key_(field.key), value_(field.value) {
    const auto* text = std::get_if<absl::string_view>(&field.value.value());
    if (text != nullptr) text_ = std::string(*text);
  }

  absl::string_view key() const { return key_; }
  LogField view() const {
    const bool is_text = std::holds_alternative<absl::string_view>(value_.value());
    return {key_, is_text ? LogValue(text_) : value_};
  }

 private:
  std::string key_;
  std::string text_;
  // Where it is a text, that of the caller: not to be looked at.
  LogValue value_;
};

bool HasKey(absl::Span<const LogField> fields, absl::string_view key) {
  return std::any_of(fields.begin(), fields.end(),
                     [key](const LogField& field) { return field.key == key; });
}

}  // namespace

struct Log::Context {
  LogSink* sink;
  std::vector<Kept> fields;
};

Log::Log(LogSink* sink) {
  if (sink == nullptr || sink->minimum() == LogLevel::kOff) return;
  context_ = std::make_shared<const Context>(Context{sink, {}});
  minimum_ = sink->minimum();
}

Log Log::With(std::initializer_list<LogField> fields) const {
  if (context_ == nullptr) return {};
  Context context = {context_->sink, {}};
  for (const Kept& field : context_->fields) {
    if (!HasKey(fields, field.key())) context.fields.push_back(field);
  }
  for (const LogField& field : fields) context.fields.emplace_back(field);
  Log log;
  log.context_ = std::make_shared<const Context>(std::move(context));
  log.minimum_ = minimum_;
  return log;
}

void Log::Write(LogLevel level, absl::string_view message,
                absl::Span<const LogField> fields) const {
  std::vector<LogField> all;
  for (const Kept& field : context_->fields) {
    if (!HasKey(fields, field.key())) all.push_back(field.view());
  }
  all.insert(all.end(), fields.begin(), fields.end());
  context_->sink->Write(level, message, all);
}

}  // namespace tf
