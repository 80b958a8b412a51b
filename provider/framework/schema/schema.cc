#include "provider/framework/schema/schema.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "engine/base/status_macros.h"
#include "provider/framework/schema/names.h"

namespace tf::schema {
namespace {

// Recursion over a schema is bounded by the schema itself, which is written by a programmer; this
// catches one that refers to itself.
constexpr int kDepthMax = 32;

absl::Status Bug(absl::string_view where, absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(where, ": ", what));
}

// Elements of sets cannot be told apart by path, so the client forbids write-only ones. Elements of
// a collection have one type, which those with dynamic parts could not keep: the client would see a
// tuple or object instead. Whoever needs that takes one attribute of the dynamic type.
struct Place {
  std::string where;
  bool in_set = false;
  bool in_collection = false;
  int depth = 0;
  // In a managed resource.
  bool planned = true;

  Place Below(absl::string_view name, bool set, bool collection) const {
    return {where.empty() ? std::string(name) : absl::StrCat(where, ".", name), in_set || set,
            in_collection || collection, depth + 1, planned};
  }
};

bool HasDynamicInCollection(const Type& type) {
  switch (type.kind()) {
    case Type::Kind::kList:
    case Type::Kind::kSet:
    case Type::Kind::kMap:
      return type.HasDynamic();
    case Type::Kind::kTuple:
      return std::any_of(type.elements().begin(), type.elements().end(), HasDynamicInCollection);
    case Type::Kind::kObject:
      return std::any_of(
          type.attributes().begin(), type.attributes().end(),
          [](const ObjectAttribute& attribute) { return HasDynamicInCollection(attribute.type); });
    default:
      return false;
  }
}

absl::Status CheckAttributes(const std::vector<Attribute>& attributes, const Place& place);

absl::Status CheckModifiers(const std::vector<PlanModifier>& modifiers, const Place& place) {
  if (place.planned || modifiers.empty()) return absl::OkStatus();
  return Bug(place.where, "only a managed resource has plan modifiers, as it alone is planned");
}

absl::Status CheckValidated(const std::vector<Validator>& validators, const Type& type,
                            const Place& place) {
  const absl::Status status = CheckValidators(validators, type);
  return status.ok() ? status : Bug(place.where.empty() ? "schema" : place.where, status.message());
}

absl::Status CheckAttribute(const Attribute& attribute, const Place& place) {
  const std::string& where = place.where;
  if (!IsValidName(attribute.name)) {
    return Bug(where, kNameRule);
  }
  if (place.depth > kDepthMax) return Bug(where, "nested too deeply");
  if (!attribute.required && !attribute.optional && !attribute.computed) {
    return Bug(where, "must be required, optional or computed");
  }
  if (attribute.required && (attribute.optional || attribute.computed)) {
    return Bug(where, "a required attribute is neither optional nor computed");
  }
  RETURN_IF_ERROR(CheckModifiers(attribute.plan_modifiers, place));
  if (attribute.write_only && !place.planned) {
    return Bug(where, "only a managed resource has write-only attributes");
  }
  if (attribute.write_only && (attribute.computed || place.in_set)) {
    return Bug(where, "a write-only attribute is not computed and not inside a set");
  }
  if (attribute.default_value.has_value()) {
    if (!attribute.optional || !attribute.computed) {
      return Bug(where, "an attribute with a default is optional and computed");
    }
    if (!attribute.default_value->Conforms(attribute.value_type())) {
      return Bug(where, "the default is not of the attribute's type");
    }
  }
  if (!attribute.nesting.has_value()) {
    if (!attribute.nested.empty()) return Bug(where, "nested attributes need a nesting");
    if ((place.in_collection && attribute.type.HasDynamic()) ||
        HasDynamicInCollection(attribute.type)) {
      return Bug(where, "the dynamic type cannot be inside a collection");
    }
    return CheckValidated(attribute.validators, attribute.type, place);
  }
  RETURN_IF_ERROR(CheckAttributes(attribute.nested, place));
  return CheckValidated(attribute.validators, attribute.value_type(), place);
}

absl::Status CheckAttributes(const std::vector<Attribute>& attributes, const Place& place) {
  std::set<absl::string_view> names;
  for (const Attribute& attribute : attributes) {
    const Place below =
        place.Below(attribute.name, attribute.nesting == Nesting::kSet,
                    attribute.nesting.has_value() && attribute.nesting != Nesting::kSingle);
    if (!names.insert(attribute.name).second) return Bug(below.where, "is declared twice");
    RETURN_IF_ERROR(CheckAttribute(attribute, below));
  }
  return absl::OkStatus();
}

absl::Status CheckComputed(const Block& block, const Place& place) {
  if (!block.computed) return absl::OkStatus();
  if (!place.planned) return Bug(place.where, "only a managed resource has computed blocks");
  if (block.nesting == Block::Nesting::kGroup || block.min_items > 0) {
    return Bug(place.where, "a computed block is no group and has no min_items");
  }
  const auto is_computed = [](const auto& part) { return part.computed; };
  if (!std::all_of(block.body.attributes.begin(), block.body.attributes.end(), is_computed) ||
      !std::all_of(block.body.blocks.begin(), block.body.blocks.end(), is_computed)) {
    return Bug(place.where, "everything in a computed block is computed");
  }
  return absl::OkStatus();
}

absl::Status CheckItems(const Block& block, const Place& place) {
  switch (block.nesting) {
    case Block::Nesting::kSingle:
      if (block.min_items != block.max_items || block.min_items < 0 || block.min_items > 1) {
        return Bug(place.where, "a single block has both limits 0 or both 1");
      }
      return absl::OkStatus();
    case Block::Nesting::kGroup:
    case Block::Nesting::kMap:
      if (block.min_items != 0 || block.max_items != 0) {
        return Bug(place.where, "a group or map block has no limits");
      }
      return absl::OkStatus();
    case Block::Nesting::kList:
    case Block::Nesting::kSet:
      if (block.min_items < 0 || (block.max_items != 0 && block.min_items > block.max_items)) {
        return Bug(place.where, "min_items is above max_items");
      }
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status CheckBody(const Body& body, const Place& place) {
  if (place.depth > kDepthMax) return Bug(place.where, "nested too deeply");
  RETURN_IF_ERROR(CheckAttributes(body.attributes, place));
  std::set<absl::string_view> names;
  for (const Attribute& attribute : body.attributes) names.insert(attribute.name);
  for (const Block& block : body.blocks) {
    const Place below = place.Below(
        block.name, block.nesting == Block::Nesting::kSet,
        block.nesting != Block::Nesting::kSingle && block.nesting != Block::Nesting::kGroup);
    if (!IsValidName(block.name)) {
      return Bug(below.where, kNameRule);
    }
    if (!names.insert(block.name).second) return Bug(below.where, "is declared twice");
    RETURN_IF_ERROR(CheckItems(block, below));
    RETURN_IF_ERROR(CheckComputed(block, below));
    RETURN_IF_ERROR(CheckModifiers(block.plan_modifiers, below));
    RETURN_IF_ERROR(CheckBody(block.body, below));
    RETURN_IF_ERROR(CheckValidated(block.validators, block.value_type(), below));
  }
  return CheckValidated(body.validators, body.type(), place);
}

}  // namespace

Type Body::type() const {
  std::vector<ObjectAttribute> types;
  for (const Attribute& attribute : attributes) {
    types.push_back({attribute.name, attribute.value_type()});
  }
  for (const Block& block : blocks) types.push_back({block.name, block.value_type()});
  return Type::Object(std::move(types));
}

bool Body::HoldsSecret() const {
  return HoldSecret(attributes) ||
         std::any_of(blocks.begin(), blocks.end(),
                     [](const Block& block) { return block.body.HoldsSecret(); });
}

Type Block::value_type() const {
  const Type object = body.type();
  switch (nesting) {
    case Nesting::kSingle:
    case Nesting::kGroup:
      return object;
    case Nesting::kList:
      return Type::List(object);
    case Nesting::kSet:
      return Type::Set(object);
    case Nesting::kMap:
      return Type::Map(object);
  }
  return object;
}

Value NoBlocks(const Block& block) {
  switch (block.nesting) {
    case Block::Nesting::kSingle:
      break;
    case Block::Nesting::kGroup:
      return EmptyObject(block.body);
    case Block::Nesting::kList:
      return Value::List(block.body.type(), {});
    case Block::Nesting::kSet:
      return Value::Set(block.body.type(), {});
    case Block::Nesting::kMap:
      return Value::Map(block.body.type(), {});
  }
  return Value::Null(block.value_type());
}

Value EmptyObject(const Body& body) {
  const Type type = body.type();
  std::vector<Value> values;
  for (const ObjectAttribute& attribute : type.attributes()) {
    values.push_back(Value::Null(attribute.type));
  }
  for (const Block& block : body.blocks) {
    values[*type.AttributeIndex(block.name)] = NoBlocks(block);
  }
  return Value::Object(type, std::move(values));
}

absl::Status CheckSchema(const Schema& schema, SchemaOwner owner) {
  if (schema.version < 0) return Bug("schema", "the version is negative");
  return CheckBody(schema.body, {.where = "", .planned = owner == SchemaOwner::kResource});
}

}  // namespace tf::schema
