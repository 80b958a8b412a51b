#include "provider/framework/value/path.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "provider/framework/testing/print_value.h"

namespace tf {
namespace {

TEST(PathTest, TextIsWhatOneWritesInAConfiguration) {
  EXPECT_EQ(Path().ToString(), "");
  EXPECT_TRUE(Path().empty());
  EXPECT_EQ(Path::Root("networks").Key("web").Attribute("index").ToString(),
            "networks[\"web\"].index");
  EXPECT_EQ(Path::Root("rule").Index(0).Attribute("ports").Key("a\"b").ToString(),
            "rule[0].ports[\"a\\\"b\"]");
  EXPECT_EQ(Path().Index(3).Attribute("x").ToString(), "[3].x");
}

TEST(PathTest, EachStepIsAPathOfItsOwn) {
  const Path rule = Path::Root("rule");
  const Path first = rule.Index(0);
  EXPECT_EQ(rule, Path::Root("rule"));
  EXPECT_EQ(first.steps().size(), 2u);
  EXPECT_NE(rule.Key("0"), first);
  EXPECT_LT(first, rule.Index(1));
}

TEST(PathTest, ValuesAreFoundByTheirPath) {
  const Value rule = Value::Object({{"port", Value::Int(443)}});
  const Value root = Value::Object({
      {"rules", Value::List(rule.type(), {rule, Value::Null(rule.type())})},
      {"tags", Value::Map(Type::String(), {{"a", Value::String("x")}})},
      {"pair", Value::Tuple({Value::Bool(true)})},
      {"ids", Value::Set(Type::Number(), {Value::Int(1)})},
      {"later", Value::Unknown(rule.type())},
  });
  const struct {
    Path path;
    std::optional<Value> value;
  } kRows[] = {
      {Path(), root},
      {Path::Root("rules").Index(0).Attribute("port"), Value::Int(443)},
      {Path::Root("rules").Index(1), Value::Null(rule.type())},
      {Path::Root("rules").Index(1).Attribute("port"), std::nullopt},
      {Path::Root("rules").Index(2), std::nullopt},
      {Path::Root("rules").Index(-1), std::nullopt},
      {Path::Root("rules").Key("0"), std::nullopt},
      {Path::Root("rules").Attribute("port"), std::nullopt},
      {Path::Root("tags").Key("a"), Value::String("x")},
      {Path::Root("tags").Key("b"), std::nullopt},
      {Path::Root("tags").Attribute("a"), std::nullopt},
      {Path::Root("tags").Index(0), std::nullopt},
      {Path::Root("pair").Index(0), Value::Bool(true)},
      {Path::Root("ids").Index(0), std::nullopt},
      {Path::Root("later"), Value::Unknown(rule.type())},
      {Path::Root("later").Attribute("port"), std::nullopt},
      {Path::Root("missing"), std::nullopt},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(ValueAt(root, row.path), row.value) << row.path.ToString();
  }
}

}  // namespace
}  // namespace tf
