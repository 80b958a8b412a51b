#include "provider/framework/schema/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/schema/model.h"
#include "provider/framework/schema/rules.h"
#include "provider/framework/schema/validators.h"
#include "provider/framework/testing/print_value.h"
#include "tests/support/status_matchers.h"

namespace tf::schema {
namespace {

using ::testing::StartsWith;
using ::tests::StatusIs;

Attribute Plain(std::string name, Type type = Type::String()) {
  Attribute attribute;
  attribute.name = std::move(name);
  attribute.type = std::move(type);
  attribute.optional = true;
  return attribute;
}

Attribute Nested(std::string name, Nesting nesting, std::vector<Attribute> nested) {
  Attribute attribute;
  attribute.name = std::move(name);
  attribute.nesting = nesting;
  attribute.nested = std::move(nested);
  attribute.optional = true;
  return attribute;
}

Block NewBlock(std::string name, Block::Nesting nesting, Body body = {}) {
  Block block;
  block.name = std::move(name);
  block.nesting = nesting;
  block.body = std::move(body);
  return block;
}

template <class F>
Attribute With(Attribute attribute, const F& change) {
  change(attribute);
  return attribute;
}

TEST(SchemaTest, TypeFollowsTheNesting) {
  const Type object = Type::Object({{"a", Type::String()}});
  const Body body{.attributes = {Plain("a")}, .blocks = {}};
  Schema schema;
  schema.body.attributes = {
      Plain("plain", Type::Number()), Nested("single", Nesting::kSingle, {Plain("a")}),
      Nested("list", Nesting::kList, {Plain("a")}), Nested("set", Nesting::kSet, {Plain("a")}),
      Nested("map", Nesting::kMap, {Plain("a")})};
  schema.body.blocks = {NewBlock("single_block", Block::Nesting::kSingle, body),
                        NewBlock("group_block", Block::Nesting::kGroup, body),
                        NewBlock("list_block", Block::Nesting::kList, body),
                        NewBlock("set_block", Block::Nesting::kSet, body),
                        NewBlock("map_block", Block::Nesting::kMap, body)};
  EXPECT_EQ(schema.type(), Type::Object({{"plain", Type::Number()},
                                         {"single", object},
                                         {"list", Type::List(object)},
                                         {"set", Type::Set(object)},
                                         {"map", Type::Map(object)},
                                         {"single_block", object},
                                         {"group_block", object},
                                         {"list_block", Type::List(object)},
                                         {"set_block", Type::Set(object)},
                                         {"map_block", Type::Map(object)}}));
  EXPECT_OK(CheckSchema(schema, SchemaOwner::kResource));
}

TEST(SchemaTest, WhatIsNotWrittenIsNullOrNoBlock) {
  const Body inner{.attributes = {Plain("a")}, .blocks = {NewBlock("deep", Block::Nesting::kList)}};
  const Body body{.attributes = {Plain("a", Type::Number())},
                  .blocks = {NewBlock("single", Block::Nesting::kSingle, inner),
                             NewBlock("group", Block::Nesting::kGroup, inner),
                             NewBlock("list", Block::Nesting::kList, inner),
                             NewBlock("set", Block::Nesting::kSet, inner),
                             NewBlock("map", Block::Nesting::kMap, inner)}};
  const Value group = Value::Object(
      {{"a", Value::Null(Type::String())}, {"deep", Value::List(Type::Object({}), {})}});
  EXPECT_EQ(EmptyObject(body), Value::Object({{"a", Value::Null(Type::Number())},
                                              {"single", Value::Null(inner.type())},
                                              {"group", group},
                                              {"list", Value::List(inner.type(), {})},
                                              {"set", Value::Set(inner.type(), {})},
                                              {"map", Value::Map(inner.type(), {})}}));
}

TEST(CheckSchemaTest, ComputedBlocksAreComputedAllThrough) {
  const auto computed = [](Block::Nesting nesting, Body body, int64_t min_items = 0) {
    Block block = NewBlock("b", nesting, std::move(body));
    block.computed = true;
    block.min_items = min_items;
    Schema schema;
    schema.body.blocks = {std::move(block)};
    return CheckSchema(schema, SchemaOwner::kResource);
  };
  const Attribute known = Plain("a");
  const Attribute either = With(known, [](Attribute& a) { a.computed = true; });
  Block inner = NewBlock("c", Block::Nesting::kList, {.attributes = {either}, .blocks = {}});
  const std::string limits = "b: a computed block is no group and has no min_items";
  const std::string all = "b: everything in a computed block is computed";
  for (const Block::Nesting nesting : {Block::Nesting::kSingle, Block::Nesting::kList,
                                       Block::Nesting::kSet, Block::Nesting::kMap}) {
    EXPECT_OK(computed(nesting, {.attributes = {either}, .blocks = {}}));
    EXPECT_THAT(computed(nesting, {.attributes = {either, known}, .blocks = {}}),
                StatusIs(absl::StatusCode::kInvalidArgument, all));
  }
  EXPECT_THAT(computed(Block::Nesting::kGroup, {.attributes = {either}, .blocks = {}}),
              StatusIs(absl::StatusCode::kInvalidArgument, limits));
  EXPECT_THAT(computed(Block::Nesting::kSet, {.attributes = {either}, .blocks = {}}, 1),
              StatusIs(absl::StatusCode::kInvalidArgument, limits));
  EXPECT_THAT(computed(Block::Nesting::kList, {.attributes = {either}, .blocks = {inner}}),
              StatusIs(absl::StatusCode::kInvalidArgument, all));
  inner.computed = true;
  EXPECT_OK(computed(Block::Nesting::kList, {.attributes = {either}, .blocks = {inner}}));
}

TEST(CheckSchemaTest, TakesAttributesThatFollowTheRules) {
  const Attribute kGood[] = {
      With(Plain("required"), [](Attribute& a) { a.optional = false, a.required = true; }),
      With(Plain("computed"), [](Attribute& a) { a.optional = false, a.computed = true; }),
      With(Plain("both"), [](Attribute& a) { a.computed = true; }),
      With(Plain("secret"), [](Attribute& a) { a.write_only = true; }),
      With(Plain("fixed"),
           [](Attribute& a) {
             a.computed = true;
             a.default_value = Value::String("x");
           }),
      Plain("any", Type::Dynamic()),
      Plain("any_inside", Type::Object({{"x", Type::Tuple({Type::Dynamic()})}})),
      Nested("empty", Nesting::kList, {}),
      Nested("single", Nesting::kSingle,
             {Plain("any", Type::Dynamic()),
              With(Plain("secret"), [](Attribute& a) { a.write_only = true; })}),
      Nested("list", Nesting::kList,
             {With(Plain("secret"), [](Attribute& a) { a.write_only = true; })}),
      Plain("a_1"),
      Plain("_a"),
  };
  for (const Attribute& attribute : kGood) {
    SCOPED_TRACE(attribute.name);
    Schema schema;
    schema.body.attributes = {attribute};
    EXPECT_OK(CheckSchema(schema, SchemaOwner::kResource));
  }
}

struct BrokenRule {
  const char* name;
  Attribute attribute;
  const char* message;
};

void ExpectNamed(const std::vector<BrokenRule>& cases) {
  for (const BrokenRule& c : cases) {
    SCOPED_TRACE(c.name);
    Schema schema;
    schema.body.attributes = {Plain("fine"), c.attribute};
    EXPECT_THAT(CheckSchema(schema, SchemaOwner::kResource),
                StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(c.message)));
  }
}

TEST(CheckSchemaTest, NamesTheFirstAttributeThatBreaksARule) {
  const auto secret = [](Attribute& a) { a.write_only = true; };
  ExpectNamed({
      {"no name", Plain(""), ": names are lower-case"},
      {"upper case", Plain("Name"), "Name: names are lower-case letters, digits and underscores"},
      {"a digit first", Plain("1a"), "1a: names are lower-case"},
      {"a dash", Plain("a-b"), "a-b: names are lower-case"},
      {"set by nobody", With(Plain("a"), [](Attribute& a) { a.optional = false; }),
       "a: must be required, optional or computed"},
      {"required and optional", With(Plain("a"), [](Attribute& a) { a.required = true; }),
       "a: a required attribute is neither optional nor computed"},
      {"required and computed",
       With(Plain("a"), [](Attribute& a) { a.optional = false, a.required = a.computed = true; }),
       "a: a required attribute is neither optional nor computed"},
      {"computed write-only",
       With(Plain("a"), [](Attribute& a) { a.computed = a.write_only = true; }),
       "a: a write-only attribute is not computed and not inside a set"},
      {"write-only in a set", Nested("s", Nesting::kSet, {With(Plain("a"), secret)}),
       "s.a: a write-only attribute is not computed and not inside a set"},
      {"write-only deep in a set",
       Nested("s", Nesting::kSet, {Nested("l", Nesting::kList, {With(Plain("a"), secret)})}),
       "s.l.a: a write-only attribute is not computed and not inside a set"},
      {"a default nobody may override",
       With(Plain("a"),
            [](Attribute& a) {
              a.optional = false;
              a.computed = true;
              a.default_value = Value::String("x");
            }),
       "a: an attribute with a default is optional and computed"},
      {"a default that is not computed",
       With(Plain("a"), [](Attribute& a) { a.default_value = Value::String("x"); }),
       "a: an attribute with a default is optional and computed"},
      {"a default of another type",
       With(Plain("a"),
            [](Attribute& a) {
              a.computed = true;
              a.default_value = Value::Int(1);
            }),
       "a: the default is not of the attribute's type"},
      {"nested without a nesting", With(Plain("a"), [](Attribute& a) { a.nested = {Plain("b")}; }),
       "a: nested attributes need a nesting"},
      {"twice", Nested("n", Nesting::kSingle, {Plain("a"), Plain("a")}), "n.a: is declared twice"},
      {"nested rule", Nested("n", Nesting::kMap, {Plain("ok"), Plain("B")}), "n.B: names are"},
  });
}

TEST(CheckSchemaTest, NamesADynamicTypeInsideACollection) {
  ExpectNamed({
      {"dynamic in a nested list", Nested("l", Nesting::kList, {Plain("a", Type::Dynamic())}),
       "l.a: the dynamic type cannot be inside a collection"},
      {"dynamic in an object in a nested set",
       Nested("l", Nesting::kSet, {Plain("a", Type::Object({{"x", Type::Dynamic()}}))}),
       "l.a: the dynamic type cannot be inside a collection"},
      {"dynamic in a single in a nested map",
       Nested("l", Nesting::kMap, {Nested("s", Nesting::kSingle, {Plain("a", Type::Dynamic())})}),
       "l.s.a: the dynamic type cannot be inside a collection"},
      {"list of dynamic", Plain("a", Type::List(Type::Dynamic())),
       "a: the dynamic type cannot be inside a collection"},
      {"list of dynamic in an object",
       Plain("a", Type::Object({{"x", Type::List(Type::Dynamic())}})),
       "a: the dynamic type cannot be inside a collection"},
      {"map of dynamic in a tuple",
       Plain("a", Type::Tuple({Type::String(), Type::Map(Type::Dynamic())})),
       "a: the dynamic type cannot be inside a collection"},
  });
}

Block Limited(Block::Nesting nesting, int64_t min, int64_t max) {
  Block block = NewBlock("b", nesting);
  block.min_items = min;
  block.max_items = max;
  return block;
}

TEST(CheckSchemaTest, LimitsOfBlocksFollowTheirNesting) {
  using N = Block::Nesting;
  const char* const kSingle = "b: a single block has both limits 0 or both 1";
  const char* const kNone = "b: a group or map block has no limits";
  const char* const kOrder = "b: min_items is above max_items";
  const struct {
    N nesting;
    int64_t min;
    int64_t max;
    const char* message;  // empty: fine
  } kCases[] = {
      {N::kSingle, 0, 0, ""},      {N::kSingle, 1, 1, ""},        {N::kSingle, 0, 1, kSingle},
      {N::kSingle, 2, 2, kSingle}, {N::kSingle, -1, -1, kSingle}, {N::kGroup, 0, 0, ""},
      {N::kGroup, 1, 0, kNone},    {N::kGroup, 0, 1, kNone},      {N::kMap, 0, 0, ""},
      {N::kMap, 1, 0, kNone},      {N::kMap, 0, 1, kNone},        {N::kList, 0, 0, ""},
      {N::kList, 2, 0, ""},        {N::kList, 2, 2, ""},          {N::kList, 3, 2, kOrder},
      {N::kList, -1, 0, kOrder},   {N::kList, 0, -1, kOrder},     {N::kSet, 1, 2, ""},
      {N::kSet, 3, 2, kOrder},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(::testing::Message()
                 << static_cast<int>(c.nesting) << " " << c.min << " " << c.max);
    Schema schema;
    schema.body.blocks = {Limited(c.nesting, c.min, c.max)};
    const absl::Status status = CheckSchema(schema, SchemaOwner::kResource);
    if (c.message[0] == '\0') {
      EXPECT_OK(status);
    } else {
      EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, c.message));
    }
  }
}

