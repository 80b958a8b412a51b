#include "provider/framework/server/rewrite.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "provider/framework/server/correlate.h"

namespace tf::server {
namespace {

using schema::Attribute;
using schema::Block;

// A path that ends at the first set on its way: elements of sets have none.
struct Place {
  Path path;
  bool in_set = false;

  Place Attribute(const std::string& name) const {
    return in_set ? *this : Place{path.Attribute(name)};
  }
  Place Index(size_t index) const {
    return in_set ? *this : Place{path.Index(static_cast<int64_t>(index))};
  }
  Place Key(const std::string& key) const { return in_set ? *this : Place{path.Key(key)}; }
  Place Elements() const { return {path, true}; }
};

struct Visits {
  Concerns concerns;
  const Visit& attribute;
  const VisitBlock& block;

  // Whether anything in such an object is visited.
  bool Concern(const Members& members) const {
    return std::any_of(
               members.attributes.begin(), members.attributes.end(),
               [&](const Attribute& each) { return concerns(each) || Concern(Members(each)); }) ||
           std::any_of(members.blocks.begin(), members.blocks.end(), [&](const Block& each) {
             return block != nullptr || Concern(Members(each.body));
           });
  }
};

Value RewriteObject(const Members& members, const Place& place, const Trio& trio,
                    const Visits& visits);

Value ElementAt(const Value& list, size_t index, const Type& type) {
  if (!list.IsKnown() || index >= list.elements().size()) return Value::Null(type);
  return list.elements()[index];
}

Value EntryAt(const Value& map, const std::string& key, const Type& type) {
  const Value* found = map.IsKnown() ? map.Find(key) : nullptr;
  return found != nullptr ? *found : Value::Null(type);
}

Value RewriteList(const Members& members, const Place& place, const Trio& trio,
                  const Visits& visits) {
  const Type& type = trio.plan.type().element();
  std::vector<Value> elements;
  elements.reserve(trio.plan.elements().size());
  bool same = true;
  for (const Value& plan : trio.plan.elements()) {
    const size_t i = elements.size();
    const Trio element = {ElementAt(trio.config, i, type), ElementAt(trio.prior, i, type), plan};
    elements.push_back(RewriteObject(members, place.Index(i), element, visits));
    same = same && elements.back().IsCopyOf(plan);
  }
  return same ? trio.plan : Value::List(type, std::move(elements));
}

Value RewriteMap(const Members& members, const Place& place, const Trio& trio,
                 const Visits& visits) {
  const Type& type = trio.plan.type().element();
  std::vector<MapEntry> entries;
  entries.reserve(trio.plan.entries().size());
  bool same = true;
  for (const auto& [key, plan] : trio.plan.entries()) {
    const Trio element = {EntryAt(trio.config, key, type), EntryAt(trio.prior, key, type), plan};
    entries.push_back({key, RewriteObject(members, place.Key(key), element, visits)});
    same = same && entries.back().value.IsCopyOf(plan);
  }
  return same ? trio.plan : Value::Map(type, std::move(entries));
}

// Gives out each element of a set at most once.
class Candidates {
 public:
  explicit Candidates(const Value& set) : set_(set) {
    if (set.IsKnown()) taken_.resize(set.elements().size());
  }

  // The first element not taken yet that satisfies `matches`, or null.
  Value Take(const std::function<bool(const Value&)>& matches) {
    for (size_t i = 0; i < taken_.size(); ++i) {
      if (taken_[i] || !matches(set_.elements()[i])) continue;
      taken_[i] = true;
      return set_.elements()[i];
    }
    return Value::Null(set_.type().element());
  }

