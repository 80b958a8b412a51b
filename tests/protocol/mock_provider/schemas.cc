#include "tests/protocol/mock_provider/schemas.h"

#include <cmath>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "engine/base/status_macros.h"
#include "provider/framework/schema/plan_modifiers.h"

namespace mock {
namespace {

using engine::base::Annotate;
using tf::Diagnostics;
using tf::Path;
using tf::Type;
using tf::Value;
using tf::schema::Attribute;
using tf::schema::Block;
using tf::schema::Nesting;
using tf::schema::Schema;

enum class Kind { kResource, kDataSource, kAction };

// The type of a value that has no nested attributes.
absl::StatusOr<Type> ValueType(const AttributeDefinition& definition) {
  const std::string& type = definition.type;
  if (type == "boolean") return Type::Bool();
  if (type == "string") return Type::String();
  if (type == "float" || type == "integer" || type == "number") return Type::Number();
  if (type == "object") {
    std::vector<tf::ObjectAttribute> attributes;
    for (const auto& [name, attribute] : definition.object) {
      auto of_attribute = ValueType(attribute);
      RETURN_IF_ERROR(Annotate(of_attribute.status(), absl::StrCat("attribute \"", name, "\"")));
      attributes.push_back({name, *std::move(of_attribute)});
    }
    return Type::Object(std::move(attributes));
  }
  if (type.empty()) return absl::InvalidArgumentError("it has no type");
  if (type != "list" && type != "map" && type != "set") {
    return absl::InvalidArgumentError(absl::StrCat("\"", type, "\" is not a type"));
  }
  if (definition.element() == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("a ", type, " says in \"", type, "\" what its elements are"));
  }
  ASSIGN_OR_RETURN(Type element, ValueType(*definition.element()));
  if (type == "list") return Type::List(std::move(element));
  return type == "map" ? Type::Map(std::move(element)) : Type::Set(std::move(element));
}

// Where the objects of nested attributes are defined; null pointer for an attribute without.
const AttributeDefinition* NestedObject(const AttributeDefinition& definition) {
  if (definition.skip_nested_metadata) return nullptr;
  if (definition.type == "object") return &definition;
  const AttributeDefinition* element = definition.element();
  return element != nullptr && element->type == "object" ? element : nullptr;
}

Nesting NestingOf(const std::string& type) {
  if (type == "list") return Nesting::kList;
  if (type == "map") return Nesting::kMap;
  return type == "set" ? Nesting::kSet : Nesting::kSingle;
}

void AddMisfit(const Path& path, const Value& value, absl::string_view reason,
               Diagnostics& diagnostics) {
  diagnostics.AddError(path, "Configuration Read Error",
                       absl::StrCat("The value ", value.number().ToString(), " ", reason, "."));
}

// Numbers in the value that do not fit the definition's own kinds of number.
void CheckNumbers(const AttributeDefinition& definition, const Path& path, const Value& value,
                  Diagnostics& diagnostics) {
  if (!value.IsKnown()) return;
  if (definition.type == "integer") {
    if (!value.number().IsInteger()) {
      AddMisfit(path, value, "is not an integer", diagnostics);
    } else if (!value.number().ToInt64().has_value()) {
      AddMisfit(path, value, "does not fit 64 bits", diagnostics);
    }
  } else if (definition.type == "float") {
    const double nearest = value.number().ToDouble();
    if (std::isinf(nearest) || (nearest == 0 && !(value.number() == tf::Number()))) {
      AddMisfit(path, value, "does not fit a 64-bit floating point number", diagnostics);
    }
  } else if (definition.type == "object") {
    for (const auto& [name, attribute] : definition.object) {
      CheckNumbers(attribute, path.Attribute(name), value.attribute(name), diagnostics);
    }
  } else if (definition.type == "map") {
    for (const auto& [key, element] : value.entries()) {
      CheckNumbers(*definition.map, path.Key(key), element, diagnostics);
    }
  } else if (definition.element() != nullptr) {
    int64_t index = 0;
    for (const Value& element : value.elements()) {
      // Elements of sets have no path.
      const Path below = definition.type == "list" ? path.Index(index++) : path;
      CheckNumbers(*definition.element(), below, element, diagnostics);
    }
  }
}

void SetFlags(const AttributeDefinition& definition, Kind kind, Attribute& attribute) {
  attribute.sensitive = definition.sensitive && kind != Kind::kAction;
  if (kind == Kind::kDataSource) {
    attribute.computed = true;
    return;
  }
  attribute.required = definition.required;
  attribute.optional = definition.optional || (kind == Kind::kAction && definition.computed);
  if (kind == Kind::kAction) return;
  attribute.computed = definition.computed;
  if (definition.computed) {
    attribute.plan_modifiers.push_back(tf::schema::UseStateForUnknown());
  }
  if (definition.replace) attribute.plan_modifiers.push_back(tf::schema::RequiresReplace());
}

absl::StatusOr<std::vector<Attribute>> AttributesOf(const AttributeDefinitions& definitions,
                                                    Kind kind);

absl::StatusOr<Attribute> AttributeOf(const AttributeDefinition& definition, Kind kind) {
  Attribute attribute;
  attribute.description = definition.description;
  SetFlags(definition, kind, attribute);
  const AttributeDefinition* object = NestedObject(definition);
  if (object == nullptr) {
    ASSIGN_OR_RETURN(attribute.type, ValueType(definition));
    // Nested attributes look after themselves.
    attribute.validators.push_back(
        {"", [definition](const tf::schema::ValidateRequest& request, Diagnostics& diagnostics) {
           CheckNumbers(definition, request.path, request.config, diagnostics);
         }});
    return attribute;
  }
  attribute.nesting = NestingOf(definition.type);
  ASSIGN_OR_RETURN(attribute.nested, AttributesOf(object->object, kind));
  return attribute;
}

absl::StatusOr<std::vector<Attribute>> AttributesOf(const AttributeDefinitions& definitions,
                                                    Kind kind) {
  std::vector<Attribute> attributes;
  for (const auto& [name, definition] : definitions) {
    auto attribute = AttributeOf(definition, kind);
    RETURN_IF_ERROR(Annotate(attribute.status(), absl::StrCat("attribute \"", name, "\"")));
    attribute->name = name;
    attributes.push_back(*std::move(attribute));
  }
  return attributes;
}

absl::StatusOr<std::vector<Block>> BlocksOf(const BlockDefinitions& definitions, Kind kind);

absl::StatusOr<Block> BlockOf(const BlockDefinition& definition, Kind kind) {
  Block block;
  block.description = definition.description;
  if (definition.mode == "set") {
    block.nesting = Block::Nesting::kSet;
  } else if (!definition.mode.empty() && definition.mode != "list") {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", definition.mode, "\" is not a mode: a block is a list or a set"));
  }
  ASSIGN_OR_RETURN(block.body.attributes, AttributesOf(definition.attributes, kind));
  ASSIGN_OR_RETURN(block.body.blocks, BlocksOf(definition.blocks, kind));
  return block;
}