TEST(CheckSchemaTest, BlocksFollowTheRulesOfAttributes) {
  using N = Block::Nesting;
  const Body dynamic{.attributes = {Plain("a", Type::Dynamic())}, .blocks = {}};
  const Body secret{.attributes = {With(Plain("a"), [](Attribute& a) { a.write_only = true; })},
                    .blocks = {}};
  const struct {
    const char* name;
    Block block;
    const char* message;  // empty: fine
  } kCases[] = {
      {"a bad name", NewBlock("Block", N::kList), "Block: names are"},
      {"an attribute's name", NewBlock("fine", N::kList), "fine: is declared twice"},
      {"dynamic in a single", NewBlock("b", N::kSingle, dynamic), ""},
      {"dynamic in a group", NewBlock("b", N::kGroup, dynamic), ""},
      {"dynamic in a list", NewBlock("b", N::kList, dynamic), "b.a: the dynamic type cannot be"},
      {"dynamic in a set", NewBlock("b", N::kSet, dynamic), "b.a: the dynamic type cannot be"},
      {"dynamic in a map", NewBlock("b", N::kMap, dynamic), "b.a: the dynamic type cannot be"},
      {"write-only in a list", NewBlock("b", N::kList, secret), ""},
      {"write-only in a set", NewBlock("b", N::kSet, secret), "b.a: a write-only attribute"},
      {"dynamic deep in a list",
       NewBlock("b", N::kList, {.attributes = {}, .blocks = {NewBlock("c", N::kSingle, dynamic)}}),
       "b.c.a: the dynamic type cannot be"},
      {"a bad block inside",
       NewBlock("b", N::kList, {.attributes = {}, .blocks = {Limited(N::kMap, 1, 1)}}),
       "b.b: a group or map block has no limits"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    Schema schema;
    schema.body.attributes = {Plain("fine")};
    schema.body.blocks = {c.block};
    const absl::Status status = CheckSchema(schema, SchemaOwner::kResource);
    if (c.message[0] == '\0') {
      EXPECT_OK(status);
    } else {
      EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, StartsWith(c.message)));
    }
  }
}

