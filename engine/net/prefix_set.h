// A set of addresses written as prefixes. Two sets are equal when they have the same members,
// however they were put together.
//
//   PrefixSet set({whole});
//   set.Remove(middle);  // set.Prefixes() is the shortest list that is left
#ifndef SIXGATE_ENGINE_NET_PREFIX_SET_H_
#define SIXGATE_ENGINE_NET_PREFIX_SET_H_

#include <iosfwd>
#include <map>
#include <vector>

#include "absl/types/span.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"

namespace engine::net {

// Not thread-safe.
class PrefixSet {
 public:
  PrefixSet() = default;
  explicit PrefixSet(absl::Span<const Prefix> prefixes);

  // What is in already, or is not in, makes no difference.
  void Add(const Prefix& prefix);
  void Remove(const Prefix& prefix);
  void Add(const PrefixSet& other);
  void Remove(const PrefixSet& other);

  bool empty() const { return ranges_.empty(); }
  bool Contains(const Address& address) const;
  // Whether every address of `prefix` is in.
  bool Contains(const Prefix& prefix) const;
  // Whether any address of `prefix` is in.
  bool Overlaps(const Prefix& prefix) const;

  // The fewest disjoint prefixes that make the set, in ascending order.
  std::vector<Prefix> Prefixes() const;

  friend bool operator==(const PrefixSet&, const PrefixSet&) = default;
  friend std::ostream& operator<<(std::ostream& out, const PrefixSet& set);

 private:
  void AddRange(Address first, Address last);
  void RemoveRange(const Address& first, const Address& last);

  // First address → last address; the ranges neither overlap nor touch.
  std::map<Address, Address> ranges_;
};

}  // namespace engine::net

#endif  // SIXGATE_ENGINE_NET_PREFIX_SET_H_
