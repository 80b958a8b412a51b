#include "engine/net/port_range.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "engine/base/quote.h"
#include "engine/base/status_macros.h"
#include "engine/net/decimal.h"

namespace engine::net {
namespace {

// `text` is all that the user wrote, `number` the part to read.
absl::StatusOr<uint16_t> ParsePort(absl::string_view text, absl::string_view number) {
  const std::optional<int> port = ParseDecimal(number, 65535);
  if (!port.has_value() || *port == 0) {
    return absl::InvalidArgumentError(absl::StrCat(
        "port ", base::Quote(text), ": write a number from 1 to 65535 such as 443, or a range ",
        "such as 8000-8010"));
  }
  return static_cast<uint16_t>(*port);
}

}  // namespace

absl::StatusOr<PortRange> PortRange::Parse(absl::string_view text) {
  const size_t hyphen = text.find('-');
  ASSIGN_OR_RETURN(const uint16_t first, ParsePort(text, text.substr(0, hyphen)));
  if (hyphen == absl::string_view::npos) return PortRange(first, first);
  ASSIGN_OR_RETURN(const uint16_t last, ParsePort(text, text.substr(hyphen + 1)));
  if (last < first) {
    return absl::InvalidArgumentError(absl::StrCat(
        "port range ", base::Quote(text), " ends before it starts: write ", last, "-", first));
  }
  return PortRange(first, last);
}

std::string PortRange::ToString() const {
  return first_ == last_ ? absl::StrCat(first_) : absl::StrCat(first_, "-", last_);
}

std::ostream& operator<<(std::ostream& out, const PortRange& range) {
  return out << range.ToString();
}

std::vector<PortRange> MergePortRanges(std::vector<PortRange> ranges) {
  std::sort(ranges.begin(), ranges.end());
  std::vector<PortRange> merged;
  for (const PortRange& range : ranges) {
    if (!merged.empty() && range.first_ <= merged.back().last_ + 1) {
      merged.back().last_ = std::max(merged.back().last_, range.last_);
    } else {
      merged.push_back(range);
    }
  }
  return merged;
}

}  // namespace engine::net
