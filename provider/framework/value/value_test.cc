#include "provider/framework/value/value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "provider/framework/testing/print_value.h"

namespace tf {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Value S(const char* text) { return Value::String(text); }
const Type kString = Type::String();

TEST(ValueTest, PrimitivesHoldWhatTheyWereGiven) {
  EXPECT_EQ(S("web").string(), "web");
  EXPECT_EQ(Value::Int(-3).number(), Number::FromInt64(-3));
  EXPECT_TRUE(Value::Bool(true).boolean());
  EXPECT_FALSE(Value::Bool(false).boolean());
  EXPECT_EQ(S("").type(), Type::String());
  EXPECT_EQ(Value::Int(1).type(), Type::Number());
  EXPECT_EQ(Value::Bool(true).type(), Type::Bool());
}

TEST(ValueTest, CopiesAreKnownWithoutLooking) {
  const Value web = S("web");
  const Value copy = web;
  EXPECT_TRUE(copy.IsCopyOf(web));
  EXPECT_TRUE(Value::List(kString, {web}).elements()[0].IsCopyOf(web));
  EXPECT_FALSE(S("web").IsCopyOf(web));
  EXPECT_EQ(S("web"), web);
}

TEST(ValueTest, StatesAreToldApart) {
  const Type list = Type::List(Type::String());
  const struct {
    const char* name;
    Value value;
    Type type;
    bool null, unknown, known, wholly_known;
  } kRows[] = {
      {"default", Value(), Type::Dynamic(), true, false, false, true},
      {"null string", Value::Null(kString), kString, true, false, false, true},
      {"null list", Value::Null(list), list, true, false, false, true},
      {"unknown bool", Value::Unknown(Type::Bool()), Type::Bool(), false, true, false, false},
      {"unknown list", Value::Unknown(list), list, false, true, false, false},
      {"string", S("a"), kString, false, false, true, true},
      {"list of null", Value::List(kString, {Value::Null(kString)}), list, false, false, true,
       true},
      {"list of unknown", Value::List(kString, {Value::Unknown(kString)}), list, false, false, true,
       false},
      {"map of unknown", Value::Map(kString, {{"k", Value::Unknown(kString)}}), Type::Map(kString),
       false, false, true, false},
      {"unknown deep inside", Value::Tuple({Value::Object({{"a", Value::Unknown(kString)}})}),
       Type::Tuple({Type::Object({{"a", kString}})}), false, false, true, false},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(row.value.type(), row.type);
    EXPECT_EQ(row.value.IsNull(), row.null);
    EXPECT_EQ(row.value.IsUnknown(), row.unknown);
    EXPECT_EQ(row.value.IsKnown(), row.known);
    EXPECT_EQ(row.value.IsWhollyKnown(), row.wholly_known);
  }
}

TEST(ValueTest, RefinementsAreKept) {
  Refinements refinements;
  refinements.is_null = false;
  refinements.string_prefix = "pre-";
  const Value value = Value::Unknown(kString, refinements);
  ASSERT_NE(value.refinements(), nullptr);
  EXPECT_EQ(*value.refinements(), refinements);
  EXPECT_NE(value, Value::Unknown(kString));
  EXPECT_EQ(Value::Unknown(kString, Refinements()), Value::Unknown(kString));
  EXPECT_EQ(Value::Unknown(kString, Refinements()).refinements(), nullptr);
}

TEST(ValueTest, ListsKeepTheirOrder) {
  const Value list = Value::List(kString, {S("b"), S("a"), S("b")});
  EXPECT_THAT(list.elements(), ElementsAre(S("b"), S("a"), S("b")));
  EXPECT_NE(list, Value::List(kString, {S("a"), S("b"), S("b")}));
}

TEST(ValueTest, SetsHaveOneOrderAndNoTwins) {
  const Value set =
      Value::Set(kString, {Value::Null(kString), S("b"), Value::Unknown(kString), S("a"), S("b"),
                           Value::Null(kString), Value::Unknown(kString)});
  EXPECT_THAT(set.elements(), ElementsAre(S("a"), S("b"), Value::Unknown(kString),
                                          Value::Unknown(kString), Value::Null(kString)));
  EXPECT_EQ(Value::Set(kString, {S("b"), S("a")}), Value::Set(kString, {S("a"), S("b"), S("a")}));
}

TEST(ValueTest, SetElementsThatHoldAnUnknownAreNotMerged) {
  const Value half = Value::Object({{"id", Value::Unknown(kString)}, {"name", S("a")}});
  EXPECT_EQ(Value::Set(half.type(), {half, half}).elements().size(), 2u);
}

TEST(ValueTest, MapsAreSortedByKeyAndSearched) {
  const Value map = Value::Map(Type::Number(), {{"b", Value::Int(2)}, {"a", Value::Int(1)}});
  EXPECT_THAT(map.entries(),
              ElementsAre(MapEntry{"a", Value::Int(1)}, MapEntry{"b", Value::Int(2)}));
  ASSERT_NE(map.Find("b"), nullptr);
  EXPECT_EQ(*map.Find("b"), Value::Int(2));
  EXPECT_EQ(map.Find("aa"), nullptr);
  EXPECT_EQ(map.Find("c"), nullptr);
}

TEST(ValueTest, ObjectsHaveTheTypeOfTheirAttributes) {
  const Value object = Value::Object({{"name", S("web")}, {"id", Value::Unknown(kString)}});
  EXPECT_EQ(object.type(), Type::Object({{"id", kString}, {"name", kString}}));
  EXPECT_EQ(object.attribute("name"), S("web"));
  EXPECT_THAT(object.elements(), ElementsAre(Value::Unknown(kString), S("web")));
  EXPECT_EQ(Value::Object(object.type(), {Value::Unknown(kString), S("web")}), object);
}

TEST(ValueTest, WithReplacesOneAttribute) {
  const Type type = Type::Object({{"any", Type::Dynamic()}, {"name", kString}});
  const Value object = Value::Object(type, {Value(), S("web")});
  const Value changed = object.With("any", Value::Int(5)).With("name", Value::Null(kString));
  EXPECT_EQ(changed, Value::Object(type, {Value::Int(5), Value::Null(kString)}));
  EXPECT_EQ(changed.type(), type);
  EXPECT_EQ(object.attribute("name"), S("web"));
}

TEST(ValueTest, ConformingIsAboutTypes) {
  const Type any_list = Type::List(Type::Dynamic());
  const Type object = Type::Object({{"a", Type::Dynamic()}});
  const struct {
    const char* name;
    Value value;
    Type wanted;
    bool conforms;
  } kRows[] = {
      {"same", S("a"), kString, true},
      {"other primitive", S("a"), Type::Number(), false},
      {"anything fits dynamic", Value::Null(object), Type::Dynamic(), true},
      {"dynamic fits nothing else", Value(), kString, false},
      {"elements of any type", Value::List(kString, {}), any_list, true},
      {"list is no set", Value::List(kString, {}), Type::Set(kString), false},
      {"attribute of any type", Value::Object({{"a", S("x")}}), object, true},
      {"other attribute", Value::Object({{"b", S("x")}}), object, false},
      {"fewer attributes", Value::Object({}), object, false},
      {"more attributes", Value::Object({{"a", S("x")}, {"b", S("x")}}), object, false},
      {"optional does not count", Value::Object({{"a", S("x")}}),
       Type::Object({{"a", kString, true}}), true},
      {"tuple", Value::Tuple({S("a")}), Type::Tuple({Type::Dynamic()}), true},
      {"longer tuple", Value::Tuple({S("a"), S("a")}), Type::Tuple({kString}), false},
      {"other tuple", Value::Tuple({S("a")}), Type::Tuple({Type::Bool()}), false},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(row.value.Conforms(row.wanted), row.conforms) << row.name;
  }
}

TEST(ValueTest, AsTakesTheWantedTypeAndKeepsTheContent) {
  Refinements not_null;
  not_null.is_null = false;
  const Value text = Value::List(kString, {S("a")});
  const Type any_list = Type::List(Type::Dynamic());
  const struct {
    const char* name;
    Value value;
    Type wanted;
    Value result;
  } kRows[] = {
      {"dynamic keeps it", text, Type::Dynamic(), text},
      {"null", Value::Null(text.type()), any_list, Value::Null(any_list)},
      {"unknown", Value::Unknown(text.type(), not_null), any_list,
       Value::Unknown(any_list, not_null)},
      {"list", text, any_list, Value::List(Type::Dynamic(), {S("a")})},
      {"set", Value::Set(kString, {S("a")}), Type::Set(Type::Dynamic()),
       Value::Set(Type::Dynamic(), {S("a")})},
      {"map", Value::Map(kString, {{"k", S("a")}}), Type::Map(Type::Dynamic()),
       Value::Map(Type::Dynamic(), {{"k", S("a")}})},
      {"tuple", Value::Tuple({text}), Type::Tuple({any_list}),
       Value::Tuple(Type::Tuple({any_list}), {text})},
      {"object", Value::Object({{"l", text}}), Type::Object({{"l", any_list}}),
       Value::Object(Type::Object({{"l", any_list}}), {text})},
  };
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.name);
    const Value result = row.value.As(row.wanted);
    EXPECT_EQ(result, row.result);
    if (row.wanted.kind() != Type::Kind::kDynamic) {
      EXPECT_EQ(result.type(), row.wanted);
    }
  }
}

