#include "provider/framework/schema/value_traits.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"

namespace tf::schema {
namespace {

absl::Status LoadInteger(const Value& value, int bits, int64_t min, int64_t max, int64_t& number,
                         Trail& trail) {
  const std::optional<int64_t> integer = value.number().ToInt64();
  if (!integer.has_value() || *integer < min || *integer > max) {
    trail.Require(absl::StrCat("must be a whole number of at most ", bits, " bits"));
    return absl::InvalidArgumentError(absl::StrCat(
        value.number().ToString(), " is not a whole number of at most ", bits, " bits"));
  }
  number = *integer;
  return absl::OkStatus();
}

}  // namespace

void Trail::AddAttribute(absl::string_view name) {
  steps_.emplace_back(Path::AttributeName{std::string(name)});
}

void Trail::AddKey(absl::string_view key) {
  steps_.emplace_back(Path::ElementKey{std::string(key)});
}

void Trail::AddIndex(size_t index) {
  steps_.emplace_back(Path::ElementIndex{static_cast<int64_t>(index)});
}

void Trail::HideKeys() {
  const auto outermost = std::find_if(steps_.rbegin(), steps_.rend(), [](const Path::Step& step) {
    return std::holds_alternative<Path::ElementKey>(step);
  });
  steps_.erase(steps_.begin(), outermost.base());
}

Path Trail::PathFrom(Path root) const {
  for (auto step = steps_.rbegin(); step != steps_.rend(); ++step) {
    if (const auto* attribute = std::get_if<Path::AttributeName>(&*step)) {
      root = root.Attribute(attribute->name);
    } else if (const auto* key = std::get_if<Path::ElementKey>(&*step)) {
      root = root.Key(key->key);
    } else {
      root = root.Index(std::get<Path::ElementIndex>(*step).index);
    }
  }
  return root;
}

absl::Status ValueTraits<int64_t>::Load(const Value& value, int64_t& number, Trail& trail) {
  using Limits = std::numeric_limits<int64_t>;
  return LoadInteger(value, 64, Limits::min(), Limits::max(), number, trail);
}

absl::Status ValueTraits<int32_t>::Load(const Value& value, int32_t& number, Trail& trail) {
  using Limits = std::numeric_limits<int32_t>;
  int64_t wide = 0;
  RETURN_IF_ERROR(LoadInteger(value, 32, Limits::min(), Limits::max(), wide, trail));
  number = static_cast<int32_t>(wide);
  return absl::OkStatus();
}

Value ValueTraits<double>::Store(double number) {
  SIXGATE_CHECK(std::isfinite(number), "a Terraform number is finite");
  // Longer than any shortest decimal of a double.
  std::array<char, 32> text;
  const std::to_chars_result end = std::to_chars(text.data(), text.data() + text.size(), number);
  const absl::string_view shortest(text.data(), static_cast<size_t>(end.ptr - text.data()));
  return Value::Number(*Number::Parse(shortest));
}

absl::Status ValueTraits<double>::Load(const Value& value, double& number, Trail& trail) {
  number = value.number().ToDouble();
  const bool vanished = number == 0 && value.number() != Number();
  if (!std::isfinite(number) || vanished) {
    trail.Require("must be within the range of a 64-bit floating point number");
    return absl::InvalidArgumentError(absl::StrCat(
        value.number().ToString(), " is beyond the range of a 64-bit floating point number"));
  }
  return absl::OkStatus();
}

absl::Status RequireElements(const Value& collection, Trail& trail) {
  const auto refuse = [&] {
    trail.Require("must not be null");
    return absl::InvalidArgumentError("null cannot be an element here");
  };
  if (collection.type().kind() == Type::Kind::kMap) {
    for (const MapEntry& entry : collection.entries()) {
      if (!entry.value.IsNull()) continue;
      trail.AddKey(entry.key);
      return refuse();
    }
    return absl::OkStatus();
  }
  const absl::Span<const Value> elements = collection.elements();
  const auto null = std::find_if(elements.begin(), elements.end(),
                                 [](const Value& element) { return element.IsNull(); });
  if (null == elements.end()) return absl::OkStatus();
  if (collection.type().kind() != Type::Kind::kSet) {
    trail.AddIndex(static_cast<size_t>(null - elements.begin()));
  }
  return refuse();
}

}  // namespace tf::schema
