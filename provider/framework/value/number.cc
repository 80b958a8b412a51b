#include "provider/framework/value/number.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace tf {
namespace {

// No double has more significant decimal digits than the smallest one.
constexpr int kDoubleDigitsMax = 767;

// Never repeats the text: what a state has stored in place of a number may be a secret.
absl::Status NotANumber(absl::string_view reason) {
  return absl::InvalidArgumentError(absl::StrCat("the text is no number: it ", reason));
}

absl::Status ExponentTooLarge() {
  return NotANumber(absl::StrCat("has too large an exponent; 1e", Number::kExponentMax,
                                 " is beyond what is possible"));
}

// Moves the leading digits of `rest` to the end of `digits` and returns how many there were.
size_t TakeDigits(absl::string_view& rest, std::string& digits) {
  size_t count = 0;
  while (count < rest.size() && rest[count] >= '0' && rest[count] <= '9') ++count;
  digits.append(rest.data(), count);
  rest.remove_prefix(count);
  return count;
}

bool TakeAnyOf(absl::string_view& rest, absl::string_view choices) {
  if (rest.empty() || choices.find(rest.front()) == absl::string_view::npos) return false;
  rest.remove_prefix(1);
  return true;
}

}  // namespace

Number::Number(bool negative, absl::string_view digits, int exponent) {
  const size_t leading = digits.find_first_not_of('0');
  if (leading == absl::string_view::npos) return;
  negative_ = negative;
  // A string of its own: one that was cut would keep the room for all the zeros.
  digits_ = std::string(digits.substr(leading, digits.find_last_not_of('0') + 1 - leading));
  exponent_ = exponent - static_cast<int>(leading);
}

absl::StatusOr<Number> Number::Parse(absl::string_view text) {
  if (text.size() > kTextMax) {
    return NotANumber(absl::StrCat("is too long; ", kTextMax, " characters are possible"));
  }
  absl::string_view rest = text;
  const bool negative = !rest.empty() && rest.front() == '-';
  TakeAnyOf(rest, "+-");
  std::string digits;
  const size_t whole = TakeDigits(rest, digits);
  if (TakeAnyOf(rest, ".")) TakeDigits(rest, digits);
  const bool has_digits = !digits.empty();
  int exponent = 0;
  if (has_digits && TakeAnyOf(rest, "eE")) {
    const bool down = !rest.empty() && rest.front() == '-';
    TakeAnyOf(rest, "+-");
    std::string exponent_digits;
    if (TakeDigits(rest, exponent_digits) == 0) return NotANumber("has an empty exponent");
    // A text of this length cannot make up for an exponent that is further beyond the limit.
    if (!absl::SimpleAtoi(exponent_digits, &exponent) ||
        exponent > kExponentMax + static_cast<int>(kTextMax)) {
      return ExponentTooLarge();
    }
    if (down) exponent = -exponent;
  }
  if (!has_digits || !rest.empty()) {
    return NotANumber("is not decimal; write it like -12.5 or 1e6");
  }
  const Number number(negative, digits, static_cast<int>(whole) + exponent);
  if (number.digits_.size() > kDigitsMax) {
    return NotANumber(absl::StrCat("has more than ", kDigitsMax, " digits"));
  }
  if (std::abs(number.exponent_) > kExponentMax) {
    return ExponentTooLarge();
  }
  return number;
}

Number Number::FromInt64(int64_t value) {
  const std::string text = absl::StrCat(value);
  const absl::string_view digits = absl::string_view(text).substr(value < 0 ? 1 : 0);
  return Number(value < 0, digits, static_cast<int>(digits.size()));
}

Number Number::FromUint64(uint64_t value) {
  const std::string text = absl::StrCat(value);
  return Number(false, text, static_cast<int>(text.size()));
}

absl::StatusOr<Number> Number::FromDouble(double value) {
  if (!std::isfinite(value)) {
    return absl::InvalidArgumentError("the number is not finite, so it has no decimal value");
  }
  std::array<char, kDoubleDigitsMax + 16> text;
  const std::to_chars_result end =
      std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::scientific,
                    kDoubleDigitsMax - 1);
  return Parse(absl::string_view(text.data(), static_cast<size_t>(end.ptr - text.data())));
}

bool Number::IsPlain() const { return std::abs(exponent_) <= kPlainMax; }

size_t Number::Size() const {
  constexpr size_t kSignPointAndExponent = 16;
  const size_t zeros = IsPlain() ? static_cast<size_t>(std::abs(exponent_)) : 0;
  return digits_.size() + zeros + kSignPointAndExponent;
}

bool Number::IsInteger() const { return exponent_ >= static_cast<int>(digits_.size()); }

std::optional<int64_t> Number::ToInt64() const {
  int64_t value = 0;
  if (!IsInteger() || !IsPlain() || !absl::SimpleAtoi(ToString(), &value)) return std::nullopt;
  return value;
}

std::optional<uint64_t> Number::ToUint64() const {
  uint64_t value = 0;
  if (!IsInteger() || !IsPlain() || !absl::SimpleAtoi(ToString(), &value)) return std::nullopt;
  return value;
}

std::optional<double> Number::ToExactDouble() const {
  // A finite sum of powers of two that is no integer ends in 5: most decimals are told by that.
  if (!IsInteger() && digits_.back() != '5') return std::nullopt;
  if (digits_.size() > kDoubleDigitsMax) return std::nullopt;
  const double nearest = ToDouble();
  if (!std::isfinite(nearest) || FromDouble(nearest).value() != *this) return std::nullopt;
  return nearest;
}

double Number::ToDouble() const {
  const std::string text = absl::StrCat(negative_ ? "-" : "", "0.", digits_, "0e", exponent_);
  double value = 0;
  const std::from_chars_result result =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc()) {
    // Out of range: nothing else can be wrong with this text.
    value = exponent_ > 0 ? std::numeric_limits<double>::infinity() : 0;
    if (negative_) value = -value;
  }
  return value;
}

std::string Number::ToString() const {
  if (digits_.empty()) return "0";
  const absl::string_view sign = negative_ ? "-" : "";
  if (!IsPlain()) {
    const absl::string_view first = absl::string_view(digits_).substr(0, 1);
    const absl::string_view rest = absl::string_view(digits_).substr(1);
    return absl::StrCat(sign, first, rest.empty() ? "" : ".", rest, "e", exponent_ - 1);
  }
  if (exponent_ <= 0) {
    return absl::StrCat(sign, "0.", std::string(static_cast<size_t>(-exponent_), '0'), digits_);
  }
  const size_t whole = static_cast<size_t>(exponent_);
  if (IsInteger()) return absl::StrCat(sign, digits_, std::string(whole - digits_.size(), '0'));
  return absl::StrCat(sign, digits_.substr(0, whole), ".", digits_.substr(whole));
}

size_t Number::Hash() const {
  return std::hash<std::string>()(digits_) * 31 + static_cast<size_t>(exponent_) * 2 +
         static_cast<size_t>(negative_);
}

std::strong_ordering Number::operator<=>(const Number& other) const {
  const auto sign = [](const Number& number) {
    return number.digits_.empty() ? 0 : number.negative_ ? -1 : 1;
  };
  if (sign(*this) != sign(other)) return sign(*this) <=> sign(other);
  const Number& low = negative_ ? other : *this;
  const Number& high = negative_ ? *this : other;
  if (low.exponent_ != high.exponent_) return low.exponent_ <=> high.exponent_;
  return low.digits_ <=> high.digits_;
}

}  // namespace tf
