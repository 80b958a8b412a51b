#include "provider/framework/schema/identity.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "provider/framework/schema/names.h"

namespace tf::schema {
namespace {

bool IsIdentityType(const Type& type) {
  if (type.kind() == Type::Kind::kList) return type.element().IsPrimitive();
  return type.IsPrimitive();
}

}  // namespace

Type IdentitySchema::type() const {
  std::vector<ObjectAttribute> types;
  for (const IdentityAttribute& attribute : attributes) {
    types.push_back({attribute.name, attribute.type});
  }
  return Type::Object(std::move(types));
}

absl::Status CheckIdentity(const IdentitySchema& schema) {
  const auto bug = [](absl::string_view where, absl::string_view what) {
    return absl::InvalidArgumentError(absl::StrCat("identity: ", where, ": ", what));
  };
  if (schema.version < 0) return bug("schema", "the version is negative");
  if (schema.attributes.empty()) return bug("schema", "there are no attributes");
  std::set<absl::string_view> names;
  for (const IdentityAttribute& attribute : schema.attributes) {
    if (!IsValidName(attribute.name)) return bug(attribute.name, kNameRule);
    if (!names.insert(attribute.name).second) return bug(attribute.name, "is declared twice");
    if (attribute.required_for_import == attribute.optional_for_import) {
      return bug(attribute.name, "must be either required or optional for import");
    }
    if (!IsIdentityType(attribute.type)) {
      return bug(attribute.name, "must be a string, number or bool, or a list of these");
    }
  }
  return absl::OkStatus();
}

}  // namespace tf::schema