TEST(CheckSchemaTest, DepthIsBounded) {
  Attribute attribute = Plain("a");
  for (int i = 0; i < 100; ++i) attribute = Nested("n", Nesting::kSingle, {attribute});
  Schema schema;
  schema.body.attributes = {attribute};
  EXPECT_THAT(
      CheckSchema(schema, SchemaOwner::kResource),
      StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr("nested too deeply")));
  Body body;
  for (int i = 0; i < 100; ++i) {
    body = {.attributes = {}, .blocks = {NewBlock("b", Block::Nesting::kList, body)}};
  }
  schema.body = body;
  EXPECT_THAT(
      CheckSchema(schema, SchemaOwner::kResource),
      StatusIs(absl::StatusCode::kInvalidArgument, ::testing::HasSubstr("nested too deeply")));
}

TEST(CheckSchemaTest, WhatIsPlannedIsInAManagedResource) {
  const Attribute secret = With(Plain("a"), [](Attribute& a) { a.write_only = true; });
  const Attribute modified =
      With(Plain("a"), [](Attribute& a) { a.plan_modifiers.emplace_back(); });
  Block filled = NewBlock("b", Block::Nesting::kList);
  filled.computed = true;
  Block modified_block = NewBlock("d", Block::Nesting::kList);
  modified_block.plan_modifiers.emplace_back();
  const struct {
    Body body;
    const char* message;
  } kCases[] = {
      {{.attributes = {}, .blocks = {modified_block}},
       "d: only a managed resource has plan modifiers, as it alone is planned"},
      {{.attributes = {secret}, .blocks = {}},
       "a: only a managed resource has write-only attributes"},
      {{.attributes = {Nested("n", Nesting::kList, {secret})}, .blocks = {}},
       "n.a: only a managed resource has write-only attributes"},
      {{.attributes = {modified}, .blocks = {}},
       "a: only a managed resource has plan modifiers, as it alone is planned"},
      {{.attributes = {},
        .blocks = {NewBlock("c", Block::Nesting::kList, {.attributes = {modified}, .blocks = {}})}},
       "c.a: only a managed resource has plan modifiers, as it alone is planned"},
      {{.attributes = {}, .blocks = {filled}}, "b: only a managed resource has computed blocks"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.message);
    Schema schema;
    schema.body = c.body;
    EXPECT_OK(CheckSchema(schema, SchemaOwner::kResource));
    for (const SchemaOwner owner :
         {SchemaOwner::kProvider, SchemaOwner::kProviderMeta, SchemaOwner::kDataSource,
          SchemaOwner::kEphemeralResource, SchemaOwner::kListResource, SchemaOwner::kAction}) {
      EXPECT_THAT(CheckSchema(schema, owner),
                  StatusIs(absl::StatusCode::kInvalidArgument, c.message));
    }
  }
}

