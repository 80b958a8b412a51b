// The decimal numbers inside addresses, lengths and ports.
#ifndef SIXGATE_ENGINE_NET_DECIMAL_H_
#define SIXGATE_ENGINE_NET_DECIMAL_H_

#include <optional>

#include "absl/strings/string_view.h"

namespace engine::net {

// A number from 0 to `max`, which is below 100'000'000: digits only, and no leading zero, which
// some programs read as octal. nullopt for anything else.
inline std::optional<int> ParseDecimal(absl::string_view text, int max) {
  if (text.empty() || text.size() > 8 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  if (value > max) return std::nullopt;
  return value;
}

}  // namespace engine::net

#endif  // SIXGATE_ENGINE_NET_DECIMAL_H_
