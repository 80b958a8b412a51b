# The tutorial's site: one /64, a Linux gateway, two container hosts, three openings.
terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

provider "sixgate" {
  registry = "sqlite:${path.module}/.sixgate/registry.db"
}

# What the hosting provider delegated, routed to one MAC address.
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
  policy = {
    management_sources = ["2001:db8:ffff::/48"]
  }
  deploy = {
    directory = "${path.module}/out/fw"
  }
}

# Two virtual machines with Docker, in the tutorial's slots.
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
  deploy = {
    directory = "${path.module}/out/vm1"
  }
}

resource "sixgate_host" "vm2" {
  name             = "vm2"
  gateway          = sixgate_gateway.fw.id
  address_plan     = sixgate_prefix.site.address_plan
  slot             = 3
  inside_interface = "vh30"

  deploy = {
    directory = "${path.module}/out/vm2"
  }
}

# A container that keeps its address.
resource "sixgate_address" "www" {
  host    = sixgate_host.vm1.id
  network = "web"
  name    = "www"
}

# Everybody may reach the web server.
resource "sixgate_firewall_opening" "https" {
  host        = sixgate_host.vm1.id
  address     = sixgate_address.www.address
  protocol    = "tcp"
  ports       = ["80", "443"]
  description = "web site"
}

# One office may reach the second host's DNS server.
resource "sixgate_firewall_opening" "dns" {
  host        = sixgate_host.vm2.id
  protocol    = "udp"
  ports       = ["53"]
  sources     = ["2001:db8:ffff::/48"]
  description = "resolver for the office"
}

# One machine may read the second host's metrics. Without `address` an opening is about the host
# itself.
resource "sixgate_firewall_opening" "metrics" {
  host        = sixgate_host.vm2.id
  protocol    = "tcp"
  ports       = ["9100-9110"]
  sources     = ["2001:db8:ffff:1::10"]
  description = "metrics of vm2"
}

data "sixgate_site" "all" {
  prefix = sixgate_prefix.site.id

  depends_on = [
    sixgate_host.vm1,
    sixgate_host.vm2,
    sixgate_address.www,
    sixgate_firewall_opening.https,
    sixgate_firewall_opening.dns,
    sixgate_firewall_opening.metrics,
  ]
}

output "upstream_route" {
  description = "What to ask the hosting provider for."
  value       = sixgate_gateway.fw.upstream_route
}

output "www" {
  description = "Address of the web server."
  value       = sixgate_address.www.address
}

output "openings" {
  description = "How many openings the gateway has."
  value       = length(data.sixgate_site.all.openings)
}
