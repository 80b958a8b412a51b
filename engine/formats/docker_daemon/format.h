// Docker's /etc/docker/daemon.json: the keys that sixgate has an opinion on, and all others.
#ifndef SIXGATE_ENGINE_FORMATS_DOCKER_DAEMON_FORMAT_H_
#define SIXGATE_ENGINE_FORMATS_DOCKER_DAEMON_FORMAT_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/formats/text.h"
#include "engine/net/prefix.h"

namespace engine::formats::docker_daemon {

struct DaemonConfig {
  // IPv6 on the default bridge, docker0.
  std::optional<bool> ipv6 = {};
  std::optional<net::Prefix> fixed_cidr_v6 = {};
  // Whether the engine filters and translates IPv6 by itself.
  std::optional<bool> ip6tables = {};
  // Name servers of containers.
  std::vector<std::string> dns = {};
  // Other keys, sorted: the section is the key's JSON text, the text the value's.
  std::vector<Unparsed> unparsed = {};

  bool operator==(const DaemonConfig&) const = default;
};

}  // namespace engine::formats::docker_daemon

#endif  // SIXGATE_ENGINE_FORMATS_DOCKER_DAEMON_FORMAT_H_
