#include "engine/site/engine_version.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <ostream>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "engine/base/quote.h"

namespace engine::site {
namespace {

constexpr std::array<int, 8> kKnownLines = {20, 23, 24, 25, 26, 27, 28, 29};

bool ParseNumber(absl::string_view text, int& number) {
  constexpr size_t kDigitsMax = 4;
  if (text.empty() || text.size() > kDigitsMax) return false;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return false;
  }
  return absl::SimpleAtoi(text, &number);
}

}  // namespace

absl::StatusOr<EngineVersion> EngineVersion::Parse(absl::string_view text) {
  const auto error = [&](absl::string_view why) {
    return absl::InvalidArgumentError(
        absl::StrCat("container engine version ", base::Quote(text), " ", why));
  };
  const std::vector<absl::string_view> parts = absl::StrSplit(text, '.');
  std::array<int, 3> numbers = {};
  bool is_version = parts.size() <= numbers.size();
  for (size_t i = 0; is_version && i < parts.size(); ++i) {
    is_version = ParseNumber(parts[i], numbers[i]);
  }
  if (!is_version) return error("is not a version; write \"29\" or \"20.10.24\"");
  const bool known =
      std::find(kKnownLines.begin(), kKnownLines.end(), numbers[0]) != kKnownLines.end() &&
      (numbers[0] != 20 || numbers[1] == 10);
  if (!known) return error("is not known; known are 20.10, 23 to 29, and their releases");
  return EngineVersion(text, numbers[0]);
}

std::ostream& operator<<(std::ostream& out, const EngineVersion& version) {
  return out << version.ToString();
}

}  // namespace engine::site
