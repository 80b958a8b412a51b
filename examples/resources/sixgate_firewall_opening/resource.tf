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

resource "sixgate_address" "www" {
  host    = sixgate_host.vm1.id
  network = "web"
  name    = "www"
}

# Everybody may reach the web server's container.
resource "sixgate_firewall_opening" "https" {
  host        = sixgate_host.vm1.id
  address     = sixgate_address.www.address
  protocol    = "tcp"
  ports       = ["80", "443"]
  description = "web site"
}

# Without an address it is the host's own. This one closes by itself.
resource "sixgate_firewall_opening" "metrics" {
  host        = sixgate_host.vm1.id
  protocol    = "tcp"
  ports       = ["9100-9110"]
  sources     = ["2001:db8:ffff:1::10"]
  expires_at  = "2099-12-31T23:59:59Z"
  description = "metrics for the office"
}

output "published_ports" {
  description = "What the container must publish, for the opening to have an effect."
  value       = sixgate_firewall_opening.https.published_ports
}
