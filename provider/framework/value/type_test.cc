#include "provider/framework/value/type.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "provider/framework/testing/print_value.h"

namespace tf {
namespace {

TEST(TypeTest, CopiesAreKnownWithoutLooking) {
  const Type list = Type::List(Type::String());
  const Type copy = list;
  EXPECT_TRUE(copy.IsCopyOf(list));
  EXPECT_FALSE(Type::List(Type::String()).IsCopyOf(list));
  EXPECT_EQ(Type::List(Type::String()), list);
}

TEST(TypeTest, KindsAreToldApart) {
  const struct {
    const char* name;
    Type type;
    Type::Kind kind;
    bool primitive;
    bool collection;
    bool has_dynamic;
    int depth;
  } kRows[] = {
      {"string", Type::String(), Type::Kind::kString, true, false, false, 1},
      {"number", Type::Number(), Type::Kind::kNumber, true, false, false, 1},
      {"bool", Type::Bool(), Type::Kind::kBool, true, false, false, 1},
      {"dynamic", Type(), Type::Kind::kDynamic, false, false, true, 1},
      {"list of string", Type::List(Type::String()), Type::Kind::kList, false, true, false, 2},
      {"set of dynamic", Type::Set(Type::Dynamic()), Type::Kind::kSet, false, true, true, 2},
      {"map of list of bool", Type::Map(Type::List(Type::Bool())), Type::Kind::kMap, false, true,
       false, 3},
      {"tuple", Type::Tuple({}), Type::Kind::kTuple, false, false, false, 1},
      {"tuple", Type::Tuple({Type::Bool(), Type::List(Type::Dynamic())}), Type::Kind::kTuple, false,
       false, true, 3},
      {"object", Type::Object({{"a", Type::Set(Type::Bool())}, {"b", Type::Bool()}}),
       Type::Kind::kObject, false, false, false, 3},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(row.type.ToString(), row.name);
    EXPECT_EQ(row.type.kind(), row.kind);
    EXPECT_EQ(row.type.IsPrimitive(), row.primitive);
    EXPECT_EQ(row.type.IsCollection(), row.collection);
    EXPECT_EQ(row.type.HasDynamic(), row.has_dynamic);
    EXPECT_EQ(row.type.depth(), row.depth);
  }
}

TEST(TypeTest, AttributesAreSortedAndFound) {
  const Type type = Type::Object({{"name", Type::String()}, {"id", Type::Number(), true}});
  EXPECT_EQ(type, Type::Object({{"id", Type::Number(), true}, {"name", Type::String()}}));
  ASSERT_EQ(type.attributes().size(), 2u);
  EXPECT_EQ(type.attributes()[0], (ObjectAttribute{"id", Type::Number(), true}));
  EXPECT_EQ(type.AttributeIndex("id"), 0u);
  EXPECT_EQ(type.AttributeIndex("name"), 1u);
  EXPECT_EQ(type.AttributeIndex(""), std::nullopt);
  EXPECT_EQ(type.AttributeIndex("label"), std::nullopt);
  EXPECT_EQ(type.AttributeIndex("zone"), std::nullopt);
}

// All different, in the order of Compare.
std::vector<Type> Ascending() {
  return {Type::String(),
          Type::Number(),
          Type::Bool(),
          Type::Dynamic(),
          Type::List(Type::String()),
          Type::List(Type::Number()),
          Type::List(Type::List(Type::String())),
          Type::Set(Type::String()),
          Type::Map(Type::String()),
          Type::Tuple({}),
          Type::Tuple({Type::String()}),
          Type::Tuple({Type::Number()}),
          Type::Tuple({Type::String(), Type::String()}),
          Type::Object({}),
          Type::Object({{"a", Type::String()}}),
          Type::Object({{"a", Type::Number()}}),
          Type::Object({{"b", Type::String()}}),
          Type::Object({{"a", Type::String()}, {"b", Type::String()}})};
}

TEST(TypeTest, OrderIsTotalAndAgreesWithEquality) {
  const std::vector<Type> types = Ascending();
  const std::vector<Type> again = Ascending();
  for (size_t i = 0; i < types.size(); ++i) {
    for (size_t j = 0; j < types.size(); ++j) {
      SCOPED_TRACE(testing::Message() << i << " and " << j);
      EXPECT_EQ(Compare(types[i], again[j]), i < j ? -1 : i > j ? 1 : 0);
      EXPECT_EQ(types[i] == again[j], i == j);
    }
  }
}

TEST(TypeTest, OptionalCountsForEqualityButNotForTheOrder) {
  const Type required = Type::Object({{"a", Type::String(), false}});
  const Type optional = Type::Object({{"a", Type::String(), true}});
  EXPECT_NE(required, optional);
  EXPECT_EQ(Compare(required, optional), 0);
}

TEST(TypeDeathTest, MisuseStopsTheProgram) {
  EXPECT_DEATH(Type::String().element(), "only a list, set or map");
  EXPECT_DEATH(Type::List(Type::String()).elements(), "only a tuple");
  EXPECT_DEATH(Type::Map(Type::String()).attributes(), "only an object");
  EXPECT_DEATH(Type::Object({{"a", Type::String()}, {"a", Type::Bool()}}), "each attribute once");
}

}  // namespace
}  // namespace tf
