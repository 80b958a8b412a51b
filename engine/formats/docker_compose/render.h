// YAML text of a Compose file's networks.
#ifndef SIXGATE_ENGINE_FORMATS_DOCKER_COMPOSE_RENDER_H_
#define SIXGATE_ENGINE_FORMATS_DOCKER_COMPOSE_RENDER_H_

#include <string>
#include <vector>

#include "engine/formats/docker_compose/format.h"

namespace engine::formats::docker_compose {

// In the given order. Everything that a name could be is in double quotes, so that none is read as
// a number or a boolean; names must have passed the checks of engine/site/names.h.
std::string Render(const ComposeFile& file);

// The lines of one network, without ends.
std::vector<std::string> RenderNetwork(const Network& network);

}  // namespace engine::formats::docker_compose

#endif  // SIXGATE_ENGINE_FORMATS_DOCKER_COMPOSE_RENDER_H_
