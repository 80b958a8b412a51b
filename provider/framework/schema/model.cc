#include "provider/framework/schema/model.h"

#include <algorithm>
#include <functional>
#include <utility>

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

Validator FitsModel(std::function<absl::Status(const Value&)> check) {
  return {"must fit its type",
          [check = std::move(check)](const ValidateRequest& request, Diagnostics& diagnostics) {
            if (!request.config.IsWhollyKnown()) return;
            const absl::Status status = check(request.config);
            if (status.ok()) return;
            diagnostics.AddError(request.path,
                                 absl::StrCat("Invalid value in ", request.path.ToString()),
                                 absl::StrCat(status.message(), "."));
          }};
}

}  // namespace tf::schema
