#include "engine/net/prefix_set.h"

#include <algorithm>
#include <iterator>
#include <ostream>

#include "absl/numeric/int128.h"

namespace engine::net {
namespace {

// Neither is asked of the last or the first address there is.
Address After(const Address& address) { return Address(address.value() + 1); }
Address Before(const Address& address) { return Address(address.value() - 1); }

}  // namespace

PrefixSet::PrefixSet(absl::Span<const Prefix> prefixes) {
  for (const Prefix& prefix : prefixes) Add(prefix);
}

void PrefixSet::Add(const Prefix& prefix) { AddRange(prefix.first(), prefix.last()); }

void PrefixSet::Remove(const Prefix& prefix) { RemoveRange(prefix.first(), prefix.last()); }

void PrefixSet::Add(const PrefixSet& other) {
  const auto ranges = other.ranges_;  // `other` may be this set
  for (const auto& [first, last] : ranges) AddRange(first, last);
}

void PrefixSet::Remove(const PrefixSet& other) {
  const auto ranges = other.ranges_;
  for (const auto& [first, last] : ranges) RemoveRange(first, last);
}

void PrefixSet::AddRange(Address first, Address last) {
  auto it = ranges_.upper_bound(first);
  if (it != ranges_.begin()) {
    const auto before = std::prev(it);
    if (before->second >= first || After(before->second) == first) it = before;
  }
  // Every range that overlaps or touches becomes part of the new one.
  while (it != ranges_.end() && (it->first <= last || Before(it->first) == last)) {
    first = std::min(first, it->first);
    last = std::max(last, it->second);
    it = ranges_.erase(it);
  }
  ranges_.emplace(first, last);
}

void PrefixSet::RemoveRange(const Address& first, const Address& last) {
  auto it = ranges_.upper_bound(first);
  if (it != ranges_.begin() && std::prev(it)->second >= first) --it;
  while (it != ranges_.end() && it->first <= last) {
    const auto [range_first, range_last] = *it;
    it = ranges_.erase(it);
    if (range_first < first) ranges_.emplace(range_first, Before(first));
    if (range_last > last) ranges_.emplace(After(last), range_last);
  }
}

bool PrefixSet::Contains(const Address& address) const {
  return Contains(Prefix::Containing(address, kAddressBits));
}

bool PrefixSet::Contains(const Prefix& prefix) const {
  const auto after = ranges_.upper_bound(prefix.first());
  return after != ranges_.begin() && std::prev(after)->second >= prefix.last();
}

bool PrefixSet::Overlaps(const Prefix& prefix) const {
  const auto after = ranges_.upper_bound(prefix.last());
  return after != ranges_.begin() && std::prev(after)->second >= prefix.first();
}

std::vector<Prefix> PrefixSet::Prefixes() const {
  std::vector<Prefix> prefixes;
  for (const auto& [first, last] : ranges_) {
    for (Address next = first;; next = After(prefixes.back().last())) {
      // The largest aligned block that begins here and does not reach beyond the range.
      Prefix block = Prefix::Containing(next, kAddressBits);
      while (block.length() > 0 && block.Parent().first() == next &&
             block.Parent().last() <= last) {
        block = block.Parent();
      }
      prefixes.push_back(block);
      if (block.last() == last) break;
    }
  }
  return prefixes;
}

std::ostream& operator<<(std::ostream& out, const PrefixSet& set) {
  const char* separator = "{";
  for (const Prefix& prefix : set.Prefixes()) {
    out << separator << prefix;
    separator = ", ";
  }
  return out << (set.empty() ? "{}" : "}");
}

}  // namespace engine::net
