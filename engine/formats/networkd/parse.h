// Reads systemd-networkd's files.
#ifndef SIXGATE_ENGINE_FORMATS_NETWORKD_PARSE_H_
#define SIXGATE_ENGINE_FORMATS_NETWORKD_PARSE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/formats/networkd/format.h"

namespace engine::formats::networkd {

// Keys and values that are not understood go to `unparsed`; comments too, but not the first line
// that rendering writes, nor blank lines. kInvalidArgument, with the line: what SplitLines refuses,
// a line before the first section, or a section header without its end.
absl::StatusOr<NetworkFile> ParseNetwork(absl::string_view text);
absl::StatusOr<NetDevFile> ParseNetDev(absl::string_view text);

}  // namespace engine::formats::networkd

#endif  // SIXGATE_ENGINE_FORMATS_NETWORKD_PARSE_H_
