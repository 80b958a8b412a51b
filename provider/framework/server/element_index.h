// Finds, among the elements of a set, those that another element can have become or can become,
// without comparing each with each: a set may hold tens of thousands.
//
//   ElementIndex configs(members, trio.config.elements());
//   configs.Prepare(ElementIndex::Holds::kEarlier, match, plans);
//   const Value* config = configs.Take(plan);
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SERVER_ELEMENT_INDEX_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SERVER_ELEMENT_INDEX_H_

#include <cstddef>
#include <limits>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/types/span.h"
#include "provider/framework/server/correlate.h"
#include "provider/framework/value/value.h"

namespace tf::server {

// The hashes of a part of an element: of whether it is known, and of all that it is.
struct ElementPrint {
  size_t state;
  size_t content;
};

// The answers are those of CanBecome, and the first element in the set's order comes first. Fast
// where elements differ in something that must stay as it is; where they differ only in what has a
// semantic equality, or inside of nested sets, they are compared one after the other.
// Not thread-safe. Views of the members and elements, which outlive it.
class ElementIndex {
 public:
  // Whether the elements are what the ones asked about came from, or what these can become.
  enum class Holds { kEarlier, kLater };

  ElementIndex(const Members& members, absl::Span<const Value> elements)
      : members_(members), elements_(elements), taken_(elements.size()) {}

  bool HasSpellings() const { return HaveSpellings(members_); }

  // For the questions that follow: what the elements are, how they match, and all that will be
  // asked about (null pointers are passed over). What was taken stays taken.
  void Prepare(Holds holds, Match match, absl::Span<const Value* const> asked);

  // The first element not taken yet that goes with `asked`, or a null pointer.
  const Value* Find(const Value& asked);
  // The same, and takes it.
  const Value* Take(const Value& asked);

 private:
  // Elements of one hash, in the set's order. Those before `first` are taken.
  struct Bucket {
    std::vector<size_t> elements;
    size_t first = 0;
  };
  // Those whose earlier side has the same shape: the same parts count.
  struct Group {
    std::string shape;
    std::unordered_map<size_t, Bucket> buckets;
  };

  // The group's place; makes it.
  size_t GroupOf(const std::string& shape);
  bool GoTogether(const Value& element, const Value& asked) const;
  // The first before `end`, or `end`.
  size_t FindIn(Group& group, const std::vector<ElementPrint>& prints, const Value& asked,
                size_t end);
  // The first in all groups that can hold it, or kNone.
  size_t IndexOf(const Value& asked);

  static constexpr size_t kNone = std::numeric_limits<size_t>::max();

  const Members members_;
  const absl::Span<const Value> elements_;
  std::vector<bool> taken_;
  Holds holds_ = Holds::kEarlier;
  Match match_ = {NullMeans::kNull, Spelling::kThis};
  std::vector<Group> groups_;
  // From a shape to its place among the groups.
  std::unordered_map<std::string, size_t> group_of_shape_;
};

}  // namespace tf::server

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SERVER_ELEMENT_INDEX_H_
