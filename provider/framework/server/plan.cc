#include "provider/framework/server/plan.h"

#include <algorithm>

#include "provider/framework/server/defaults.h"
#include "provider/framework/server/identity.h"
#include "provider/framework/server/rewrite.h"
#include "provider/framework/server/spelling.h"
#include "provider/framework/server/state.h"

namespace tf::server {
namespace {

using schema::Attribute;

// The client proposes null (create) or the prior value (update) for what the provider computes.
// `objects.config` has the defaults in it.
Value MarkUnknown(const schema::Body& body, const ClientCapabilities& client, const Trio& objects) {
  return Rewrite(
      body, objects, [](const Attribute& attribute) { return attribute.computed; },
      [](const Attribute& attribute, const Path&, const Trio& trio) {
        return trio.config.IsNull() ? Value::Unknown(attribute.value_type()) : trio.plan;
      },
      [&](const schema::Block& block, const Path&, const Trio& trio) {
        return MayCompute(block, client, trio) ? Value::Unknown(block.value_type()) : trio.plan;
      });
}

// Runs the modifiers of all attributes and blocks on the plan in `response`.
void ModifyPlan(const schema::Body& body, const PlanChangeRequest& request,
                PlanResponse& response) {
  const schema::PlannedObject whole = {request.config, request.prior, response.plan};
  const auto modify = [&](const std::vector<schema::PlanModifier>& modifiers, const Path& path,
                          const Trio& trio) {
    schema::ModifyResponse modified{trio.plan};
    for (const schema::PlanModifier& modifier : modifiers) {
      if (modified.diagnostics.HasError()) break;
      modifier.modify(
          {path, trio.config, trio.prior, !whole.prior.IsNull(), whole, request.prior_private},
          modified);
    }
    if (modified.requires_replace) response.requires_replace.push_back(path);
    response.diagnostics.Append(modified.diagnostics);
    return modified.plan;
  };
  response.plan = Rewrite(
      body, {whole.config, whole.prior, whole.plan},
      [](const Attribute& attribute) { return !attribute.plan_modifiers.empty(); },
      [&](const Attribute& attribute, const Path& path, const Trio& trio) {
        return modify(attribute.plan_modifiers, path, trio);
      },
      [&](const schema::Block& block, const Path& path, const Trio& trio) {
        return modify(block.plan_modifiers, path, trio);
      });
}

// What is configured but not known yet stays so: core takes a value in its place for a mistake. The
// prior value may stay, for it may turn out to mean the same. What is write-only is null in each
// plan.
Value KeepUnknowns(const schema::Body& body, const Trio& objects) {
  if (objects.config.IsWhollyKnown()) return objects.plan;
  return Rewrite(
      body, objects, [](const Attribute& attribute) { return !attribute.write_only; },
      [](const Attribute&, const Path&, const Trio& trio) {
        const bool is_prior = !trio.prior.IsNull() && trio.plan == trio.prior;
        return trio.config.IsUnknown() && !is_prior ? trio.config : trio.plan;
      });
}

void PlanResource(const Resource& resource, const PlanChangeRequest& request,
                  PlanResponse& response) {
  const auto* with_plan = dynamic_cast<const ResourceWithPlan*>(&resource);
  if (with_plan == nullptr) return;
  const Value before = response.plan;
  with_plan->Plan({request.operation, request.config, request.prior, request.planned_private},
                  response);
  // What a resource computes anew it may spell its own way; the user's stays.
  const schema::Body& body = resource.schema().body;
  if (response.plan.Conforms(body.type())) {
    response.plan = KeepSpelling(body, before, response.plan);
    response.plan = KeepUnknowns(body, {request.config, request.prior, response.plan});
  }
  if (request.proposed.IsNull() && !response.plan.IsNull()) {
    response.plan = request.proposed;
    response.diagnostics.AddError("Plan of a destroy changed",
                                  "The resource planned an object where it is to be destroyed. "
                                  "This is a bug in the provider.");
  }
  CheckDeferred(request.operation, resource.type_name(), response.deferred, response.diagnostics);
}

// What the schema alone says: defaults, unknowns, plan modifiers.
void PlanAttributes(const schema::Body& body, const PlanChangeRequest& request,
                    PlanResponse& response) {
  response.plan = ProposeDefaults(body, request.operation.client,
                                  {request.config, request.prior, request.proposed});
  response.plan = WithoutWriteOnly(body, response.plan);
  response.plan = KeepSpelling(body, request.prior, response.plan);
  // Only a change makes values unknown; else every plan would show one.
  if (!(response.plan == request.prior)) {
    response.plan = MarkUnknown(body, request.operation.client,
                                {WithDefaults(body, request.config), request.prior, response.plan});
  }
  ModifyPlan(body, request, response);
}

}  // namespace

void PlanChange(const Resource& resource, const PlanChangeRequest& request, PlanResult& result) {
  result.private_state = request.prior_private;
  result.plan = request.proposed;
  result.identity = request.prior_identity;
  if (request.prior.IsNull() && request.proposed.IsNull()) return;
  if (!result.plan.IsNull()) PlanAttributes(resource.schema().body, request, result);
  if (request.operation.deferred.has_value()) {
    // Whatever the provider could say would rest on a configuration that is not known.
    result.deferred = request.operation.deferred;
  } else if (!result.diagnostics.HasError()) {
    PlanResource(resource, request, result);
  }
  std::sort(result.requires_replace.begin(), result.requires_replace.end());
  result.requires_replace.erase(
      std::unique(result.requires_replace.begin(), result.requires_replace.end()),
      result.requires_replace.end());
  result.identity = PlannedIdentity(resource,
                                    {.operation = request.operation,
                                     .prior_state = request.prior,
                                     .prior_identity = request.prior_identity,
                                     .plan = result.plan,
                                     .replaces = !result.requires_replace.empty()},
                                    result.diagnostics);
}

}  // namespace tf::server
