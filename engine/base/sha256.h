// The digest that files and rulesets are compared by.
#ifndef SIXGATE_ENGINE_BASE_SHA256_H_
#define SIXGATE_ENGINE_BASE_SHA256_H_

#include <string>

#include "absl/strings/string_view.h"

namespace engine::base {

// SHA-256 (FIPS 180-4) in lower-case hexadecimal digits.
std::string Sha256(absl::string_view content);

}  // namespace engine::base

#endif  // SIXGATE_ENGINE_BASE_SHA256_H_
