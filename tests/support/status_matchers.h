// IsOk, IsOkAndHolds, StatusIs as Abseil's status_matchers.h has them since 2024; this file goes
// away when the oldest supported Abseil has that one. There is no "not OK" matcher on purpose: a
// test names the code it expects.
#ifndef SIXGATE_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define SIXGATE_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tests {

inline const absl::Status& ToStatus(const absl::Status& status) { return status; }
template <class T>
const absl::Status& ToStatus(const absl::StatusOr<T>& status_or) {
  return status_or.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << ToStatus(arg).ToString();
  return ToStatus(arg).ok();
}

MATCHER_P(StatusIs, code, "") {
  *result_listener << ToStatus(arg).ToString();
  return ToStatus(arg).code() == code;
}

MATCHER_P2(StatusIs, code, message_matcher, "") {
  *result_listener << ToStatus(arg).ToString();
  return ToStatus(arg).code() == code &&
         ::testing::Matches(message_matcher)(std::string(ToStatus(arg).message()));
}

MATCHER_P(IsOkAndHolds, value_matcher, "") {
  if (!arg.ok()) {
    *result_listener << arg.status().ToString();
    return false;
  }
  return ::testing::ExplainMatchResult(value_matcher, *arg, result_listener);
}

}  // namespace tests

#define TESTS_CONCAT_INNER(a, b) a##b
#define TESTS_CONCAT(a, b) TESTS_CONCAT_INNER(a, b)
#define ASSERT_OK(expr) ASSERT_THAT(expr, ::tests::IsOk())
#define EXPECT_OK(expr) EXPECT_THAT(expr, ::tests::IsOk())
#define ASSERT_OK_AND_ASSIGN(lhs, expr) \
  TESTS_ASSERT_OK_AND_ASSIGN(TESTS_CONCAT(tests_status_or_, __LINE__), lhs, expr)
#define TESTS_ASSERT_OK_AND_ASSIGN(status_or, lhs, expr) \
  auto status_or = (expr);                               \
  ASSERT_THAT(status_or, ::tests::IsOk());               \
  lhs = std::move(status_or).value()

#endif  // SIXGATE_TESTS_SUPPORT_STATUS_MATCHERS_H_
