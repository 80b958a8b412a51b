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

# Nothing leaves but to the resolvers, and what the egress openings below say.
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
    egress    = "deny"
    resolvers = ["2001:db8:53::53"]
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

resource "sixgate_address" "mail" {
  host    = sixgate_host.vm1.id
  network = "web"
  name    = "mail"
}

# The host and all of its containers may fetch updates and images.
resource "sixgate_egress_opening" "updates" {
  host         = sixgate_host.vm1.id
  destinations = ["2001:db8:80::/48", "2001:db8:443::10"]
  protocol     = "tcp"
  ports        = ["80", "443"]
  description  = "mirrors"
}

# One container may send mail, to everybody.
resource "sixgate_egress_opening" "smtp" {
  host         = sixgate_host.vm1.id
  address      = sixgate_address.mail.address
  destinations = ["::/0"]
  protocol     = "tcp"
  ports        = ["25"]
  log          = true
  description  = "outgoing mail"
}

# Every container of one network may ping. This one closes by itself.
resource "sixgate_egress_opening" "ping" {
  host         = sixgate_host.vm1.id
  network      = "web"
  destinations = ["::/0"]
  protocol     = "icmpv6"
  expires_at   = "2099-12-31T23:59:59Z"
}

output "may_fetch_updates" {
  # gives "2001:db8:1234:321d:20::/76"
  description = "What the first opening is for: the host's whole block."
  value       = sixgate_egress_opening.updates.source
}
