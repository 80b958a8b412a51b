// Random identifiers in the text form of RFC 9562.
#ifndef SIXGATE_ENGINE_BASE_UUID_H_
#define SIXGATE_ENGINE_BASE_UUID_H_

#include <string>

#include "absl/strings/string_view.h"
#include "engine/base/entropy.h"

namespace engine::base {

// A version 4 UUID in lower case: "f81d4fae-7dec-4d00-a765-00a0c91e6bf6".
std::string NewUuid(Entropy& entropy);

// Whether `text` is a UUID of any version, in lower case as NewUuid writes it: identifiers are
// compared as text, so another spelling of the same UUID is not one of ours.
bool IsUuid(absl::string_view text);

}  // namespace engine::base

#endif  // SIXGATE_ENGINE_BASE_UUID_H_
