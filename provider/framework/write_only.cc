#include "provider/framework/write_only.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tf {
namespace {

using schema::Attribute;
using schema::Block;
using schema::Body;

bool HasWriteOnly(const std::vector<Attribute>& attributes) {
  return std::any_of(attributes.begin(), attributes.end(), [](const Attribute& attribute) {
    return attribute.write_only || HasWriteOnly(attribute.nested);
  });
}

bool HasWriteOnly(const Body& body) {
  return HasWriteOnly(body.attributes) ||
         std::any_of(body.blocks.begin(), body.blocks.end(),
                     [](const Block& block) { return HasWriteOnly(block.body); });
}

Value MergeObject(const std::vector<Attribute>& attributes, const std::vector<Block>& blocks,
                  const Value& plan, const Value& config);

// Sets have no write-only values in them: nobody could tell whose they are.
Value MergeNested(const std::vector<Attribute>& attributes, const std::vector<Block>& blocks,
                  const Value& plan, const Value& config) {
  if (!plan.IsKnown() || !config.IsKnown()) return plan;
  switch (plan.type().kind()) {
    case Type::Kind::kObject:
      return MergeObject(attributes, blocks, plan, config);
    case Type::Kind::kList: {
      std::vector<Value> elements(plan.elements().begin(), plan.elements().end());
      const size_t both = std::min(elements.size(), config.elements().size());
      for (size_t i = 0; i < both; ++i) {
        elements[i] = MergeNested(attributes, blocks, elements[i], config.elements()[i]);
      }
      return Value::List(plan.type().element(), std::move(elements));
    }
    case Type::Kind::kMap: {
      std::vector<MapEntry> entries(plan.entries().begin(), plan.entries().end());
      for (MapEntry& entry : entries) {
        const Value* configured = config.Find(entry.key);
        if (configured == nullptr) continue;
        entry.value = MergeNested(attributes, blocks, entry.value, *configured);
      }
      return Value::Map(plan.type().element(), std::move(entries));
    }
    default:
      return plan;
  }
}

Value MergeObject(const std::vector<Attribute>& attributes, const std::vector<Block>& blocks,
                  const Value& plan, const Value& config) {
  Value merged = plan;
  for (const Attribute& attribute : attributes) {
    const Value& configured = config.attribute(attribute.name);
    if (attribute.write_only) {
      merged = merged.With(attribute.name, configured);
    } else if (HasWriteOnly(attribute.nested)) {
      const Value& now = plan.attribute(attribute.name);
      merged = merged.With(attribute.name, MergeNested(attribute.nested, {}, now, configured));
    }
  }
  for (const Block& block : blocks) {
    if (!HasWriteOnly(block.body)) continue;
    const Value& now = plan.attribute(block.name);
    const Value& configured = config.attribute(block.name);
    merged = merged.With(block.name,
                         MergeNested(block.body.attributes, block.body.blocks, now, configured));
  }
  return merged;
}

}  // namespace

Value WithWriteOnly(const schema::Body& body, const Value& plan, const Value& config) {
  return MergeNested(body.attributes, body.blocks, plan, config);
}

}  // namespace tf
