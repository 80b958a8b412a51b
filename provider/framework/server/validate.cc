#include "provider/framework/server/validate.h"

#include "absl/strings/str_cat.h"

namespace tf::server {
namespace {

using schema::Attribute;
using schema::Block;
using schema::Body;
using schema::Secrecy;

// Where an attribute is, and what messages may say of it.
struct Place {
  Path path;
  // Elements of sets have no path, and keys of what is secret are not named: there it ends.
  bool ended = false;
  // Inside of what is sensitive or write-only.
  bool secret = false;

  Place Attribute(const schema::Attribute& attribute) const {
    return {ended ? path : path.Attribute(attribute.name), ended, secret || attribute.IsSecret()};
  }
  Place Block(const std::string& name) const {
    return {ended ? path : path.Attribute(name), ended, secret};
  }
  Place Index(int64_t index) const { return {ended ? path : path.Index(index), ended, secret}; }
  Place Key(const std::string& key) const {
    return {ended || secret ? path : path.Key(key), ended || secret, secret};
  }
  Place Elements() const { return {path, true, secret}; }
};

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

// Attributes and blocks of an object, and all that is in them.
class Attributes {
 public:
  Attributes(const ClientCapabilities& client, Diagnostics& diagnostics)
      : client_(client), diagnostics_(diagnostics) {}

  void Validate(const Body& body, const Place& place, const Value& object) {
    if (!object.IsKnown()) return;
    Validate(body.attributes, place, object);
    for (const Block& block : body.blocks) {
      const auto validate = [&](const Place& below, const Value& element) {
        Validate(block.body, below, element);
      };
      ForEach(place.Block(block.name), object.attribute(block.name), validate);
    }
  }

 private:
  void Validate(const std::vector<Attribute>& attributes, const Place& place, const Value& object) {
    if (!object.IsKnown()) return;
    for (const Attribute& attribute : attributes) {
      const Place below = place.Attribute(attribute);
      const Value& config = object.attribute(attribute.name);
      CheckIsSet(attribute, below.path, config, diagnostics_);
      if (!config.IsNull()) Validate(attribute, below, config);
      if (!attribute.nesting.has_value()) continue;
      ForEach(below, config, [&](const Place& element_place, const Value& element) {
        Validate(attribute.nested, element_place, element);
      });
    }
  }

  // `config` is not null.
  void Validate(const Attribute& attribute, const Place& place, const Value& config) {
    const Path& path = place.path;
    if (!attribute.deprecation.empty() && config.IsKnown()) {
      diagnostics_.AddWarning(path, absl::StrCat(path.ToString(), " is deprecated"),
                              attribute.deprecation);
    }
    if (attribute.write_only && !client_.write_only_attributes_allowed) {
      diagnostics_.AddError(
          path, "Write-only attribute not supported by this client",
          absl::StrCat(path.ToString(), " is write-only, which Terraform 1.11 or later can set."));
    }
    if (!config.IsKnown() || attribute.validators.empty()) return;
    const Secrecy secrecy = place.secret                   ? Secrecy::kWhole
                            : HoldSecret(attribute.nested) ? Secrecy::kInside
                                                           : Secrecy::kNone;
    for (const schema::Validator& validator : attribute.validators) {
      validator.validate({path, config, secrecy}, diagnostics_);
    }
  }

  // The objects of a nested attribute or block.
  template <class Visit>
  static void ForEach(const Place& place, const Value& objects, const Visit& visit) {
    if (!objects.IsKnown()) return;
    const Type::Kind kind = objects.type().kind();
    if (kind == Type::Kind::kObject) {
      visit(place, objects);
    } else if (kind == Type::Kind::kMap) {
      for (const MapEntry& entry : objects.entries()) visit(place.Key(entry.key), entry.value);
    } else {
      int64_t index = 0;
      for (const Value& element : objects.elements()) {
        visit(kind == Type::Kind::kSet ? place.Elements() : place.Index(index), element);
        ++index;
      }
    }
  }

  const ClientCapabilities& client_;
  Diagnostics& diagnostics_;
};

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

// The block as a whole, where one is written: of no blocks the client makes an empty collection or
// group.
void ValidateWhole(const Block& block, const Path& path, const Value& blocks,
                   Diagnostics& diagnostics) {
  if (!blocks.IsKnown() || blocks == schema::NoBlocks(block)) return;
  if (!block.deprecation.empty()) {
    diagnostics.AddWarning(path, absl::StrCat(path.ToString(), " is deprecated"),
                           block.deprecation);
  }
  const Secrecy secrecy = block.body.HoldsSecret() ? Secrecy::kInside : Secrecy::kNone;
  for (const schema::Validator& validator : block.validators) {
    validator.validate({path, blocks, secrecy}, diagnostics);
  }
}

// The rules between the parts of an object, and of all that are nested in it as blocks.
void ValidateBody(const Body& body, const Path& path, const Value& object,
                  Diagnostics& diagnostics) {
  if (!object.IsKnown()) return;
  if (!body.validators.empty()) {
    const Value seen = WithoutEmptyBlocks(body, object);
    const Secrecy secrecy = body.HoldsSecret() ? Secrecy::kInside : Secrecy::kNone;
    for (const schema::Validator& rule : body.validators) {
      rule.validate({path, seen, secrecy}, diagnostics);
    }
  }
  for (const Block& block : body.blocks) {
    const Path below = path.Attribute(block.name);
    const Value& blocks = object.attribute(block.name);
    ValidateWhole(block, below, blocks, diagnostics);
    ValidateBlocks(block.body, below, blocks, diagnostics);
  }
}

}  // namespace

void ValidateConfig(const schema::Schema& schema, const ClientCapabilities& client,
                    const Value& config, Diagnostics& diagnostics) {
  Attributes(client, diagnostics).Validate(schema.body, Place(), config);
  ValidateBody(schema.body, Path(), config, diagnostics);
  if (!schema.deprecation.empty()) {
    diagnostics.AddWarning(Path(), "Deprecated", schema.deprecation);
  }
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
