#include "provider/framework/server/element_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "provider/framework/testing/print_value.h"
#include "provider/framework/testing/schemas.h"

namespace tf::server {
namespace {

using schema::Attribute;
using schema::Block;
using schema::Body;
using schema::Nesting;
using testing::CaseBlind;
using testing::Nested;
using testing::NewBlock;
using testing::Optional;
using testing::OptionalComputed;
using testing::Required;

constexpr uint64_t kSeeds = 60;

// Objects of a body, of so few different values that many go together.
class RandomElements {
 public:
  explicit RandomElements(uint64_t seed) : random_(seed) {}

  size_t Below(size_t bound) { return static_cast<size_t>(random_() % bound); }

  Value Element(const Body& body) {
    const Type type = body.type();
    if (Below(40) == 0) return Below(2) == 0 ? Value::Unknown(type) : Value::Null(type);
    return Object(Members(body), type);
  }

 private:
  Value Object(const Members& members, const Type& type) {
    std::vector<Value> values(type.attributes().size());
    const auto fill = [&](const std::string& name, const Members* nested) {
      const size_t index = *type.AttributeIndex(name);
      values[index] = Part(nested, type.attributes()[index].type);
    };
    for (const Attribute& attribute : members.attributes) {
      const Members nested(attribute);
      fill(attribute.name, attribute.nesting.has_value() ? &nested : nullptr);
    }
    for (const Block& block : members.blocks) {
      const Members nested(block.body);
      fill(block.name, &nested);
    }
    return Value::Object(type, std::move(values));
  }

  Value Part(const Members* nested, const Type& type) {
    static constexpr const char* kWords[] = {"a", "A", "b", "B"};
    if (Below(6) == 0) return Value::Null(type);
    if (Below(12) == 0) return Value::Unknown(type);
    if (nested == nullptr) return Value::String(kWords[Below(4)]);
    if (type.kind() == Type::Kind::kObject) return Object(*nested, type);
    std::vector<Value> objects;
    for (size_t i = Below(3); i > 0; --i) objects.push_back(Object(*nested, type.element()));
    if (type.kind() == Type::Kind::kList) return Value::List(type.element(), std::move(objects));
    if (type.kind() == Type::Kind::kSet) return Value::Set(type.element(), std::move(objects));
    std::vector<MapEntry> entries;
    for (Value& object : objects) {
      entries.push_back({absl::StrCat(entries.size()), std::move(object)});
    }
    return Value::Map(type.element(), std::move(entries));
  }

  std::mt19937_64 random_;
};

// Few attributes, all kinds of nesting, and more computed ones than there are groups for.
std::vector<Body> Bodies() {
  const std::vector<Attribute> parts = {Required("x"), OptionalComputed("y")};
  std::vector<Body> bodies = {
      {{Required("k"), OptionalComputed("c")}, {}},
      {{CaseBlind(Required("k")), OptionalComputed("c")}, {}},
      {{Required("k"), Nested(Optional("n"), Nesting::kSingle, parts)}, {}},
      {{Required("k"), Nested(OptionalComputed("n"), Nesting::kList, parts)}, {}},
      {{Required("k"), Nested(Optional("n"), Nesting::kList, {Required("x")})}, {}},
      {{Nested(Optional("n"), Nesting::kMap, {CaseBlind(Required("x"))})}, {}},
      {{Required("k"), Nested(Optional("n"), Nesting::kSet, parts)}, {}},
      {{Required("k")}, {NewBlock("b", Block::Nesting::kSingle, {parts, {}})}},
      {{}, {NewBlock("b", Block::Nesting::kSet, {{Required("x")}, {}})}},
      {{Required("k")}, {}}};
  for (int i = 0; i < 7; ++i) {
    bodies.back().attributes.push_back(OptionalComputed(absl::StrCat("c", i)));
  }
  return bodies;
}

using Holds = ElementIndex::Holds;

std::vector<Match> Matches() {
  std::vector<Match> matches;
  for (const NullMeans null : {NullMeans::kNull, NullMeans::kAnything}) {
    for (const Spelling spelling : {Spelling::kThis, Spelling::kAny}) {
      matches.push_back({null, spelling});
    }
  }
  return matches;
}

// What comparing each with each finds.
class EachWithEach {
 public:
  EachWithEach(const Members& members, absl::Span<const Value> elements)
      : members_(members), elements_(elements), taken_(elements.size()) {}

