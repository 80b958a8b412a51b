// The usual plan modifiers, as values:
//
//   Field("id", &Model::id).Computed().Modify(UseStateForUnknown())
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_PLAN_MODIFIERS_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_PLAN_MODIFIERS_H_

#include <functional>
#include <string>

#include "provider/framework/schema/attribute.h"

namespace tf::schema {

// Plans the prior value, null too, where an unconfigured value would be unknown: for values that
// stay as they are once the resource exists.
PlanModifier UseStateForUnknown();

// The same unless the prior value is null: for values that older versions left out, and inside of
// collections, where an element that is new has no prior value.
PlanModifier UseNonNullStateForUnknown();

// A change of the value replaces the resource.
PlanModifier RequiresReplace();

// A change replaces the resource when `condition` says so; `description` completes "replaces the
// resource if …".
PlanModifier RequiresReplaceIf(
    std::function<bool(const ModifyRequest&, const Value& plan)> condition,
    const std::string& description);

// A change replaces the resource where it is the configuration that asks for another value, and not
// where the attribute was removed from it.
PlanModifier RequiresReplaceIfConfigured();

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_PLAN_MODIFIERS_H_
