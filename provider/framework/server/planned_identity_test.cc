#include <gtest/gtest.h>

#include "provider/framework/server/identity.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf::server {
namespace {

using testing::Attributes;
using testing::Literal;

// OpenTofu 1.12: "failed to encode … in state: value is not known"; Terraform 1.15, show -json of
// the plan: "error in marshaling resource changes: value is not known".
TEST(PlannedIdentityTest, OfANewObjectIsLeftToTheApply) {
  const schema::Body body = Attributes({testing::OptionalComputed("id")});
  const testing::FakeResourceWithIdentity resource(
      "fake_thing", testing::SchemaOf(body),
      {.attributes = {{.name = "id", .required_for_import = true}}});
  const Operation operation = {};
  const Value none = Value::Null(body.type());
  const Value no_identity = Value::Null(body.type());
  for (const char* plan : {"{id = unknown}", R"({id = "a"})"}) {
    SCOPED_TRACE(plan);
    Diagnostics diagnostics;
    EXPECT_EQ(PlannedIdentity(resource,
                              {.operation = operation,
                               .prior_state = none,
                               .prior_identity = no_identity,
                               .plan = Literal(body, plan)},
                              diagnostics),
              no_identity);
    EXPECT_TRUE(diagnostics.empty());
  }
}

}  // namespace
}  // namespace tf::server
