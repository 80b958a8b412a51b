// Random schemas and configurations go through the life of a resource under core's rules: whatever
// breaks one fails here with the seed that makes it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "provider/framework/schema/plan_modifiers.h"
#include "provider/framework/server/rewrite.h"
#include "provider/framework/testing/fake_provider.h"
#include "provider/framework/testing/in_process_client.h"
#include "provider/framework/testing/random_value.h"

namespace tf::testing {
namespace {

using schema::Attribute;
using schema::Block;
using schema::Body;
using schema::Nesting;

constexpr uint64_t kSeeds = 300;

class RandomChanges {
 public:
  // Whether the keys of a set's elements may differ in nothing but their spelling.
  enum class Keys { kApart, kMayMeanTheSame };

  RandomChanges(uint64_t seed, Keys keys)
      : random_(seed, RandomValues::Unknowns::kNo), keys_(keys) {}

  Body NextBody(int depth, bool in_set, bool in_collection) {
    Body body;
    for (size_t i = 0, count = 1 + Below(4); i < count; ++i) {
      body.attributes.push_back(NextAttribute(absl::StrCat("a", i), depth, in_set, in_collection));
    }
    for (size_t i = 0, count = depth > 0 ? Below(3) : 0; i < count; ++i) {
      Block block;
      block.name = absl::StrCat("b", i);
      block.nesting = static_cast<Block::Nesting>(Below(5));
      const bool set = block.nesting == Block::Nesting::kSet;
      const bool single =
          block.nesting == Block::Nesting::kSingle || block.nesting == Block::Nesting::kGroup;
      block.body = NextBody(depth - 1, in_set || set, in_collection || !single);
      if (set) block.body.attributes.push_back(Key());
      if (block.nesting != Block::Nesting::kGroup && Chance(3)) MakeComputed(block);
      body.blocks.push_back(std::move(block));
    }
    return body;
  }

  // Only for whole attributes: a plan cannot see what changes inside of unknown ones.
  void AddReplacements(Body& body) {
    for (Attribute& attribute : body.attributes) {
      if (Chance(5)) attribute.plan_modifiers.push_back(schema::RequiresReplace());
    }
  }

  // What stays as long as the object does: what the provider made, and what replaces it.
  static schema::IdentitySchema AddIdentity(Body& body) {
    Attribute id;
    id.name = "object_id";
    id.type = Type::String();
    id.computed = true;
    id.plan_modifiers = {schema::UseStateForUnknown()};
    body.attributes.push_back(std::move(id));
    schema::IdentitySchema identity;
    identity.attributes = {{.name = "object_id", .required_for_import = true}};
    for (const Attribute& attribute : body.attributes) {
      const bool replaces = std::any_of(
          attribute.plan_modifiers.begin(), attribute.plan_modifiers.end(),
          [](const auto& m) { return m.description == schema::RequiresReplace().description; });
      if (replaces && !attribute.nesting && attribute.type.IsPrimitive() && !attribute.write_only) {
        identity.attributes.push_back(
            {.name = attribute.name, .type = attribute.type, .optional_for_import = true});
      }
    }
    return identity;
  }

  // What a user might write, wholly known.
  Value NextConfig(const Body& body) {
    Value config = NextObject(body.attributes, body.type());
    for (const Block& block : body.blocks) config = config.With(block.name, NextBlock(block));
    return config;
  }

  // The configuration as it is when not everything it refers to exists yet.
  Value WithUnknowns(const Body& body, const Value& config) {
    if (!config.IsKnown()) return config;
    Value with = config;
    for (const Attribute& attribute : body.attributes) {
      with = with.With(attribute.name, Hidden(attribute, config.attribute(attribute.name)));
    }
    for (const Block& block : body.blocks) {
      const Value& value = config.attribute(block.name);
      // A dynamic block whose for_each is unknown; groups cannot be dynamic.
      const bool hide = Chance(10) && block.nesting != Block::Nesting::kGroup;
      with = with.With(block.name, hide ? Value::Unknown(value.type())
                                        : EachObject(value, [&](const Value& object) {
                                            return WithUnknowns(block.body, object);
                                          }));
    }
    return with;
  }

 private:
  size_t Below(size_t bound) { return random_.Below(bound); }
  bool Chance(size_t one_in) { return Below(one_in) == 0; }

  Type NextPlainType(bool in_collection) {
    while (true) {
      const Type type = random_.NextType(2);
      const bool top_dynamic = type.kind() == Type::Kind::kDynamic && !in_collection;
      if (top_dynamic || !type.HasDynamic()) return type;
    }
  }

