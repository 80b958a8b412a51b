#include "provider/framework/model_part.h"

#include "absl/strings/str_cat.h"

namespace tf {

void AddMisfit(absl::string_view what, const absl::Status& status, const schema::Trail& trail,
               Diagnostics& diagnostics) {
  diagnostics.AddError(trail.PathFrom(Path()), absl::StrCat("Invalid value for ", what),
                       std::string(schema::WithPath(status, trail).message()));
}

}  // namespace tf
