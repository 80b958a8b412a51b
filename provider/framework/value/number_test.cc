#include "provider/framework/value/number.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "provider/framework/testing/print_value.h"
#include "tests/support/status_matchers.h"

namespace tf {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::tests::IsOkAndHolds;
using ::tests::StatusIs;

Number N(absl::string_view text) { return Number::Parse(text).value(); }

TEST(NumberTest, ParsedTextIsPrintedPlainly) {
  const struct {
    const char* text;
    const char* printed;
  } kRows[] = {
      {"0", "0"},
      {"-0", "0"},
      {"0.000", "0"},
      {"0e5", "0"},
      {"+7", "7"},
      {"007", "7"},
      {"0.1", "0.1"},
      {".5", "0.5"},
      {"5.", "5"},
      {"1.50", "1.5"},
      {"-12.5e3", "-12500"},
      {"125E-4", "0.0125"},
      {"1e+2", "100"},
      {"1e0000000003", "1000"},
      {"-0.001", "-0.001"},
      {"100.001", "100.001"},
      {"9223372036854775808", "9223372036854775808"},
      {"0.0100000000000000000000000000003", "0.0100000000000000000000000000003"},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.text);
    ASSERT_OK_AND_ASSIGN(const Number number, Number::Parse(row.text));
    EXPECT_EQ(number.ToString(), row.printed);
    EXPECT_EQ(N(row.printed), number);
  }
}

TEST(NumberTest, OtherTextIsRefused) {
  for (const char* text : {"", "-", ".", "e5", ".e5", "1e", "1e+", "1.2.3", "1 ", " 1", "0x10",
                           "inf", "NaN", "1_000", "--1", "1e5.0", "٣"}) {
    SCOPED_TRACE(text);
    EXPECT_THAT(Number::Parse(text), StatusIs(absl::StatusCode::kInvalidArgument,
                                              HasSubstr("the text is no number: it ")));
  }
}

TEST(NumberTest, TheLimitsAreInclusive) {
  const std::string digits(Number::kDigitsMax, '9');
  ASSERT_OK_AND_ASSIGN(const Number fraction, Number::Parse("0." + digits));
  EXPECT_EQ(fraction.ToString(), "0." + digits);
  EXPECT_THAT(Number::Parse("0." + digits + "9"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("more than 100000 digits")));
  EXPECT_EQ(N("1e646456992").ToString(), "1e646456992");
  EXPECT_EQ(N("1e-646456994").ToString(), "1e-646456994");
  for (const char* text : {"1e646456993", "1e-646456995", "1e99999999999999999999", "1e2147483647",
                           "0.1e-2147483647"}) {
    EXPECT_THAT(Number::Parse(text),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("too large an exponent")))
        << text;
  }
  EXPECT_EQ(N("1" + std::string(Number::kTextMax - 1, '0')).ToString(), "1e1048575");
  EXPECT_THAT(Number::Parse("1" + std::string(Number::kTextMax, '0')),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("too long")));
}

TEST(NumberTest, ARefusedTextIsNotRepeated) {
  const std::string secret = "hunter2";
  for (const std::string& text : {secret, "1e" + secret, "1e999999999" + secret,
                                  "7" + secret + "e700000000", secret + std::string(5000, 'x')}) {
    const absl::Status status = Number::Parse(text).status();
    EXPECT_THAT(status.message(), HasSubstr("the text is no number")) << text;
    EXPECT_THAT(status.message(), Not(HasSubstr(secret))) << text;
  }
  EXPECT_EQ(Number::Parse(secret).status().message(),
            "the text is no number: it is not decimal; write it like -12.5 or 1e6");
  EXPECT_EQ(Number::Parse("1e700000000").status().message(),
            "the text is no number: it has too large an exponent; 1e646456993 is beyond what is "
            "possible");
}

