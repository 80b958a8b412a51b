#include "provider/framework/server/spelling.h"

#include "provider/framework/server/rewrite.h"

namespace tf::server {

Value KeepSpelling(const schema::Body& body, const Value& before, const Value& now) {
  return Rewrite(
      body, {Value::Null(now.type()), before, now},
      [](const schema::Attribute& attribute) { return attribute.semantic_equality != nullptr; },
      [](const schema::Attribute& attribute, const Path&, const Trio& trio) {
        const bool same = trio.prior.IsKnown() && trio.plan.IsKnown() &&
                          attribute.semantic_equality(trio.prior, trio.plan);
        return same ? trio.prior : trio.plan;
      });
}

}  // namespace tf::server