TEST(ValueTest, PartsTakeTheTypeOfTheirContainer) {
  const Type element = Type::Object({{"a", Type::Dynamic()}});
  const Value part = Value::Object({{"a", S("x")}});
  EXPECT_EQ(Value::List(element, {part}).elements()[0].type(), element);
  EXPECT_EQ(Value::Set(element, {part}).elements()[0].type(), element);
  EXPECT_EQ(Value::Map(element, {{"k", part}}).Find("k")->type(), element);
  EXPECT_EQ(Value::Tuple(Type::Tuple({element}), {part}).elements()[0].type(), element);
  EXPECT_EQ(Value::Object(Type::Object({{"o", element}}), {part}).attribute("o").type(), element);
}

// All different, in the order of Compare.
std::vector<Value> Ascending() {
  Refinements low, high;
  low.string_prefix = "a";
  high.string_prefix = "b";
  return {S(""),
          S("a"),
          S("b"),
          Value::Unknown(kString),
          Value::Unknown(kString, low),
          Value::Unknown(kString, high),
          Value::Null(kString),
          Value::Int(-1),
          Value::Int(10),
          Value::Bool(false),
          Value::Bool(true),
          Value::Unknown(Type()),
          Value(),
          Value::List(kString, {}),
          Value::List(kString, {S("a")}),
          Value::List(kString, {S("a"), S("a")}),
          Value::List(kString, {S("b")}),
          Value::Map(kString, {}),
          Value::Map(kString, {{"a", S("a")}}),
          Value::Map(kString, {{"a", S("b")}}),
          Value::Map(kString, {{"b", S("a")}}),
          Value::Tuple({S("a")}),
          Value::Tuple({S("b")}),
          Value::Object({{"a", S("a")}}),
          Value::Object({{"a", S("b")}})};
}