TEST(CheckSchemaTest, ValidatorsAreAtWhatTheyTake) {
  const Type string = Type::String();
  const Type number = Type::Number();
  const struct {
    const char* name;
    Type type;
    Validator validator;
    const char* message;  // empty: fine
  } kCases[] = {
      {"a string", string, OneOf({"x"}), ""},
      {"not a string", number, OneOf({"x"}),
       "a: the validator \"must be \"x\"\" is for string, not number"},
      {"may be a string", Type::Dynamic(), Matches("x", "have an x"),
       "a: the validator \"must have an x\" is for string, not dynamic"},
      {"a number", number, Between(1, 2), ""},
      {"not a number", string, AtLeast(1),
       "a: the validator \"must be at least 1\" is for number, not string"},
      {"a set's size", Type::Set(string), SizeBetween(1, 2), ""},
      {"no size", string, SizeBetween(1, 2),
       "a: the validator \"must have 1 to 2 elements\" is for list, set or map, not string"},
      {"no list", Type::Set(string), UniqueElements(),
       "a: the validator \"must have no element twice\" is for list, not set of string"},
      {"elements", Type::Map(Type::List(string)), Each(Each(OneOf({"x"}))), ""},
      {"other elements", Type::Set(number), Each(OneOf({"x"})),
       "a: the validator \"each must be \"x\"\" is for string, not number"},
      {"no elements", string, Each(OneOf({"x"})),
       "a: the validator \"each must be \"x\"\" is for list, set or map, not string"},
      {"keys", Type::Map(number), EachKey(OneOf({"x"})), ""},
      {"no keys", Type::List(string), EachKey(OneOf({"x"})),
       "a: the validator \"each key must be \"x\"\" is for map, not list of string"},
      {"keys are no numbers", Type::Map(number), EachKey(AtLeast(1)),
       "a: the validator \"each key must be at least 1\" is for number, not string"},
      {"one of several", number, AnyOf({AtLeast(1), OneOf({"x"})}),
       "a: the validator \"must be at least 1, or must be \"x\"\" is for string, not number"},
      {"anything", number, {"must be right", [](const ValidateRequest&, Diagnostics&) {}}, ""},
      {"nothing to ask",
       number,
       {"must be right", nullptr},
       "a: the validator \"must be right\" has no function"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    const Attribute attribute =
        With(Plain("a", c.type), [&](Attribute& a) { a.validators = {c.validator}; });
    Schema schema;
    schema.body.attributes = {attribute};
    const absl::Status status = CheckSchema(schema, SchemaOwner::kResource);
    if (c.message[0] == '\0') {
      EXPECT_OK(status);
    } else {
      EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, c.message));
    }
  }
}

