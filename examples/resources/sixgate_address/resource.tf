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

resource "sixgate_host" "vm1" {
  name             = "vm1"
  gateway          = sixgate_gateway.fw.id
  address_plan     = sixgate_prefix.site.address_plan
  slot             = 2
  inside_interface = "vh20"

  networks = {
    default = {}
    web     = {}
  }
}

# The lowest address that is free in the network; from then on it is this container's.
resource "sixgate_address" "www" {
  host    = sixgate_host.vm1.id
  network = "web"
  name    = "www"
}

# An address of your choice, below the network's dynamic range.
resource "sixgate_address" "mail" {
  host    = sixgate_host.vm1.id
  network = "web"
  name    = "mail"
  address = "2001:db8:1234:321d:22::25"
}

output "www" {
  description = "For the service in a Compose file."
  value       = sixgate_address.www.compose
}
