// JSON text of daemon.json.
#ifndef SIXGATE_ENGINE_FORMATS_DOCKER_DAEMON_RENDER_H_
#define SIXGATE_ENGINE_FORMATS_DOCKER_DAEMON_RENDER_H_

#include <string>

#include "engine/formats/docker_daemon/format.h"

namespace engine::formats::docker_daemon {

// One key a line, sorted; "{}" when there is none. Name servers must be valid UTF-8.
std::string Render(const DaemonConfig& config);

}  // namespace engine::formats::docker_daemon

#endif  // SIXGATE_ENGINE_FORMATS_DOCKER_DAEMON_RENDER_H_