TEST(ValueTest, OrderIsTotalAndAgreesWithEquality) {
  const std::vector<Value> values = Ascending();
  const std::vector<Value> again = Ascending();
  for (size_t i = 0; i < values.size(); ++i) {
    for (size_t j = 0; j < values.size(); ++j) {
      SCOPED_TRACE(values[i].ToString() + " and " + again[j].ToString());
      EXPECT_EQ(Compare(values[i], again[j]), i < j ? -1 : i > j ? 1 : 0);
      EXPECT_EQ(values[i] == again[j], i == j);
    }
  }
}

TEST(ValueTest, TextIsForPeople) {
  EXPECT_EQ(
      Value::Object({{"name", S("we\"b")},
                     {"id", Value::Unknown(kString)},
                     {"ports", Value::List(Type::Number(), {Value::Int(80), Value::Int(443)})},
                     {"tags", Value::Map(Type::Bool(), {{"a b", Value::Bool(true)},
                                                        {"c", Value::Null(Type::Bool())}})},
                     {"pair", Value::Tuple({Value::Bool(false)})}})
          .ToString(),
      "{id = unknown, name = \"we\\\"b\", pair = [false], ports = [80, 443], "
      "tags = {\"a b\" = true, \"c\" = null}}");
}

TEST(ValueTest, CommonValuesAreShared) {
  EXPECT_EQ(&Value::Null(kString).type(), &Value::Null(kString).type());
  EXPECT_EQ(&Value::Unknown(kString).type(), &Value::Unknown(kString).type());
  EXPECT_EQ(&Value::Bool(true).type(), &Value::Bool(true).type());
}

TEST(ValueDeathTest, MisuseStopsTheProgram) {
  Refinements prefix;
  prefix.string_prefix = "a";
  Refinements bound;
  bound.number_max = Refinements::Bound{};
  Refinements length;
  length.length_min = 1;
  EXPECT_DEATH(Value::Null(kString).string(), "only a known string");
  EXPECT_DEATH(S("a").number(), "only a known number");
  EXPECT_DEATH(S("a").boolean(), "only a known bool");
  EXPECT_DEATH(S("a").elements(), "only a known list");
  EXPECT_DEATH(Value::List(kString, {}).entries(), "only a known map");
  EXPECT_DEATH(S("a").refinements(), "only an unknown");
  EXPECT_DEATH(Value::Object({}).attribute("a"), "the object has the attribute");
  EXPECT_DEATH(Value::Object({}).With("a", S("a")), "the object has the attribute");
  EXPECT_DEATH(Value::List(Type::Number(), {S("a")}), "the value conforms");
  EXPECT_DEATH(Value::Map(kString, {{"a", S("a")}, {"a", S("b")}}), "each key once");
  EXPECT_DEATH(Value::Object({{"a", S("a")}, {"a", S("b")}}), "each key once");
  EXPECT_DEATH(Value::Tuple(Type::Tuple({}), {S("a")}), "one element for each");
  EXPECT_DEATH(Value::Object(Type::Object({}), {S("a")}), "a value for each attribute");
  EXPECT_DEATH(Value::Unknown(Type::Number(), prefix), "refinements fit");
  EXPECT_DEATH(Value::Unknown(kString, bound), "refinements fit");
  EXPECT_DEATH(Value::Unknown(kString, length), "refinements fit");
  EXPECT_DEATH(Value::Unknown(Type(), prefix), "refinements fit");
}

TEST(ValueTest, EmptyContainersAreKnown) {
  EXPECT_THAT(Value::List(kString, {}).elements(), IsEmpty());
  EXPECT_TRUE(Value::List(kString, {}).IsWhollyKnown());
  EXPECT_TRUE(Value::Object({}).IsKnown());
}

}  // namespace
}  // namespace tf