  Attribute NextAttribute(std::string name, int depth, bool in_set, bool in_collection) {
    Attribute attribute;
    attribute.name = std::move(name);
    if (depth > 0 && Chance(3)) {
      attribute.nesting = static_cast<Nesting>(Below(4));
      attribute.nested = NextBody(0, in_set || attribute.nesting == Nesting::kSet,
                                  in_collection || attribute.nesting != Nesting::kSingle)
                             .attributes;
      if (attribute.nesting == Nesting::kSet) attribute.nested.push_back(Key());
    } else {
      attribute.type = NextPlainType(in_collection);
    }
    switch (Below(6)) {
      case 0:
        attribute.required = true;
        break;
      case 1:
        attribute.optional = true;
        attribute.write_only = !in_set && attribute.nesting != Nesting::kSet && Chance(3);
        break;
      case 2:
        attribute.computed = true;
        break;
      case 3:
        attribute.optional = attribute.computed = true;
        break;
      case 4:
        attribute.optional = attribute.computed = true;
        attribute.default_value = NextKnown(attribute);
        break;
      default:
        attribute.optional = true;
    }
    attribute.sensitive = Chance(8);
    // What only a configuration can have set does not stay when the configuration lets go of it.
    const bool may_stay = !attribute.optional || !attribute.nesting.has_value();
    if (attribute.computed && may_stay && Chance(2)) {
      attribute.plan_modifiers.push_back(schema::UseNonNullStateForUnknown());
    }
    if (attribute.type == Type::String() && !attribute.nesting && Chance(2)) {
      attribute.semantic_equality = SameButForCase;
    }
    return attribute;
  }

  static void MakeComputed(Block& block) {
    block.computed = true;
    for (Attribute& attribute : block.body.attributes) {
      if (attribute.computed) continue;
      attribute.required = attribute.write_only = false;
      attribute.optional = attribute.computed = true;
    }
    for (Block& inner : block.body.blocks) {
      // Not a list: what is in it was made for a place outside of collections.
      if (inner.nesting == Block::Nesting::kGroup) inner.nesting = Block::Nesting::kSingle;
      MakeComputed(inner);
    }
  }

  static bool SameButForCase(const Value& a, const Value& b) {
    return absl::EqualsIgnoreCase(a.string(), b.string());
  }

  // Tells the elements of a set apart. Without one, what differs in the configuration may be the
  // same once defaults and computed values are in, and one element fewer.
  Attribute Key() const {
    Attribute key;
    key.name = "key";
    key.type = Type::String();
    key.required = true;
    if (keys_ == Keys::kMayMeanTheSame) key.semantic_equality = SameButForCase;
    return key;
  }

  // Null only where a user may leave it out.
  Value NextValue(const Attribute& attribute) {
    const bool never = attribute.computed && !attribute.optional;
    if (never || (!attribute.required && Chance(3))) return Value::Null(attribute.value_type());
    return NextKnown(attribute);
  }

  Value NextKnown(const Attribute& attribute) {
    if (!attribute.nesting.has_value()) {
      Value value;
      do value = random_.NextValue(attribute.type);
      while (value.IsNull());
      return value;
    }
    const Type object = schema::ObjectType(attribute.nested);
    if (*attribute.nesting == Nesting::kSingle) return NextObject(attribute.nested, object);
    std::vector<Value> objects;
    for (size_t i = Below(4); i > 0; --i) objects.push_back(NextObject(attribute.nested, object));
    return Collection(attribute.value_type(), Keyed(std::move(objects)));
  }

  Value NextObject(const std::vector<Attribute>& attributes, const Type& type) {
    std::vector<Value> values;
    for (const ObjectAttribute& member : type.attributes()) {
      values.push_back(Value::Null(member.type));
    }
    for (const Attribute& attribute : attributes) {
      values[*type.AttributeIndex(attribute.name)] = NextValue(attribute);
    }
    return Value::Object(type, std::move(values));
  }

  Value NextBlock(const Block& block) {
    const Type type = block.value_type();
    switch (block.nesting) {
      case Block::Nesting::kSingle:
        return Chance(3) ? Value::Null(type) : NextConfig(block.body);
      case Block::Nesting::kGroup:
        return NextConfig(block.body);
      default: {
        std::vector<Value> objects;
        for (size_t i = Below(4); i > 0; --i) objects.push_back(NextConfig(block.body));
        return Collection(type, Keyed(std::move(objects)));
      }
    }
  }

  std::vector<Value> Keyed(std::vector<Value> objects) {
    static constexpr const char* kAlike[] = {"key", "Key", "kEy", "KEY"};
    for (size_t i = 0; i < objects.size(); ++i) {
      if (!objects[i].type().AttributeIndex("key")) continue;
      const std::string key = keys_ == Keys::kApart ? absl::StrCat(i) : kAlike[i];
      objects[i] = objects[i].With("key", Value::String(key));
    }
    return objects;
  }

  static Value Collection(const Type& type, std::vector<Value> objects) {
    if (type.kind() == Type::Kind::kList) return Value::List(type.element(), std::move(objects));
    if (type.kind() == Type::Kind::kSet) return Value::Set(type.element(), std::move(objects));
    std::vector<MapEntry> entries;
    for (Value& object : objects) {
      entries.push_back({absl::StrCat("k", entries.size()), std::move(object)});
    }
    return Value::Map(type.element(), std::move(entries));
  }

