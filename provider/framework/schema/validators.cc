#include "provider/framework/schema/validators.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"

namespace tf::schema {
namespace {

using engine::base::Quote;

TypeCheck Strings() { return Takes({Type::Kind::kString}); }
TypeCheck Numbers() { return Takes({Type::Kind::kNumber}); }

std::vector<TypeCheck> ChecksOf(const std::vector<Validator>& validators) {
  std::vector<TypeCheck> checks;
  for (const Validator& validator : validators) checks.push_back(validator.takes);
  return checks;
}

}  // namespace

Validator OneOf(std::vector<std::string> allowed) {
  const std::string list = absl::StrCat("\"", absl::StrJoin(allowed, "\", \""), "\"");
  const std::string must = absl::StrCat(allowed.size() == 1 ? "must be " : "must be one of ", list);
  return {must,
          [allowed = std::move(allowed), list, must](const ValidateRequest& request,
                                                     Diagnostics& diagnostics) {
            const std::string& text = request.config.string();
            if (std::find(allowed.begin(), allowed.end(), text) != allowed.end()) return;
            Refuse(request,
                   {.must = must, .found = absl::StrCat(Quote(text), " is not one of ", list)},
                   diagnostics);
          },
          Strings()};
}

Validator NoneOf(std::vector<std::string> refused) {
  const std::string list = absl::StrCat("\"", absl::StrJoin(refused, "\", \""), "\"");
  return {absl::StrCat("must be none of ", list),
          [refused = std::move(refused), list](const ValidateRequest& request,
                                               Diagnostics& diagnostics) {
            const std::string& text = request.config.string();
            if (std::find(refused.begin(), refused.end(), text) == refused.end()) return;
            // The list has the value in it.
            Refuse(
                request,
                {.must = "must be none of those that cannot be used",
                 .found = absl::StrCat(Quote(text), " is one of ", list, ", which cannot be used")},
                diagnostics);
          },
          Strings()};
}

Validator OneOfNumbers(const std::vector<int64_t>& allowed) {
  const std::string list = absl::StrJoin(allowed, ", ");
  const std::string must = absl::StrCat("must be one of ", list);
  return {must,
          [allowed, list, must](const ValidateRequest& request, Diagnostics& diagnostics) {
            const Number& number = request.config.number();
            const std::optional<int64_t> integer = number.ToInt64();
            if (integer.has_value() &&
                std::find(allowed.begin(), allowed.end(), *integer) != allowed.end()) {
              return;
            }
            Refuse(request,
                   {.what = "number",
                    .must = must,
                    .found = absl::StrCat(number.ToString(), " is not one of ", list)},
                   diagnostics);
          },
          Numbers()};
}

Validator AtLeast(const Number& min) {
  const std::string must = absl::StrCat("must be at least ", min.ToString());
  return {must,
          [min, must](const ValidateRequest& request, Diagnostics& diagnostics) {
            const Number& number = request.config.number();
            if (number >= min) return;
            Refuse(request,
                   {.what = "number",
                    .must = must,
                    .found = absl::StrCat(number.ToString(), " is below ", min.ToString())},
                   diagnostics);
          },
          Numbers()};
}

Validator AtMost(const Number& max) {
  const std::string must = absl::StrCat("must be at most ", max.ToString());
  return {must,
          [max, must](const ValidateRequest& request, Diagnostics& diagnostics) {
            const Number& number = request.config.number();
            if (number <= max) return;
            Refuse(request,
                   {.what = "number",
                    .must = must,
                    .found = absl::StrCat(number.ToString(), " is above ", max.ToString())},
                   diagnostics);
          },
          Numbers()};
}

Validator SizeBetween(size_t min, size_t max) {
  const std::string must = absl::StrCat("must have ", min, " to ", max, " elements");
  return {must,
          [min, max, must](const ValidateRequest& request, Diagnostics& diagnostics) {
            const Value& value = request.config;
            const Type::Kind kind = value.type().kind();
            const size_t size =
                kind == Type::Kind::kMap ? value.entries().size() : value.elements().size();
            // Unknown elements of a set may turn out equal to others.
            const bool may_shrink = kind == Type::Kind::kSet && !value.IsWhollyKnown();
            if (size >= min && (size <= max || may_shrink)) return;
            Refuse(request,
                   {.what = "size",
                    .must = must,
                    .found = absl::StrCat("There are ", size, " elements; ", min, " to ", max,
                                          " are possible")},
                   diagnostics);
          },
          TakesCollectionOf(nullptr)};
}

Validator UniqueElements() {
  return {"must have no element twice",
          [](const ValidateRequest& request, Diagnostics& diagnostics) {
            // Sorted, so that long lists take no time that grows with the square of their length.
            std::vector<std::pair<Value, int64_t>> elements;
            for (const Value& element : request.config.elements()) {
              elements.emplace_back(element, static_cast<int64_t>(elements.size()));
            }
            std::stable_sort(elements.begin(), elements.end(), [](const auto& a, const auto& b) {
              return Compare(a.first, b.first) < 0;
            });
            for (size_t i = 1; i < elements.size(); ++i) {
              const auto& [value, index] = elements[i];
              if (!value.IsWhollyKnown() || !(value == elements[i - 1].first)) continue;
              const int64_t twin = elements[i - 1].second;
              Refuse({request.path.Index(index), value, request.secrecy},
                     {.must = absl::StrCat("must not be the same as element ", twin),
                      .found = absl::StrCat("It is the same as element ", twin,
                                            "; leave out one of them")},
                     diagnostics);
            }
          },
          Takes({Type::Kind::kList})};
}

Validator AnyOf(std::vector<Validator> choices) {
  const TypeCheck takes = TakesAllOf(ChecksOf(choices));
  const std::string description = absl::StrJoin(
      choices, ", or ",
      [](std::string* out, const Validator& choice) { out->append(choice.description); });
  return {description,
          [choices = std::move(choices)](const ValidateRequest& request, Diagnostics& diagnostics) {
            Diagnostics refusals;
            for (const Validator& choice : choices) {
              Diagnostics found;
              choice.validate(request, found);
              if (!found.HasError()) return diagnostics.Append(found);
              refusals.Append(found);
            }
            diagnostics.Append(refusals);
          },
          takes};
}

Validator Between(int64_t min, int64_t max) {
  const std::string must = max == INT64_MAX ? absl::StrCat("must be ", min, " or more")
                                            : absl::StrCat("must be from ", min, " to ", max);
  return {must,
          [min, max, must](const ValidateRequest& request, Diagnostics& diagnostics) {
            const Number& number = request.config.number();
            if (number.IsInteger() && number >= Number::FromInt64(min) &&
                number <= Number::FromInt64(max)) {
              return;
            }
            Refuse(request,
                   {.what = "number",
                    .must = absl::StrCat(must, " and whole"),
                    .found = absl::StrCat(number.ToString(), " is not a whole number from ", min,
                                          " to ", max)},
                   diagnostics);
          },
          Numbers()};
}

Validator LengthBetween(size_t min, size_t max) {
  const std::string must = absl::StrCat("must be ", min, " to ", max, " bytes long");
  return {must,
          [min, max, must](const ValidateRequest& request, Diagnostics& diagnostics) {
            const std::string& text = request.config.string();
            if (text.size() >= min && text.size() <= max) return;
            Refuse(request,
                   {.what = "length",
                    .must = must,
                    .found = absl::StrCat(Quote(text), " has ", text.size(), " bytes; ", min,
                                          " to ", max, " are possible")},
                   diagnostics);
          },
          Strings()};
}

Validator Parses(const std::string& what, std::function<absl::Status(absl::string_view)> parse) {
  const std::string must = absl::StrCat("must be a valid ", what);
  return {must,
          [what, must, parse = std::move(parse)](const ValidateRequest& request,
                                                 Diagnostics& diagnostics) {
            const absl::Status status = parse(request.config.string());
            if (status.ok()) return;
            Refuse(request, {.what = what, .must = must, .found = std::string(status.message())},
                   diagnostics);
          },
          Strings()};
}

Validator FitsModel(std::function<absl::Status(const Value&, Trail&)> check) {
  return {"", [check = std::move(check)](const ValidateRequest& request, Diagnostics& diagnostics) {
            if (!request.config.IsWhollyKnown()) return;
            Trail trail;
            const absl::Status status = check(request.config, trail);
            if (status.ok()) return;
            if (request.secrecy == Secrecy::kWhole) trail.HideKeys();
            const Path path = trail.PathFrom(request.path);
            Refuse({path, request.config, request.secrecy},
                   {.must = trail.must(), .found = std::string(status.message())}, diagnostics);
          }};
}

Validator Each(const Validator& element) {
  return {absl::StrCat("each ", element.description),
          [element](const ValidateRequest& request, Diagnostics& diagnostics) {
            const Type::Kind kind = request.config.type().kind();
            if (kind == Type::Kind::kMap) {
              for (const MapEntry& entry : request.config.entries()) {
                if (!entry.value.IsKnown()) continue;
                const Path path = request.PathOfKey(entry.key);
                element.validate({path, entry.value, request.secrecy}, diagnostics);
              }
              return;
            }
            int64_t index = 0;
            for (const Value& value : request.config.elements()) {
              // Elements of a set have no path of their own.
              const Path path = kind == Type::Kind::kSet ? request.path : request.path.Index(index);
              if (value.IsKnown()) element.validate({path, value, request.secrecy}, diagnostics);
              ++index;
            }
          },
          TakesCollectionOf(element.takes)};
}

Validator EachKey(const Validator& key) {
  const TypeCheck takes = [inner = key.takes](const Type& type) {
    RETURN_IF_ERROR(Takes({Type::Kind::kMap})(type));
    return inner == nullptr ? absl::OkStatus() : inner(Type::String());
  };
  return {absl::StrCat("each key ", key.description),
          [key](const ValidateRequest& request, Diagnostics& diagnostics) {
            // What is secret in the values of a map is no secret of its keys.
            const Secrecy secrecy =
                request.secrecy == Secrecy::kWhole ? Secrecy::kWhole : Secrecy::kNone;
            for (const MapEntry& entry : request.config.entries()) {
              const Path path = request.PathOfKey(entry.key);
              key.validate({path, Value::String(entry.key), secrecy}, diagnostics);
            }
          },
          takes};
}

}  // namespace tf::schema
