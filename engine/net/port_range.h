// One or more consecutive ports of a transport protocol.
#ifndef SIXGATE_ENGINE_NET_PORT_RANGE_H_
#define SIXGATE_ENGINE_NET_PORT_RANGE_H_

#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace engine::net {

// An immutable value, ordered by first port, then by last; port 1 unless made otherwise.
class PortRange {
 public:
  constexpr PortRange() = default;

  // "443" or "8000-8010". kInvalidArgument: empty, no number, a leading zero, a port outside 1 to
  // 65535, or a range whose end is before its start.
  static absl::StatusOr<PortRange> Parse(absl::string_view text);

  constexpr uint16_t first() const { return first_; }
  constexpr uint16_t last() const { return last_; }

  // "443" for one port, "8000-8010" for more.
  std::string ToString() const;

  friend constexpr auto operator<=>(const PortRange&, const PortRange&) = default;
  friend std::ostream& operator<<(std::ostream& out, const PortRange& range);

 private:
  friend std::vector<PortRange> MergePortRanges(std::vector<PortRange> ranges);
  constexpr PortRange(uint16_t first, uint16_t last) : first_(first), last_(last) {}

  uint16_t first_ = 1;
  uint16_t last_ = 1;
};

// The fewest ranges with the same ports, in ascending order: overlapping and adjacent ones become
// one.
std::vector<PortRange> MergePortRanges(std::vector<PortRange> ranges);

}  // namespace engine::net

#endif  // SIXGATE_ENGINE_NET_PORT_RANGE_H_
