# A /56 of which one /64 is for containers. All hosts are on one link behind the gateway, and
# nothing leaves the site but what the policy names.
terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

# What the hosting provider delegated.
resource "sixgate_prefix" "site" {
  name = "site"
  cidr = "2001:db8:5600::/56"
}

# The containers' part; the rest of the /56 stays free for others.
resource "sixgate_prefix" "containers" {
  name   = "containers"
  parent = sixgate_prefix.site.id
  cidr   = provider::sixgate::subnet(sixgate_prefix.site.cidr, 64, 16)
}

resource "sixgate_gateway" "fw" {
  name         = "fw"
  prefix       = sixgate_prefix.containers.id
  address_plan = sixgate_prefix.containers.address_plan
  kind         = "nftables"

  wan = {
    interface = "wan0"
    mac       = "00:00:5e:00:53:01"
  }

  # One interface for all hosts. Each then needs its MAC address, and the hypervisor should let no
  # other through; where each host can have an interface or VLAN of its own, `per_host` is better.
  inside = {
    mode      = "shared"
    interface = "lan0"
  }

  policy = {
    egress             = "deny"
    between_hosts      = "deny"
    ping               = "deny"
    log_drops          = true
    resolvers          = ["2001:db8:53::53"]
    ntp                = ["2001:db8:53::123"]
    management_sources = ["2001:db8:ffff::/48"]
  }

  # No host can fill the gateway's tables.
  limits = {
    new_connections_per_second = 200
    concurrent_states          = 20000
  }

  deploy = {
    directory = "${path.module}/out/fw"
  }
}

locals {
  # A slot, once given, is not given to another host.
  hosts = {
    vm1 = { slot = 2, mac = "00:00:5e:00:53:11" }
    vm2 = { slot = 3, mac = "00:00:5e:00:53:12" }
  }
}

resource "sixgate_host" "vm" {
  for_each = local.hosts

  name         = each.key
  gateway      = sixgate_gateway.fw.id
  address_plan = sixgate_prefix.containers.address_plan
  slot         = each.value.slot
  mac          = each.value.mac

  deploy = {
    directory = "${path.module}/out/${each.key}"
  }
}

# The only way in, besides management.
resource "sixgate_firewall_opening" "https" {
  host        = sixgate_host.vm["vm1"].id
  protocol    = "tcp"
  ports       = ["443"]
  description = "web site"
}

output "upstream_route" {
  description = "Where the hosting provider, or a router, has to send the containers' prefix."
  value       = sixgate_gateway.fw.upstream_route
}
