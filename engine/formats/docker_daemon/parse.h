// Reads daemon.json.
#ifndef SIXGATE_ENGINE_FORMATS_DOCKER_DAEMON_PARSE_H_
#define SIXGATE_ENGINE_FORMATS_DOCKER_DAEMON_PARSE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/formats/docker_daemon/format.h"

namespace engine::formats::docker_daemon {

inline constexpr int kNestingMax = 64;

// Keys that are not known, and known ones with a value of another kind than expected, go to
// `unparsed`, their values letter for letter. Blank text is no setting at all, as for the engine.
// kInvalidArgument, with the line: what SplitLines refuses, text that is no JSON object, a key that
// is there twice, or nesting deeper than kNestingMax.
absl::StatusOr<DaemonConfig> Parse(absl::string_view text);

}  // namespace engine::formats::docker_daemon

#endif  // SIXGATE_ENGINE_FORMATS_DOCKER_DAEMON_PARSE_H_
