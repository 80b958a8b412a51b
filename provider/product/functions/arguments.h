// The arguments of a function as engine values, one error for the first that is none.
#ifndef SIXGATE_PROVIDER_PRODUCT_FUNCTIONS_ARGUMENTS_H_
#define SIXGATE_PROVIDER_PRODUCT_FUNCTIONS_ARGUMENTS_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"
#include "provider/framework/function.h"

namespace product {

// Reads arguments by index. After the first that cannot be read, everything it returns is a default
// and Finish returns that argument's error. Not thread-safe.
class Arguments {
 public:
  explicit Arguments(absl::Span<const tf::Value> values) : values_(values) {}

  const std::string& Text(size_t index) const { return values_[index].string(); }
  engine::net::Prefix Prefix(size_t index) { return Read(index, engine::net::Prefix::Parse); }
  engine::net::Address Address(size_t index) { return Read(index, engine::net::Address::Parse); }
  // A bare address is its /128.
  engine::net::Prefix AddressOrPrefix(size_t index) {
    return Read(index, engine::net::Prefix::ParseWithBareAddress);
  }
  absl::uint128 Index(size_t index);
  // A prefix length, 0 to 128.
  int Length(size_t index);

  bool ok() const { return !error_.has_value(); }
  // The arguments' error, or the result; a result that is an error is laid to argument `at_fault`.
  tf::FunctionResult Finish(const absl::StatusOr<tf::Value>& result, int64_t at_fault) const;

 private:
  template <class T>
  T Read(size_t index, absl::StatusOr<T> (*parse)(absl::string_view)) {
    absl::StatusOr<T> parsed = parse(Text(index));
    if (parsed.ok()) return *std::move(parsed);
    Fail(index, std::string(parsed.status().message()));
    return T();
  }
  void Fail(size_t index, std::string message);

  const absl::Span<const tf::Value> values_;
  std::optional<tf::FunctionError> error_;
};

// A value of up to 128 bits as a Terraform number.
tf::Value NumberOf(absl::uint128 number);

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_FUNCTIONS_ARGUMENTS_H_
