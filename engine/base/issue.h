// One finding of a check that can find many. A function that fails for one reason returns an
// absl::Status instead.
#ifndef SIXGATE_ENGINE_BASE_ISSUE_H_
#define SIXGATE_ENGINE_BASE_ISSUE_H_

#include <string>
#include <vector>

namespace engine::base {

enum class Severity { kWarning, kError };

struct Issue {
  Severity severity = Severity::kError;
  // What it is about, in the model's own terms: "networks.web.index". Empty: the whole object.
  std::string path;
  // A sentence that names the object, the reason and the way out.
  std::string message;

  bool operator==(const Issue&) const = default;
};

using Issues = std::vector<Issue>;

}  // namespace engine::base

#endif  // SIXGATE_ENGINE_BASE_ISSUE_H_
