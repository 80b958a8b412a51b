#include "provider/framework/server/defaults.h"

#include <gtest/gtest.h>

#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf::server {
namespace {

using schema::Nesting;
using testing::Attributes;
using testing::Computed;
using testing::Literal;
using testing::Nested;
using testing::Optional;
using testing::OptionalComputed;

TEST(DefaultsTest, WhatOnlyTheProviderSetsIsNeverLetGoOf) {
  const schema::Body body =
      Attributes({Nested(Computed("only"), Nesting::kSingle, {Optional("word")}),
                  Nested(OptionalComputed("either"), Nesting::kSingle, {Optional("word")})});
  // Nobody configured `only`, whatever is in it; `either` was configured, and is not any more.
  EXPECT_EQ(
      ProposeDefaults(body, {},
                      {.config = Literal(body, "{}"),
                       .prior = Literal(body, R"({only = {word = "a"}, either = {word = "b"}})"),
                       .proposed = Literal(body, "{}")}),
      Literal(body, R"({only = {word = "a"}})"));
}

}  // namespace
}  // namespace tf::server
