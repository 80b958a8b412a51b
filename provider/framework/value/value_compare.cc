#include <algorithm>
#include <functional>
#include <string>

#include "provider/framework/value/value.h"

namespace tf {
namespace {

template <class T>
int Order(const T& a, const T& b) {
  return a < b ? -1 : b < a ? 1 : 0;
}

int Rank(const Value& value) { return value.IsKnown() ? 0 : value.IsUnknown() ? 1 : 2; }

template <class T, class Compare>
int OrderAll(absl::Span<const T> a, absl::Span<const T> b, Compare compare) {
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (const int order = compare(a[i], b[i]); order != 0) return order;
  }
  return Order(a.size(), b.size());
}

int CompareUnknown(const Value& a, const Value& b) {
  if (a.refinements() == nullptr || b.refinements() == nullptr) {
    return Order(a.refinements() != nullptr, b.refinements() != nullptr);
  }
  return Order(*a.refinements(), *b.refinements());
}

// Of two known values of one type.
int CompareKnown(const Value& a, const Value& b) {
  switch (a.type().kind()) {
    case Type::Kind::kString:
      return Order(a.string(), b.string());
    case Type::Kind::kNumber:
      return Order(a.number(), b.number());
    case Type::Kind::kBool:
      return Order(a.boolean(), b.boolean());
    case Type::Kind::kMap:
      return OrderAll(a.entries(), b.entries(), [](const MapEntry& x, const MapEntry& y) {
        const int order = Order(x.key, y.key);
        return order != 0 ? order : Compare(x.value, y.value);
      });
    default:
      return OrderAll(a.elements(), b.elements(),
                      [](const Value& x, const Value& y) { return Compare(x, y); });
  }
}

size_t Mixed(size_t seed, size_t more) {
  return seed ^ (more + 0x9E3779B97F4A7C15u + (seed << 6) + (seed >> 2));
}

size_t HashOfKnown(const Value& value) {
  switch (value.type().kind()) {
    case Type::Kind::kString:
      return std::hash<std::string>()(value.string());
    case Type::Kind::kNumber:
      return value.number().Hash();
    case Type::Kind::kBool:
      return value.boolean() ? 1 : 2;
    case Type::Kind::kMap: {
      size_t hash = value.entries().size();
      for (const MapEntry& entry : value.entries()) {
        hash = Mixed(Mixed(hash, std::hash<std::string>()(entry.key)), Hash(entry.value));
      }
      return hash;
    }
    default: {
      size_t hash = value.elements().size();
      for (const Value& element : value.elements()) hash = Mixed(hash, Hash(element));
      return hash;
    }
  }
}

}  // namespace

size_t Hash(const Value& value) {
  const size_t seed =
      static_cast<size_t>(value.type().kind()) * 4 + static_cast<size_t>(Rank(value));
  return value.IsKnown() ? Mixed(seed, HashOfKnown(value)) : seed;
}

int Compare(const Value& a, const Value& b) {
  if (a.node_ == b.node_) return 0;
  if (const int order = Compare(a.type(), b.type()); order != 0) return order;
  if (const int order = Order(Rank(a), Rank(b)); order != 0) return order;
  if (a.IsNull()) return 0;
  return a.IsUnknown() ? CompareUnknown(a, b) : CompareKnown(a, b);
}

bool operator==(const Value& a, const Value& b) { return Compare(a, b) == 0; }

}  // namespace tf
