#include "engine/fileset/units.h"

namespace engine::fileset {

absl::string_view LoadRulesetScript() {
  return R"sh(# Written by sixgate: changes made here are overwritten.
# sh load-ruleset TABLE FILE: loads a ruleset that replaces its table, in one transaction. Counters
# that the file still has go on from what they have counted.
set -eu
# What ends too soon may be a ruleset, too.
[ "$(tail -n 1 "$2")" = "}" ] || { echo "$2 is not whole: write it again" >&2; exit 1; }
keep_counting() {
  batch=$(mktemp /run/sixgate-ruleset.XXXXXX) || return
  trap 'rm -f "$batch"' EXIT
  nft list counters table inet "$1" | awk '
    from == "kernel" && $1 == "counter" { name = $2 }
    from == "kernel" && $1 == "packets" { counted[name] = $0 }
    from == "kernel" { next }
    { print }
    $1 == "counter" && $2 in counted { print counted[$2] }
  ' from=kernel - from=file "$2" >"$batch" && nft -f "$batch"
}
keep_counting "$1" "$2" 2>/dev/null || nft -f "$2"
)sh";
}

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
ExecStart=/bin/sh /etc/sixgate/load-ruleset sixgate /etc/sixgate/gateway.nft
ExecStart=/usr/sbin/sysctl -q -w net.ipv6.conf.all.forwarding=1
ExecReload=/bin/sh /etc/sixgate/load-ruleset sixgate /etc/sixgate/gateway.nft
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
ExecStart=/bin/sh /etc/sixgate/load-ruleset sixgate_host /etc/sixgate/host.nft
ExecReload=/bin/sh /etc/sixgate/load-ruleset sixgate_host /etc/sixgate/host.nft
)";
}

absl::string_view HostSysinitDropIn() {
  return R"(# Written by sixgate: changes made here are overwritten.
[Unit]
Wants=sixgate-host.service
)";
}

absl::string_view GatewayNftablesDropIn() {
  return R"(# Written by sixgate: changes made here are overwritten.
[Unit]
Wants=sixgate-gateway.service
)";
}

absl::string_view HostNftablesDropIn() {
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
