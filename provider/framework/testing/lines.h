// Diagnostics as lines of text, for whole comparisons.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_LINES_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_LINES_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/diag/diagnostics.h"

namespace tf::testing {

// Each as "path | summary | detail", without the path where there is none; a warning says so.
inline std::vector<std::string> Lines(const Diagnostics& diagnostics) {
  std::vector<std::string> lines;
  for (const Diagnostic& diagnostic : diagnostics.list()) {
    lines.push_back(
        absl::StrCat(diagnostic.severity == Diagnostic::Severity::kWarning ? "warning: " : "",
                     diagnostic.path.empty() ? "" : absl::StrCat(diagnostic.path.ToString(), " | "),
                     diagnostic.summary, " | ", diagnostic.detail));
  }
  return lines;
}

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_LINES_H_
