// From the engine's errors to what a user reads. Wording that every resource shares lives here.
#ifndef SIXGATE_PROVIDER_PRODUCT_DIAGNOSTICS_H_
#define SIXGATE_PROVIDER_PRODUCT_DIAGNOSTICS_H_

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "engine/base/issue.h"
#include "provider/framework/diag/diagnostics.h"

namespace product {

// What was tried, for the summary: "Unable to create prefix \"site\"".
struct Attempt {
  absl::string_view action;  // "create", "read", "plan"
  absl::string_view kind;    // "prefix"
  std::string name;
};

// An error diagnostic for a status that is not OK, at the attribute that the engine named.
void AddError(const Attempt& attempt, const absl::Status& status, tf::Diagnostics& diagnostics);

// One diagnostic for each issue, at its path; warnings only where `is_news` says so.
void AddIssues(const Attempt& attempt, const engine::base::Issues& issues,
               absl::FunctionRef<bool(const tf::Path&)> is_news, tf::Diagnostics& diagnostics);

}  // namespace product

#endif  // SIXGATE_PROVIDER_PRODUCT_DIAGNOSTICS_H_
