#include "provider/framework/server/rewrite.h"

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
  const Visit& attribute;
  const VisitBlock& block;
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
  for (size_t i = 0; i < trio.plan.elements().size(); ++i) {
    const Trio element = {ElementAt(trio.config, i, type), ElementAt(trio.prior, i, type),
                          trio.plan.elements()[i]};
    elements.push_back(RewriteObject(members, place.Index(i), element, visits));
  }
  return Value::List(type, std::move(elements));
}

Value RewriteMap(const Members& members, const Place& place, const Trio& trio,
                 const Visits& visits) {
  const Type& type = trio.plan.type().element();
  std::vector<MapEntry> entries;
  for (const auto& [key, plan] : trio.plan.entries()) {
    const Trio element = {EntryAt(trio.config, key, type), EntryAt(trio.prior, key, type), plan};
    entries.push_back({key, RewriteObject(members, place.Key(key), element, visits)});
  }
  return Value::Map(type, std::move(entries));
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
  for (const Trio& element : elements) {
    values.push_back(RewriteObject(members, place.Elements(), element, visits));
  }
  return Value::Set(trio.plan.type().element(), std::move(values));
}

Value RewriteNested(const Members& members, const Place& place, const Trio& trio,
                    const Visits& visits) {
  if (!trio.plan.IsKnown()) return trio.plan;
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

Value AttributeOf(const Value& object, const std::string& name, const Type& type) {
  return object.IsKnown() ? object.attribute(name) : Value::Null(type);
}

// The attribute of all three. An unknown configuration object makes its attributes unknown: nobody
// can say that they are not configured.
Trio Below(const Trio& objects, const std::string& name) {
  const Value& plan = objects.plan.attribute(name);
  const Type& type = plan.type();
  return {
      objects.config.IsUnknown() ? Value::Unknown(type) : AttributeOf(objects.config, name, type),
      AttributeOf(objects.prior, name, type), plan, !objects.config.IsNull()};
}

Value RewriteObject(const Members& members, const Place& place, const Trio& trio,
                    const Visits& visits) {
  if (!trio.plan.IsKnown()) return trio.plan;
  const Type& type = trio.plan.type();
  std::vector<Value> values(trio.plan.elements().begin(), trio.plan.elements().end());
  for (const Attribute& attribute : members.attributes) {
    const Place below = place.Attribute(attribute.name);
    Trio attributes = Below(trio, attribute.name);
    attributes.plan = visits.attribute(attribute, below.path, attributes);
    if (attribute.nesting.has_value()) {
      attributes.plan = RewriteNested(Members(attribute), below, attributes, visits);
    }
    values[*type.AttributeIndex(attribute.name)] = std::move(attributes.plan);
  }
  for (const Block& block : members.blocks) {
    Trio blocks = Below(trio, block.name);
    blocks.plan = visits.block(block, blocks);
    values[*type.AttributeIndex(block.name)] =
        RewriteNested(Members(block.body), place.Attribute(block.name), blocks, visits);
  }
  return Value::Object(type, std::move(values));
}

}  // namespace

Value SameBlock(const Block&, const Trio& trio) { return trio.plan; }

Value Rewrite(const schema::Body& body, const Trio& trio, const Visit& visit,
              const VisitBlock& visit_block) {
  return RewriteObject(Members(body), Place(), trio, {visit, visit_block});
}

}  // namespace tf::server
