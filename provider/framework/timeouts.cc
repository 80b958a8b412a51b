#include "provider/framework/timeouts.h"

#include <chrono>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "engine/base/check.h"
#include "engine/base/quote.h"

namespace tf {
namespace {

using engine::base::MutexLock;
using schema::Field;
using schema::Fields;
using schema::Member;

// Longer than any operation; sums with it cannot overflow.
constexpr absl::Duration kTimeoutMax = absl::Hours(24 * 365);

}  // namespace

Fields<Timeouts> TimeoutsFields(const TimeoutDefaults& defaults) {
  std::vector<Member<Timeouts>> members;
  const auto add = [&](const char* name, Attr<std::string> Timeouts::*member,
                       const std::string& fallback) {
    if (fallback.empty()) return;
    SIXGATE_CHECK(ParseTimeout(fallback).ok(), "the default of a timeout is one");
    members.push_back(Field(name, member)
                          .Optional()
                          .Validate(IsTimeout())
                          .Describe(absl::StrCat("How long a ", name, " may take, `", fallback,
                                                 "` unless given: numbers with units, as in "
                                                 "`90s` or `1h30m`.")));
  };
  add("create", &Timeouts::create, defaults.create);
  add("read", &Timeouts::read, defaults.read);
  add("update", &Timeouts::update, defaults.update);
  add("delete", &Timeouts::destroy, defaults.destroy);
  return Fields<Timeouts>(members);
}

schema::Validator IsTimeout() {
  return schema::Parses("timeout",
                        [](absl::string_view text) { return ParseTimeout(text).status(); });
}

absl::StatusOr<absl::Duration> ParseTimeout(absl::string_view text) {
  absl::Duration timeout;
  if (!absl::ParseDuration(text, &timeout)) {
    return absl::InvalidArgumentError(
        absl::StrCat(engine::base::Quote(text),
                     " is no duration; write numbers with units, as in \"90s\" or \"1h30m\""));
  }
  if (timeout <= absl::ZeroDuration() || timeout > kTimeoutMax) {
    return absl::InvalidArgumentError(
        absl::StrCat(engine::base::Quote(text),
                     " is no time to wait; it must be above zero and at most a year"));
  }
  return timeout;
}

absl::Duration TimeoutOf(const Attr<Timeouts>& timeouts, Attr<std::string> Timeouts::*operation,
                         absl::Duration fallback) {
  if (!timeouts.IsKnown()) return fallback;
  const Attr<std::string>& text = (*timeouts).*operation;
  // What is configured has been validated.
  return text.IsKnown() ? ParseTimeout(*text).value_or(fallback) : fallback;
}

Deadline::Deadline(const Operation& operation, absl::Duration timeout)
    : timeout_(timeout),
      on_operation_stop_(operation.stop, [this] { source_.request_stop(); }),
      timer_([this, end = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(timeout)] {
        StopAt(end);
      }) {}

Deadline::~Deadline() {
  {
    MutexLock lock(mutex_);
    done_ = true;
  }
  changed_.NotifyAll();
  timer_.join();
}

void Deadline::StopAt(std::chrono::steady_clock::time_point end) {
  {
    MutexLock lock(mutex_);
    for (;;) {
      if (done_) return;
      const auto left = end - std::chrono::steady_clock::now();
      if (left <= left.zero()) break;
      changed_.WaitFor(mutex_, left);
    }
  }
  // Whoever asked for the stop first is who asked for it.
  if (!source_.stop_requested()) passed_ = true;
  source_.request_stop();
}

void AddTimeout(const TimedOut& what, Diagnostics& diagnostics) {
  diagnostics.AddError(
      absl::StrCat("Timeout of the ", what.operation),
      absl::StrCat("The ", what.operation, " of ", what.object, " did not end within ",
                   absl::FormatDuration(what.timeout),
                   ". It may go on where it was begun. To wait longer, set timeouts.",
                   what.operation, " of the resource."));
}

}  // namespace tf
