#include "provider/framework/schema/value_traits.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace tf::schema {

absl::Status RequireElements(const Value& collection) {
  const auto refuse = [](const std::string& where) {
    return absl::InvalidArgumentError(absl::StrCat(where, ": null cannot be an element here"));
  };
  if (collection.type().kind() == Type::Kind::kMap) {
    for (const MapEntry& entry : collection.entries()) {
      if (entry.value.IsNull()) return refuse(absl::StrCat("[\"", entry.key, "\"]"));
    }
    return absl::OkStatus();
  }
  for (size_t i = 0; i < collection.elements().size(); ++i) {
    if (collection.elements()[i].IsNull()) return refuse(absl::StrCat("[", i, "]"));
  }
  return absl::OkStatus();
}

}  // namespace tf::schema
