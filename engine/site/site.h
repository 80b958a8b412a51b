// Everything behind one gateway: what is meant, apart from how any program spells it.
#ifndef SIXGATE_ENGINE_SITE_SITE_H_
#define SIXGATE_ENGINE_SITE_SITE_H_

#include <string>
#include <vector>

#include "engine/net/address.h"
#include "engine/site/egress_opening.h"
#include "engine/site/gateway.h"
#include "engine/site/host.h"
#include "engine/site/opening.h"

namespace engine::site {

// A stable address of one container.
struct ContainerAddress {
  // Names of the host and of its network.
  std::string host = {};
  std::string network = {};
  std::string name = {};
  net::Address address = {};

  bool operator==(const ContainerAddress&) const = default;
};

struct Site {
  Gateway gateway;
  std::vector<Host> hosts = {};
  std::vector<Opening> openings = {};
  std::vector<ContainerAddress> addresses = {};
  std::vector<EgressOpening> egress_openings = {};

  bool operator==(const Site&) const = default;
};

}  // namespace engine::site

#endif  // SIXGATE_ENGINE_SITE_SITE_H_