TEST(NumberTest, FarFromThePointItIsWrittenWithAnExponent) {
  EXPECT_EQ(N("1e1099").ToString(), "1" + std::string(1099, '0'));
  EXPECT_EQ(N("1e1100").ToString(), "1e1100");
  EXPECT_EQ(N("1e-1101").ToString(), "0." + std::string(1100, '0') + "1");
  EXPECT_EQ(N("-12.5e-2000").ToString(), "-1.25e-1999");
  const Number far = N("1.5e100000");
  EXPECT_EQ(far, N("15" + std::string(99'999, '0')));
  EXPECT_EQ(N(far.ToString()), far);
  EXPECT_TRUE(far.IsInteger());
  EXPECT_EQ(far.ToInt64(), std::nullopt);
  EXPECT_EQ(far.ToUint64(), std::nullopt);
  EXPECT_EQ(far.ToExactDouble(), std::nullopt);
  EXPECT_LT(N("1e100000"), far);
  EXPECT_LT(far, N("1e100001"));
  EXPECT_LT(N("1e-100000"), N("1e-99999"));
}

TEST(NumberTest, ItsSizeIsWhatItTakes) {
  EXPECT_LT(N("0.5").Size(), 32);
  EXPECT_LT(N("1e100000").Size(), 32);
  for (const char* text : {"0", "-0.5", "1e1000", "-1e-1000", "1.5e1101", "-1.5e-646456990"}) {
    EXPECT_GE(N(text).Size(), N(text).ToString().size()) << text;
  }
}

TEST(NumberTest, IntegersGoInAndComeBack) {
  for (const int64_t value :
       {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{10}, int64_t{-1200},
        std::numeric_limits<int64_t>::max(), std::numeric_limits<int64_t>::min()}) {
    SCOPED_TRACE(value);
    const Number number = Number::FromInt64(value);
    EXPECT_EQ(number.ToString(), std::to_string(value));
    EXPECT_EQ(number, N(std::to_string(value)));
    EXPECT_EQ(number.ToInt64(), value);
    EXPECT_TRUE(number.IsInteger());
  }
  const Number largest = Number::FromUint64(std::numeric_limits<uint64_t>::max());
  EXPECT_EQ(largest.ToString(), "18446744073709551615");
  EXPECT_EQ(largest.ToUint64(), std::numeric_limits<uint64_t>::max());
}

TEST(NumberTest, WhatDoesNotFitAnIntegerIsNone) {
  EXPECT_EQ(N("9223372036854775808").ToInt64(), std::nullopt);
  EXPECT_EQ(N("-9223372036854775809").ToInt64(), std::nullopt);
  EXPECT_EQ(N("1.5").ToInt64(), std::nullopt);
  EXPECT_EQ(N("0.01").ToInt64(), std::nullopt);
  EXPECT_EQ(N("1e1000").ToInt64(), std::nullopt);
  EXPECT_EQ(N("18446744073709551616").ToUint64(), std::nullopt);
  EXPECT_EQ(N("-1").ToUint64(), std::nullopt);
  EXPECT_EQ(N("0.5").ToUint64(), std::nullopt);
  EXPECT_FALSE(N("0.5").IsInteger());
  EXPECT_FALSE(N("12.5").IsInteger());
}

TEST(NumberTest, ADoubleIsKeptToItsLastDigit) {
  EXPECT_THAT(Number::FromDouble(0.1),
              IsOkAndHolds(N("0.1000000000000000055511151231257827021181583404541015625")));
  for (const double value : {0.0, 0.5, -2.25, 1e22, 1.5e300, 5e-324, 2.2250738585072014e-308,
                             std::numeric_limits<double>::max(), 0.1, 1.0 / 3}) {
    SCOPED_TRACE(value);
    ASSERT_OK_AND_ASSIGN(const Number number, Number::FromDouble(value));
    EXPECT_EQ(number.ToExactDouble(), value);
    EXPECT_EQ(number.ToDouble(), value);
  }
  EXPECT_THAT(Number::FromDouble(-0.0), IsOkAndHolds(Number()));
}

TEST(NumberTest, NanAndInfinitiesAreRefused) {
  for (const double value : {std::nan(""), std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity()}) {
    EXPECT_THAT(Number::FromDouble(value),
                StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not finite")));
  }
}

TEST(NumberTest, OnlyAnExactDoubleIsExact) {
  EXPECT_EQ(N("0.5").ToExactDouble(), 0.5);
  EXPECT_EQ(N("3").ToExactDouble(), 3.0);
  EXPECT_EQ(N("0.1").ToExactDouble(), std::nullopt);
  EXPECT_EQ(N("0.15").ToExactDouble(), std::nullopt);
  EXPECT_EQ(N("9007199254740993").ToExactDouble(), std::nullopt);
  EXPECT_EQ(N("1e1000").ToExactDouble(), std::nullopt);
  EXPECT_EQ(N("5e-1000").ToExactDouble(), std::nullopt);
}

TEST(NumberTest, TheNearestDoubleMayBeZeroOrInfinite) {
  EXPECT_EQ(N("0.1").ToDouble(), 0.1);
  EXPECT_EQ(N("-0.1").ToDouble(), -0.1);
  EXPECT_EQ(N("1e1000").ToDouble(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(N("-1e1000").ToDouble(), -std::numeric_limits<double>::infinity());
  EXPECT_EQ(N("1e-1000").ToDouble(), 0.0);
}

TEST(NumberTest, OrderIsByValue) {
  const char* const kAscending[] = {"-1e1000", "-10",  "-9.5", "-9",  "-0.1",     "-0.01", "0",
                                    "0.009",   "0.01", "0.1",  "1",   "1.000001", "9",     "10",
                                    "10.5",    "11",   "99",   "100", "1e1000"};
  for (size_t i = 0; i < std::size(kAscending); ++i) {
    for (size_t j = 0; j < std::size(kAscending); ++j) {
      SCOPED_TRACE(std::string(kAscending[i]) + " and " + kAscending[j]);
      EXPECT_EQ(N(kAscending[i]) <=> N(kAscending[j]), i <=> j);
      EXPECT_EQ(N(kAscending[i]) == N(kAscending[j]), i == j);
    }
  }
}

}  // namespace
}  // namespace tf
