// A Terraform number: a decimal of any length, kept exactly. 0.1 stays 0.1, 2^63 stays an integer.
//
//   ASSIGN_OR_RETURN(const Number price, Number::Parse("0.1"));
//   price.ToString();  // "0.1"
//
// Equal numbers have one representation, so == compares values ("1.50" equals "1.5").
#ifndef SIXGATE_PROVIDER_FRAMEWORK_VALUE_NUMBER_H_
#define SIXGATE_PROVIDER_FRAMEWORK_VALUE_NUMBER_H_

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tf {

// An immutable value; safe to read from several threads.
class Number {
 public:
  // Significant digits; HCL's 512-bit arithmetic prints less than two hundred.
  static constexpr int kDigitsMax = 100'000;
  // Powers of ten, as far as the client's own numbers reach (a 32-bit binary exponent).
  static constexpr int kExponentMax = 646'456'993;
  // Characters of a text: clients write all zeros, so this is how far a number reaches through
  // them.
  static constexpr size_t kTextMax = size_t{1} << 20;
  // Places before or after the point that ToString fills with zeros; no double needs more.
  static constexpr int kPlainMax = 1100;

  Number() = default;  // 0

  // Decimal text with an optional sign, fraction and exponent ("-12.5e3"). kInvalidArgument when it
  // is anything else (also "inf", "nan", hexadecimal, surrounding blanks) or beyond the limits; the
  // message never repeats the text.
  static absl::StatusOr<Number> Parse(absl::string_view text);
  static Number FromInt64(int64_t value);
  static Number FromUint64(uint64_t value);
  // The exact decimal value of the double, all its digits. kInvalidArgument for NaN and infinities,
  // which no Terraform configuration can hold (and NaN crashes the client).
  static absl::StatusOr<Number> FromDouble(double value);

  bool IsInteger() const;
  // The value when it is an integer that fits, else nothing.
  std::optional<int64_t> ToInt64() const;
  std::optional<uint64_t> ToUint64() const;
  // The double whose decimal value is exactly this one, else nothing.
  std::optional<double> ToExactDouble() const;
  // The nearest double; ±infinity when it is too large.
  double ToDouble() const;
  // Plain decimal without an exponent ("-0.25", "1000000") as far as kPlainMax allows, else with
  // one
  // ("1.5e100000"): neither is much longer than the digits.
  std::string ToString() const;
  // At least the bytes that the number takes, here and as text: what decoders count.
  size_t Size() const;

  bool operator==(const Number&) const = default;
  // Equal numbers have one hash, in this process.
  size_t Hash() const;
  std::strong_ordering operator<=>(const Number& other) const;

 private:
  // 0.`digits` × 10^exponent, without the zeros that do not matter.
  Number(bool negative, absl::string_view digits, int exponent);
  bool IsPlain() const;

  bool negative_ = false;
  // value = 0.digits_ × 10^exponent_ ; no leading or trailing zeros; empty for zero.
  std::string digits_;
  int exponent_ = 0;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_VALUE_NUMBER_H_
