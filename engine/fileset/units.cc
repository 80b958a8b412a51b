#include "engine/fileset/units.h"

namespace engine::fileset {

absl::string_view GatewayUnit() {
  return R"(# Written by sixgate: changes made here are overwritten.
[Unit]
Description=sixgate packet filter and forwarding
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target shutdown.target
After=systemd-sysctl.service nftables.service
PartOf=nftables.service
ReloadPropagatedFrom=nftables.service
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f /etc/sixgate/gateway.nft
ExecStart=/usr/sbin/sysctl -q -w net.ipv6.conf.all.forwarding=1
ExecReload=/usr/sbin/nft -f /etc/sixgate/gateway.nft
)";
}

absl::string_view GatewaySysinitDropIn() {
  return R"(# Written by sixgate: changes made here are overwritten.
[Unit]
Wants=sixgate-gateway.service
)";
}

absl::string_view HostUnit() {
  return R"(# Written by sixgate: changes made here are overwritten.
[Unit]
Description=sixgate packet filter of this host
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target docker.service shutdown.target
After=systemd-sysctl.service nftables.service
PartOf=nftables.service
ReloadPropagatedFrom=nftables.service
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f /etc/sixgate/host.nft
ExecReload=/usr/sbin/nft -f /etc/sixgate/host.nft
)";
}

absl::string_view HostSysinitDropIn() {
  return R"(# Written by sixgate: changes made here are overwritten.
[Unit]
Wants=sixgate-host.service
)";
}

absl::string_view DockerDropIn() {
  return R"(# Written by sixgate: changes made here are overwritten.
[Unit]
Wants=sixgate-host.service
After=sixgate-host.service systemd-sysctl.service

[Service]
ExecStartPre=/usr/sbin/nft list table inet sixgate_host
)";
}

}  // namespace engine::fileset
