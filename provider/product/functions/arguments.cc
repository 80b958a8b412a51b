#include "provider/product/functions/arguments.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "provider/framework/value/number.h"

namespace product {

void Arguments::Fail(size_t index, std::string message) {
  if (!error_.has_value()) error_ = {std::move(message), static_cast<int64_t>(index)};
}

absl::uint128 Arguments::Index(size_t index) {
  const std::string text = values_[index].number().ToString();
  absl::uint128 number = 0;
  if (!absl::SimpleAtoi(text, &number)) {
    Fail(index, absl::StrCat(text, " is not a whole number from 0 to 2^128 - 1"));
  }
  return number;
}

int Arguments::Length(size_t index) {
  const std::optional<int64_t> length = values_[index].number().ToInt64();
  if (length.has_value() && *length >= 0 && *length <= engine::net::kAddressBits) {
    return static_cast<int>(*length);
  }
  Fail(index,
       absl::StrCat(values_[index].number().ToString(), " is not a prefix length, 0 to 128"));
  return 0;
}

tf::FunctionResult Arguments::Finish(const absl::StatusOr<tf::Value>& result,
                                     int64_t at_fault) const {
  if (error_.has_value()) return {tf::Value(), error_};
  if (!result.ok())
    return tf::FunctionResult::Error(std::string(result.status().message()), at_fault);
  return {*result, std::nullopt};
}

tf::Value NumberOf(absl::uint128 number) {
  // Digits only: always a number.
  return tf::Value::Number(*tf::Number::Parse(absl::StrFormat("%d", number)));
}

}  // namespace product
