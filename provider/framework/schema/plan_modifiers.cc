#include "provider/framework/schema/plan_modifiers.h"

#include <utility>

namespace tf::schema {

PlanModifier UseStateForUnknown() {
  return {"keeps its value once the resource exists",
          [](const ModifyRequest& request, ModifyResponse& response) {
            if (request.updating && response.plan.IsUnknown() && request.config.IsNull()) {
              response.plan = request.prior;
            }
          }};
}

PlanModifier UseNonNullStateForUnknown() {
  return {
      "keeps its value once it has one",
      [keep = UseStateForUnknown().modify](const ModifyRequest& request, ModifyResponse& response) {
        if (!request.prior.IsNull()) keep(request, response);
      }};
}

PlanModifier RequiresReplace() {
  return RequiresReplaceIf([](const ModifyRequest&, const Value&) { return true; }, "it changes");
}

PlanModifier RequiresReplaceIf(
    std::function<bool(const ModifyRequest&, const Value& plan)> condition,
    const std::string& description) {
  return {
      "replaces the resource if " + description,
      [condition = std::move(condition)](const ModifyRequest& request, ModifyResponse& response) {
        if (request.updating && !(response.plan == request.prior) &&
            condition(request, response.plan)) {
          response.requires_replace = true;
        }
      }};
}

PlanModifier RequiresReplaceIfConfigured() {
  return RequiresReplaceIf(
      [](const ModifyRequest& request, const Value&) { return !request.config.IsNull(); },
      "another value is configured");
}

}  // namespace tf::schema
