// One attribute of a resource, data source or provider: its type, who sets it, and the rules that
// hold for it.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_ATTRIBUTE_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_ATTRIBUTE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "provider/framework/diag/diagnostics.h"
#include "provider/framework/schema/type_check.h"
#include "provider/framework/value/path.h"
#include "provider/framework/value/value.h"

namespace tf {
class PrivateState;
}  // namespace tf

namespace tf::schema {

// What messages may say of a value.
enum class Secrecy {
  kNone,
  // Something inside of it is sensitive or write-only: it is not shown, but the places in it are
  // named.
  kInside,
  // It is sensitive or write-only, or is inside of what is: not even its keys are named.
  kWhole,
};

// What a validator looks at. References live for the call.
struct ValidateRequest {
  const Path& path;
  // Known; parts of a collection may be unknown.
  const Value& config;
  // A validator that shows the value asks this first. Refuse does.
  Secrecy secrecy = Secrecy::kNone;

  // Of the value under the key of a map, which is not named where it is secret.
  Path PathOfKey(absl::string_view key) const {
    return secrecy == Secrecy::kWhole ? path : path.Key(key);
  }
};

// Why a validator refuses a value. Without full stops.
struct Refusal {
  // Completes "Invalid … in size".
  std::string what = "value";
  // All that is said of a secret value: "must be at most 5".
  std::string must;
  // What is said of another: "7 is above 5".
  std::string found;
};

// The error of a value that is refused. Validators say it this way, so that none of them shows what
// is secret.
void Refuse(const ValidateRequest& request, const Refusal& refusal, Diagnostics& diagnostics);

// A rule for a configured value, checked in validate and again before each plan. It is not asked
// about null or unknown values.
struct Validator {
  // For documentation: "must be one of: a, b". Empty: goes without saying.
  std::string description;
  std::function<void(const ValidateRequest&, Diagnostics&)> validate;
  // What it can be asked about: Takes({Type::Kind::kString}). Null: any value.
  TypeCheck takes = nullptr;
};

// kInvalidArgument names the first that cannot be asked about values of the type.
absl::Status CheckValidators(const std::vector<Validator>& validators, const Type& type);

// A whole resource in a plan; null where there is none.
struct PlannedObject {
  Value config;
  Value prior;
  // Before any modifier, with defaults and what is not known yet.
  Value plan;
};

// What a plan modifier looks at. References live for the call.
struct ModifyRequest {
  const Path& path;
  // This attribute or block in configuration and prior state; null where there is none.
  const Value& config;
  const Value& prior;
  // Whether the resource exists already and stays.
  bool updating;
  // The resource that it is in.
  const PlannedObject& whole;
  const PrivateState& private_state;
};

struct ModifyResponse {
  // In: what is planned so far. Out: what is planned now.
  Value plan;
  bool requires_replace = false;
  // An error refuses the plan: neither later modifiers nor the resource are asked.
  Diagnostics diagnostics = {};
};

// Adjusts what is planned for an attribute or block, before what is nested in it; they run in the
// order given, on every plan but a destroy.
struct PlanModifier {
  std::string description;
  std::function<void(const ModifyRequest&, ModifyResponse&)> modify;
};

// Whether two known values mean the same, so that the first spelling is kept.
using SemanticEquality = std::function<bool(const Value& a, const Value& b)>;

enum class Nesting { kSingle, kList, kSet, kMap };

// Plain data. Exactly one of `type` and `nesting` describes its value.
struct Attribute {
  std::string name;
  Type type;
  // Nested attributes, when `nesting` is set.
  std::optional<Nesting> nesting;
  std::vector<Attribute> nested;

  bool required = false;
  bool optional = false;
  bool computed = false;
  bool sensitive = false;
  bool write_only = false;

  // Markdown.
  std::string description;
  // Not empty: deprecated, and this says what to use instead.
  std::string deprecation;

  // Taken where the configuration says nothing; the attribute is optional and computed then.
  std::optional<Value> default_value;
  std::vector<Validator> validators;
  std::vector<PlanModifier> plan_modifiers;
  SemanticEquality semantic_equality;

  // The type of its value, nested attributes included.
  Type value_type() const;
  // Sensitive or write-only, whatever holds it and whatever it holds.
  bool IsSecret() const { return sensitive || write_only; }
};

// Whether one of them is secret, or one that is nested in them.
bool HoldSecret(const std::vector<Attribute>& attributes);

// Type of an object with these attributes.
Type ObjectType(const std::vector<Attribute>& attributes);

// An object of their defaults, null where there is none: the default of a nested attribute whose
// parts all have one.
Value DefaultObject(const std::vector<Attribute>& attributes);

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_ATTRIBUTE_H_
