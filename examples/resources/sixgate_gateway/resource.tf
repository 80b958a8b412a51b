terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

resource "sixgate_prefix" "site" {
  name = "site"
  cidr = "2001:db8:1234:321d::/64"
}

# A Linux machine with nftables between the hosting provider and the hosts.
resource "sixgate_gateway" "fw" {
  name   = "fw"
  prefix = sixgate_prefix.site.id
  kind   = "nftables"

  # Handed on from the prefix, so that every address is in the first plan.
  address_plan = sixgate_prefix.site.address_plan

  wan = {
    interface = "wan0"
    mac       = "00:50:56:00:6f:9f"
  }

  # One interface, or VLAN, for each host: no host can pretend to be another.
  inside = {
    mode = "per_host"
  }

  policy = {
    management_sources = ["2001:db8:ffff::/48"]
    log_drops          = true
  }

  # Everything the machine needs, laid out as on the machine.
  deploy = {
    directory = "${path.module}/out/fw"
  }
}

output "upstream_route" {
  description = "What to ask the hosting provider for: the prefix, routed to this next hop."
  value       = sixgate_gateway.fw.upstream_route
}
