// What Terraform takes for the name of an attribute or block.
#ifndef SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_NAMES_H_
#define SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_NAMES_H_

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace tf::schema {

inline constexpr absl::string_view kNameRule =
    "names are lower-case letters, digits and underscores, and begin with no digit";

inline bool IsValidName(absl::string_view name) {
  return !name.empty() && !absl::ascii_isdigit(static_cast<unsigned char>(name[0])) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_islower(static_cast<unsigned char>(c)) ||
                  absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '_';
         });
}

}  // namespace tf::schema

#endif  // SIXGATE_PROVIDER_FRAMEWORK_SCHEMA_NAMES_H_
