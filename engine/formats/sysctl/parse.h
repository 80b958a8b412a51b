// Reads files of /etc/sysctl.d.
#ifndef SIXGATE_ENGINE_FORMATS_SYSCTL_PARSE_H_
#define SIXGATE_ENGINE_FORMATS_SYSCTL_PARSE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/formats/sysctl/format.h"

namespace engine::formats::sysctl {

// Keys whose first separator is a dot are read as the tools do: dots and slashes change places.
// Comments, and lines without "=" or without a value, go to `unparsed`. kInvalidArgument, with the
// line: what SplitLines refuses, or a line without a key.
absl::StatusOr<SysctlFile> Parse(absl::string_view text);

}  // namespace engine::formats::sysctl

#endif  // SIXGATE_ENGINE_FORMATS_SYSCTL_PARSE_H_
