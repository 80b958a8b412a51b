#include "engine/site/gateway.h"

#include "engine/base/check.h"

namespace engine::site {

bool IsLinkLocal(const net::Address& address) { return (address.value() >> 118) == (0xfe80u >> 6); }

net::InterfaceAddress DefaultWanAddress(const plan::AddressPlan& plan) {
  return {plan.GatewayWanAddress(), net::kAddressBits};
}

net::Address DefaultNextHop() { return net::Address((absl::uint128{0xfe80} << 112) + 1); }

std::vector<net::PortRange> DefaultManagementPorts() {
  const absl::StatusOr<net::PortRange> ssh = net::PortRange::Parse("22");
  SIXGATE_CHECK(ssh.ok(), "22 is a port");
  return {*ssh};
}

}  // namespace engine::site
