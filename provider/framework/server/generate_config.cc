#include "provider/framework/server/generate_config.h"

#include "provider/framework/server/rewrite.h"
#include "provider/framework/server/state.h"

namespace tf::server {
namespace {

using schema::Attribute;
using schema::Block;

// Whether leaving the attribute out says the same, or more.
bool IsLeftOut(const Attribute& attribute, const Path& path, const Value& value) {
  if (!value.IsKnown()) return false;
  // Also where it is required: then the user sees what to say instead of it.
  if (!attribute.deprecation.empty()) return true;
  if (attribute.required) return false;
  if (!attribute.optional) return true;
  if (attribute.default_value.has_value()) return value == *attribute.default_value;
  if (attribute.computed && path == Path::Root("id")) return true;
  return value.type().kind() == Type::Kind::kString && value.string().empty();
}

}  // namespace

Value GenerateConfig(const Resource& resource, const Value& state, Diagnostics& diagnostics) {
  if (state.IsNull()) return state;
  const schema::Body& body = resource.schema().body;
  const Value none = Value::Null(state.type());
  Value config = Rewrite(
      body, {none, none, state}, &AllAttributes,
      [](const Attribute& attribute, const Path& path, const Trio& trio) {
        return IsLeftOut(attribute, path, trio.plan) ? Value::Null(attribute.value_type())
                                                     : trio.plan;
      },
      [](const Block& block, const Path&, const Trio& trio) {
        return block.deprecation.empty() ? trio.plan : schema::NoBlocks(block);
      });
  if (const auto* own = dynamic_cast<const ResourceWithGenerateConfig*>(&resource)) {
    own->GenerateConfig(state, config, diagnostics);
  }
  return RequireType(body, config, none, "generating its configuration", diagnostics);
}

}  // namespace tf::server
