// What the checks of engine/site collect. Private to it.
#ifndef SIXGATE_ENGINE_SITE_FINDINGS_INTERNAL_H_
#define SIXGATE_ENGINE_SITE_FINDINGS_INTERNAL_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/base/issue.h"

namespace engine::site {

// Collects findings about one object, whose description begins every message.
class Findings {
 public:
  explicit Findings(std::string object) : object_(std::move(object)) {}

  template <class... Parts>
  void Error(absl::string_view path, const Parts&... parts) {
    Add(base::Severity::kError, path, absl::StrCat(parts...));
  }
  template <class... Parts>
  void Warn(absl::string_view path, const Parts&... parts) {
    Add(base::Severity::kWarning, path, absl::StrCat(parts...));
  }
  void Add(absl::string_view path, const absl::Status& status) {
    if (!status.ok()) Add(base::Severity::kError, path, status.message());
  }
  base::Issues Take() { return std::move(issues_); }

 private:
  void Add(base::Severity severity, absl::string_view path, absl::string_view message) {
    issues_.push_back({severity, std::string(path), absl::StrCat(object_, ": ", message)});
  }

  std::string object_;
  base::Issues issues_;
};

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_FINDINGS_INTERNAL_H_
