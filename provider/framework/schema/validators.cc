#include "provider/framework/schema/validators.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "engine/base/quote.h"

namespace tf::schema {
namespace {

using engine::base::Quote;

void AddInvalid(const ValidateRequest& request, Diagnostics& diagnostics, absl::string_view what,
                absl::string_view detail) {
  diagnostics.AddError(request.path,
                       absl::StrCat("Invalid ", what, " in ", request.path.ToString()),
                       std::string(detail));
}

}  // namespace

Validator OneOf(std::vector<std::string> allowed) {
  const std::string list = absl::StrCat("\"", absl::StrJoin(allowed, "\", \""), "\"");
  return {absl::StrCat(allowed.size() == 1 ? "must be " : "must be one of ", list),
          [allowed = std::move(allowed), list](const ValidateRequest& request,
                                               Diagnostics& diagnostics) {
            const std::string& text = request.config.string();
            if (std::find(allowed.begin(), allowed.end(), text) != allowed.end()) return;
            AddInvalid(request, diagnostics, "value",
                       absl::StrCat(Quote(text), " is not one of ", list, "."));
          }};
}

Validator Between(int64_t min, int64_t max) {
  return {max == INT64_MAX ? absl::StrCat("must be ", min, " or more")
                           : absl::StrCat("must be from ", min, " to ", max),
          [min, max](const ValidateRequest& request, Diagnostics& diagnostics) {
            const Number& number = request.config.number();
            if (number.IsInteger() && number >= Number::FromInt64(min) &&
                number <= Number::FromInt64(max)) {
              return;
            }
            AddInvalid(request, diagnostics, "number",
                       absl::StrCat(number.ToString(), " is not a whole number from ", min, " to ",
                                    max, "."));
          }};
}

Validator LengthBetween(size_t min, size_t max) {
  return {absl::StrCat("must be ", min, " to ", max, " bytes long"),
          [min, max](const ValidateRequest& request, Diagnostics& diagnostics) {
            const std::string& text = request.config.string();
            if (text.size() >= min && text.size() <= max) return;
            AddInvalid(request, diagnostics, "length",
                       absl::StrCat(Quote(text), " has ", text.size(), " bytes; ", min, " to ", max,
                                    " are possible."));
          }};
}

Validator Parses(const std::string& what, std::function<absl::Status(absl::string_view)> parse) {
  return {
      absl::StrCat("must be a valid ", what),
      [what, parse = std::move(parse)](const ValidateRequest& request, Diagnostics& diagnostics) {
        const absl::Status status = parse(request.config.string());
        if (!status.ok())
          AddInvalid(request, diagnostics, what, absl::StrCat(status.message(), "."));
      }};
}

Validator FitsModel(std::function<absl::Status(const Value&, Trail&)> check) {
  return {"", [check = std::move(check)](const ValidateRequest& request, Diagnostics& diagnostics) {
            if (!request.config.IsWhollyKnown()) return;
            Trail trail;
            const absl::Status status = check(request.config, trail);
            if (status.ok()) return;
            AddInvalid({trail.PathFrom(request.path), request.config}, diagnostics, "value",
                       absl::StrCat(status.message(), "."));
          }};
}

Validator Each(const Validator& element) {
  return {absl::StrCat("each ", element.description),
          [element](const ValidateRequest& request, Diagnostics& diagnostics) {
            const Type::Kind kind = request.config.type().kind();
            if (kind == Type::Kind::kMap) {
              for (const MapEntry& entry : request.config.entries()) {
                if (!entry.value.IsKnown()) continue;
                element.validate({request.path.Key(entry.key), entry.value}, diagnostics);
              }
              return;
            }
            int64_t index = 0;
            for (const Value& value : request.config.elements()) {
              // Elements of a set have no path of their own.
              const Path path = kind == Type::Kind::kSet ? request.path : request.path.Index(index);
              if (value.IsKnown()) element.validate({path, value}, diagnostics);
              ++index;
            }
          }};
}

Validator EachKey(const Validator& key) {
  return {absl::StrCat("each key ", key.description),
          [key](const ValidateRequest& request, Diagnostics& diagnostics) {
            for (const MapEntry& entry : request.config.entries()) {
              key.validate({request.path.Key(entry.key), Value::String(entry.key)}, diagnostics);
            }
          }};
}

}  // namespace tf::schema