  template <class F>
  static Value EachObject(const Value& value, const F& change) {
    if (!value.IsKnown()) return value;
    if (!value.type().IsCollection()) return change(value);
    std::vector<Value> objects;
    if (value.type().kind() == Type::Kind::kMap) {
      std::vector<MapEntry> entries;
      for (const MapEntry& entry : value.entries()) {
        entries.push_back({entry.key, change(entry.value)});
      }
      return Value::Map(value.type().element(), std::move(entries));
    }
    for (const Value& object : value.elements()) objects.push_back(change(object));
    return Collection(value.type(), std::move(objects));
  }

  Value Hidden(const Attribute& attribute, const Value& value) {
    const bool never = attribute.computed && !attribute.optional;
    if (!never && attribute.name != "key" && Chance(6)) {
      Refinements refinements;
      if (!value.IsNull() && attribute.value_type().kind() != Type::Kind::kDynamic) {
        refinements.is_null = false;
      }
      return Value::Unknown(attribute.value_type(), refinements);
    }
    if (!attribute.nesting.has_value()) return value;
    Body nested;
    nested.attributes = attribute.nested;
    return EachObject(value, [&](const Value& object) { return WithUnknowns(nested, object); });
  }

  RandomValues random_;
  const Keys keys_;
};

// Strings with a meaning of their own, as an API that knows upper case only gives them back.
Value Respelled(const Body& body, const Value& state) {
  const Value none = Value::Null(state.type());
  return server::Rewrite(body, {none, none, state}, &server::AllAttributes,
                         [](const Attribute& attribute, const Path&, const server::Trio& trio) {
                           if (!attribute.semantic_equality || !trio.plan.IsKnown())
                             return trio.plan;
                           return Value::String(absl::AsciiStrToUpper(trio.plan.string()));
                         });
}

class RandomChangesTest : public ::testing::Test {
 protected:
  enum class Spelling { kAsPlanned, kItsOwn };

  using Keys = RandomChanges::Keys;

  void LiveAll(Spelling spelling, Keys keys) {
    for (uint64_t seed = 0; seed < kSeeds && !HasFailure(); ++seed) {
      SCOPED_TRACE(absl::StrCat("seed ", seed));
      Live(seed, spelling, keys);
    }
  }

 private:
  // The life of one random resource.
  void Live(uint64_t seed, Spelling spelling, Keys keys) {
    RandomChanges random(seed, keys);
    schema::Schema schema;
    schema.body = random.NextBody(2, false, false);
    random.AddReplacements(schema.body);
    schema::IdentitySchema identity = RandomChanges::AddIdentity(schema.body);
    ASSERT_EQ(schema::CheckSchema(schema, schema::SchemaOwner::kResource), absl::OkStatus());
    const Body& body = schema.body;
    auto provider = std::make_unique<FakeProvider>();
    FakeResource& resource = provider->Add(
        std::make_unique<FakeResourceWithIdentity>("fake_thing", schema, std::move(identity)));
    if (spelling == Spelling::kItsOwn) {
      resource.create = [body](const CreateRequest& request, StateResponse& response) {
        response.state = Respelled(body, Fulfilled(body, request.plan));
      };
      resource.update = [body](const UpdateRequest& request, StateResponse& response) {
        response.state = Respelled(body, Fulfilled(body, request.plan));
      };
      resource.read = [body](const ReadRequest& request, StateResponse& response) {
        response.state = Respelled(body, request.state);
      };
    }
    ClientCapabilities capabilities = Terraform116();
    // Every third client is older than computed blocks.
    capabilities.computed_blocks_allowed = seed % 3 != 0;
    Client client(std::move(provider), capabilities);
    Instance thing = client.Resource("fake_thing");
    for (int step = 0; step < 3; ++step) {
      SCOPED_TRACE(absl::StrCat("step ", step));
      const Value config = random.NextConfig(body);
      // Of two elements that mean the same nobody can say which one an unknown will turn out to be.
      const Value early = keys == Keys::kApart ? random.WithUnknowns(body, config) : config;
      EXPECT_EQ(thing.Apply(early, config).ErrorText(), "");
      ASSERT_FALSE(thing.state().IsNull());
      EXPECT_FALSE(thing.identity().IsNull());
    }
    EXPECT_EQ(thing.Destroy().ErrorText(), "");
    EXPECT_TRUE(thing.state().IsNull());
  }
};

TEST_F(RandomChangesTest, AWellBehavedResourceBreaksNoRuleOfCore) {
  LiveAll(Spelling::kAsPlanned, Keys::kApart);
}

TEST_F(RandomChangesTest, NorDoesOneThatSpellsValuesInItsOwnWay) {
  LiveAll(Spelling::kItsOwn, Keys::kApart);
}

// A service that knows one spelling only would make one element of two.
TEST_F(RandomChangesTest, ElementsOfASetThatMeanTheSameStayTwo) {
  LiveAll(Spelling::kAsPlanned, Keys::kMayMeanTheSame);
}

}  // namespace
}  // namespace tf::testing
