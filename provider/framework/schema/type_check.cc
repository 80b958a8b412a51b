#include "provider/framework/schema/type_check.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "engine/base/status_macros.h"

namespace tf::schema {
namespace {

const char* NameOf(Type::Kind kind) {
  switch (kind) {
    case Type::Kind::kString:
      return "string";
    case Type::Kind::kNumber:
      return "number";
    case Type::Kind::kBool:
      return "bool";
    case Type::Kind::kDynamic:
      return "dynamic";
    case Type::Kind::kList:
      return "list";
    case Type::Kind::kSet:
      return "set";
    case Type::Kind::kMap:
      return "map";
    case Type::Kind::kTuple:
      return "tuple";
    case Type::Kind::kObject:
      return "object";
  }
  return "";
}

absl::Status NotFor(absl::string_view wanted, const Type& type) {
  return absl::InvalidArgumentError(absl::StrCat("is for ", wanted, ", not ", type.ToString()));
}

// The type of the part, or null where there is none.
const Type* TypeOf(const std::string& name, const Type& object) {
  const Type* type = &object;
  for (const absl::string_view step : absl::StrSplit(name, '.')) {
    if (type->kind() != Type::Kind::kObject) return nullptr;
    const std::optional<size_t> index = type->AttributeIndex(step);
    if (!index.has_value()) return nullptr;
    type = &type->attributes()[*index].type;
  }
  return type;
}

}  // namespace

TypeCheck Takes(std::vector<Type::Kind> kinds) {
  return [kinds = std::move(kinds)](const Type& type) {
    if (std::find(kinds.begin(), kinds.end(), type.kind()) != kinds.end()) return absl::OkStatus();
    return NotFor(
        absl::StrJoin(kinds, " or ",
                      [](std::string* out, Type::Kind kind) { out->append(NameOf(kind)); }),
        type);
  };
}

TypeCheck TakesCollectionOf(TypeCheck element) {
  return [element = std::move(element)](const Type& type) {
    if (!type.IsCollection()) return NotFor("list, set or map", type);
    return element == nullptr ? absl::OkStatus() : element(type.element());
  };
}

TypeCheck TakesAllOf(std::vector<TypeCheck> checks) {
  return [checks = std::move(checks)](const Type& type) {
    for (const TypeCheck& check : checks) {
      if (check != nullptr) RETURN_IF_ERROR(check(type));
    }
    return absl::OkStatus();
  };
}

TypeCheck TakesObjectWith(std::vector<std::string> names, TypeCheck part) {
  return [names = std::move(names), part = std::move(part)](const Type& type) {
    if (type.kind() != Type::Kind::kObject) return NotFor("object", type);
    if (names.empty()) return absl::InvalidArgumentError("names nothing");
    std::set<absl::string_view> seen;
    for (const std::string& name : names) {
      const Type* found = TypeOf(name, type);
      if (found == nullptr) {
        return absl::InvalidArgumentError(absl::StrCat("names \"", name, "\", which is not there"));
      }
      if (!seen.insert(name).second) {
        return absl::InvalidArgumentError(absl::StrCat("names \"", name, "\" twice"));
      }
      if (part == nullptr) continue;
      const absl::Status status = part(*found);
      if (status.ok()) continue;
      return absl::InvalidArgumentError(
          absl::StrCat("names \"", name, "\", but ", status.message()));
    }
    return absl::OkStatus();
  };
}

}  // namespace tf::schema
