#include "provider/framework/timeouts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "tests/support/status_matchers.h"

namespace tf {
namespace {

using ::testing::HasSubstr;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

TEST(TimeoutsTest, TextsAreGosDurations) {
  EXPECT_THAT(ParseTimeout("90s"), IsOkAndHolds(absl::Seconds(90)));
  EXPECT_THAT(ParseTimeout("1h30m"), IsOkAndHolds(absl::Minutes(90)));
  EXPECT_THAT(ParseTimeout("1.5h"), IsOkAndHolds(absl::Minutes(90)));
  EXPECT_THAT(ParseTimeout("8760h"), IsOkAndHolds(absl::Hours(8760)));
  for (const char* wrong : {"", "90", "1 h", "soon"}) {
    SCOPED_TRACE(wrong);
    EXPECT_THAT(ParseTimeout(wrong),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is no duration; write")));
  }
  for (const char* wrong : {"0", "-1s", "inf", "8761h"}) {
    SCOPED_TRACE(wrong);
    EXPECT_THAT(ParseTimeout(wrong), StatusIs(absl::StatusCode::kInvalidArgument,
                                              HasSubstr("must be above zero and at most a year")));
  }
}

TEST(TimeoutsTest, OnlyOperationsWithADefaultHaveOne) {
  const schema::Fields<Timeouts> fields = TimeoutsFields({.create = "20m", .destroy = "5m"});
  ASSERT_EQ(fields.attributes().size(), 2u);
  const schema::Attribute& create = fields.attributes()[0];
  EXPECT_EQ(create.name, "create");
  EXPECT_TRUE(create.optional && !create.computed && !create.required);
  EXPECT_THAT(create.description, HasSubstr("How long a create may take, `20m` unless given"));
  EXPECT_EQ(fields.attributes()[1].name, "delete");
  Diagnostics diagnostics;
  create.validators.back().validate({Path::Root("create"), Value::String("x")}, diagnostics);
  EXPECT_TRUE(diagnostics.HasError());
  const Timeouts timeouts = {.create = std::string("1m"), .destroy = std::string("2m")};
  const Value value = testing::Literal(fields.type(), R"({create = "1m", delete = "2m"})");
  EXPECT_EQ(fields.Store(timeouts), value);
  EXPECT_THAT(fields.Load(value), IsOkAndHolds(timeouts));
}

TEST(TimeoutsTest, TheFallbackCountsWhereNothingIsSet) {
  const absl::Duration fallback = absl::Minutes(20);
  const auto of = [&](const Attr<Timeouts>& timeouts) {
    return TimeoutOf(timeouts, &Timeouts::create, fallback);
  };
  EXPECT_EQ(of({}), fallback);
  EXPECT_EQ(of(Attr<Timeouts>::Unknown()), fallback);
  EXPECT_EQ(of(Timeouts{.destroy = std::string("1m")}), fallback);
  EXPECT_EQ(of(Timeouts{.create = Attr<std::string>::Unknown()}), fallback);
  EXPECT_EQ(of(Timeouts{.create = std::string("1m")}), absl::Minutes(1));
}

// Waits until the token asks for a stop: ctest's time limit is the only other end.
void WaitFor(const std::stop_token& stop) {
  std::promise<void> stopped;
  const std::stop_callback callback(stop, [&] { stopped.set_value(); });
  stopped.get_future().wait();
}

TEST(DeadlineTest, FiresWhenTheTimeIsOver) {
  const Operation operation;
  const Deadline deadline(operation, absl::Milliseconds(1));
  WaitFor(deadline.stop());
  EXPECT_TRUE(deadline.HasPassed());
  EXPECT_EQ(deadline.timeout(), absl::Milliseconds(1));
}

TEST(DeadlineTest, FiresWhenTheUserInterrupts) {
  std::stop_source user;
  Operation operation;
  operation.stop = user.get_token();
  const Deadline deadline(operation, absl::Hours(1));
  EXPECT_FALSE(deadline.stop().stop_requested());
  user.request_stop();
  EXPECT_TRUE(deadline.stop().stop_requested());
  EXPECT_FALSE(deadline.HasPassed());
}

TEST(DeadlineTest, FiresAtOnceWhenTheUserHasInterruptedAlready) {
  std::stop_source user;
  user.request_stop();
  Operation operation;
  operation.stop = user.get_token();
  const Deadline deadline(operation, absl::Hours(1));
  EXPECT_TRUE(deadline.stop().stop_requested());
  EXPECT_FALSE(deadline.HasPassed());
}

TEST(DeadlineTest, EndsAtOnceAndFiresNoMore) {
  std::stop_token stop;
  {
    const Operation operation;
    const Deadline deadline(operation, absl::Hours(1));
    stop = deadline.stop();
  }
  EXPECT_FALSE(stop.stop_requested());
}

TEST(AddTimeoutTest, NamesTheObjectTheTimeAndTheWayOut) {
  Diagnostics diagnostics;
  AddTimeout({"server \"web\"", "create", absl::Minutes(90)}, diagnostics);
  ASSERT_EQ(diagnostics.list().size(), 1u);
  EXPECT_EQ(diagnostics.list()[0].summary, "Timeout of the create");
  EXPECT_EQ(diagnostics.list()[0].detail,
            "The create of server \"web\" did not end within 1h30m. It may go on where it was "
            "begun. To wait longer, set timeouts.create of the resource.");
}

}  // namespace
}  // namespace tf
