#include "provider/framework/server/defaults.h"

namespace tf::server {

using schema::Attribute;

namespace {

bool HasDefault(const Attribute& attribute) { return attribute.default_value.has_value(); }

// Whether there is something inside the value that only a configuration can have set: the client
// then proposes null, since the configuration has let go of it.
bool HoldsConfigured(const Attribute& attribute, const Value& value) {
  if (!attribute.nesting.has_value() || !value.IsKnown()) return false;
  const schema::Body body = {{attribute}, {}};
  const Value object = Value::Object({{attribute.name, value}});
  const Value none = Value::Null(object.type());
  bool holds = false;
  Rewrite(body, {none, none, object}, &AllAttributes,
          [&](const Attribute& inner, const Path&, const Trio& trio) {
            holds = holds || (!inner.computed && !trio.plan.IsNull());
            return trio.plan;
          });
  return holds;
}

}  // namespace

bool MayCompute(const schema::Block& block, const ClientCapabilities& client, const Trio& trio) {
  return block.computed && client.computed_blocks_allowed && trio.config.IsNull();
}

Value WithDefaults(const schema::Body& body, const Value& config) {
  return Rewrite(body, {config, Value::Null(config.type()), config}, &HasDefault,
                 [](const Attribute& attribute, const Path&, const Trio& trio) {
                   return trio.plan.IsNull() ? *attribute.default_value : trio.plan;
                 });
}

Value ProposeDefaults(const schema::Body& body, const ClientCapabilities& client,
                      const ProposedChange& change) {
  return Rewrite(
      body, {change.config, change.prior, change.proposed},
      [](const Attribute& attribute) { return attribute.computed || HasDefault(attribute); },
      [](const Attribute& attribute, const Path&, const Trio& trio) {
        if (!trio.config.IsNull()) return trio.plan;
        // Below an object that is not configured, the plan is what that object's default
        // says.
        const bool open = trio.holder_configured || trio.plan.IsNull();
        if (open && HasDefault(attribute)) return *attribute.default_value;
        const bool keep = attribute.computed && trio.plan.IsNull() &&
                          !(attribute.optional && HoldsConfigured(attribute, trio.prior));
        return keep ? trio.prior : trio.plan;
      },
      [&](const schema::Block& block, const Path&, const Trio& trio) {
        return MayCompute(block, client, trio) ? trio.prior : trio.plan;
      });
}

}  // namespace tf::server
