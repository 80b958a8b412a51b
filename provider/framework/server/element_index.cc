#include "provider/framework/server/element_index.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"

namespace tf::server {
namespace {

using schema::Attribute;
using schema::Block;

// Shapes that are told apart; the rest share what counts in all of them. Every element asked about
// is looked up once per shape.
constexpr size_t kGroupsMax = 32;

// What of a part tells that two elements do not go together. In this order: each tells more.
enum Counts : char { kNothing = '0', kState = '1', kContent = '2' };

// What a part is by the schema: an attribute, a nested one, a block, or the element itself.
struct Part {
  bool computed = false;
  bool any_spelling = false;
  // Null for a plain attribute.
  const Members* members = nullptr;
  bool is_object = false;
};

size_t StateOf(const Value& value) { return value.IsKnown() ? 1 : value.IsUnknown() ? 2 : 3; }

size_t Mixed(size_t seed, size_t more) {
  return seed ^ (more + 0x9E3779B97F4A7C15u + (seed << 6) + (seed >> 2));
}

// Calls `visit` for the part and for those of an object in it, always all of them and in the same
// order; the value is a null pointer for what is in no known object.
template <class V>
void Walk(const Part& part, const Value* value, Match match, V& visit) {
  const Value* below = visit(part, value);
  if (!part.is_object) return;
  if (below != nullptr && !below->IsKnown()) below = nullptr;
  const auto member = [&](const std::string& name) {
    return below == nullptr ? nullptr : &below->attribute(name);
  };
  for (const Attribute& attribute : part.members->attributes) {
    const Members members(attribute);
    const Part inner = {
        attribute.computed, match.spelling == Spelling::kAny && attribute.semantic_equality,
        attribute.nesting.has_value() ? &members : nullptr,
        attribute.nesting.has_value() && *attribute.nesting == schema::Nesting::kSingle};
    Walk(inner, member(attribute.name), match, visit);
  }
  for (const Block& block : part.members->blocks) {
    const Members members(block.body);
    const bool is_object =
        block.nesting == Block::Nesting::kSingle || block.nesting == Block::Nesting::kGroup;
    Walk({block.computed, false, &members, is_object}, member(block.name), match, visit);
  }
}

// Whether known objects without unknowns can only become what they are, so that their hash counts.
bool StayAsTheyAre(const Members& members, Match match) {
  const bool may_be_open = match.null == NullMeans::kAnything;
  return std::all_of(members.attributes.begin(), members.attributes.end(),
                     [&](const Attribute& attribute) {
                       if (may_be_open && attribute.computed) return false;
                       if (match.spelling == Spelling::kAny && attribute.semantic_equality) {
                         return false;
                       }
                       return attribute.nesting != schema::Nesting::kSet &&
                              StayAsTheyAre(Members(attribute), match);
                     }) &&
         std::all_of(members.blocks.begin(), members.blocks.end(), [&](const Block& block) {
           return !(may_be_open && block.computed) && block.nesting != Block::Nesting::kSet &&
                  StayAsTheyAre(Members(block.body), match);
         });
}

// A set may grow by elements that it did not have: nothing of its content counts.
Counts CountsOf(const Part& part, const Value* earlier, Match match) {
  if (earlier == nullptr || IsOpen(part.computed, *earlier, match)) return kNothing;
  if (part.any_spelling || part.is_object) return kState;
  if (part.members == nullptr) return kContent;
  const bool stays = earlier->IsWhollyKnown() && StayAsTheyAre(*part.members, match) &&
                     earlier->type().kind() != Type::Kind::kSet;
  return stays ? kContent : kState;
}

// For each part of an element what of it the later one must have as well.
std::string ShapeOf(const Members& members, const Value& earlier, Match match) {
  std::string shape;
  const auto visit = [&](const Part& part, const Value* value) -> const Value* {
    const Counts counts = CountsOf(part, value, match);
    shape.push_back(counts);
    return counts == kNothing || part.any_spelling ? nullptr : value;
  };
  Walk({.members = &members, .is_object = true}, &earlier, match, visit);
  return shape;
}

std::vector<ElementPrint> PrintsOf(const Members& members, const Value& element, Match match) {
  std::vector<ElementPrint> prints;
  const auto visit = [&](const Part& part, const Value* value) {
    const size_t state = value == nullptr ? 0 : StateOf(*value);
    const bool is_leaf = value != nullptr && !part.is_object;
    prints.push_back({state, is_leaf ? Hash(*value) : state});
    return value;
  };
  Walk({.members = &members, .is_object = true}, &element, match, visit);
  return prints;
}

size_t HashOf(const std::string& shape, const std::vector<ElementPrint>& prints) {
  SIXGATE_CHECK(shape.size() == prints.size(), "every element of a set has the same parts");
  size_t hash = 0;
  for (size_t i = 0; i < prints.size(); ++i) {
    if (shape[i] == kState) hash = Mixed(hash, prints[i].state);
    if (shape[i] == kContent) hash = Mixed(hash, prints[i].content);
  }
  return hash;
}

}  // namespace

size_t ElementIndex::GroupOf(const std::string& shape) {
  const auto [found, is_new] = group_of_shape_.emplace(shape, groups_.size());
  if (!is_new) return found->second;
  if (groups_.size() < kGroupsMax) {
    groups_.push_back({shape, {}});
    return found->second;
  }
  found->second = kGroupsMax - 1;
  std::string& shared = groups_.back().shape;
  for (size_t i = 0; i < shared.size(); ++i) shared[i] = std::min(shared[i], shape[i]);
  return found->second;
}

void ElementIndex::Prepare(Holds holds, Match match, absl::Span<const Value* const> asked) {
  holds_ = holds;
  match_ = match;
  groups_.clear();
  group_of_shape_.clear();
  // All shapes before the first hash: the last group's shape changes with each that it takes in.
  std::vector<size_t> group_of_element(elements_.size());
  if (holds == Holds::kEarlier) {
    for (size_t i = 0; i < elements_.size(); ++i) {
      if (!taken_[i]) group_of_element[i] = GroupOf(ShapeOf(members_, elements_[i], match));
    }
  } else {
    for (const Value* earlier : asked) {
      if (earlier != nullptr) GroupOf(ShapeOf(members_, *earlier, match));
    }
  }
  for (size_t i = 0; i < elements_.size() && !groups_.empty(); ++i) {
    if (taken_[i]) continue;
    const std::vector<ElementPrint> prints = PrintsOf(members_, elements_[i], match);
    const auto add_to = [&](Group& group) {
      group.buckets[HashOf(group.shape, prints)].elements.push_back(i);
    };
    if (holds_ == Holds::kEarlier) {
      add_to(groups_[group_of_element[i]]);
    } else {
      for (Group& group : groups_) add_to(group);
    }
  }
}

bool ElementIndex::GoTogether(const Value& element, const Value& asked) const {
  return holds_ == Holds::kEarlier ? CanBecome(members_, element, asked, match_)
                                   : CanBecome(members_, asked, element, match_);
}

size_t ElementIndex::FindIn(Group& group, const std::vector<ElementPrint>& prints,
                            const Value& asked, size_t end) {
  const auto found = group.buckets.find(HashOf(group.shape, prints));
  if (found == group.buckets.end()) return end;
  Bucket& bucket = found->second;
  const std::vector<size_t>& elements = bucket.elements;
  while (bucket.first < elements.size() && taken_[elements[bucket.first]]) ++bucket.first;
  for (size_t i = bucket.first; i < elements.size() && elements[i] < end; ++i) {
    if (!taken_[elements[i]] && GoTogether(elements_[elements[i]], asked)) return elements[i];
  }
  return end;
}

size_t ElementIndex::IndexOf(const Value& asked) {
  size_t first = kNone;
  const std::vector<ElementPrint> prints = PrintsOf(members_, asked, match_);
  if (holds_ == Holds::kEarlier) {
    for (Group& group : groups_) first = FindIn(group, prints, asked, first);
  } else {
    Group& group = groups_[GroupOf(ShapeOf(members_, asked, match_))];
    first = FindIn(group, prints, asked, first);
  }
  return first;
}

const Value* ElementIndex::Find(const Value& asked) {
  const size_t index = IndexOf(asked);
  return index == kNone ? nullptr : &elements_[index];
}

const Value* ElementIndex::Take(const Value& asked) {
  const size_t index = IndexOf(asked);
  if (index == kNone) return nullptr;
  taken_[index] = true;
  return &elements_[index];
}

}  // namespace tf::server
