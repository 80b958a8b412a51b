// The `networks:` part of a Compose file, in the block style that we write.
#ifndef SIXGATE_ENGINE_FORMATS_DOCKER_COMPOSE_FORMAT_H_
#define SIXGATE_ENGINE_FORMATS_DOCKER_COMPOSE_FORMAT_H_

#include <optional>
#include <string>
#include <vector>

#include "engine/formats/text.h"
#include "engine/net/address.h"
#include "engine/net/prefix.h"
#include "engine/site/ipv4_prefix.h"

namespace engine::formats::docker_compose {

struct Network {
  // The name in the Compose file, and the engine's.
  std::string key = {};
  std::string name = {};
  // The Linux bridge.
  std::string bridge = {};
  // Whether the engine is told to route IPv6; engines before 27 do so without being told.
  bool routed = false;
  std::optional<site::Ipv4Prefix> ipv4_subnet = {};
  net::Prefix subnet = {};
  net::Address gateway = {};
  net::Prefix dynamic_range = {};

  bool operator==(const Network&) const = default;
};

struct ComposeFile {
  std::vector<Network> networks = {};
  // Networks of another shape, with section "networks", and everything outside of `networks:`.
  std::vector<Unparsed> unparsed = {};

  bool operator==(const ComposeFile&) const = default;
};

// The section of what is kept inside of `networks:`.
inline constexpr absl::string_view kNetworks = "networks";

}  // namespace engine::formats::docker_compose

#endif  // SIXGATE_ENGINE_FORMATS_DOCKER_COMPOSE_FORMAT_H_
