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

resource "sixgate_gateway" "fw" {
  name         = "fw"
  prefix       = sixgate_prefix.site.id
  address_plan = sixgate_prefix.site.address_plan
  kind         = "nftables"

  wan = {
    interface = "wan0"
    mac       = "00:50:56:00:6f:9f"
  }
  inside = {
    mode = "per_host"
  }
}

# A machine that runs containers.
resource "sixgate_host" "vm1" {
  name             = "vm1"
  gateway          = sixgate_gateway.fw.id
  inside_interface = "vh20"

  # With the plan and a slot every address is in the first plan. Without `slot` a block is chosen,
  # and stays.
  address_plan = sixgate_prefix.site.address_plan
  slot         = 2

  # Each network gets an IPv6 prefix of its own; adding or removing one moves no other.
  networks = {
    default = {}
    web     = { ipv4_subnet = "172.30.1.0/24" }
  }

  # Interfaces that must not carry IPv6.
  other_interfaces = ["eth0"]

  # Network configuration, sysctls, daemon.json, a Compose snippet and a ruleset.
  deploy = {
    directory = "${path.module}/out/vm1"
  }
}

output "web" {
  description = "Prefix of the containers in the network `web`."
  value       = sixgate_host.vm1.networks["web"].subnet
}