TEST(CheckSchemaTest, RulesNameWhatIsThere) {
  const struct {
    const char* name;
    Validator rule;
    const char* message;  // empty: fine
  } kCases[] = {
      {"attributes and blocks", ExactlyOneOf({"a", "n.a", "list", "single.a"}), ""},
      {"a typo", ExactlyOneOf({"a", "typo"}),
       "the validator \"exactly one of a and typo must be set\" names \"typo\", which is not "
       "there"},
      {"a typo inside", ConflictsWith({"a", "n.b"}),
       "the validator \"at most one of a and n.b can be set\" names \"n.b\", which is not there"},
      {"inside of a list", RequiredTogether({"a", "list.a"}),
       "the validator \"all of a and list.a must be set, or none\" names \"list.a\", which is not "
       "there"},
      {"twice", AtLeastOneOf({"a", "a"}),
       "the validator \"at least one of a and a must be set\" names \"a\" twice"},
      {"nothing", AtLeastOneOf({}), "the validator \"at least one of  must be set\" names nothing"},
      {"who requires", AlsoRequires("typo", {"a"}),
       "the validator \"typo can only be set together with a\" names \"typo\", which is not there"},
      {"what is required", AlsoRequires("a", {"typo"}),
       "the validator \"a can only be set together with typo\" names \"typo\", which is not "
       "there"},
      {"no rule", OneOf({"x"}), "the validator \"must be \"x\"\" is for string, not object"},
  };
  const auto message_is = [](const absl::Status& status, const char* where, const char* message) {
    if (message[0] == '\0') {
      EXPECT_OK(status);
    } else {
      EXPECT_THAT(status,
                  StatusIs(absl::StatusCode::kInvalidArgument, absl::StrCat(where, message)));
    }
  };
  const Body inner{.attributes = {Plain("a")}, .blocks = {}};
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    Body body{.attributes = {Plain("a"), Nested("n", Nesting::kSingle, {Plain("a")})},
              .blocks = {NewBlock("list", Block::Nesting::kList, inner),
                         NewBlock("single", Block::Nesting::kSingle, inner)},
              .validators = {c.rule}};
    message_is(CheckSchema({.body = body}, SchemaOwner::kResource), "schema: ", c.message);
    const Block block = NewBlock("b", Block::Nesting::kList, body);
    message_is(CheckSchema({.body = {.attributes = {}, .blocks = {block}}}, SchemaOwner::kAction),
               "b: ", c.message);
  }
}

