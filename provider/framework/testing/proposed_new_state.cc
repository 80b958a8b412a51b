// The proposal half of change_rules.h.
#include <algorithm>
#include <functional>
#include <utility>

#include "provider/framework/testing/change_rules.h"
#include "provider/framework/testing/compare.h"

namespace tf::testing {
namespace {

using schema::Attribute;
using schema::Block;
using schema::Body;

using Attributes = std::vector<Attribute>;

// Proposes one object of a collection.
using ProposeObject = std::function<Value(const Value& prior, const Value& config)>;
// Whether a prior element of a set can be what was made of the configured one.
using IsPriorOf = std::function<bool(const Value& prior, const Value& config)>;

bool IsPriorObject(const Attributes& attributes, const std::vector<Block>& blocks,
                   const Value& prior, const Value& config);

// Of two known collections.
bool IsPriorCollection(const Value& prior, const Value& config, const IsPriorOf& is_prior) {
  if (prior.type().kind() == Type::Kind::kMap) {
    return std::all_of(prior.entries().begin(), prior.entries().end(), [&](const MapEntry& entry) {
      const Value* configured = config.Find(entry.key);
      return configured != nullptr && is_prior(entry.value, *configured);
    });
  }
  if (prior.elements().size() > config.elements().size()) return false;
  return std::equal(prior.elements().begin(), prior.elements().end(), config.elements().begin(),
                    is_prior);
}

// Of any attribute or block that is not the same in both; core looks into no set here.
bool IsPriorNested(const Value& prior, const Value& config, const IsPriorOf& is_prior) {
  if (prior.IsNull()) return true;
  if (!prior.type().IsCollection()) return is_prior(prior, config);
  return config.IsKnown() && IsPriorCollection(prior, config, is_prior);
}

bool IsPriorAttribute(const Attribute& attribute, const Value& prior, const Value& config) {
  if (SameUnrefined(prior, config)) return true;
  if (config.type().kind() == Type::Kind::kSet) return false;
  if (!attribute.nesting.has_value()) return attribute.computed && config.IsNull();
  return IsPriorNested(prior, config, [&](const Value& p, const Value& c) {
    return IsPriorObject(attribute.nested, {}, p, c);
  });
}

bool IsPriorBlock(const Block& block, const Value& prior, const Value& config) {
  if (SameUnrefined(prior, config)) return true;
  if (config.type().kind() == Type::Kind::kSet) return false;
  return IsPriorNested(prior, config, [&](const Value& p, const Value& c) {
    return IsPriorObject(block.body.attributes, block.body.blocks, p, c);
  });
}

bool IsPriorObject(const Attributes& attributes, const std::vector<Block>& blocks,
                   const Value& prior, const Value& config) {
  if (SameUnrefined(prior, config) || prior.IsNull()) return true;
  if (!config.IsKnown()) return false;
  return std::all_of(attributes.begin(), attributes.end(),
                     [&](const Attribute& attribute) {
                       return IsPriorAttribute(attribute, prior.attribute(attribute.name),
                                               config.attribute(attribute.name));
                     }) &&
         std::all_of(blocks.begin(), blocks.end(), [&](const Block& block) {
           return IsPriorBlock(block, prior.attribute(block.name), config.attribute(block.name));
         });
}

Value ProposeList(const Value& prior, const Value& config, const ProposeObject& propose) {
  std::vector<Value> elements;
  for (size_t i = 0; i < config.elements().size(); ++i) {
    const Value& configured = config.elements()[i];
    const bool has_prior = prior.IsKnown() && i < prior.elements().size();
    elements.push_back(has_prior ? propose(prior.elements()[i], configured) : configured);
  }
  return Value::List(config.type().element(), std::move(elements));
}

Value ProposeMap(const Value& prior, const Value& config, const ProposeObject& propose) {
  std::vector<MapEntry> entries;
  for (const MapEntry& entry : config.entries()) {
    const Value* before = prior.IsKnown() ? prior.Find(entry.key) : nullptr;
    entries.push_back({entry.key, before != nullptr ? propose(*before, entry.value) : entry.value});
  }
  return Value::Map(config.type().element(), std::move(entries));
}

Value ProposeSet(const Value& prior, const Value& config, const ProposeObject& propose,
                 const IsPriorOf& is_prior) {
  const Type& type = config.type().element();
  std::vector<Value> left;
  if (prior.IsKnown()) left.assign(prior.elements().begin(), prior.elements().end());
  std::vector<Value> elements;
  for (const Value& configured : config.elements()) {
    const auto found = std::find_if(left.begin(), left.end(),
                                    [&](const Value& p) { return is_prior(p, configured); });
    if (found == left.end()) {
      elements.push_back(propose(Value::Null(type), configured));
      continue;
    }
    elements.push_back(propose(*found, configured));
    left.erase(found);
  }
  return Value::Set(type, std::move(elements));
}

// Of a known nested attribute or block.
Value ProposeNested(const Value& prior, const Value& config, const ProposeObject& propose,
                    const IsPriorOf& is_prior) {
  switch (config.type().kind()) {
    case Type::Kind::kList:
      return ProposeList(prior, config, propose);
    case Type::Kind::kMap:
      return ProposeMap(prior, config, propose);
    case Type::Kind::kSet:
      return ProposeSet(prior, config, propose, is_prior);
    default:
      return propose(prior, config);
  }
}

// Whether there is something in the value that only a configuration can have set.
bool HoldsConfigured(const Attributes& attributes, const Value& value) {
  if (!value.IsKnown()) return false;
  if (value.type().kind() == Type::Kind::kMap) {
    return std::any_of(value.entries().begin(), value.entries().end(), [&](const MapEntry& entry) {
      return HoldsConfigured(attributes, entry.value);
    });
  }
  if (value.type().IsCollection()) {
    return std::any_of(value.elements().begin(), value.elements().end(),
                       [&](const Value& element) { return HoldsConfigured(attributes, element); });
  }
  return std::any_of(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
    const Value& inner = value.attribute(attribute.name);
    return !inner.IsNull() && (!attribute.computed || HoldsConfigured(attribute.nested, inner));
  });
}

Value ProposeAttribute(const Attribute& attribute, const Value& prior, const Value& config);

// Core takes an unknown element apart where there is a prior one.
Value UnknownAttributes(const Type& type) {
  std::vector<Value> unknowns;
  for (const ObjectAttribute& attribute : type.attributes()) {
    unknowns.push_back(Value::Unknown(attribute.type));
  }
  return Value::Object(type, std::move(unknowns));
}

// The attributes of `config`, in the order of its type; blocks stay as configured.
Value ProposeAttributes(const Attributes& attributes, const Value& prior, const Value& config) {
  if (config.IsNull()) return config;
  Value proposed = config.IsKnown() ? config : UnknownAttributes(config.type());
  for (const Attribute& attribute : attributes) {
    const Value configured = proposed.attribute(attribute.name);
    const Value before =
        prior.IsKnown() ? prior.attribute(attribute.name) : Value::Null(attribute.value_type());
    proposed = proposed.With(attribute.name, ProposeAttribute(attribute, before, configured));
  }
  return proposed;
}

Value ProposeAttribute(const Attribute& attribute, const Value& prior, const Value& config) {
  if (attribute.computed && config.IsNull()) {
    const bool was_configured = attribute.optional && attribute.nesting.has_value() &&
                                HoldsConfigured(attribute.nested, prior);
    return was_configured ? config : prior;
  }
  if (!attribute.nesting.has_value() || !config.IsKnown()) return config;
  return ProposeNested(
      prior, config,
      [&](const Value& p, const Value& c) { return ProposeAttributes(attribute.nested, p, c); },
      [&](const Value& p, const Value& c) { return IsPriorObject(attribute.nested, {}, p, c); });
}

Value ProposeBody(const Body& body, const Value& prior, const Value& config) {
  // A null or unknown body has nothing to merge; Core takes the prior object.
  if (!config.IsKnown()) return prior;
  const Value before = prior.IsNull() ? schema::EmptyObject(body) : prior;
  Value proposed = ProposeAttributes(body.attributes, before, config);
  for (const Block& block : body.blocks) {
    const Value& configured = config.attribute(block.name);
    if (!configured.IsKnown()) continue;
    const Body& inner = block.body;
    proposed = proposed.With(
        block.name, ProposeNested(
                        before.attribute(block.name), configured,
                        [&](const Value& p, const Value& c) { return ProposeBody(inner, p, c); },
                        [&](const Value& p, const Value& c) {
                          return IsPriorObject(inner.attributes, inner.blocks, p, c);
                        }));
  }
  return proposed;
}

// Each object of a block, changed.
template <class Change>
Value EachObject(const Value& value, const Change& change) {
  if (!value.IsKnown()) return value;
  const Type& type = value.type();
  if (!type.IsCollection()) return change(value);
  if (type.kind() == Type::Kind::kMap) {
    std::vector<MapEntry> entries;
    for (const MapEntry& entry : value.entries()) {
      entries.push_back({entry.key, change(entry.value)});
    }
    return Value::Map(type.element(), std::move(entries));
  }
  std::vector<Value> objects;
  for (const Value& object : value.elements()) objects.push_back(change(object));
  return type.kind() == Type::Kind::kList ? Value::List(type.element(), std::move(objects))
                                          : Value::Set(type.element(), std::move(objects));
}

}  // namespace

Value PreparedConfig(const Body& body, const Value& config) {
  if (!config.IsKnown()) return config;
  Value prepared = config;
  for (const Block& block : body.blocks) {
    const Value& written = config.attribute(block.name);
    const bool none = block.computed && written.type().IsCollection() && CountText(written) == "0";
    prepared = prepared.With(block.name, none ? Value::Null(written.type())
                                              : EachObject(written, [&](const Value& object) {
                                                  return PreparedConfig(block.body, object);
                                                }));
  }
  return prepared;
}

Value ProposedNewState(const Body& body, const Proposal& proposal) {
  // A destroy proposes nothing.
  if (proposal.config.IsNull()) return proposal.config;
  return ProposeBody(body, proposal.prior, proposal.config);
}

}  // namespace tf::testing
