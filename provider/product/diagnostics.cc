#include "provider/product/diagnostics.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/base/quote.h"
#include "engine/inventory/error.h"

namespace product {
namespace {

using tf::Path;

// The engine names attributes as "networks.web.index": the key of a map is a step like any other.
// Maps of nested attributes are few, so they are named here.
bool IsMapOfObjects(absl::string_view attribute) { return attribute == "networks"; }

Path PathOf(absl::string_view dotted) {
  Path path;
  bool is_key = false;
  for (const absl::string_view step : absl::StrSplit(dotted, '.', absl::SkipEmpty())) {
    path = is_key ? path.Key(step) : path.Attribute(step);
    is_key = !is_key && IsMapOfObjects(step);
  }
  return path;
}

// The engine's messages are phrases in lower case; users read sentences. The name of an attribute
// stays as it is written.
std::string Sentence(absl::string_view message, absl::string_view attribute) {
  std::string sentence(message);
  const absl::string_view word = message.substr(0, message.find(' '));
  const bool is_attribute = word == attribute.substr(attribute.rfind('.') + 1) ||
                            word.find_first_of("._") != absl::string_view::npos;
  if (!sentence.empty()) {
    if (!is_attribute) sentence[0] = absl::ascii_toupper(static_cast<unsigned char>(sentence[0]));
    const char last = sentence.back();
    if (last != '.' && last != '?' && last != '!') sentence += '.';
  }
  return sentence;
}

std::string Summary(const Attempt& attempt) {
  const std::string name =
      attempt.name.empty() ? "" : absl::StrCat(" ", engine::base::Quote(attempt.name));
  return absl::StrCat("Unable to ", attempt.action, " ", attempt.kind, name);
}

}  // namespace

void AddError(const Attempt& attempt, const absl::Status& status, tf::Diagnostics& diagnostics) {
  diagnostics.AddError(PathOf(engine::inventory::AttributeOf(status)), Summary(attempt),
                       Sentence(status.message(), engine::inventory::AttributeOf(status)));
}

void AddIssues(const Attempt& attempt, const engine::base::Issues& issues,
               absl::FunctionRef<bool(const Path&)> is_news, tf::Diagnostics& diagnostics) {
  for (const engine::base::Issue& issue : issues) {
    const Path path = PathOf(issue.path);
    if (issue.severity == engine::base::Severity::kError) {
      diagnostics.AddError(path, Summary(attempt), Sentence(issue.message, issue.path));
    } else if (is_news(path)) {
      diagnostics.AddWarning(
          path, absl::StrCat("Warning for ", attempt.kind, " ", engine::base::Quote(attempt.name)),
          Sentence(issue.message, issue.path));
    }
  }
}

}  // namespace product
