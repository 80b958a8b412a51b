# The lab's second floor: four hosts with real container engines, in either mode.
terraform {
  required_providers {
    sixgate = {
      source  = "sixgate/sixgate"
      version = "~> 0.1"
    }
  }
}

# per_host: a cable for each host. shared: one link for all.
variable "mode" {
  type = string
}

locals {
  # The tutorial's engine and today's: with each of its packet filters, and with docker0 routed as
  # in the tutorial.
  hosts = {
    old    = { slot = 2, version = "20.10.24", default_bridge = "routed" }
    new    = { slot = 3, version = "29", default_bridge = "v4_only" }
    newnft = { slot = 4, version = "29", default_bridge = "v4_only" }
    routed = { slot = 5, version = "29", default_bridge = "routed" }
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
    mode      = var.mode
    interface = var.mode == "shared" ? "lan0" : null
  }
  policy = {
    egress             = "allow"
    management_sources = ["2001:db8:ffff::/48"]
    resolvers          = ["2001:db8:9::53", "10.10.10.53"]
  }
  deploy = {
    directory = "${path.module}/out/fw"
  }
}

resource "sixgate_host" "vm" {
  for_each = local.hosts

  name             = each.key
  gateway          = sixgate_gateway.fw.id
  address_plan     = sixgate_prefix.site.address_plan
  slot             = each.value.slot
  mac              = "00:00:5e:00:53:1${each.value.slot}"
  inside_interface = var.mode == "per_host" ? "vh${each.value.slot}0" : null
  other_interfaces = ["eth0"]
  container_engine = {
    version        = each.value.version
    default_bridge = each.value.default_bridge
  }

  # The engine's default network and two of one's own.
  networks = {
    default = {}
    back    = { ipv4_subnet = "172.30.${each.value.slot}.0/24" }
    web     = {}
  }
  deploy = {
    directory = "${path.module}/out/${each.key}"
  }
}

resource "sixgate_address" "www" {
  for_each = sixgate_host.vm

  host    = each.value.id
  network = "web"
  name    = "www"
}

resource "sixgate_address" "back" {
  for_each = sixgate_host.vm

  host    = each.value.id
  network = "back"
  name    = "back"
}

resource "sixgate_firewall_opening" "http" {
  for_each = sixgate_host.vm

  host        = each.value.id
  address     = sixgate_address.www[each.key].address
  protocol    = "tcp"
  ports       = ["80"]
  description = "web site of ${each.key}"
}

# Ports that a container publishes, for one office only.
resource "sixgate_firewall_opening" "admin" {
  for_each = sixgate_host.vm

  host        = each.value.id
  address     = sixgate_address.www[each.key].address
  protocol    = "tcp"
  ports       = ["81", "8080"]
  sources     = ["2001:db8:ffff::/48"]
  description = "administration of ${each.key}"
}

# A port of the host itself.
resource "sixgate_firewall_opening" "metrics" {
  for_each = sixgate_host.vm

  host        = each.value.id
  protocol    = "tcp"
  ports       = ["9100"]
  description = "metrics of ${each.key}"
}
