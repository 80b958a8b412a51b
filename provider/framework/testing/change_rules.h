// Terraform Core's own rules for plans and applies, as a test's judge: what Core would report as
// "Provider produced invalid plan", "inconsistent final plan" or "inconsistent result after apply"
// is a list of violations here. Written from the rules' documentation
// (docs/resource-instance-change-lifecycle.md of Terraform and OpenTofu), and kept apart from the
// server's code on purpose: it judges it.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_TESTING_CHANGE_RULES_H_
#define SIXGATE_PROVIDER_FRAMEWORK_TESTING_CHANGE_RULES_H_

#include <ostream>
#include <string>
#include <vector>

#include "provider/framework/schema/schema.h"
#include "provider/framework/value/path.h"
#include "provider/framework/value/value.h"

namespace tf::testing {

struct Violation {
  Path path;
  // In Core's wording.
  std::string message;

  bool operator==(const Violation&) const = default;
  // "networks.web: planned value …"
  std::string ToString() const;
};

inline void PrintTo(const Violation& violation, std::ostream* out) { *out << violation.ToString(); }

using Violations = std::vector<Violation>;

// All values below have the body's type; null where there is no object.

// The configuration as it is sent to be planned: what could be computed blocks of, and is written
// nowhere, is null.
Value PreparedConfig(const schema::Body& body, const Value& config);

struct Proposal {
  Value prior;
  Value config;
};
// What Core asks a provider to plan: the configuration, with the prior values of what the provider
// computes.
Value ProposedNewState(const schema::Body& body, const Proposal& proposal);

struct PlannedChange {
  Value prior;
  Value config;
  Value planned;
};
// Whether the plan gives the configuration what it asks for.
Violations CheckPlan(const schema::Body& body, const PlannedChange& change);

struct Promise {
  Value planned;
  // A later plan of the same change, or its result.
  Value actual;
};
// Whether what was known of the plan is still so.
Violations CheckKept(const schema::Body& body, const Promise& promise);

// Whether the object may be stored: wholly known.
Violations CheckKnown(const Value& object);

// Whether all write-only attributes are null, as in each plan and state.
Violations CheckWriteOnly(const schema::Body& body, const Value& object);

}  // namespace tf::testing

#endif  // SIXGATE_PROVIDER_FRAMEWORK_TESTING_CHANGE_RULES_H_
