// Reads what render.h writes, and keeps what others wrote around it. This is no YAML parser: a
// network that is spelled in another way is kept, not understood.
#ifndef SIXGATE_ENGINE_FORMATS_DOCKER_COMPOSE_PARSE_H_
#define SIXGATE_ENGINE_FORMATS_DOCKER_COMPOSE_PARSE_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "engine/formats/docker_compose/format.h"

namespace engine::formats::docker_compose {

// kInvalidArgument, with the line: what SplitLines refuses, a tab in the indentation, a second
// document, or a second `networks:`.
absl::StatusOr<ComposeFile> Parse(absl::string_view text);

}  // namespace engine::formats::docker_compose

#endif  // SIXGATE_ENGINE_FORMATS_DOCKER_COMPOSE_PARSE_H_
