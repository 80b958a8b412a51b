#include "provider/framework/write_only.h"

#include <gtest/gtest.h>

#include "provider/framework/testing/literal.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf {
namespace {

using schema::Block;
using schema::Body;
using schema::Nesting;
using testing::Literal;
using testing::Nested;
using testing::NewBlock;
using testing::Optional;
using testing::WriteOnly;

Body SecretsBody() {
  const std::vector<schema::Attribute> inner = {Optional("a"), WriteOnly("w")};
  const Body block = {.attributes = inner, .blocks = {}};
  return {.attributes = {Optional("a"), WriteOnly("w"),
                         Nested(Optional("single"), Nesting::kSingle, inner),
                         Nested(Optional("list"), Nesting::kList, inner),
                         Nested(Optional("map"), Nesting::kMap, inner),
                         Nested(Optional("set"), Nesting::kSet, {Optional("a")})},
          .blocks = {NewBlock("block", Block::Nesting::kList,
                              {.attributes = inner,
                               .blocks = {NewBlock("deep", Block::Nesting::kSingle, block)}}),
                     NewBlock("plain", Block::Nesting::kList,
                              {.attributes = {Optional("a")}, .blocks = {}})}};
}

TEST(WithWriteOnlyTest, TakesTheConfigurationsValueAtEveryDepth) {
  const Body body = SecretsBody();
  const Value plan = Literal(body, R"({a = "p", single = {a = "p"}, list = [{a = "p"}, {a = "q"}],
    map = {x = {a = "p"}}, set = [{a = "p"}], block = [{a = "p", deep = {a = "p"}}],
    plain = [{a = "p"}]})");
  const Value config = Literal(body, R"({w = "1", single = {w = "2"},
    list = [{w = "3"}, {w = "4"}], map = {x = {w = "5"}}, set = [{a = "c"}],
    block = [{w = "6", deep = {w = "7"}}], plain = [{a = "c"}]})");
  EXPECT_EQ(WithWriteOnly(body, plan, config),
            Literal(body, R"({a = "p", w = "1", single = {a = "p", w = "2"},
    list = [{a = "p", w = "3"}, {a = "q", w = "4"}], map = {x = {a = "p", w = "5"}},
    set = [{a = "p"}], block = [{a = "p", w = "6", deep = {a = "p", w = "7"}}],
    plain = [{a = "p"}]})"));
}

TEST(WithWriteOnlyTest, WhatIsNotConfiguredStaysAsItIs) {
  const Body body = SecretsBody();
  const char* const kPlans[] = {
      "{}",
      "{single = unknown, list = unknown, map = unknown, block = unknown}",
      R"({single = {a = "p"}, list = [{a = "p"}, {a = "q"}], map = {x = {}, y = {a = "p"}}})",
  };
  const Value config = Literal(body, "{list = [{}], map = {x = {}}}");
  for (const char* text : kPlans) {
    SCOPED_TRACE(text);
    const Value plan = Literal(body, text);
    EXPECT_EQ(WithWriteOnly(body, plan, config), plan);
  }
}

TEST(WithWriteOnlyTest, NullObjectsStayNull) {
  const Body body = SecretsBody();
  const Value none = Value::Null(body.type());
  const Value some = Literal(body, "{}");
  EXPECT_EQ(WithWriteOnly(body, none, some), none);
  EXPECT_EQ(WithWriteOnly(body, some, none), some);
}

}  // namespace
}  // namespace tf
