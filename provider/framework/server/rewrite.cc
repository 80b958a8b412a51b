#include "provider/framework/server/rewrite.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "provider/framework/server/correlate.h"
#include "provider/framework/server/element_index.h"

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

// Gives each that has no `target` yet the first of `set`'s elements left that goes with what
// `asked` names: a value of the trio, or a null pointer where none does. The same spelling first:
// two elements that mean the same are still two.
template <class F>
void TakeEach(std::vector<Trio>& elements, Value Trio::*target, NullMeans null,
              ElementIndex::Holds holds, ElementIndex& set, const F& asked) {
  for (const Spelling spelling : {Spelling::kThis, Spelling::kAny}) {
    if (spelling == Spelling::kAny && !set.HasSpellings()) break;
    std::vector<const Value*> all;
    all.reserve(elements.size());
    for (const Trio& element : elements) {
      all.push_back((element.*target).IsNull() ? asked(element) : nullptr);
    }
    set.Prepare(holds, {null, spelling}, all);
    for (size_t i = 0; i < elements.size(); ++i) {
      const Value* taken = all[i] == nullptr ? nullptr : set.Take(*all[i]);
      if (taken != nullptr) elements[i].*target = *taken;
    }
  }
}

absl::Span<const Value> ElementsOf(const Value& set) {
  return set.IsKnown() ? set.elements() : absl::Span<const Value>();
}

Value RewriteSet(const Members& members, const Place& place, const Trio& trio,
                 const Visits& visits) {
  using Holds = ElementIndex::Holds;
  const Value none = Value::Null(trio.plan.type().element());
  std::vector<Trio> elements;
  for (const Value& plan : trio.plan.elements()) elements.push_back({none, none, plan});
  const auto plan_of = [](const Trio& element) { return &element.plan; };
  ElementIndex configs(members, ElementsOf(trio.config));
  TakeEach(elements, &Trio::config, NullMeans::kAnything, Holds::kEarlier, configs, plan_of);
  ElementIndex priors(members, ElementsOf(trio.prior));
  TakeEach(elements, &Trio::prior, NullMeans::kNull, Holds::kEarlier, priors, plan_of);
  // What is there unchanged was found above; the rest goes by what is configured, or by default.
  // What is configured with unknowns may turn out to be another object, so it has no prior one.
  TakeEach(elements, &Trio::prior, NullMeans::kAnything, Holds::kLater, priors,
           [](const Trio& element) -> const Value* {
             if (!element.config.IsWhollyKnown()) return nullptr;
             return element.config.IsKnown() ? &element.config : &element.plan;
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
  if (visits.block != nullptr) trio.plan = visits.block(block, place.path, trio);
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