absl::StatusOr<std::vector<Block>> BlocksOf(const BlockDefinitions& definitions, Kind kind) {
  std::vector<Block> blocks;
  for (const auto& [name, definition] : definitions) {
    auto block = BlockOf(definition, kind);
    RETURN_IF_ERROR(Annotate(block.status(), absl::StrCat("block \"", name, "\"")));
    block->name = name;
    blocks.push_back(*std::move(block));
  }
  return blocks;
}

// The schema without `id`.
absl::StatusOr<Schema> SchemaOf(const Definition& definition, Kind kind) {
  if (definition.attributes.contains("id")) {
    return absl::InvalidArgumentError(
        "an attribute \"id\" is made by the provider; do not define one");
  }
  Schema schema;
  schema.description = definition.description;
  ASSIGN_OR_RETURN(schema.body.attributes, AttributesOf(definition.attributes, kind));
  ASSIGN_OR_RETURN(schema.body.blocks, BlocksOf(definition.blocks, kind));
  return schema;
}

Attribute Id() {
  Attribute id;
  id.name = "id";
  id.type = Type::String();
  return id;
}

}  // namespace

absl::StatusOr<Schema> ResourceSchema(const Definition& definition) {
  ASSIGN_OR_RETURN(Schema schema, SchemaOf(definition, Kind::kResource));
  Attribute id = Id();
  id.optional = true;
  id.computed = true;
  id.plan_modifiers = {tf::schema::UseStateForUnknown(), tf::schema::RequiresReplace()};
  schema.body.attributes.push_back(std::move(id));
  return schema;
}

absl::StatusOr<Schema> DataSourceSchema(const Definition& definition) {
  ASSIGN_OR_RETURN(Schema schema, SchemaOf(definition, Kind::kDataSource));
  Attribute id = Id();
  id.required = true;
  schema.body.attributes.push_back(std::move(id));
  return schema;
}

absl::StatusOr<Schema> ActionSchema(const Definition& definition) {
  return SchemaOf(definition, Kind::kAction);
}

Schema ListSchema(const Definition& definition) {
  Schema schema;
  schema.description = definition.description;
  Attribute id = Id();
  id.optional = true;
  schema.body.attributes.push_back(std::move(id));
  return schema;
}

}  // namespace mock
