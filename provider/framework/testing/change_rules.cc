#include "provider/framework/testing/change_rules.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "provider/framework/server/unknowns.h"

namespace tf::testing {
namespace {

using schema::Attribute;
using schema::Block;
using schema::Body;

using Attributes = std::vector<Attribute>;

void Add(const Path& path, absl::string_view message, Violations& violations) {
  Violation& violation = violations.emplace_back();
  violation.path = path;
  violation.message = std::string(message);
}

// Every attribute in an object, with where it is; elements of sets stand at the set's path.
using SeeAttribute = std::function<void(const Attribute&, const Path&, const Value&)>;

void ForEachAttribute(const Attributes& attributes, const std::vector<Block>& blocks,
                      const Value& value, const Path& path, const SeeAttribute& see) {
  if (!value.IsKnown()) return;
  if (value.type().kind() == Type::Kind::kMap) {
    for (const MapEntry& entry : value.entries()) {
      ForEachAttribute(attributes, blocks, entry.value, path.Key(entry.key), see);
    }
    return;
  }
  if (value.type().IsCollection()) {
    for (const Value& element : value.elements()) {
      ForEachAttribute(attributes, blocks, element, path, see);
    }
    return;
  }
  for (const Attribute& attribute : attributes) {
    const Value& inner = value.attribute(attribute.name);
    see(attribute, path.Attribute(attribute.name), inner);
    if (!attribute.nesting.has_value()) continue;
    ForEachAttribute(attribute.nested, {}, inner, path.Attribute(attribute.name), see);
  }
  for (const Block& block : blocks) {
    ForEachAttribute(block.body.attributes, block.body.blocks, value.attribute(block.name),
                     path.Attribute(block.name), see);
  }
}

}  // namespace

std::string Violation::ToString() const {
  return path.empty() ? message : absl::StrCat(path.ToString(), ": ", message);
}

Violations CheckKnown(const Value& object) {
  Violations violations;
  server::ReplaceUnknowns(object, Path(), [&](const Path& path, const Value& unknown) {
    Add(path, "the provider still indicated an unknown value", violations);
    return Value::Null(unknown.type());
  });
  return violations;
}

Violations CheckWriteOnly(const Body& body, const Value& object) {
  Violations violations;
  ForEachAttribute(body.attributes, body.blocks, object, Path(),
                   [&](const Attribute& attribute, const Path& path, const Value& value) {
                     if (attribute.write_only && !value.IsNull()) {
                       Add(path, "returned a value for the write-only attribute", violations);
                     }
                   });
  return violations;
}

}  // namespace tf::testing
