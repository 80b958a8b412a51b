#include <re2/re2.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "engine/base/check.h"
#include "engine/base/quote.h"
#include "provider/framework/schema/validators.h"

namespace tf::schema {

Validator Matches(const std::string& pattern, const std::string& description) {
  // Shared by the copies of the validator: a compiled pattern cannot be copied.
  const auto compiled = std::make_shared<const re2::RE2>(pattern, re2::RE2::Quiet);
  SIXGATE_CHECK(compiled->ok(), "the pattern of a validator is a regular expression");
  const std::string must = absl::StrCat("must ", description);
  return {must,
          [compiled, must](const ValidateRequest& request, Diagnostics& diagnostics) {
            const std::string& text = request.config.string();
            if (re2::RE2::PartialMatch(text, *compiled)) return;
            Refuse(request,
                   {.must = must, .found = absl::StrCat(engine::base::Quote(text), " ", must)},
                   diagnostics);
          },
          Takes({Type::Kind::kString})};
}

}  // namespace tf::schema