 private:
  const Value& set_;
  std::vector<bool> taken_;
};

// The same spelling first: two elements that mean the same are still two.
void TakeEach(std::vector<Trio>& elements, Value Trio::*target, Candidates& candidates,
              const std::function<bool(const Trio&, const Value&, Spelling)>& matches) {
  for (const Spelling spelling : {Spelling::kThis, Spelling::kAny}) {
    for (Trio& element : elements) {
      if (!(element.*target).IsNull()) continue;
      element.*target = candidates.Take(
          [&](const Value& candidate) { return matches(element, candidate, spelling); });
    }
  }
}

Value RewriteSet(const Members& members, const Place& place, const Trio& trio,
                 const Visits& visits) {
  const Value none = Value::Null(trio.plan.type().element());
  std::vector<Trio> elements;
  for (const Value& plan : trio.plan.elements()) elements.push_back({none, none, plan});
  Candidates configs(trio.config);
  TakeEach(elements, &Trio::config, configs,
           [&](const Trio& element, const Value& config, Spelling spelling) {
             return CanBecome(members, config, element.plan, {NullMeans::kAnything, spelling});
           });
  Candidates priors(trio.prior);
  TakeEach(elements, &Trio::prior, priors,
           [&](const Trio& element, const Value& prior, Spelling spelling) {
             return CanBecome(members, prior, element.plan, {NullMeans::kNull, spelling});
           });
  // What is there unchanged was found above; the rest goes by what is configured, or by default.
  // What is configured with unknowns may turn out to be another object, so it has no prior one.
  TakeEach(elements, &Trio::prior, priors,
           [&](const Trio& element, const Value& prior, Spelling spelling) {
             if (!element.config.IsWhollyKnown()) return false;
             const Value& wanted = element.config.IsKnown() ? element.config : element.plan;
             return CanBecome(members, wanted, prior, {NullMeans::kAnything, spelling});
           });
  std::vector<Value> values;
  values.reserve(elements.size());
  bool same = true;
  for (const Trio& element : elements) {
    values.push_back(RewriteObject(members, place.Elements(), element, visits));
    same = same && values.back().IsCopyOf(element.plan);
  }
  return same ? trio.plan : Value::Set(trio.plan.type().element(), std::move(values));
}

Value RewriteNested(const Members& members, const Place& place, const Trio& trio,
                    const Visits& visits) {
  if (!trio.plan.IsKnown() || !visits.Concern(members)) return trio.plan;
  switch (trio.plan.type().kind()) {
    case Type::Kind::kList:
      return RewriteList(members, place, trio, visits);
    case Type::Kind::kSet:
      return RewriteSet(members, place, trio, visits);
    case Type::Kind::kMap:
      return RewriteMap(members, place, trio, visits);
    default:
      return RewriteObject(members, place, trio, visits);
  }
}

Value PartOf(const Value& object, size_t index, const Type& type) {
  return object.IsKnown() ? object.elements()[index] : Value::Null(type);
}

// The attribute of all three, whose types have the same names in the same order. An unknown
// configuration object makes its attributes unknown: nobody can say that they are not configured.
Trio Below(const Trio& objects, size_t index) {
  const Value& plan = objects.plan.elements()[index];
  const Type& type = plan.type();
  return {objects.config.IsUnknown() ? Value::Unknown(type) : PartOf(objects.config, index, type),
          PartOf(objects.prior, index, type), plan, !objects.config.IsNull()};
}

Value RewriteAttribute(const Attribute& attribute, const Place& place, Trio trio,
                       const Visits& visits) {
  if (visits.concerns(attribute)) trio.plan = visits.attribute(attribute, place.path, trio);
  if (!attribute.nesting.has_value()) return trio.plan;
  return RewriteNested(Members(attribute), place, trio, visits);
}

Value RewriteBlock(const Block& block, const Place& place, Trio trio, const Visits& visits) {
  if (visits.block != nullptr) trio.plan = visits.block(block, trio);
  return RewriteNested(Members(block.body), place, trio, visits);
}

Value RewriteObject(const Members& members, const Place& place, const Trio& trio,
                    const Visits& visits) {
  if (!trio.plan.IsKnown()) return trio.plan;
  const Type& type = trio.plan.type();
  // Empty as long as nothing has changed.
  std::vector<Value> values;
  const auto replace = [&](size_t index, Value value) {
    const absl::Span<const Value> before = trio.plan.elements();
    if (value.IsCopyOf(before[index])) return;
    if (values.empty()) values.assign(before.begin(), before.end());
    values[index] = std::move(value);
  };
  for (const Attribute& attribute : members.attributes) {
    if (!visits.concerns(attribute) && !visits.Concern(Members(attribute))) continue;
    const size_t index = *type.AttributeIndex(attribute.name);
    replace(index, RewriteAttribute(attribute, place.Attribute(attribute.name), Below(trio, index),
                                    visits));
  }
  for (const Block& block : members.blocks) {
    const size_t index = *type.AttributeIndex(block.name);
    replace(index, RewriteBlock(block, place.Attribute(block.name), Below(trio, index), visits));
  }
  return values.empty() ? trio.plan : Value::Object(type, std::move(values));
}

}  // namespace

bool AllAttributes(const Attribute&) { return true; }

Value Rewrite(const schema::Body& body, const Trio& trio, Concerns concerns, const Visit& visit,
              const VisitBlock& visit_block) {
  return RewriteObject(Members(body), Place(), trio, {concerns, visit, visit_block});
}

}  // namespace tf::server
