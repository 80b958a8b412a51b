#include "provider/framework/server/rewrite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tf::server {
namespace {

using ::testing::ElementsAre;

schema::Attribute Text(std::string name, bool computed) {
  schema::Attribute attribute;
  attribute.name = std::move(name);
  attribute.type = Type::String();
  attribute.computed = computed;
  return attribute;
}

schema::Attribute List(std::string name, std::vector<schema::Attribute> nested) {
  schema::Attribute attribute;
  attribute.name = std::move(name);
  attribute.nesting = schema::Nesting::kList;
  attribute.nested = std::move(nested);
  return attribute;
}

Value One(const std::string& name, Value value) {
  Value object = Value::Object({{name, std::move(value)}});
  const Type type = object.type();
  return Value::List(type, {std::move(object)});
}

// `plain` holds nothing computed, `inner` one attribute that is.
const schema::Body& TheBody() {
  static const auto& body =
      *new schema::Body{{Text("name", false), List("plain", {Text("word", false)}),
                         List("inner", {Text("id", true)})},
                        {}};
  return body;
}

Value Object() {
  return Value::Object({{"name", Value::String("web")},
                        {"plain", One("word", Value::String("a"))},
                        {"inner", One("id", Value::String("1"))}});
}

Trio Planned(const Value& plan) {
  const Value none = Value::Null(plan.type());
  return {none, none, plan};
}

bool IsComputed(const schema::Attribute& attribute) { return attribute.computed; }

TEST(RewriteTest, VisitsOnlyWhatItConcerns) {
  std::vector<std::string> visited;
  const Visit note = [&](const schema::Attribute&, const Path& path, const Trio& trio) {
    visited.push_back(path.ToString());
    return trio.plan;
  };
  Rewrite(TheBody(), Planned(Object()), &IsComputed, note);
  EXPECT_THAT(visited, ElementsAre("inner[0].id"));
  visited.clear();
  Rewrite(TheBody(), Planned(Object()), &AllAttributes, note);
  EXPECT_THAT(visited, ElementsAre("name", "plain", "plain[0].word", "inner", "inner[0].id"));
}

TEST(RewriteTest, AnElementOfASetGoesWithThePriorOneThatIsItself) {
  schema::Attribute rules = List("rules", {Text("id", true), Text("name", false)});
  rules.nesting = schema::Nesting::kSet;
  const auto rule = [](Value id) {
    return Value::Object({{"id", std::move(id)}, {"name", Value::String("a")}});
  };
  const Value without = rule(Value::Null(Type::String()));
  const Value with = rule(Value::String("1"));
  const auto object = [&](std::vector<Value> elements) {
    return Value::Object({{"rules", Value::Set(with.type(), std::move(elements))}});
  };
  // The one that is new comes first, and is not what became of the other.
  const Value plan = object({with, without});
  std::vector<std::string> priors;
  Rewrite({{rules}, {}}, {Value::Null(plan.type()), object({without}), plan}, &AllAttributes,
          [&](const schema::Attribute& attribute, const Path&, const Trio& trio) {
            if (attribute.name == "name") priors.push_back(trio.prior.ToString());
            return trio.plan;
          });
  EXPECT_THAT(priors, ElementsAre("null", "\"a\""));
}

TEST(RewriteTest, WhatDoesNotChangeIsTheSameValue) {
  const Value plan = Object();
  const Value same =
      Rewrite(TheBody(), Planned(plan), &AllAttributes,
              [](const schema::Attribute&, const Path&, const Trio& trio) { return trio.plan; });
  EXPECT_TRUE(same.IsCopyOf(plan));
}

TEST(RewriteTest, BesideAChangeTheRestIsTheSameValue) {
  const Value plan = Object();
  const Value changed = Rewrite(
      TheBody(), Planned(plan), &IsComputed,
      [](const schema::Attribute&, const Path&, const Trio&) { return Value::String("2"); });
  EXPECT_EQ(changed, plan.With("inner", One("id", Value::String("2"))));
  EXPECT_TRUE(changed.attribute("plain").IsCopyOf(plan.attribute("plain")));
}

TEST(RewriteTest, BlocksAreVisitedWhereverTheyAre) {
  schema::Block inner;
  inner.name = "inner";
  inner.body.attributes = {Text("word", false)};
  schema::Block outer;
  outer.name = "outer";
  outer.body.blocks = {inner};
  const Value plan = Value::Object({{"outer", One("inner", One("word", Value::String("a")))}});
  std::vector<std::string> visited;
  Rewrite(
      {{}, {outer}}, Planned(plan), &IsComputed,
      [](const schema::Attribute&, const Path&, const Trio& trio) { return trio.plan; },
      [&](const schema::Block& block, const Path&, const Trio& trio) {
        visited.push_back(block.name);
        return trio.plan;
      });
  EXPECT_THAT(visited, ElementsAre("outer", "inner"));
}

}  // namespace
}  // namespace tf::server
