#include "provider/framework/server/correlate.h"

#include <algorithm>
#include <vector>

#include "provider/framework/server/element_index.h"

namespace tf::server {
namespace {

using schema::Attribute;
using schema::Block;

// Pairs of elements that are compared one by one rather than through an index.
constexpr size_t kPairsMax = 64;

// Of two sets of objects: whether each of `earlier` can have become one of `later`.
bool SetCanBecome(const Members& members, absl::Span<const Value> earlier,
                  absl::Span<const Value> later, Match match) {
  if (earlier.size() * later.size() <= kPairsMax) {
    return std::all_of(earlier.begin(), earlier.end(), [&](const Value& a) {
      return std::any_of(later.begin(), later.end(),
                         [&](const Value& b) { return CanBecome(members, a, b, match); });
    });
  }
  ElementIndex index(members, later);
  std::vector<const Value*> asked;
  asked.reserve(earlier.size());
  for (const Value& element : earlier) asked.push_back(&element);
  index.Prepare(ElementIndex::Holds::kLater, match, asked);
  return std::all_of(earlier.begin(), earlier.end(),
                     [&](const Value& element) { return index.Find(element) != nullptr; });
}

// Of two known collections of objects.
bool CollectionCanBecome(const Members& members, const Value& earlier, const Value& later,
                         Match match) {
  const auto can_become = [&](const Value& a, const Value& b) {
    return CanBecome(members, a, b, match);
  };
  if (earlier.type().kind() == Type::Kind::kMap) {
    return std::equal(earlier.entries().begin(), earlier.entries().end(), later.entries().begin(),
                      later.entries().end(), [&](const MapEntry& a, const MapEntry& b) {
                        return a.key == b.key && can_become(a.value, b.value);
                      });
  }
  if (earlier.type().kind() == Type::Kind::kList) {
    return std::equal(earlier.elements().begin(), earlier.elements().end(),
                      later.elements().begin(), later.elements().end(), can_become);
  }
  return SetCanBecome(members, earlier.elements(), later.elements(), match);
}

bool NestedCanBecome(const Members& members, bool computed, const Value& earlier,
                     const Value& later, Match match) {
  if (IsOpen(computed, earlier, match) || earlier == later) return true;
  if (!earlier.type().IsCollection()) return CanBecome(members, earlier, later, match);
  return earlier.IsKnown() && later.IsKnown() &&
         CollectionCanBecome(members, earlier, later, match);
}

bool AttributeCanBecome(const Attribute& attribute, const Value& earlier, const Value& later,
                        Match match) {
  if (match.spelling == Spelling::kAny && attribute.semantic_equality && earlier.IsKnown() &&
      later.IsKnown() && attribute.semantic_equality(earlier, later)) {
    return true;
  }
  if (attribute.nesting.has_value()) {
    return NestedCanBecome(Members(attribute), attribute.computed, earlier, later, match);
  }
  return IsOpen(attribute.computed, earlier, match) || earlier == later;
}

}  // namespace

// Nobody but the provider gives a value to what was null, and that only where it may.
bool IsOpen(bool computed, const Value& earlier, Match match) {
  return earlier.IsUnknown() ||
         (earlier.IsNull() && computed && match.null == NullMeans::kAnything);
}

bool HaveSpellings(const Members& members) {
  return std::any_of(members.attributes.begin(), members.attributes.end(),
                     [](const Attribute& attribute) {
                       return attribute.semantic_equality != nullptr ||
                              HaveSpellings(Members(attribute));
                     }) ||
         std::any_of(members.blocks.begin(), members.blocks.end(),
                     [](const Block& block) { return HaveSpellings(Members(block.body)); });
}

bool CanBecome(const Members& members, const Value& earlier, const Value& later, Match match) {
  if (earlier.IsUnknown() || earlier == later) return true;
  if (!earlier.IsKnown() || !later.IsKnown()) return false;
  return std::all_of(members.attributes.begin(), members.attributes.end(),
                     [&](const Attribute& attribute) {
                       return AttributeCanBecome(attribute, earlier.attribute(attribute.name),
                                                 later.attribute(attribute.name), match);
                     }) &&
         std::all_of(members.blocks.begin(), members.blocks.end(), [&](const Block& block) {
           return NestedCanBecome(Members(block.body), block.computed,
                                  earlier.attribute(block.name), later.attribute(block.name),
                                  match);
         });
}

}  // namespace tf::server