  const Value* Take(Holds holds, Match match, const Value& asked) {
    for (size_t i = 0; i < elements_.size(); ++i) {
      const bool go_together = holds == Holds::kEarlier
                                   ? CanBecome(members_, elements_[i], asked, match)
                                   : CanBecome(members_, asked, elements_[i], match);
      if (taken_[i] || !go_together) continue;
      taken_[i] = true;
      return &elements_[i];
    }
    return nullptr;
  }

 private:
  const Members& members_;
  absl::Span<const Value> elements_;
  std::vector<bool> taken_;
};

std::vector<const Value*> Pointers(const std::vector<Value>& values) {
  std::vector<const Value*> pointers;
  for (const Value& value : values) pointers.push_back(&value);
  return pointers;
}

TEST(ElementIndexTest, GivesOutWhatComparingEachWithEachDoes) {
  size_t taken = 0;
  size_t refused = 0;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    for (const Body& body : Bodies()) {
      RandomElements random(seed);
      std::vector<Value> elements;
      std::vector<Value> asked;
      for (size_t i = 5 + random.Below(40); i > 0; --i) elements.push_back(random.Element(body));
      for (size_t i = 5 + random.Below(40); i > 0; --i) asked.push_back(random.Element(body));
      const Members members(body);
      for (const Holds holds : {Holds::kEarlier, Holds::kLater}) {
        ElementIndex index(members, elements);
        EachWithEach oracle(members, elements);
        // One after the other: what was taken stays taken.
        for (const Match match : Matches()) {
          index.Prepare(holds, match, Pointers(asked));
          for (const Value& one : asked) {
            const Value* want = oracle.Take(holds, match, one);
            ASSERT_EQ(index.Take(one), want) << "seed " << seed << ", " << one.ToString();
            ++(want == nullptr ? refused : taken);
          }
        }
      }
    }
  }
  EXPECT_GT(taken, 1000);
  EXPECT_GT(refused, 1000);
}

TEST(ElementIndexTest, ASetInAnElementBecomesAnotherAsItsElementsDo) {
  const Body inner = {{Required("x"), OptionalComputed("y"), CaseBlind(Optional("z"))}, {}};
  const Attribute set = Nested(Optional("n"), Nesting::kSet, inner.attributes);
  const Body outer = {{set}, {}};
  size_t yes = 0;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    RandomElements random(seed);
    std::vector<Value> earlier;
    std::vector<Value> later;
    for (int i = 0; i < 90; ++i) later.push_back(random.Element(inner));
    // Some of the later ones, and often one that is none of them.
    for (size_t i = 0; i < 12; ++i) earlier.push_back(later[random.Below(later.size())]);
    earlier.push_back(random.Element(inner));
    const auto object = [&](const std::vector<Value>& elements) {
      return Value::Object({{"n", Value::Set(inner.type(), elements)}});
    };
    for (const Match match : Matches()) {
      const Members members(inner);
      const bool want = std::all_of(earlier.begin(), earlier.end(), [&](const Value& a) {
        return std::any_of(later.begin(), later.end(),
                           [&](const Value& b) { return CanBecome(members, a, b, match); });
      });
      EXPECT_EQ(CanBecome(Members(outer), object(earlier), object(later), match), want)
          << "seed " << seed;
      if (want) ++yes;
    }
  }
  EXPECT_GT(yes, 0);
  EXPECT_LT(yes, 4 * kSeeds);
}

}  // namespace
}  // namespace tf::server
