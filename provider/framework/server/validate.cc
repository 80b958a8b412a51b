#include "provider/framework/server/validate.h"

#include "absl/strings/str_cat.h"
#include "provider/framework/server/rewrite.h"

namespace tf::server {
namespace {

using schema::Block;
using schema::Body;

// Collections of blocks are never null on the wire.
Value WithoutEmptyBlocks(const Body& body, Value object) {
  for (const Block& block : body.blocks) {
    const Value& blocks = object.attribute(block.name);
    if (!blocks.IsKnown() || !blocks.type().IsCollection()) continue;
    const bool is_map = blocks.type().kind() == Type::Kind::kMap;
    if (is_map ? blocks.entries().empty() : blocks.elements().empty()) {
      object = object.With(block.name, Value::Null(blocks.type()));
    }
  }
  return object;
}

void ValidateBody(const Body& body, const Path& path, const Value& object,
                  Diagnostics& diagnostics);

// Elements of a set have the set's path.
void ValidateBlocks(const Body& body, const Path& path, const Value& blocks,
                    Diagnostics& diagnostics) {
  if (!blocks.IsKnown()) return;
  const Type::Kind kind = blocks.type().kind();
  if (kind == Type::Kind::kObject) {
    ValidateBody(body, path, blocks, diagnostics);
  } else if (kind == Type::Kind::kMap) {
    for (const MapEntry& entry : blocks.entries()) {
      ValidateBody(body, path.Key(entry.key), entry.value, diagnostics);
    }
  } else {
    int64_t index = 0;
    for (const Value& element : blocks.elements()) {
      const Path below = kind == Type::Kind::kSet ? path : path.Index(index);
      ValidateBody(body, below, element, diagnostics);
      ++index;
    }
  }
}

// The rules between the parts of an object, and of all that are nested in it as blocks.
void ValidateBody(const Body& body, const Path& path, const Value& object,
                  Diagnostics& diagnostics) {
  if (!object.IsKnown()) return;
  if (!body.validators.empty()) {
    const Value seen = WithoutEmptyBlocks(body, object);
    for (const schema::Validator& rule : body.validators) {
      rule.validate({path, seen}, diagnostics);
    }
  }
  for (const Block& block : body.blocks) {
    ValidateBlocks(block.body, path.Attribute(block.name), object.attribute(block.name),
                   diagnostics);
  }
}

// What the client does not look at itself: it counts an attribute as set that is written down, be
// it null, and lets a configuration set what only the provider may (terraform-plugin-framework,
// internal/fwserver/attribute_validation.go).
void CheckIsSet(const schema::Attribute& attribute, const Path& path, const Value& config,
                Diagnostics& diagnostics) {
  if (attribute.required && config.IsNull()) {
    diagnostics.AddError(
        path, "Missing Configuration for Required Attribute",
        absl::StrCat(path.ToString(), " is required, and null here: give it a value."));
  }
  if (!attribute.required && !attribute.optional && !config.IsNull()) {
    diagnostics.AddError(path, "Invalid Configuration for Read-Only Attribute",
                         absl::StrCat(path.ToString(),
                                      " is only the provider's to set: remove it "
                                      "from the configuration."));
  }
}

}  // namespace

void ValidateConfig(const schema::Schema& schema, const ClientCapabilities& client,
                    const Value& config, Diagnostics& diagnostics) {
  const Value none = Value::Null(config.type());
  Rewrite(schema.body, {config, none, config}, &AllAttributes,
          [&](const schema::Attribute& attribute, const Path& path, const Trio& trio) {
            CheckIsSet(attribute, path, trio.config, diagnostics);
            if (trio.config.IsNull()) return trio.plan;
            if (!attribute.deprecation.empty()) {
              diagnostics.AddWarning(path, absl::StrCat(path.ToString(), " is deprecated"),
                                     attribute.deprecation);
            }
            if (attribute.write_only && !client.write_only_attributes_allowed) {
              diagnostics.AddError(
                  path, "Write-only attribute not supported by this client",
                  absl::StrCat(path.ToString(),
                               " is write-only, which Terraform 1.11 or later can set."));
            }
            if (trio.config.IsKnown()) {
              for (const schema::Validator& validator : attribute.validators) {
                validator.validate({path, trio.config}, diagnostics);
              }
            }
            return trio.plan;
          });
  ValidateBody(schema.body, Path(), config, diagnostics);
}

void ValidatePart(const Part& part, const Operation& operation, const Value& config,
                  Diagnostics& diagnostics) {
  ValidateConfig(part.schema(), operation.client, config, diagnostics);
  // Rules between attributes build on values that are right by themselves.
  if (diagnostics.HasError()) return;
  if (const auto* own = dynamic_cast<const PartWithValidate*>(&part)) {
    own->Validate({operation, config}, diagnostics);
  }
}

}  // namespace tf::server
