#include "tests/protocol/mock_provider/stored_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "provider/framework/testing/print_value.h"
#include "tests/support/status_matchers.h"

namespace mock {
namespace {

using tf::Type;
using tf::Value;

const Type kStrings = Type::List(Type::String());

TEST(StoredValueTest, EveryKindComesBackAsItWas) {
  const Value inner = Value::Object({{"flag", Value::Bool(false)}, {"size", Value::Int(7)}});
  const Value all = Value::Object(
      {{"text", Value::String("")},
       {"list", Value::List(inner.type(), {inner, inner})},
       {"set", Value::Set(Type::Number(), {Value::Int(2), Value::Int(1)})},
       {"map", Value::Map(kStrings, {{"none", Value::List(Type::String(), {})},
                                     {"one", Value::List(Type::String(), {Value::String("a")})}})},
       {"object", inner}});
  const auto stored = ToStored(all);
  ASSERT_OK(stored.status());
  EXPECT_EQ(FromStored(*stored, all.type()), all);
}

TEST(StoredValueTest, WhatAnObjectDoesNotHaveIsLeftOutAndComesBackNull) {
  const Type type =
      Type::Object({{"name", Type::String()}, {"later", Type::String()}, {"list", kStrings}});
  const Value object = Value::Object(
      type, {Value::Unknown(Type::String()), Value::Null(kStrings), Value::String("a")});
  const auto stored = ToStored(object);
  ASSERT_OK(stored.status());
  StoredValue name;
  name.string = "a";
  StoredValue want;
  want.object = StoredMap{{"name", name}};
  EXPECT_EQ(*stored, want);
  EXPECT_EQ(FromStored(*stored, type).ToString(), R"({later = null, list = null, name = "a"})");
}

TEST(StoredValueTest, NullElementsStayButNullCollectionsInsideBecomeEmpty) {
  const Value strings = Value::List(Type::String(), {Value::Null(Type::String())});
  const auto stored = ToStored(strings);
  ASSERT_OK(stored.status());
  EXPECT_EQ(FromStored(*stored, kStrings), strings);

  const auto nested = ToStored(Value::List(kStrings, {Value::Null(kStrings)}));
  ASSERT_OK(nested.status());
  EXPECT_EQ(FromStored(*nested, Type::List(kStrings)),
            Value::List(kStrings, {Value::List(Type::String(), {})}));
}

TEST(StoredValueTest, UnknownElementsCannotBeStored) {
  const Value unknown = Value::Unknown(Type::String());
  for (const Value& value :
       {Value::List(Type::String(), {unknown}), Value::Set(Type::String(), {unknown}),
        Value::Map(Type::String(), {{"k", unknown}})}) {
    EXPECT_EQ(ToStored(Value::Object({{"all", value}})).status(),
              absl::InvalidArgumentError("an element of a collection is not known yet"));
  }
}

TEST(StoredValueTest, AValueOfAnotherKindIsNull) {
  StoredValue text;
  text.string = "true";
  for (const Type& type : {Type::Bool(), Type::Number(), kStrings, Type::Set(Type::String()),
                           Type::Map(Type::String()), Type::Object({})}) {
    EXPECT_EQ(FromStored(text, type), Value::Null(type));
  }
}

}  // namespace
}  // namespace mock