TEST(CheckSchemaTest, RulesOfNestedAttributesNameWhatIsThere) {
  const Body inner{
      .attributes = {Plain("x")}, .blocks = {}, .validators = {AtLeastOneOf({"x", "typo"})}};
  for (const Nesting nesting : {Nesting::kSingle, Nesting::kList, Nesting::kSet, Nesting::kMap}) {
    Schema schema;
    schema.body.attributes = {With(NestedAttribute(nesting, inner), [](Attribute& a) {
      a.name = "n";
      a.optional = true;
    })};
    EXPECT_THAT(CheckSchema(schema, SchemaOwner::kResource),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         ::testing::EndsWith("names \"typo\", which is not there")));
  }
  Block block = NewBlock("b", Block::Nesting::kList);
  block.validators = {OneOf({"x"})};
  EXPECT_THAT(CheckSchema({.body = {.attributes = {}, .blocks = {block}}}, SchemaOwner::kResource),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "b: the validator \"must be \"x\"\" is for string, not list of object"));
}

TEST(CheckSchemaTest, TheVersionIsNotNegative) {
  Schema schema;
  schema.version = -1;
  EXPECT_THAT(CheckSchema(schema, SchemaOwner::kResource),
              StatusIs(absl::StatusCode::kInvalidArgument, "schema: the version is negative"));
}

}  // namespace
}  // namespace tf::schema
