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
}

resource "sixgate_firewall_opening" "https" {
  host     = sixgate_host.vm1.id
  protocol = "tcp"
  ports    = ["443"]
}

# Every file of the gateway, with the ruleset: for a gateway that another tool looks after. It shows
# the registry as it is when it is read, so it has to wait for whatever it is to show.
data "sixgate_gateway_config" "fw" {
  gateway = sixgate_gateway.fw.id

  depends_on = [
    sixgate_host.vm1,
    sixgate_firewall_opening.https,
  ]
}

output "paths" {
  description = "The files, which `files[path].content` has."
  value       = keys(data.sixgate_gateway_config.fw.files)
}

output "warnings" {
  description = "What contradicts the secure design."
  value       = data.sixgate_gateway_config.fw.warnings
}
