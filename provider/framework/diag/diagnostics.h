// What a user is told: errors and warnings, each pointing at the attribute it is about.
//
//   diagnostics.AddError(Path::Root("cidr"), "Host bits set in cidr", "\"2001:db8::1/64\" … write
//   …");
#ifndef SIXGATE_PROVIDER_FRAMEWORK_DIAG_DIAGNOSTICS_H_
#define SIXGATE_PROVIDER_FRAMEWORK_DIAG_DIAGNOSTICS_H_

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "provider/framework/value/path.h"

namespace tf {

struct Diagnostic {
  enum class Severity { kError, kWarning };

  Severity severity = Severity::kError;
  // One sentence without a full stop that names the thing.
  std::string summary;
  // Cause and remedy, in whole sentences.
  std::string detail;
  // Empty: the whole resource or provider block.
  Path path;

  bool operator==(const Diagnostic&) const = default;
};

// A list that grows. Not thread-safe.
class Diagnostics {
 public:
  void Add(Diagnostic diagnostic) { list_.push_back(std::move(diagnostic)); }
  void AddError(Path path, std::string summary, std::string detail) {
    Add({Diagnostic::Severity::kError, std::move(summary), std::move(detail), std::move(path)});
  }
  void AddError(std::string summary, std::string detail) {
    AddError(Path(), std::move(summary), std::move(detail));
  }
  void AddWarning(Path path, std::string summary, std::string detail) {
    Add({Diagnostic::Severity::kWarning, std::move(summary), std::move(detail), std::move(path)});
  }
  void Append(const Diagnostics& other) {
    list_.insert(list_.end(), other.list_.begin(), other.list_.end());
  }

  bool HasError() const {
    return std::any_of(list_.begin(), list_.end(), [](const Diagnostic& diagnostic) {
      return diagnostic.severity == Diagnostic::Severity::kError;
    });
  }
  bool empty() const { return list_.empty(); }
  const std::vector<Diagnostic>& list() const { return list_; }

 private:
  std::vector<Diagnostic> list_;
};

}  // namespace tf

#endif  // SIXGATE_PROVIDER_FRAMEWORK_DIAG_DIAGNOSTICS_H_
