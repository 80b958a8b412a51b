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
  policy = {
    egress = "deny"
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

resource "sixgate_firewall_opening" "https" {
  host     = sixgate_host.vm1.id
  protocol = "tcp"
  ports    = ["443"]
}

resource "sixgate_egress_opening" "updates" {
  host         = sixgate_host.vm1.id
  destinations = ["2001:db8:80::/48"]
  protocol     = "tcp"
  ports        = ["80", "443"]
}

# The whole site. It shows the registry as it is when it is read, so it has to wait for whatever it
# is to show.
data "sixgate_site" "all" {
  prefix = sixgate_prefix.site.id

  depends_on = [
    sixgate_host.vm1,
    sixgate_firewall_opening.https,
    sixgate_egress_opening.updates,
  ]
}

output "hosts" {
  description = "Address of each host."
  value       = { for host in data.sixgate_site.all.hosts : host.name => host.address }
}

output "open_to_everybody" {
  description = "What the whole internet may reach."
  value = [
    for opening in data.sixgate_site.all.openings :
    "${opening.destination} ${opening.protocol} ${join(", ", opening.ports)}"
    if opening.enabled && contains(opening.sources, "::/0")
  ]
}

output "may_leave" {
  # gives ["2001:db8:1234:321d:20::/76 tcp 80, 443 to 2001:db8:80::/48"]
  description = "What may be reached from inside."
  value = [
    for opening in data.sixgate_site.all.egress_openings :
    "${opening.source} ${opening.protocol} ${join(", ", opening.ports)} to ${join(", ", opening.destinations)}"
    if opening.enabled
  ]
}

output "largest_free" {
  description = "The largest block that is still free."
  value       = data.sixgate_site.all.utilisation.largest_free
}
